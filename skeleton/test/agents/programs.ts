import { ChildProcess, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

// Programs take a moment to start, and a machine that is busy takes more.
jest.setTimeout(60_000);

const running = new Set<ChildProcess>();

// A test that fails must not leave programs behind.
afterAll(() => running.forEach(child => child.kill()));

/** A line of a log. */
export type LogEntry = Readonly<Record<string, unknown>>;

/** A program of `scripts/` that runs as a process of its own, as people run it. */
export class Program {
  /** What it wrote that is not of its log. */
  text = '';
  /** What it logged, the oldest first. */
  readonly log: LogEntry[] = [];
  private readonly events = new EventEmitter();

  private constructor(private readonly child: ChildProcess) {
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream as NodeJS.ReadableStream }).on(
        'line',
        line => this.read(line),
      );
    }
    running.add(child);
    child.once('close', () => {
      running.delete(child);
      this.events.emit('change');
    });
  }

  /**
   * Starts a program.
   *
   * @param script - its name in `scripts/`
   * @param args - its arguments
   * @param environment - what it is told besides the environment of the tests
   */
  static start(
    script: string,
    args: readonly string[],
    environment: Record<string, string> = {},
  ): Program {
    return new Program(
      spawn(process.execPath, [join('scripts', `${script}.mjs`), ...args], {
        env: { ...process.env, ...environment },
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    );
  }

  /** Waits until the program says something, and gives what it matched. */
  async says(pattern: RegExp): Promise<RegExpMatchArray> {
    return this.until(() => this.text.match(pattern) ?? undefined);
  }

  /** Waits until the program logs an entry with some facts. */
  async logs(facts: LogEntry): Promise<LogEntry> {
    return this.until(() =>
      this.log.find(entry =>
        Object.entries(facts).every(([key, value]) => entry[key] === value),
      ),
    );
  }

  /** Stops the program as AWS does it, and gives its exit code. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    this.child.kill(signal);
    return this.exitCode();
  }

  /** Waits until the program has ended. */
  async exitCode(): Promise<number | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      await once(this.child, 'close');
    }
    return this.child.exitCode;
  }

  private read(line: string): void {
    try {
      this.log.push(JSON.parse(line));
    } catch {
      this.text += `${line}\n`;
    }
    this.events.emit('change');
  }

  private async until<T>(find: () => T | undefined): Promise<T> {
    for (;;) {
      const found = find();
      if (found !== undefined) {
        return found;
      }
      if (this.child.exitCode !== null) {
        throw new Error(`The program ended: ${this.text}`);
      }
      await once(this.events, 'change');
    }
  }
}

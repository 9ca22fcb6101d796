import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { ROOT } from './places';

/** What begins a command so that the program ends with the test, also when that is killed; nothing where there is no such thing. */
const TIED = ['setpriv', '--pdeathsig', 'KILL'];
const TIE =
  spawnSync(TIED[0], [...TIED.slice(1), 'true']).status === 0 ? TIED : [];

/** What to run. */
export interface ProgramOptions {
  /** What it is called in messages. */
  name: string;
  /** The program and its arguments. */
  command: [program: string, ...args: string[]];
  /** Added to the environment. */
  env?: NodeJS.ProcessEnv;
  /** The user and the group that it runs as; those of the test by default. */
  user?: { uid: number; gid: number };
}

/** A program that runs beside a test, which reads its lines and may stop, freeze or kill it. */
export class Program {
  readonly #name: string;
  readonly #child: ChildProcess;
  readonly #lines: string[] = [];
  readonly #readers = new Set<() => void>();
  /** Settles when the program and its output have ended. */
  readonly ended: Promise<void>;

  constructor({ name, command, env, user }: ProgramOptions) {
    this.#name = name;
    const [file, ...args] = [...TIE, ...command];
    this.#child = spawn(file, args, {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...user,
    });
    for (const stream of [this.#child.stdout!, this.#child.stderr!]) {
      createInterface({ input: stream }).on('line', line => {
        this.#lines.push(line);
        this.#wakeReaders();
      });
    }
    this.ended = new Promise((resolve, reject) => {
      this.#child.on('error', reject);
      this.#child.on('close', () => {
        resolve();
        this.#wakeReaders();
      });
    });
  }

  /** All that it has written so far. */
  get output(): string {
    return this.#lines.join('\n');
  }

  /** How it ended: its exit code or the signal that ended it; undefined while it runs. */
  get end(): number | NodeJS.Signals | undefined {
    return this.#child.exitCode ?? this.#child.signalCode ?? undefined;
  }

  /** Its process id. */
  get pid(): number {
    return this.#child.pid!;
  }

  /** Whether it has not ended. */
  get isRunning(): boolean {
    return this.end === undefined;
  }

  /**
   * Waits until it has written a line.
   *
   * @param pattern - what the line must hold; lines that were written before count as well
   * @throws Error with its output, when it ends before
   */
  async untilSays(pattern: RegExp): Promise<string> {
    for (let next = 0; ; ) {
      for (; next < this.#lines.length; next += 1) {
        if (pattern.test(this.#lines[next])) {
          return this.#lines[next];
        }
      }
      if (!this.isRunning) {
        throw new Error(
          `${this.#name} ended (${this.end}) and never said ${pattern}:\n${
            this.output
          }`,
        );
      }
      await new Promise<void>(resolve => {
        this.#readers.add(resolve);
      });
    }
  }

  /** Lets what it has written so far count no more; nobody may be waiting for a line. */
  forgetOutput(): void {
    this.#lines.length = 0;
  }

  /** Sends it a signal. */
  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Sends it a signal and waits for its end. */
  async stop(signal: NodeJS.Signals): Promise<void> {
    if (this.isRunning) {
      this.signal(signal);
    }
    await this.ended;
  }

  #wakeReaders(): void {
    const readers = [...this.#readers];
    this.#readers.clear();
    readers.forEach(wake => wake());
  }
}

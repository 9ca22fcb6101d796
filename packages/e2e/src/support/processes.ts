import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { readFile, readdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** The launcher kills what has not ended by itself after 10 seconds. In milliseconds. */
const GONE_MS = 20_000;

/** What a program did. */
export interface Outcome {
  /** The exit code; null when a signal ended the program. */
  code: number | null;
  /** Standard output and standard error as they came. */
  output: string;
}

/**
 * Runs a program to its end, whatever the end is.
 *
 * @param command - the program and its arguments
 * @param options - where it runs, and what is added to the environment
 */
export async function run(
  command: [program: string, ...args: string[]],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<Outcome> {
  const [program, ...args] = command;
  const child = spawn(program, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = collectOutput(child);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  return { code, output: output() };
}

/**
 * Runs a program that must succeed.
 *
 * @returns its output
 * @throws an error that holds the output, when the program fails
 */
export async function runOrThrow(
  command: [program: string, ...args: string[]],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<string> {
  const { code, output } = await run(command, options);
  if (code !== 0) {
    throw new Error(`${command.join(' ')} ended with ${code}:\n${output}`);
  }
  return output;
}

/** Collects what a child writes; the returned function gives all of it so far. */
export function collectOutput(child: ChildProcess): () => string {
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8');
    stream?.on('data', chunk => chunks.push(chunk));
  }
  return () => chunks.join('');
}

/** A process of this machine. */
export interface RunningProcess {
  pid: number;
  ppid: number;
  /** The command line. */
  command: string;
}

/** All processes that a process started, and that those started, and so on. */
export async function descendantsOf(
  ancestor: number,
): Promise<RunningProcess[]> {
  const processes = await runningProcesses();
  const childrenOf = (parent: number): RunningProcess[] =>
    processes
      .filter(({ ppid }) => ppid === parent)
      .flatMap(child => [child, ...childrenOf(child.pid)]);
  return childrenOf(ancestor);
}

/**
 * Waits until none of the processes runs any more.
 *
 * @throws an error that names those that are left after 20 seconds
 */
export async function untilGone(processes: RunningProcess[]): Promise<void> {
  const deadline = performance.now() + GONE_MS;
  for (;;) {
    const left = (await runningProcesses()).filter(({ pid, command }) =>
      processes.some(known => known.pid === pid && known.command === command),
    );
    if (left.length === 0) {
      return;
    }
    if (performance.now() > deadline) {
      throw new Error(`Still running: ${JSON.stringify(left)}`);
    }
    await sleep(100);
  }
}

/** All processes but those that have ended and wait for their parent to notice. */
async function runningProcesses(): Promise<RunningProcess[]> {
  // A minimal Linux has no `ps`.
  return process.platform === 'linux' ? processesOfProc() : processesOfPs();
}

async function processesOfProc(): Promise<RunningProcess[]> {
  const pids = (await readdir('/proc')).filter(name => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async pid => {
      const read = (file: string) =>
        readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '');
      // The name of the program stands in parentheses and may hold anything.
      const stat = /^\d+ \(.*\) ([^Z]) (\d+) /s.exec(await read('stat'));
      return stat
        ? [
            {
              pid: Number(pid),
              ppid: Number(stat[2]),
              command: (await read('cmdline')).replaceAll('\0', ' '),
            },
          ]
        : [];
    }),
  );
  return found.flat();
}

async function processesOfPs(): Promise<RunningProcess[]> {
  const { stdout } = await execute('ps', ['-Ao', 'pid=,ppid=,stat=,command=']);
  return stdout.split('\n').flatMap(line => {
    const row = /^\s*(\d+)\s+(\d+)\s+[^Z]\S*\s+(.*)$/.exec(line);
    return row
      ? [{ pid: Number(row[1]), ppid: Number(row[2]), command: row[3] }]
      : [];
  });
}

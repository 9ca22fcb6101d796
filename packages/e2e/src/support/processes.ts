import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { readFile, readdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const execute = promisify(execFile);

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
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8');
    stream?.on('data', chunk => {
      text += chunk;
    });
  }
  return () => text;
}

/** The ids of all processes that a process started, and that those started, and so on. */
export async function descendantsOf(ancestor: number): Promise<number[]> {
  const processes = await runningProcesses();
  const childrenOf = (parent: number): number[] =>
    processes
      .filter(({ ppid }) => ppid === parent)
      .flatMap(({ pid }) => [pid, ...childrenOf(pid)]);
  return childrenOf(ancestor);
}

/** Waits until none of the processes runs any more. */
export async function untilGone(pids: number[]): Promise<void> {
  while ((await runningProcesses()).some(({ pid }) => pids.includes(pid))) {
    await sleep(100);
  }
}

/** All processes of this machine but those that have ended and wait for their parent to notice. */
async function runningProcesses(): Promise<{ pid: number; ppid: number }[]> {
  const rows =
    process.platform === 'linux' ? await rowsOfProc() : await rowsOfPs();
  return rows
    .filter(([, state]) => !state.startsWith('Z'))
    .map(([pid, , ppid]) => ({ pid: Number(pid), ppid: Number(ppid) }));
}

/** Id, state and parent of each process; a minimal Linux has no `ps`. */
async function rowsOfProc(): Promise<string[][]> {
  const ids = (await readdir('/proc')).filter(name => /^\d+$/.test(name));
  const stats = await Promise.all(
    ids.map(id => readFile(`/proc/${id}/stat`, 'utf8').catch(() => '')),
  );
  // The name of the program stands in parentheses and may hold anything.
  return stats
    .map(stat => /^(\d+) \(.*\) (\S+) (\d+) /s.exec(stat)?.slice(1) ?? [])
    .filter(row => row.length > 0);
}

/** Id, state and parent of each process. */
async function rowsOfPs(): Promise<string[][]> {
  const { stdout } = await execute('ps', ['-A', '-o', 'pid=,stat=,ppid=']);
  return stdout
    .trim()
    .split('\n')
    .map(line => line.trim().split(/\s+/));
}

// Runs a command so that it never outlives the launcher: `node leash.mjs LOG COMMAND [ARGUMENT…]`.
// The launcher starts this file as the leader of a process group of its own, with a channel between the two. When the channel
// closes (the launcher ended, even by SIGKILL) or a signal comes, the whole group is ended.
// The command's output goes to the file LOG and to the launcher; if LOG is empty, it goes where the launcher's own output goes.
import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { constants } from 'node:os';
import { createInterface } from 'node:readline';
import { stripVTControlCharacters } from 'node:util';

/** How long the group may take to end by itself before it is killed, in milliseconds. */
const GRACE_MS = 8_000;

const [log, command, ...args] = process.argv.slice(2);
const output = log ? 'pipe' : 'inherit';
const child = spawn(command, args, { stdio: ['ignore', output, output] });

const logFile = log ? record(log) : undefined;

let ending = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, endGroup);
}
process.on('disconnect', endGroup);

child.on('error', error => {
  process.stderr.write(`${command}: ${error.message}\n`);
  process.exit(127);
});
child.on('exit', (code, signal) => {
  process.exitCode = code ?? 128 + (signal ? constants.signals[signal] : 0);
  endGroup(); // Everything that the command has started ends with it.
});
child.on('close', () => (logFile ? logFile.end(finish) : finish()));

function endGroup() {
  if (ending) {
    return; // The signal below reaches this process, too.
  }
  ending = true;
  process.kill(-process.pid, 'SIGTERM');
  setTimeout(killGroup, GRACE_MS);
}

function finish() {
  if (process.connected) {
    process.exit(); // The launcher sees it, and kills what is left of the group.
  }
  killGroup();
}

function killGroup() {
  process.kill(-process.pid, 'SIGKILL');
}

/**
 * @param {string} name of the log file
 * @returns {import('node:fs').WriteStream}
 */
function record(name) {
  const file = createWriteStream(name);
  file.on('error', error => {
    process.stderr.write(`Cannot write ${name}: ${error.message}\n`);
  });
  // A launcher that was killed no longer reads; the command still ends in order, and its log is complete.
  process.stdout.on('error', () => {});
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) {
      createInterface({ input: stream }).on('line', text => {
        const line = `${stripVTControlCharacters(text)}\n`;
        file.write(line);
        process.stdout.write(line);
      });
    }
  }
  return file;
}

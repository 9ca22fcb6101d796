// Runs a command so that it never outlives the launcher: `node leash.mjs COMMAND [ARGUMENT…]`.
// The launcher starts this file as the leader of a process group of its own, with a channel between the two. When the channel
// closes (the launcher ended, even by SIGKILL) or a signal comes, the whole group is ended.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/** How long the group may take to end by itself before it is killed, in milliseconds. */
const GRACE_MS = 8_000;

const [command, ...args] = process.argv.slice(2);
const child = spawn(command, args, {
  stdio: ['ignore', 'inherit', 'inherit'],
});

let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, endGroup);
}
process.on('disconnect', endGroup);

child.on('error', error => {
  process.stderr.write(`${command}: ${error.message}\n`);
  process.exit(127);
});
child.on('exit', (code, signal) => {
  if (stopping) {
    process.kill(-process.pid, 'SIGKILL');
  }
  stopping = true; // The signal goes to this process too, and must not begin the end anew.
  process.kill(-process.pid, 'SIGTERM');
  process.exit(code ?? 128 + (signal ? constants.signals[signal] : 0));
});

function endGroup() {
  if (stopping) {
    return;
  }
  stopping = true;
  process.kill(-process.pid, 'SIGTERM');
  setTimeout(() => process.kill(-process.pid, 'SIGKILL'), GRACE_MS);
}

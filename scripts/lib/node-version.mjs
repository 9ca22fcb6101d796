// This file must run on versions of Node that are too old for the others: use old syntax and modules only.

const OLDEST_MAJOR = 20;

/** Ends the process with a one-line message if this version of Node cannot run the launcher, or if this is Windows. */
export function refuseOldNode() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < OLDEST_MAJOR) {
    refuse(
      `Node ${process.versions.node} is too old: install Node ${OLDEST_MAJOR} or newer, then run this again.`,
    );
  }
  if (process.platform === 'win32') {
    refuse(
      'Windows is supported through its Subsystem for Linux: run this inside WSL 2.',
    );
  }
}

/** @param {string} line */
function refuse(line) {
  process.stderr.write(`AgentInfra: ${line}\n`);
  process.exit(1);
}

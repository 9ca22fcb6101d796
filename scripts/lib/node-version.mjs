// Only syntax and modules that Node has had for long: this file must run on a Node that is too old for the others.

const OLDEST_MAJOR = 20;

/** Ends the process with one clear line when this machine's Node cannot run the launcher, or when it is Windows. */
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

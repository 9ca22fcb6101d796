/** An error that the person at the terminal can understand and fix: shown as one line, without a stack trace. */
export class Failure extends Error {
  /**
   * @param {string} message what happened, to what, and what to do next, in one line
   * @param {{ lastLines?: string[], log?: string }} [evidence] the last lines of the failed child's output, and the file with all of it
   */
  constructor(message, evidence = {}) {
    super(message);
    this.name = 'Failure';
    this.lastLines = evidence.lastLines ?? [];
    this.log = evidence.log;
  }
}

/**
 * Causes that can be recognized in the output of npm, Yarn and Node, and what to do about each.
 * @type {Array<{ sign: RegExp, cause: string }>}
 */
const KNOWN_CAUSES = [
  {
    sign: /ENOSPC|no space left on device|database or disk is full/i,
    cause:
      'the disk is full: make room (about 4 GB are needed), then run this again',
  },
  {
    sign: /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|socket hang up|network timeout/,
    cause:
      'the package registry cannot be reached: check the network and the proxy settings (`npm config get registry`, `npm config get proxy`), then run this again',
  },
  {
    sign: /E40[13]\b|YN0041|Invalid authentication/,
    cause:
      'the package registry refused the credentials: check `npm whoami` or your .npmrc, then run this again',
  },
  {
    sign: /CERT_|SELF_SIGNED|unable to (get|verify) .*certificate/i,
    cause:
      'the package registry has a certificate that Node does not trust: set NODE_EXTRA_CA_CERTS to your certificate file, then run this again',
  },
  {
    sign: /E404|ETARGET|No candidates found|YN0082/,
    cause:
      'the package registry does not have a version that is needed: check which registry is set (`npm config get registry`)',
  },
  {
    sign: /YN0028/,
    cause:
      'yarn.lock does not fit the package.json files: run `yarn install`, then run this again',
  },
  {
    sign: /EACCES|EPERM|permission denied/i,
    cause:
      'a file cannot be written: check who owns this folder, then run this again',
  },
  {
    sign: /JavaScript heap out of memory|ENOMEM/,
    cause: 'there is not enough memory: about 4 GB must be free',
  },
];

/**
 * @param {string} text output of a child process, or an error's message
 * @returns {string | undefined} the cause and what to do about it, if it is known
 */
export function knownCause(text) {
  return KNOWN_CAUSES.find(({ sign }) => sign.test(text))?.cause;
}

/**
 * @param {unknown} error whatever was thrown
 * @returns {Failure} the same error if it is a failure; otherwise one with its known cause, or with its own message
 */
export function asFailure(error) {
  if (error instanceof Failure) {
    return error;
  }
  const message = error instanceof Error ? error.message : String(error);
  const cause = knownCause(message);
  if (cause) {
    return new Failure(`${message}: ${cause}.`);
  }
  return new Failure(`${message} (this is not foreseen: please report it).`, {
    lastLines: error instanceof Error ? (error.stack ?? '').split('\n') : [],
  });
}

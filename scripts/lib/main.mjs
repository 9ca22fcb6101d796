// What all commands share: signals end a command and everything that it started, and errors are shown in one line.
import { Children } from './children.mjs';
import { asFailure } from './failure.mjs';
import { shown } from './places.mjs';

const STOP_SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };
/** The interval at which to check whether npm, which started us, is still running. In milliseconds. */
const PARENT_CHECK_MS = 1_000;

/**
 * Runs a command to its end, then ends the process.
 * @param {(children: Children) => Promise<number>} work returns the exit code
 * @returns {Promise<never>}
 */
export async function runMain(work) {
  const children = new Children();
  // A terminal that was closed must not keep us from ending what we started.
  process.stdout.on('error', () => {});
  process.stderr.on('error', () => {});
  const stopped = new AbortController();
  const code = await Promise.race([
    work(children).catch(error =>
      // Work that is stopped fails, which need not be reported.
      stopped.signal.aborted ? 1 : reportFailure(error),
    ),
    stopOrder(children, stopped),
  ]);
  await children.stop();
  process.exit(code);
}

/**
 * @param {Children} children killed immediately at the second order to stop
 * @param {AbortController} stopped aborted at the first order to stop
 * @returns {Promise<number>} the exit code, at the first order to stop
 */
function stopOrder(children, stopped) {
  return new Promise(resolve => {
    const order = (/** @type {number} */ code) => {
      if (stopped.signal.aborted) {
        children.kill();
        return;
      }
      stopped.abort();
      process.stdout.write('\nStopping …\n');
      resolve(code);
    };
    for (const [signal, code] of Object.entries(STOP_SIGNALS)) {
      process.on(signal, () => order(code));
    }
    if (process.env.npm_lifecycle_event) {
      const npm = process.ppid;
      const timer = setInterval(() => {
        if (process.ppid !== npm) {
          clearInterval(timer);
          order(STOP_SIGNALS.SIGHUP);
        }
      }, PARENT_CHECK_MS);
      timer.unref();
    }
  });
}

/**
 * @param {unknown} error
 * @returns {number} the exit code
 */
function reportFailure(error) {
  const { message, lastLines, log } = asFailure(error);
  if (lastLines.length > 0) {
    process.stderr.write(
      `${lastLines.map(line => `    ${line}`).join('\n')}\n`,
    );
  }
  const where = log ? ` The whole log is ${shown(log)}.` : '';
  process.stderr.write(`AgentInfra: ${message}${where}\n`);
  return 1;
}

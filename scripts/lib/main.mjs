// What every command here shares: signals end it and all that it started, trouble is told in one line.
import { Children } from './children.mjs';
import { asFailure } from './failure.mjs';
import { shown } from './places.mjs';

const STOP_SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };
/** How often it is checked whether npm, which started us, still runs. In milliseconds. */
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
      // What is stopped fails, and that is no failure to report.
      stopped.signal.aborted ? 1 : reportFailure(error),
    ),
    stopOrder(children, stopped),
  ]);
  await children.stop();
  process.exit(code);
}

/**
 * @param {Children} children killed at once when the order comes a second time
 * @param {AbortController} stopped is aborted when the order comes
 * @returns {Promise<number>} the exit code, once somebody orders to stop
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

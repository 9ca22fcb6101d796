// Shows what is being done, for how long, and the latest activity.

const SPINNER = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const REDRAW_MS = 120;
/** The interval of progress lines when the output is a file or a pipe. */
const SIGN_OF_LIFE_MS = 10_000;

/**
 * A step in progress.
 * @typedef {object} Step
 * @property {(text: string) => void} activity shows the latest activity
 * @property {(text: string) => void} result replaces the title when the step is done
 */

export class Progress {
  #terminal = Boolean(process.stdout.isTTY);

  /**
   * Runs a piece of work and shows it as a step.
   * @template T
   * @param {string} title what is being done, such as "Installing the dependencies"
   * @param {(step: Step) => Promise<T>} work
   * @returns {Promise<T>} what the work returns
   */
  async step(title, work) {
    const began = performance.now();
    const seconds = () => elapsed(performance.now() - began);
    let activity = '';
    let result = title;
    const timer = this.#terminal
      ? setInterval(() => this.#redraw(title, seconds(), activity), REDRAW_MS)
      : setInterval(
          () => this.say(`  … ${title} (${seconds()}) ${activity}`.trimEnd()),
          SIGN_OF_LIFE_MS,
        );
    const end = (/** @type {string} */ line) => {
      clearInterval(timer);
      this.say(line);
    };
    try {
      const value = await work({
        activity: text => (activity = text),
        result: text => (result = text),
      });
      end(`  ✓ ${result} (${seconds()})`);
      return value;
    } catch (error) {
      end(`  ✗ ${title} (${seconds()})`);
      throw error;
    }
  }

  /** @param {string} line one line of its own */
  say(line) {
    process.stdout.write(`${this.#terminal ? '\r\x1b[K' : ''}${line}\n`);
  }

  /**
   * @param {string} title
   * @param {string} seconds
   * @param {string} activity
   */
  #redraw(title, seconds, activity) {
    const frame = SPINNER[Math.floor(performance.now() / REDRAW_MS) % 10];
    const line = `  ${frame} ${title} (${seconds}) ${activity}`;
    const width = (process.stdout.columns ?? 80) - 1;
    process.stdout.write(`\r\x1b[K${line.slice(0, width)}`);
  }
}

/**
 * @param {number} milliseconds
 * @returns {string} such as "0.4 s", "12 s" or "2 min 5 s"
 */
export function elapsed(milliseconds) {
  const seconds = milliseconds / 1000;
  if (seconds < 10) {
    return `${seconds.toFixed(1)} s`;
  }
  const whole = Math.round(seconds);
  return whole < 60
    ? `${whole} s`
    : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

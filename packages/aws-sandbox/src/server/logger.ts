/** The log of the sandbox. */
export interface Logger {
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/** Writes to the standard error stream, one line per message. */
export const consoleLogger: Logger = {
  info: message => write('info', message),
  warn: message => write('warn', message),
  error: message => write('error', message),
};

function write(level: string, message: string): void {
  process.stderr.write(`${level} ${message.replace(/[\r\n]+/g, ' ')}\n`);
}

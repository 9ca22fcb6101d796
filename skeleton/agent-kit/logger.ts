/** Facts of a log entry, such as `sessionId` and `latencyMs`. */
export type LogFields = Readonly<
  Record<string, string | number | boolean | undefined>
>;

/**
 * Writes one line of JSON to the log, which CloudWatch reads by field. What users say and what models answer is never
 * logged, only how much of it there was.
 *
 * @param level - `info`, or `error` for what an alarm counts
 * @param message - what happened, the same words each time
 * @param fields - the facts; those that are undefined are left out
 */
export function log(
  level: 'info' | 'error',
  message: string,
  fields: LogFields = {},
): void {
  process.stdout.write(
    `${JSON.stringify({
      time: new Date().toISOString(),
      level,
      message,
      ...fields,
    })}\n`,
  );
}

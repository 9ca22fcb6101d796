/** The range of an axis. */
export interface AxisBounds {
  readonly lowest: number;
  readonly highest: number;
}

/** The ends of axes, without their power of ten, for which the middle is a short number, too. */
const ROUND = [1, 2, 3, 4, 5, 6, 8, 10];

/** The axis does not begin at 0 if the minimum is above this share of the maximum: all values would be a flat line at the top. */
const CLOSE = 0.9;

/**
 * Round bounds that contain all values.
 *
 * @param values - the values of the chart, none of them negative
 * @param wanted - the bounds that the widget sets
 */
export function axisBounds(
  values: number[],
  wanted: Partial<AxisBounds> = {},
): AxisBounds {
  const greatest = Math.max(0, ...values);
  const least = Math.min(greatest, ...values);
  // Counts have no halves.
  const areCounts = values.every(Number.isInteger);
  const highest =
    wanted.highest ?? roundUp(areCounts ? Math.max(2, greatest) : greatest);
  const isClose = least > CLOSE * greatest && least < greatest;
  const lowest =
    wanted.lowest ?? (isClose ? highest - roundUp(highest - least) : 0);
  return { lowest, highest: highest > lowest ? highest : lowest + 1 };
}

function roundUp(value: number): number {
  if (value <= 0) {
    return 1;
  }
  const magnitude = 10 ** Math.floor(Math.log10(value));
  const digits = ROUND.find(round => round * magnitude >= value) ?? 10;
  return digits * magnitude;
}

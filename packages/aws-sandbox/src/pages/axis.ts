/** What an axis of a chart reaches over. */
export interface AxisBounds {
  lowest: number;
  highest: number;
}

/** Ends of an axis, but for the power of ten, at which its middle is a short number too. */
const ROUND = [1, 2, 3, 4, 5, 6, 8, 10];

/** Values whose least is above this share of the greatest would be one flat line at the top: their axis does not begin at 0. */
const CLOSE = 0.9;

/**
 * Round bounds that hold all values.
 *
 * @param values - what is drawn, none of them negative
 * @param wanted - bounds that the widget demands
 */
export function axisBounds(
  values: number[],
  wanted: Partial<AxisBounds> = {},
): AxisBounds {
  const greatest = Math.max(0, ...values);
  const least = Math.min(greatest, ...values);
  // There is no half of one.
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

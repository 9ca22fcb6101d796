import { validationError } from './errors';

/** A block of IPv4 addresses as 32-bit numbers, from `start` up to but not including `end`. */
export interface AddressRange {
  readonly start: number;
  readonly end: number;
}

/**
 * The addresses of a block.
 *
 * @param block - such as `10.0.0.0/16`
 * @returns `undefined` for anything but an IPv4 block
 */
export function addressRange(block: string): AddressRange | undefined {
  const match = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\/(\d+)$/.exec(block);
  if (!match) {
    return undefined;
  }
  const [a, b, c, d, prefix] = match.slice(1).map(Number);
  const start = ((a * 256 + b) * 256 + c) * 256 + d;
  return { start, end: start + 2 ** (32 - prefix) };
}

/**
 * The result of `Fn::Cidr`: the first blocks of a size within an IPv4 block.
 *
 * @param block - such as `10.0.0.0/16`
 * @param count - how many blocks, 1 to 256
 * @param hostBits - the size of each block in bits; by default as large as `count` blocks can be
 * @throws AwsError `ValidationError` when the block is invalid or too small
 */
export function cidrBlocks(
  block: string,
  count: number,
  hostBits?: number,
): string[] {
  const range = addressRange(block);
  if (!range) {
    throw validationError(
      `Template error: Fn::Cidr: ${block} is not an IPv4 CIDR block (the sandbox divides no IPv6 blocks)`,
    );
  }
  const { start, end } = range;
  const bits = hostBits ?? Math.log2(end - start) - Math.ceil(Math.log2(count));
  const size = 2 ** bits;
  const isPossible =
    Number.isInteger(count) &&
    Number.isInteger(bits) &&
    count >= 1 &&
    count <= 256 &&
    bits >= 0 &&
    count * size <= end - start;
  if (!isPossible) {
    throw validationError(
      `Template error: Fn::Cidr: ${block} has no room for ${count} blocks of ${bits} bits`,
    );
  }
  return Array.from(
    { length: count },
    (_, index) => `${dotted(start + index * size)}/${32 - bits}`,
  );
}

function dotted(address: number): string {
  return [24, 16, 8, 0]
    .map(shift => Math.floor(address / 2 ** shift) % 256)
    .join('.');
}

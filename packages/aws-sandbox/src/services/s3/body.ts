import type { ServiceCall } from '../service';

/**
 * The content in the body of a call. Newer SDKs send it in chunks (`aws-chunked`), each after its length in hexadecimal, with checksums
 * after the last one.
 */
export function contentOf({ request, body }: ServiceCall): Buffer {
  const encoding = request.header('content-encoding') ?? '';
  const digest = request.header('x-amz-content-sha256') ?? '';
  return encoding.includes('aws-chunked') || digest.startsWith('STREAMING-')
    ? joinChunks(body)
    : body;
}

function joinChunks(body: Buffer): Buffer {
  const chunks: Buffer[] = [];
  let position = 0;
  for (;;) {
    const lineEnd = body.indexOf('\r\n', position);
    if (lineEnd < 0) {
      break;
    }
    const header = body.toString('latin1', position, lineEnd);
    const length = parseInt(header.split(';')[0], 16);
    if (!length) {
      break;
    }
    const start = lineEnd + 2;
    chunks.push(body.subarray(start, start + length));
    position = start + length + 2;
  }
  return Buffer.concat(chunks);
}

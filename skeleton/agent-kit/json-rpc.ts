import { Failure } from './failure';

/**
 * Codes of errors.
 *
 * Source: JSON-RPC 2.0 Specification, section 5.1; Agent2Agent Protocol Specification 0.3, section 8.
 */
export const RPC_CODES = {
  parseError: -32700,
  invalidRequest: -32600,
  methodNotFound: -32601,
  invalidParams: -32602,
  internalError: -32603,
  taskNotFound: -32001,
} as const;

/** The id of a request, which its answer repeats. */
export type RpcId = string | number | null;

/** The result of a request. */
export function rpcResult(id: RpcId, result: object): object {
  return { jsonrpc: '2.0', id, result };
}

/** The error of a request. */
export function rpcError(id: RpcId, code: number, message: string): object {
  return { jsonrpc: '2.0', id, error: { code, message } };
}

/** A failure before the id of a request is known. */
export function rpcFailure({ status, message }: Failure): object {
  const code = status === 400 ? RPC_CODES.parseError : RPC_CODES.internalError;
  return rpcError(null, code, message);
}

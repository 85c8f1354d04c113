/** The one place where a feature's failure is caught: it is logged with its request and answered, and the server goes on. */
import {
  type CancellationToken,
  type Connection,
  type ConnectionOptions,
  LSPErrorCodes,
  Message,
  ResponseError,
  type ResponseMessage,
} from "vscode-languageserver";

/** Thrown where a request finds that it is cancelled. */
export class Cancelled extends Error {}

/** Thrown where what a request read has changed meanwhile. */
export class Stale extends Error {}

export type Handler<P, R> = (params: P, token: CancellationToken) => Promise<R> | R;

const cancelled = <E>(): ResponseError<E> => new ResponseError<E>(LSPErrorCodes.RequestCancelled, "cancelled");

/** Requests that are cancelled while they still wait in the queue are answered at once, without running. */
export const connectionOptions: ConnectionOptions = {
  connectionStrategy: {
    cancelUndispatched: (message): ResponseMessage | undefined =>
      Message.isRequest(message) ? { jsonrpc: "2.0", id: message.id, error: cancelled().toJson() } : undefined,
  },
};

/** `fallback` is answered when the feature fails. */
export function guarded<P, R, E = void>(connection: Connection, name: string, fallback: R, handler: Handler<P, R>) {
  return async (params: P, token: CancellationToken): Promise<R | ResponseError<E>> => {
    if (token.isCancellationRequested) return cancelled();
    try {
      return await handler(params, token);
    } catch (error) {
      if (error instanceof Cancelled || token.isCancellationRequested) return cancelled();
      if (error instanceof Stale) return new ResponseError<E>(LSPErrorCodes.ContentModified, "the document has changed");
      if (error instanceof ResponseError) return error as ResponseError<E>;
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      connection.console.error(`${name} failed: ${text}`);
      return fallback;
    }
  };
}

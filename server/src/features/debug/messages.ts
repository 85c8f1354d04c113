/**
 * What goes between the three places of a debug session: the client (DAP messages over two notifications), the server (which knows the
 * unsaved texts) and a worker of its own (where the program runs).
 */
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { SearchRequest } from "../host.ts";

export type DapMessage = DebugProtocol.ProtocolMessage;

/** What is to be run; `uri` may be a path. */
export interface ProgramQuery {
  readonly uri: string;
  /** Function; without it `main` or `WinMain`, or the function at `line` (from 1). */
  readonly entry?: string;
  readonly line?: number;
  readonly provider?: string;
  readonly schedule?: string;
  /** False: without the scenario that would be taken. */
  readonly scenario?: boolean;
}

export type ProgramAnswer =
  | { readonly kind: "request"; readonly request: SearchRequest }
  | { readonly kind: "problem"; readonly text: string };

export type Wasm = { readonly runtime: Uint8Array; readonly c: Uint8Array; readonly cpp: Uint8Array };

/** To the worker. */
export type ToDebug =
  /** The first one: where there are no files, the bytes of the parsers. */
  | { readonly kind: "debug-start"; readonly wasm?: Wasm }
  | { readonly kind: "debug"; readonly message: DapMessage }
  | { readonly kind: "debug-program"; readonly id: number; readonly answer: ProgramAnswer };

/** From the worker. */
export type FromDebug =
  | { readonly kind: "debug"; readonly message: DapMessage }
  | { readonly kind: "debug-wants"; readonly id: number; readonly query: ProgramQuery };

/** A worker that runs one debug session. */
export interface DebugWorker {
  post(message: ToDebug): void;
  end(): void;
}

export interface DebugWorkerListener {
  receive(message: FromDebug): void;
  /** The worker is gone without having been ended. */
  failed(error: Error): void;
}

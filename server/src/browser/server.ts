/** Entry of the language server in a browser worker. The first message carries the parsers and the search script; then the protocol starts. */
import { BrowserMessageReader, BrowserMessageWriter, createConnection } from "vscode-languageserver/browser";
import { connectionOptions } from "../features/guard.ts";
import type { BrowserStart } from "../features/protocol.ts";
import { startServer } from "../features/server.ts";
import { browserHost } from "./host.ts";

const scope = self as unknown as DedicatedWorkerGlobalScope;

scope.addEventListener(
  "message",
  (event: MessageEvent<BrowserStart>) => {
    // protocol messages that came before the listener of the reader exists would be lost; the client sends none before this one
    event.stopImmediatePropagation();
    const connection = createConnection(new BrowserMessageReader(scope), new BrowserMessageWriter(scope), connectionOptions);
    startServer(connection, browserHost(event.data, connection));
  },
  { once: true },
);

/** `winsock-async serve --stdio`: the language server for any editor. */
import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { connectionOptions } from "../features/guard.ts";
import { startServer } from "../features/server.ts";
import { nodeHost } from "./host.ts";
import { surviveFailures } from "./survive.ts";

/** Ends when the client says `exit`, closes its side or is gone: status 0 after `shutdown`, else 1. */
export function serveStdio(): Promise<number> {
  return new Promise(() => {
    // what libraries print must not break the protocol on standard output
    console.log = console.error;
    surviveFailures();
    startServer(createConnection(ProposedFeatures.all, process.stdin, process.stdout, connectionOptions), nodeHost);
  });
}

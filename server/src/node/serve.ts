/** `winsock-async serve --stdio`: the language server for any editor. */
import { createConnection, ProposedFeatures, StreamMessageReader, StreamMessageWriter } from "vscode-languageserver/node";
import { startServer } from "../features/server.ts";
import { nodeHost } from "./host.ts";

/** Ends when the client says `exit` or closes its side. */
export function serveStdio(): Promise<number> {
  return new Promise(() => {
    // what libraries print must not break the protocol on standard output
    console.log = console.error;
    const connection = createConnection(ProposedFeatures.all, new StreamMessageReader(process.stdin), new StreamMessageWriter(process.stdout));
    process.stdin.on("end", () => process.exit(0));
    startServer(connection, nodeHost);
  });
}

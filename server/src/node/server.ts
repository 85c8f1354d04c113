/** Entry of the language server process: IPC from VS Code's desktop client, or `--stdio`. */
import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { connectionOptions } from "../features/guard.ts";
import { startServer } from "../features/server.ts";
import { nodeHost } from "./host.ts";
import { surviveFailures } from "./survive.ts";

surviveFailures();
startServer(createConnection(ProposedFeatures.all, connectionOptions), nodeHost);

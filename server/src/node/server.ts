/** Entry of the language server process: IPC from VS Code's desktop client, or `--stdio`. */
import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { startServer } from "../features/server.ts";
import { nodeHost } from "./host.ts";

startServer(createConnection(ProposedFeatures.all), nodeHost);

// Serves the workbench with the packaged extension until it is interrupted: node serveEditor.mjs FOLDER VSIX
import { address, startServer } from "./workbench.mjs";

const [folder = "", vsix = ""] = process.argv.slice(2);
const server = await startServer({ extensions: [vsix], port: Number(process.env.PORT) || undefined });
console.log(`\nVS Code with Winsock Async: ${address(server, folder)}\nPress Ctrl+C to stop.`);
const stop = () => void server.stop().then(() => process.exit(0));
process.on("SIGINT", stop);
process.on("SIGTERM", stop);

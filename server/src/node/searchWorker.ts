/** Entry of the search worker thread. */
import { parentPort } from "node:worker_threads";
import type { ToSearch } from "../features/searchMessages.ts";
import { SearchLoop } from "../features/searchLoop.ts";
import { nodeParser } from "./parserFiles.ts";

const port = parentPort;
if (!port) throw new Error("this script is started as a worker");

const loop = new SearchLoop({
  post: (message) => port.postMessage(message),
  parser: () => nodeParser(),
  now: () => performance.now(),
  later: (action) => void setImmediate(action),
});
port.on("message", (message: ToSearch) => loop.receive(message));

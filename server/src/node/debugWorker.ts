/** Entry of the worker thread of a debug session. */
import { parentPort } from "node:worker_threads";
import type { ToDebug } from "../features/debug/messages.ts";
import { DebugLoop } from "../features/debug/worker.ts";
import { nodeParser } from "./parserFiles.ts";

const port = parentPort;
if (!port) throw new Error("this script is started as a worker");

const loop = new DebugLoop({
  post: (message) => port.postMessage(message),
  parser: () => nodeParser(),
  now: () => performance.now(),
  later: (action) => void setImmediate(action),
});
port.on("message", (message: ToDebug) => loop.receive(message));

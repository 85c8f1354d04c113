/** Entry of a debug session's worker in the browser (see boot.ts). */
import type { ToDebug } from "../features/debug/messages.ts";
import { DebugLoop } from "../features/debug/worker.ts";
import { initialiseParser } from "../source/parser.ts";

const scope = self as unknown as DedicatedWorkerGlobalScope;

const loop = new DebugLoop({
  post: (message) => scope.postMessage(message),
  parser: (wasm) => {
    if (!wasm) throw new Error("the bytes of the parser are missing");
    return initialiseParser({ runtimeWasm: wasm.runtime, c: wasm.c, cpp: wasm.cpp, now: () => performance.now() });
  },
  now: () => performance.now(),
  later: (action) => void setTimeout(action, 0),
});
scope.addEventListener("message", (event: MessageEvent<ToDebug>) => loop.receive(event.data));

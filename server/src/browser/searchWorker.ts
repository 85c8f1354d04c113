/** Entry of the search in a browser worker (see boot.ts). */
import { SearchLoop } from "../features/searchLoop.ts";
import type { ToSearch } from "../features/searchMessages.ts";
import { initialiseParser } from "../source/parser.ts";

const scope = self as unknown as DedicatedWorkerGlobalScope;

const loop = new SearchLoop({
  post: (message) => scope.postMessage(message),
  parser: (wasm) => {
    if (!wasm) throw new Error("the bytes of the parser are missing");
    return initialiseParser({ runtimeWasm: wasm.runtime, c: wasm.c, cpp: wasm.cpp, now: () => performance.now() });
  },
  now: () => performance.now(),
  later: (action) => void setTimeout(action, 0),
});
scope.addEventListener("message", (event: MessageEvent<ToSearch>) => loop.receive(event.data));

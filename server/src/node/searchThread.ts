/** Runs a search in a worker thread, so that the server answers while it goes on. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import type { Cancellation, SearchAnswer, SearchProgress, SearchRequest } from "../features/host.ts";
import type { DebugWorker, DebugWorkerListener, FromDebug, ToDebug } from "../features/debug/messages.ts";
import type { FromSearch } from "../features/searchMessages.ts";

/** The worker's bundle lies beside this module's bundle, or one folder up when this one is a chunk. */
function script(name: string): URL {
  for (const candidate of [`./${name}`, `../${name}`]) {
    const url = new URL(candidate, import.meta.url);
    if (existsSync(fileURLToPath(url))) return url;
  }
  throw new Error(`${name} is missing beside the server`);
}

export function searchInWorker(
  request: SearchRequest,
  token: Cancellation,
  progress: (progress: SearchProgress) => void,
): Promise<SearchAnswer> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(script("search.mjs"));
    const cancelled = token.onCancellationRequested(() => worker.postMessage({ kind: "cancel" }));
    const end = (): void => {
      cancelled.dispose();
      void worker.terminate();
    };
    worker.on("message", (message: FromSearch) => {
      if (message.kind === "progress") progress(message.progress);
      else {
        end();
        if (message.kind === "done") resolve(message);
        else reject(new Error(message.message));
      }
    });
    worker.on("error", (error) => {
      end();
      reject(error);
    });
    // after an answer this changes nothing
    worker.on("exit", (code) => {
      cancelled.dispose();
      reject(new Error(`the search ended without an answer (status ${code})`));
    });
    worker.postMessage({ kind: "start", request });
  });
}

/** A worker of its own for a debug session. */
export function debugInWorker(listener: DebugWorkerListener): DebugWorker {
  const worker = new Worker(script("debug.mjs"));
  let ended = false;
  const failed = (error: Error): void => {
    if (!ended) listener.failed(error);
    ended = true;
  };
  worker.on("message", (message: FromDebug) => listener.receive(message));
  worker.on("error", failed);
  worker.on("exit", (code) => failed(new Error(`its worker ended (status ${code})`)));
  const post = (message: ToDebug): void => worker.postMessage(message);
  post({ kind: "debug-start" });
  return {
    post,
    end: () => {
      ended = true;
      void worker.terminate();
    },
  };
}

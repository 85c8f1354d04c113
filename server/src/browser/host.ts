/** The language server's host in a browser worker: the client owns the files, searches run in nested blob workers. */
import type { Connection } from "vscode-languageserver";
import type { Cancellation, Host, SearchAnswer, SearchProgress, SearchRequest } from "../features/host.ts";
import { type BrowserStart, FIND_FILES, READ_FILES, type ReadFilesResult } from "../features/protocol.ts";
import { SETTINGS_FILE } from "../features/scopes.ts";
import type { DebugWorker, DebugWorkerListener, FromDebug, ToDebug } from "../features/debug/messages.ts";
import type { FromSearch, ToSearch } from "../features/searchMessages.ts";
import type { Parser } from "../source/parser.ts";
import type { Boot, Module } from "../features/browserModules.ts";

/** Most files of a virtual workspace that are read. */
const LIMIT = 200;
/** Most names of files, for finding what is included. */
const NAMES = 5000;

function fromBase64(text: string): Uint8Array {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

async function search(
  start: BrowserStart,
  searchModules: () => Promise<readonly Module[]>,
  request: SearchRequest,
  token: Cancellation,
  progress: (progress: SearchProgress) => void,
): Promise<SearchAnswer> {
  const modules = await searchModules();
  return new Promise((resolve, reject) => {
    const address = URL.createObjectURL(new Blob([start.boot], { type: "text/javascript" }));
    const worker = new Worker(address);
    const post = (message: ToSearch): void => worker.postMessage(message);
    const cancelled = token.onCancellationRequested(() => post({ kind: "cancel" }));
    const end = (): void => {
      cancelled.dispose();
      worker.terminate();
      URL.revokeObjectURL(address);
    };
    worker.onmessage = (event: MessageEvent<FromSearch>) => {
      const message = event.data;
      if (message.kind === "progress") progress(message.progress);
      else {
        end();
        if (message.kind === "done") resolve(message);
        else reject(new Error(message.message));
      }
    };
    worker.onerror = (event) => {
      end();
      reject(new Error(event.message || "the search worker failed"));
    };
    const boot: Boot<undefined> = { entry: "search.browser.mjs", modules, start: undefined };
    worker.postMessage(boot);
    post({ kind: "start", request, wasm: start.wasm });
  });
}

/** A worker of its own for a debug session; what is sent before it is there waits. */
function debug(start: BrowserStart, debugModules: () => Promise<readonly Module[]>, listener: DebugWorkerListener): DebugWorker {
  const waiting: object[] = [];
  let worker: Worker | undefined;
  let ended = false;
  const address = URL.createObjectURL(new Blob([start.boot], { type: "text/javascript" }));
  const post = (message: ToDebug | Boot<undefined>): void => {
    if (worker) worker.postMessage(message);
    else waiting.push(message);
  };
  const end = (): void => {
    ended = true;
    worker?.terminate();
    URL.revokeObjectURL(address);
  };
  debugModules().then(
    (modules) => {
      if (ended) return;
      worker = new Worker(address);
      worker.onmessage = (event: MessageEvent<FromDebug>) => listener.receive(event.data);
      worker.onerror = (event) => listener.failed(new Error(event.message || "the debugger's worker failed"));
      post({ entry: "debug.browser.mjs", modules, start: undefined });
      post({ kind: "debug-start", wasm: start.wasm });
      for (const message of waiting.splice(0)) worker.postMessage(message);
    },
    (error: unknown) => {
      if (!ended) listener.failed(error instanceof Error ? error : new Error(String(error)));
    },
  );
  return { post, end };
}

/** Asks once, unless it fails. */
function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let asked: Promise<T> | undefined;
  return () => {
    asked ??= ask();
    asked.catch(() => {
      asked = undefined;
    });
    return asked;
  };
}

/** @param readModules reads what a worker needs: the entry and all it imports. */
export function browserHost(start: BrowserStart, connection: Connection, readModules: (entry: string) => Promise<readonly Module[]>): Host {
  const searchModules = once(() => readModules("search.browser.mjs"));
  const debugModules = once(() => readModules("debug.browser.mjs"));
  // a folder without the calls needs none
  const parser = once(async (): Promise<Parser> => {
    const { initialiseParser } = await import("../source/parser.ts");
    return initialiseParser({ runtimeWasm: start.wasm.runtime, c: start.wasm.c, cpp: start.wasm.cpp, now: () => performance.now() });
  });
  /** Distinct files that were asked for. */
  const asked = new Set<string>();
  return {
    read: async (uris) => {
      // settings files are asked for in each folder, mostly in vain: they are no part of the program
      const allowed = uris.filter((uri) => uri.endsWith(`/${SETTINGS_FILE}`) || asked.has(uri) || (asked.size < LIMIT && asked.add(uri)));
      if (allowed.length === 0) return uris.map(() => undefined);
      const answers = await connection.sendRequest<ReadFilesResult>(READ_FILES, { uris: allowed });
      const texts = new Map(allowed.map((uri, i) => [uri, answers[i]]));
      return uris.map((uri) => {
        const text = texts.get(uri);
        return text === null || text === undefined ? undefined : fromBase64(text);
      });
    },
    list: async () => ({
      files: await connection.sendRequest<string[]>(FIND_FILES, { limit: NAMES }),
      projects: [],
      unreadable: [],
    }),
    parser,
    search: (request, token, progress) => search(start, searchModules, request, token, progress),
    debug: (listener) => debug(start, debugModules, listener),
    ruleHref: () => undefined,
    now: () => performance.now(),
    limited: true,
  };
}

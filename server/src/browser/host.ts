/** The language server's host in a browser worker: the client owns the files, searches run in nested blob workers. */
import type { Connection } from "vscode-languageserver";
import type { Cancellation, Host, SearchAnswer, SearchProgress, SearchRequest } from "../features/host.ts";
import { type BrowserStart, FIND_FILES, READ_FILES, type ReadFilesResult } from "../features/protocol.ts";
import { SETTINGS_FILE } from "../features/scopes.ts";
import type { FromSearch, ToSearch } from "../features/searchMessages.ts";
import { initialiseParser, type Parser } from "../source/parser.ts";
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

export function browserHost(start: BrowserStart, connection: Connection, readSearch: () => Promise<readonly Module[]>): Host {
  let modules: Promise<readonly Module[]> | undefined;
  /** Read once, when the first search starts. */
  const searchModules = (): Promise<readonly Module[]> => {
    modules ??= readSearch();
    modules.catch(() => {
      modules = undefined;
    });
    return modules;
  };
  let parser: Promise<Parser> | undefined;
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
    parser: () => {
      parser ??= initialiseParser({ runtimeWasm: start.wasm.runtime, c: start.wasm.c, cpp: start.wasm.cpp, now: () => performance.now() });
      return parser;
    },
    search: (request, token, progress) => search(start, searchModules, request, token, progress),
    ruleHref: () => undefined,
    now: () => performance.now(),
    limited: true,
  };
}

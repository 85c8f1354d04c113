/** What an entry gives to the language server: the only IO it has. */
import type { SimulateOptions } from "../explorer/simulateTypes.ts";
import type { SimulationRun } from "../explorer/trace.ts";
import type { DebugWorker, DebugWorkerListener } from "./debug/messages.ts";
import type { Target } from "../program/types.ts";
import type { Proof } from "../prove/types.ts";
import type { Finding } from "../rules/types.ts";
import type { Parser } from "../source/syntax.ts";

/** Everything a search needs, as plain data: it runs in a worker that has its own parser. */
export interface SearchRequest {
  /** Decoded text of every file of the unit. */
  readonly texts: readonly (readonly [uri: string, text: string])[];
  readonly uri: string;
  /** Function, or a line from 1 as text. */
  readonly entry: string;
  readonly target: Target;
  readonly define: readonly string[];
  readonly providers: readonly string[];
  readonly maxStates: number;
  readonly schedule?: string;
  /** Instead of a simulation: which of these findings a search shows, each entry for at most so many seconds. `entry` is not read. */
  readonly prove?: { readonly findings: readonly Finding[]; readonly seconds: number };
  /** Replayed under the first provider instead of a search; a run for each. */
  readonly replays?: readonly { readonly schedule: string; readonly branch?: { readonly decision: number; readonly option: number } }[];
  /** What a scenario pins, and the name of its file. */
  readonly scenario?: { readonly name: string; readonly options: SimulateOptions };
}

export interface SearchAnswer {
  readonly runs: readonly SimulationRun[];
  /** In the order of the findings that were asked about. */
  readonly proofs: readonly Proof[];
}

export interface SearchProgress {
  readonly provider: string;
  readonly states: number;
  /** Mistakes found so far. */
  readonly violations: number;
}

export interface Cancellation {
  readonly isCancellationRequested: boolean;
  onCancellationRequested(listener: () => void): { dispose(): void };
}

export interface ListedFolder {
  /** Uri without a slash at its end. */
  readonly folder: string;
  /** Globs relative to the folder. */
  readonly exclude: readonly string[];
}

export interface Host {
  /** Bytes of each file, undefined for one that cannot be read. */
  read(uris: readonly string[]): Promise<readonly (Uint8Array | undefined)[]>;
  /** C and C++ files and project files below the folders, honouring .gitignore and `exclude`. */
  list(folders: readonly ListedFolder[]): Promise<{
    readonly files: readonly string[];
    readonly projects: readonly string[];
    /** Folders below with settings of their own, as uris, where these are told. */
    readonly settings?: readonly string[];
    /** Folders and files that could not be listed, with the reason. */
    readonly unreadable: readonly { readonly path: string; readonly reason: string }[];
  }>;
  parser(): Promise<Parser>;
  /** Runs the search apart from the server's own thread. Cancelling answers what was found so far. */
  search(request: SearchRequest, token: Cancellation, progress: (progress: SearchProgress) => void): Promise<SearchAnswer>;
  /** Starts a worker for one debug session. */
  debug(listener: DebugWorkerListener): DebugWorker;
  /** Address of a rule's page for clients that do not show our own documents. */
  ruleHref(rule: string): string | undefined;
  /** Milliseconds, monotone. */
  now(): number;
  /** Only open documents and what they include can be read (at most 200 files); there is no workspace pull. */
  readonly limited: boolean;
}

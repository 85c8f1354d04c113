/** What client and server say to each other beyond the language server protocol. Plain data; imported by both sides. */
import type { SimulationRun, Trace } from "../explorer/trace.ts";

/** Zero-based position or range in UTF-16 code units, as in the language server protocol. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** Runs a function in every order. Work-done progress is reported on `workDoneToken`; cancelling the request cuts the search. */
export const SIMULATE = "winsockAsync/simulate";
export interface Replay {
  readonly schedule: string;
  /** At this decision another option is taken, and defaults from there on. */
  readonly branch?: { readonly decision: number; readonly option: number };
}
export interface SimulateParams {
  readonly uri: string;
  /** Function (`f`, `C::f`, `f(int)`); without it the function at `position`. */
  readonly entry?: string;
  readonly position?: Position;
  readonly providers?: readonly string[];
  readonly maxStates?: number;
  /** False: a scenario beside the file, or in the settings, is not taken. */
  readonly scenario?: boolean;
  /** Replays this schedule instead of searching; answers with a trace. */
  readonly schedule?: string;
  /** Replays each of these under the first provider instead of searching; answers a run with a trace and its choices for each, in order. */
  readonly replays?: readonly Replay[];
  readonly workDoneToken?: string | number;
}
export interface SimulateResult {
  /** Name of the function that was run. */
  readonly entry: string;
  readonly uri: string;
  /** Version of the document that was read; undefined for a file that is not open. */
  readonly version?: number;
  readonly runs: readonly SimulationRun[];
  /** Why nothing was run, in a sentence. */
  readonly problem?: string;
}

/** Functions of a document that start or cancel a request, for the lens and the picker. */
export const ENTRIES = "winsockAsync/entries";
export interface EntriesParams {
  readonly uri: string;
}
export interface Entry {
  readonly name: string;
  readonly range: { readonly start: Position; readonly end: Position };
  readonly starts: number;
  readonly cancels: number;
}

/** Searches an order that shows a finding. The finding keeps what is found. */
export const WITNESS = "winsockAsync/witness";
export interface WitnessParams {
  readonly uri: string;
  readonly rule: string;
  /** Where the finding begins. */
  readonly position: Position;
}
export interface WitnessResult {
  /** What came of it, in a sentence. */
  readonly text: string;
  /** A scenario does not hold for it. */
  readonly witness?: { readonly entry: string; readonly provider: string; readonly schedule: string };
}

/** Markdown of a rule's documentation, for the page a finding links to. */
export const RULE_PAGE = "winsockAsync/rulePage";
export interface RulePageParams {
  readonly rule: string;
}

/** A trace in one of the export formats. */
export const EXPORT = "winsockAsync/export";
export interface ExportParams {
  readonly result: SimulateResult;
  readonly run: number;
  /** Index of a violation, or -1 for `trace`. */
  readonly violation: number;
  /** What is exported where it is none of the run's own. */
  readonly trace?: Trace;
  readonly format: "json" | "sarif" | "svg" | "mermaid" | "text";
}

/**
 * Messages of the debug adapter protocol, both ways: the client's inline adapter hands them on, so that both hosts work and a session sees
 * unsaved text. `message` null ends the session.
 */
export const DEBUG = "winsockAsync/debug";
export interface DebugParams {
  readonly session: string;
  readonly message: { readonly seq: number; readonly type: string } | null;
}
/** Custom requests of a debug session. */
export interface NextActors {
  readonly options: readonly { readonly index: number; readonly text: string; readonly goesNext: boolean }[];
}
export interface InlineHandles {
  /** Lines and columns count from 1. */
  readonly values: readonly { readonly line: number; readonly column: number; readonly endColumn: number; readonly text: string }[];
}

/** Server to client, in the browser: the client owns the file system. */
export const READ_FILES = "winsockAsync/readFiles";
export interface ReadFilesParams {
  readonly uris: readonly string[];
}
/** Bytes in base64, or null for a file that cannot be read. */
export type ReadFilesResult = readonly (string | null)[];
export const FIND_FILES = "winsockAsync/findFiles";
export interface FindFilesParams {
  /** Most files to answer. */
  readonly limit: number;
}

/** Server to client: state of the language status item. */
export const STATUS = "winsockAsync/status";
export interface StatusParams {
  readonly state: "ready" | "busy" | "limited" | "failed";
  readonly text: string;
  readonly detail?: string;
}

/** Server to client, in the browser: texts of a module of dist/ and all it imports, for what is loaded late. Answers `Module[]`. */
export const READ_MODULES = "winsockAsync/readModules";
export interface ReadModulesParams {
  readonly entry: string;
  /** Modules that need not be sent. */
  readonly known: readonly string[];
}

/** What the browser server is started with. */
export interface BrowserStart {
  /** Bytes of the .wasm files. */
  readonly wasm: { readonly runtime: Uint8Array; readonly c: Uint8Array; readonly cpp: Uint8Array };
  /** Text of the bootstrap, with which the server starts the search as a nested worker. */
  readonly boot: string;
  /** Names of the modules that the server was given. */
  readonly given: readonly string[];
}

/** Panel (extension host side) and page of the timeline. */
export type ToPage =
  /** `state` is what a page said before the panel was closed. */
  | { readonly kind: "result"; readonly result: SimulateResult; readonly restored: boolean; readonly state?: unknown }
  | {
      readonly kind: "replayed";
      readonly run: number;
      readonly asked: readonly Replay[];
      readonly runs: readonly SimulationRun[];
      readonly problem?: string;
    }
  | { readonly kind: "busy"; readonly text: string; readonly cancellable: boolean }
  | { readonly kind: "select"; readonly uri: string; readonly line: number };
export type FromPage =
  | { readonly kind: "ready" }
  | { readonly kind: "rendered"; readonly events: number; readonly lanes: number }
  | { readonly kind: "reveal"; readonly uri: string; readonly line: number; readonly column?: number; readonly focus: boolean }
  | {
      readonly kind: "export";
      readonly run: number;
      readonly violation: number;
      readonly format: ExportParams["format"];
      readonly trace?: Trace;
    }
  | { readonly kind: "replay"; readonly run: number; readonly replays: readonly Replay[] }
  | { readonly kind: "state"; readonly state: unknown }
  | { readonly kind: "again" }
  | { readonly kind: "debug"; readonly provider: string; readonly schedule: string }
  | { readonly kind: "cancel" };

/** What a person pins in a simulation: what lookups find, how long they take, and which entries may act. Plain data. */
import type { Knobs, Outcome, ScriptedRecords } from "../emulator/index.ts";

/** Lookups that this is about have these outcomes and no others. */
export interface PinnedLookup {
  /** Winsock name of the call (`WSAAsyncGetHostByName`, `gethostbyname`). */
  readonly call?: string;
  /** Compared without case. */
  readonly name?: string;
  /** Number of the request, counting from 1 in the order in which requests are started. */
  readonly request?: number;
  /** Absent: as without this rule. */
  readonly outcomes?: readonly Outcome[];
  /** What its start call can end with: 0 (the request begins) or errors. Absent: as without this rule. */
  readonly start?: readonly number[];
  /** Milliseconds that the lookup takes. */
  readonly delay?: number;
}

/** When an entry may act: while a request has no answer yet, or once it has one (or was cancelled). */
export type Moment = "pending" | "over";

export interface PinnedEntry {
  /** `close`, `command N`, or a function that the message graph knows as a handler, or a destructor. */
  readonly entry: string;
  /** How often in one run. */
  readonly times: number;
  readonly when?: Moment;
  /** Which request `when` is about, counting from 1; absent: any of them. */
  readonly request?: number;
  /** Another entry of the list that must have acted before. */
  readonly after?: string;
}

export interface Scenario {
  /** Tables that are in here are all there is; of the others a search has its own (see `searchDatabase`). */
  readonly records?: ScriptedRecords;
  /** The first that is about a lookup counts. */
  readonly lookups?: readonly PinnedLookup[];
  /** Absent: each entry that touches requests, once. */
  readonly user?: readonly PinnedEntry[];
  /** Single points of the provider that are otherwise than it has them. */
  readonly knobs?: Knobs;
}

/**
 * What happens on a path, as a chain from the newest event to the oldest. Chains share their tails, so an event can be asked
 * what came before it; the facts keep every event, so it can also be asked what came after.
 */
import type { Range, Statement } from "../ir/types.ts";
import type { Handler, ProgramFunction, StartSite } from "../program/types.ts";
import type { Path, Term } from "./terms.ts";
import type { State } from "./state.ts";

/** Where an analysed path begins. */
export interface Root {
  readonly index: number;
  readonly function: ProgramFunction;
  /** The handler whose message begins the path. */
  readonly handler?: Handler;
  /** Starts whose completion this handler takes. */
  readonly completes: readonly StartSite[];
  /** The function is told that a request is over and how, but neither which nor its error. */
  readonly outcomeOnly?: boolean;
  /** Nothing in the unit calls the function. Computed when asked: every function that may call is lowered for it. */
  readonly uncalled: boolean;
  /** Parameters that carry the message's words, where no table or case names the handler but its body takes them apart. */
  readonly words?: { readonly wParam?: number; readonly lParam: number };
}

/** One execution of a function body on a path. */
export interface Frame {
  readonly id: number;
  readonly function: ProgramFunction;
  readonly parent?: Frame;
  /** Call statement in the parent. */
  readonly call?: Place;
  readonly depth: number;
}

/** A statement at its place. */
export interface Place {
  readonly function: ProgramFunction;
  readonly range: Range;
  readonly statement?: Statement;
}

export type EventDetail =
  | {
      readonly kind: "start";
      /** Winsock name. */
      readonly name: string;
      readonly args: readonly Term[];
      readonly result: Term;
    }
  | { readonly kind: "cancel"; readonly args: readonly Term[]; readonly handle: Term; readonly result: Term }
  /** Any other call with a known name (Winsock, platform, or unknown). */
  | {
      readonly kind: "call";
      readonly name: string;
      readonly args: readonly Term[];
      readonly result: Term;
      readonly known: boolean;
      readonly object?: Term;
    }
  /** Storage is given back: free, delete, LocalFree, … */
  | { readonly kind: "free"; readonly pointer: Term; readonly how: string; readonly record?: string }
  /** `origin` is `loop` for every part of a loop's condition. */
  | { readonly kind: "branch"; readonly condition: Term; readonly truth: boolean; readonly origin: string }
  | { readonly kind: "store"; readonly path: Path; readonly value: Term; readonly old: Term | undefined }
  /** A value was loaded through a pointer. */
  | { readonly kind: "read"; readonly path: Path; readonly value: Term }
  /** Comparison of two values; the result need not be branched on. */
  | { readonly kind: "compare"; readonly op: string; readonly left: Term; readonly right: Term; readonly result: Term }
  /** WSAGETASYNCERROR, HIWORD and the like applied to a value. */
  | { readonly kind: "macro"; readonly name: string; readonly argument: Term; readonly result: Term }
  | {
      readonly kind: "enter";
      readonly callee: ProgramFunction;
      readonly object?: Term /** Bodies the call may mean. */;
      readonly choices: number;
    }
  | { readonly kind: "leave"; readonly callee: ProgramFunction; readonly result: Term | undefined }
  /** End of the root function. */
  | { readonly kind: "exit"; readonly result: Term | undefined; readonly how: "return" | "throw" | "stop" }
  | { readonly kind: "throw" }
  | { readonly kind: "unknown"; readonly text: string };

export type PathEvent = EventDetail & {
  readonly at: Place;
  readonly frame: Frame;
  readonly root: Root;
  readonly previous: PathEvent | undefined;
  /** Nearest earlier start, cancel or free of the path: a few among many events. */
  readonly mark: PathEvent | undefined;
  /** State just before the event took effect. */
  readonly state: State;
  readonly order: number;
};

export type EventOf<K extends EventDetail["kind"]> = Extract<PathEvent, { kind: K }>;

/** The events before this one on its path, newest first. */
export function* before(event: PathEvent | undefined): Generator<PathEvent> {
  for (let e = event?.previous; e; e = e.previous) yield e;
}

/** The starts, cancels and frees before this event on its path, newest first. */
export function* marksBefore(event: PathEvent): Generator<EventOf<"start" | "cancel" | "free">> {
  for (let e = event.mark; e; e = e.mark) yield e as EventOf<"start" | "cancel" | "free">;
}

export function isMark(kind: EventDetail["kind"]): boolean {
  return kind === "start" || kind === "cancel" || kind === "free";
}

/**
 * Everything that happens, as plain data: a closed union by `kind`. Events are built only while somebody listens (`Winsock.onEvent`);
 * monitors of rules and the timeline read nothing else. Numbers are addresses, handles and codes as the program sees them; `request` is the
 * emulator's own number of a request (0, 1, 2 ... in order of issue), unique in a run also where handle values repeat.
 */
import type { Address } from "./memory.ts";

/**
 * Who acts: a thread of the program, the resolver (the provider's workers), the clock, the user (input, closing a window, a socket that
 * becomes ready).
 */
export type Actor = `thread:${number}` | "resolver" | "timer" | "user";

export type RequestState = "queued" | "running" | "commit" | "posting" | "posted" | "taken" | "done" | "cancelled" | "lost" | "swept";

export type LostReason = "null-window" | "no-window" | "queue-full" | "window-destroyed" | "thread-ended" | "cleanup";

/** Facts that are no error of Winsock but that an observer of a run wants pointed out. */
export type Observation =
  /** The completion was taken on another thread although the issuing thread has not got past its start call: the handle may not be stored. */
  | "handle-not-yet-known"
  /** A message was taken whose handle value belongs to two requests of this run, one of them still live. */
  | "handle-reused"
  /** WM_QUIT was taken by PeekMessage and the thread waits again without having posted it anew. */
  | "quit-swallowed"
  /** A message was removed from the queue and never dispatched before the next one was taken. */
  | "message-dropped"
  /** The provider read an input string that is not readable any more. */
  | "input-gone"
  /** The provider could not write the result buffer: freed or never there. */
  | "buffer-gone"
  /** The call faulted inside the provider (NULL name with a provider that does not check). */
  | "call-faults"
  /** Winsock was called with a message number below WM_USER, which the system uses itself. */
  | "system-message-number"
  /** The size did not fit the 16 bits of the message. */
  | "size-wrapped";

/** Number in the event, and the names that a person reads. */
export interface EventBase {
  /** 0, 1, 2, ... over the run; restored with a snapshot. */
  readonly step: number;
  readonly actor: Actor;
}

export type EventBody =
  /** A call of the API returned. `args` as given; `result` as the program sees it; `lastError` the thread's value after the call. */
  | {
      readonly kind: "call";
      readonly call: string;
      readonly args: readonly (number | string | null)[];
      readonly result: number | string;
      readonly lastError: number;
    }
  /** A call cannot go on: the thread waits. Sent once per wait. */
  | { readonly kind: "wait"; readonly call: string; readonly thread: number }
  | {
      readonly kind: "request-started";
      readonly request: number;
      readonly handle: number;
      readonly call: string;
      readonly thread: number;
      readonly hWnd: number;
      readonly wMsg: number;
      readonly buffer: Address;
      readonly length: number;
    }
  | {
      readonly kind: "request-state";
      readonly request: number;
      readonly handle: number;
      readonly from: RequestState;
      readonly to: RequestState;
    }
  | {
      readonly kind: "request-cancelled";
      readonly request: number;
      readonly handle: number;
      readonly thread: number;
      readonly result: 0 | -1;
      readonly error: number;
      readonly state: RequestState;
    }
  | {
      readonly kind: "input-read";
      readonly request: number;
      readonly parameter: "name" | "addr" | "proto";
      readonly address: Address;
      readonly ok: boolean;
    }
  | { readonly kind: "lookup-finished"; readonly request: number; readonly error: number; readonly size: number }
  /** Bytes written into the caller's buffer. `final` is false for the partial content that goes with WSAENOBUFS. */
  | {
      readonly kind: "buffer-written";
      readonly request: number;
      readonly address: Address;
      readonly length: number;
      readonly final: boolean;
      readonly ok: boolean;
    }
  | {
      readonly kind: "message-posted";
      readonly thread: number;
      readonly hWnd: number;
      readonly message: number;
      readonly wParam: number;
      readonly lParam: number;
      readonly request?: number;
    }
  | {
      readonly kind: "message-lost";
      readonly hWnd: number;
      readonly message: number;
      readonly wParam: number;
      readonly lParam: number;
      readonly reason: LostReason;
      readonly request?: number;
    }
  /** GetMessage, or PeekMessage with PM_REMOVE. */
  | {
      readonly kind: "message-taken";
      readonly thread: number;
      readonly hWnd: number;
      readonly message: number;
      readonly wParam: number;
      readonly lParam: number;
      readonly request?: number;
    }
  /** PeekMessage with PM_NOREMOVE: the message stays. */
  | {
      readonly kind: "message-peeked";
      readonly thread: number;
      readonly hWnd: number;
      readonly message: number;
      readonly wParam: number;
      readonly lParam: number;
      readonly request?: number;
    }
  /** A window procedure is entered: by DispatchMessage, or for a sent message. */
  | {
      readonly kind: "dispatched";
      readonly thread: number;
      readonly hWnd: number;
      readonly message: number;
      readonly wParam: number;
      readonly lParam: number;
      readonly procedure: Address;
      readonly request?: number;
    }
  /** The window procedure returned. */
  | {
      readonly kind: "handled";
      readonly thread: number;
      readonly hWnd: number;
      readonly message: number;
      readonly result: number;
      readonly request?: number;
    }
  | { readonly kind: "window-created"; readonly thread: number; readonly hWnd: number; readonly className: string }
  | { readonly kind: "window-destroyed"; readonly thread: number; readonly hWnd: number }
  | { readonly kind: "thread-started"; readonly thread: number; readonly procedure: Address }
  | { readonly kind: "thread-ended"; readonly thread: number; readonly code: number }
  | {
      readonly kind: "deadline";
      readonly what: "timer" | "wait" | "sleep";
      readonly thread: number;
      readonly hWnd: number;
      readonly id: number;
    }
  | { readonly kind: "signalled"; readonly object: number }
  | { readonly kind: "started-up"; readonly count: number; readonly version: number }
  /** `count` references are left; at 0 Winsock is down. */
  | { readonly kind: "cleaned-up"; readonly count: number }
  | {
      readonly kind: "blocking-call";
      readonly thread: number;
      readonly call: string;
      readonly phase: "begins" | "ends" | "cancelled";
      readonly error: number;
    }
  | {
      readonly kind: "addrinfo";
      readonly query: number;
      readonly phase: "started" | "finished" | "cancelled" | "called-back" | "freed";
      readonly error: number;
      readonly overlapped: Address;
    }
  | { readonly kind: "socket-event"; readonly socket: number; readonly event: number; readonly error: number }
  | {
      readonly kind: "observation";
      readonly what: Observation;
      readonly thread?: number;
      readonly request?: number;
      readonly address?: Address;
    };

export type EmulatorEvent = EventBase & EventBody;
export type EventKind = EventBody["kind"];
/** The event of one kind, for monitors: `EventOf<"message-posted">`. */
export type EventOf<K extends EventKind> = Extract<EmulatorEvent, { kind: K }>;
export type EventListener = (event: EmulatorEvent) => void;

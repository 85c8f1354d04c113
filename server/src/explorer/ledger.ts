/**
 * What a run knows about its requests, kept up from the events: the memory of all monitors. Immutable, and part of the state, so it holds
 * nothing that grows without a reason (counters stop at 2).
 */
import type { RequestState } from "../emulator/index.ts";
import type { RunEvent } from "./events.ts";
import type { TextInterner } from "./interner.ts";

export interface RequestRecord {
  /** Number of the emulator: 0, 1, 2, … in order of issue. */
  readonly request: number;
  readonly handle: number;
  readonly call: string;
  readonly buffer: number;
  readonly length: number;
  readonly hWnd: number;
  readonly wMsg: number;
  readonly thread: number;
  /** Place of the start call, as a key. */
  readonly site: string;
  readonly state: RequestState;
  /** Result of the last cancel: not tried, 0, or its error. */
  readonly cancel: "none" | "succeeded" | number;
  /** Cancels so far, at most 2, and the place of the last one. */
  readonly cancels: number;
  readonly cancelSite: string;
  /** Who ended the buffer's life while the request was not over. */
  readonly bufferGone: "" | "freed" | "ended";
  readonly afterCleanup: boolean;
  /** Its window was destroyed before the reply was taken. */
  readonly windowGone: boolean;
}

/** A block that was given up while the reply of a request could still come. */
export interface GivenUp {
  readonly base: number;
  readonly length: number;
  readonly request: number;
  readonly how: "freed" | "ended";
  /** What the last cancel had said then. */
  readonly cancel: RequestRecord["cancel"];
  readonly afterCleanup: boolean;
}

const OVER: ReadonlySet<RequestState> = new Set(["done", "cancelled", "lost", "swept"]);
/** The reply has not been taken from a queue, and can still get there. */
export function isOnItsWay(record: RequestRecord): boolean {
  return !OVER.has(record.state) && record.state !== "taken";
}

const recordKeys = new WeakMap<RequestRecord, string>();

function recordKey(record: RequestRecord): string {
  let key = recordKeys.get(record);
  if (key === undefined) recordKeys.set(record, (key = Object.values(record).join("\n")));
  return key;
}

/** The provider can still write the buffer. */
const WRITING: ReadonlySet<RequestState> = new Set(["queued", "running", "commit"]);

export function isOver(record: RequestRecord): boolean {
  return OVER.has(record.state);
}
export function mayWrite(record: RequestRecord): boolean {
  return WRITING.has(record.state);
}

export class Ledger {
  static readonly empty = new Ledger([], [], 0, false, [], "", 0, []);
  readonly requests: readonly RequestRecord[];
  readonly givenUp: readonly GivenUp[];
  readonly startups: number;
  /** The last WSACleanup was reached. */
  readonly cleanedUp: boolean;
  /** Per thread: requests whose message is being handled, innermost last. */
  readonly handling: readonly { readonly thread: number; readonly request: number }[];
  /** Last start that failed, by its error. */
  readonly failedStart: string;
  /** Starts that failed so far, at most 2. */
  readonly failedStarts: number;
  /** Windows that a user can see, and close. */
  readonly visible: readonly number[];
  #key: string | undefined;
  #number: number | undefined;
  #numbered: TextInterner | undefined;
  /** Ledgers after the most frequent events: a search makes the same steps again and again. */
  #steps: Map<string, Ledger> | undefined;

  constructor(
    requests: readonly RequestRecord[],
    givenUp: readonly GivenUp[],
    startups: number,
    cleanedUp: boolean,
    handling: readonly { readonly thread: number; readonly request: number }[],
    failedStart: string,
    failedStarts: number,
    visible: readonly number[],
  ) {
    this.requests = requests;
    this.givenUp = givenUp;
    this.startups = startups;
    this.cleanedUp = cleanedUp;
    this.handling = handling;
    this.failedStart = failedStart;
    this.failedStarts = failedStarts;
    this.visible = visible;
  }

  /** The ledger as text: equal texts are equal ledgers. */
  get key(): string {
    this.#key ??= JSON.stringify([
      // What few events change is written once for all ledgers that share it.
      this.requests.map(recordKey),
      this.givenUp.map((g) => Object.values(g)),
      this.startups,
      this.cleanedUp,
      this.handling.map((h) => [h.thread, h.request]),
      this.failedStart,
      this.failedStarts,
      this.visible,
    ]);
    return this.#key;
  }

  /** The key as a number among `texts`. */
  number(texts: TextInterner): number {
    if (this.#numbered !== texts) {
      this.#number = texts.id(this.key);
      this.#numbered = texts;
    }
    return this.#number!;
  }

  #with(change: Partial<Omit<Ledger, "key">>): Ledger {
    return new Ledger(
      change.requests ?? this.requests,
      change.givenUp ?? this.givenUp,
      change.startups ?? this.startups,
      change.cleanedUp ?? this.cleanedUp,
      change.handling ?? this.handling,
      change.failedStart ?? this.failedStart,
      change.failedStarts ?? this.failedStarts,
      change.visible ?? this.visible,
    );
  }

  request(number: number): RequestRecord | undefined {
    const first = this.requests[number];
    return first?.request === number ? first : this.requests.find((record) => record.request === number);
  }

  #change(number: number, change: Partial<RequestRecord>): Ledger {
    const record = this.request(number);
    if (!record) return this.#with({});
    return this.#with({ requests: this.requests.with(this.requests.indexOf(record), { ...record, ...change }) });
  }

  /** Requests whose buffer overlaps these bytes. */
  overlapping(address: number, length: number): readonly RequestRecord[] {
    return this.requests.filter(
      (record) => record.buffer !== 0 && record.buffer < address + length && address < record.buffer + Math.max(record.length, 1),
    );
  }

  /** Whether the end of this memory is worth an event. */
  concerns(address: number, length: number): boolean {
    return this.requests.some(
      (record) => !isOver(record) && record.buffer < address + length && address < record.buffer + Math.max(record.length, 1),
    );
  }

  /** Buffers that somebody may still write. */
  buffers(): readonly (readonly [number, number])[] {
    return this.requests
      .filter((record) => !OVER.has(record.state) || record.cancel !== "none")
      .map((record) => [record.buffer, record.length]);
  }

  handled(thread: number): RequestRecord | undefined {
    for (let i = this.handling.length - 1; i >= 0; i--)
      if (this.handling[i]!.thread === thread) return this.request(this.handling[i]!.request);
    return undefined;
  }

  liveHandle(value: number): RequestRecord | undefined {
    if (value === 0) return undefined;
    return this.requests.find((record) => record.handle === value && !isOver(record) && record.state !== "taken");
  }

  /** The ledger after an event that happened at `site` on `thread`. */
  after(event: RunEvent, site: () => string, thread: number): Ledger {
    let step: string;
    switch (event.kind) {
      case "request-state":
        step = `${event.request} ${event.to}`;
        break;
      case "dispatched":
      case "handled":
        if (event.request === undefined) return this;
        step = `${event.request} ${event.kind} ${event.thread}`;
        break;
      case "cleaned-up":
      case "started-up":
        step = `${event.count} ${event.kind}`;
        break;
      case "request-started": {
        const place = site();
        step = `${event.request} ${event.handle} ${event.call} ${event.buffer} ${event.length} ${event.hWnd} ${event.wMsg} ${event.thread} ${place}`;
        site = () => place;
        break;
      }
      default:
        return this.#after(event, site, thread);
    }
    let next = this.#steps?.get(step);
    if (next) return next;
    next = this.#after(event, site, thread);
    this.#steps ??= new Map();
    this.#steps.set(step, next);
    return next;
  }

  #after(event: RunEvent, site: () => string, thread: number): Ledger {
    switch (event.kind) {
      case "request-started": {
        const record: RequestRecord = {
          request: event.request,
          handle: event.handle,
          call: event.call,
          buffer: event.buffer,
          length: event.length,
          hWnd: event.hWnd,
          wMsg: event.wMsg,
          thread: event.thread,
          site: site(),
          state: "queued",
          cancel: "none",
          cancels: 0,
          cancelSite: "",
          bufferGone: "",
          afterCleanup: false,
          windowGone: false,
        };
        return this.#with({ requests: [...this.requests, record], failedStart: "" });
      }
      case "request-state":
        return this.#change(event.request, { state: event.to });
      case "request-cancelled": {
        const record = this.request(event.request);
        if (!record) return this;
        const cancelSite = site();
        return this.#change(event.request, {
          cancel: event.result === 0 ? "succeeded" : event.error,
          cancels: Math.min(2, record.cancelSite === cancelSite ? record.cancels + 1 : 1),
          cancelSite,
        });
      }
      case "call":
        if (event.call.startsWith("WSAAsyncGet") && event.result === 0)
          return this.#with({ failedStart: `${event.call}: ${event.lastError}`, failedStarts: Math.min(2, this.failedStarts + 1) });
        return this;
      case "model": {
        const window = event.data["window"];
        if (event.what !== "visible" || typeof window !== "number" || this.visible.includes(window)) return this;
        return this.#with({ visible: [...this.visible, window] });
      }
      case "window-destroyed":
        return this.#with({
          visible: this.visible.filter((window) => window !== event.hWnd),
          requests: this.requests.map((record) =>
            record.hWnd === event.hWnd && !isOver(record) && record.state !== "taken" ? { ...record, windowGone: true } : record,
          ),
        });
      case "started-up":
        return this.#with({ startups: event.count, cleanedUp: false });
      case "cleaned-up":
        return this.#with({
          startups: event.count,
          cleanedUp: event.count === 0,
          ...(event.count === 0
            ? { requests: this.requests.map((record) => (isOver(record) ? record : { ...record, afterCleanup: true })) }
            : {}),
        });
      case "dispatched":
        return event.request === undefined
          ? this
          : this.#with({ handling: [...this.handling, { thread: event.thread, request: event.request }] });
      case "handled": {
        if (event.request === undefined) return this;
        const at = this.handling.findLastIndex((one) => one.thread === event.thread && one.request === event.request);
        return at < 0 ? this : this.#with({ handling: this.handling.toSpliced(at, 1) });
      }
      case "free":
      case "scope-end": {
        const how = event.kind === "free" ? "freed" : "ended";
        const open = this.requests.filter((record) => !isOver(record));
        if (open.length === 0) return this;
        const hit = new Set(this.overlapping(event.address, event.length).map((record) => record.request));
        let next: Ledger = this;
        for (const record of open) if (hit.has(record.request)) next = next.#change(record.request, { bufferGone: how });
        // Also what is no buffer: the record that the handler of a late message will look at.
        const added = open
          .filter((record) => event.kind === "free" || hit.has(record.request))
          .map(
            (record) =>
              ({
                base: event.address,
                length: event.length,
                request: record.request,
                how,
                cancel: record.cancel,
                afterCleanup: this.cleanedUp,
              }) as const,
          );
        return next.#with({ givenUp: [...this.givenUp.filter((one) => one.base !== event.address), ...added] });
      }
      case "alloc":
        return this.givenUp.some((one) => one.base === event.address)
          ? this.#with({ givenUp: this.givenUp.filter((one) => one.base !== event.address) })
          : this;
      default:
        void thread;
        return this;
    }
  }
}

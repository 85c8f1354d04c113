/** What changes from one event of a trace to the next: states of requests, lengths of queues, handles in variables, lives of buffers, the last error. */
import type { RunEvent } from "./events.ts";
import { codeName } from "./names.ts";

const hex = (value: number): string => (value > 9 || value < 0 ? `0x${(value >>> 0).toString(16)}` : String(value));

export class Changes {
  /** By what changes: the value before, and the one now. */
  #since = new Map<string, { readonly from: string; to: string }>();
  readonly #queues = new Map<number, number>();
  readonly #errors = new Map<number, string>();

  #note(what: string, from: string, to: string): void {
    const known = this.#since.get(what);
    if (known) known.to = to;
    else this.#since.set(what, { from, to });
  }

  #queue(thread: number, by: number): void {
    const before = this.#queues.get(thread) ?? 0;
    const after = Math.max(0, before + by);
    this.#queues.set(thread, after);
    this.#note(`queue of thread ${thread}`, String(before), String(after));
  }

  /** @param thread that acts, or -1. */
  take(event: RunEvent, thread: number): void {
    switch (event.kind) {
      case "request-started":
        this.#note(`request ${event.request + 1}`, "", "queued");
        return;
      case "request-state":
        this.#note(`request ${event.request + 1}`, event.from, event.to);
        return;
      case "message-posted":
        this.#queue(event.thread, 1);
        return;
      case "message-taken":
        this.#queue(event.thread, -1);
        return;
      case "call": {
        const failed =
          (event.call.startsWith("WSAAsyncGet") && event.result === 0) || (event.call === "WSACancelAsyncRequest" && event.result !== 0);
        if (!failed) return;
        const now = codeName(event.lastError) ?? String(event.lastError);
        this.#note("last error", this.#errors.get(thread) ?? "0", now);
        this.#errors.set(thread, now);
        return;
      }
      case "handle-set":
        this.#note(event.variable, hex(event.before), hex(event.value));
        return;
      case "free":
        this.#note(event.object, "alive", "freed");
        return;
      case "scope-end":
        this.#note(event.object, "alive", "ended");
        return;
      case "started-up":
        this.#note("startups", String(event.count - 1), String(event.count));
        return;
      case "cleaned-up":
        this.#note("startups", String(event.count + 1), String(event.count));
        return;
      default:
        return;
    }
  }

  /** `request 1: queued → posting`, in the order in which they began; what is as it was before is left out. */
  drain(): readonly string[] {
    const list = [...this.#since]
      .filter(([, { from, to }]) => from !== to)
      .map(([what, { from, to }]) => `${what}: ${from ? `${from} → ` : ""}${to}`);
    this.#since = new Map();
    return list;
  }
}

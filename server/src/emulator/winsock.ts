/** The emulator as one object: every call under its Windows name, the scheduler, and a few views for whoever looks on. */
import type { WinsockEmulator } from "./api.ts";
import { FlatMemory } from "./flatMemory.ts";
import { FINISHED, KINDS, R, Requests, STATES, T, Threads } from "./core/layout.ts";
import { DefaultOrder } from "./core/defaultOrder.ts";
import { structures } from "../winsock/structures.ts";
import type { RequestState } from "./events.ts";
import type { Address } from "./memory.ts";
import type { Query } from "./names.ts";
import { Successors } from "./successors.ts";

/** A request as an observer sees it. */
export interface RequestView {
  /** Number in order of issue. */
  readonly request: number;
  readonly handle: number;
  readonly kind: Query["kind"];
  readonly state: RequestState;
  readonly hWnd: number;
  readonly wMsg: number;
  readonly buffer: Address;
  readonly length: number;
  readonly thread: number;
  /** The provider has still something to do with it, e.g. with the lookup of a cancelled request. */
  readonly workerBusy: boolean;
}

/**
 * A deterministic Winsock.
 *
 * **Alone.** Call functions by their names, then let time pass with `run()` or `advance(ms)`:
 * ```ts
 * const winsock = new Winsock({ names: scriptedDatabase({ hosts: [{ name: "alpha.test", addresses: ["192.0.2.10"] }] }) });
 * winsock.startup();
 * ```
 *
 * **In a search.** Give `clock: false`, your own `memory`, and `outcomes`. Then for each state:
 * 1. run each thread of the program until a call answers WOULD_BLOCK (park it, ask again once `canResume(thread)`) or a {@link Dispatch}
 *    (run that code, then `returnFromDispatch`);
 * 2. `const here = winsock.snapshot()`: a small number, equal exactly for equal states of this emulator; put it into your own state;
 * 3. for each of `winsock.enabledSteps()` (fixed order, so an index is a decision): `winsock.restore(here); winsock.perform(step)`;
 *    a threaded completion comes back as a Dispatch;
 * 4. set `winsock.choose` to try each option where a *call* may be answered in several ways (a cancel during the copy).
 * Steps with disjoint `footprint`s commute. No events are built while `onEvent` is undefined; set it to replay a schedule loudly.
 */
export class Winsock extends DefaultOrder implements WinsockEmulator {
  /** WSAStartup with a WSADATA of its own: for those who do not want to look at it. `version` as MAKEWORD(major, minor). */
  startup(version = 0x0202, thread = this.mainThread): number {
    const size = structures.find((s) => s.name === "WSAData")!.layout[this.memory.size === 8 ? "win64" : "win32"].size;
    return this.WSAStartup(thread, version, this.memory.allocate?.(size) ?? 0);
  }

  /** The memory as FlatMemory, for `allocateString` and the like. @throws TypeError if another memory was given. */
  get flat(): FlatMemory {
    if (this.memory instanceof FlatMemory) return this.memory;
    throw new TypeError("this emulator works on a memory of its host");
  }

  /** All requests of the run in order of issue. */
  requests(): RequestView[] {
    return Array.from({ length: this.store.count(Requests) }, (_, request) => this.requestView(request));
  }

  requestView(request: number): RequestView {
    const r = this.request(request);
    if (!r) throw new TypeError(`no request ${request}`);
    return {
      request,
      handle: r[R.handle]!,
      kind: KINDS[r[R.kind]!]!,
      state: STATES[r[R.state]!]!,
      hWnd: r[R.window]!,
      wMsg: r[R.message]!,
      buffer: r[R.buffer]!,
      length: r[R.length]!,
      thread: r[R.thread]!,
      workerBusy: r[R.phase] !== FINISHED,
    };
  }

  /**
   * Remembers what steps and calls do, for a search over states alone: ten times as fast as `restore`, `perform` and `snapshot`. Needs a
   * silent emulator whose memory is in its snapshots.
   */
  successors(): Successors {
    if (this.onEvent) throw new TypeError("steps that are remembered tell no events");
    if (!this.memory.snapshot) throw new TypeError("the memory of this emulator is not in its snapshots");
    return new Successors({
      store: this.store,
      snapshot: () => this.snapshot(),
      restore: (snapshot) => this.restore(snapshot),
      enabledPart: (part, grain) => this.enabledPart(part, grain),
      perform: (step) => this.perform(step),
      memoryAccesses: () => this.memory.accesses,
    });
  }

  /** Threads that have not ended. */
  liveThreads(): number[] {
    return Array.from({ length: this.store.count(Threads) }, (_, thread) => thread).filter((thread) => this.isAlive(thread));
  }

  /** The thread's last error without a call in the events. */
  lastError(thread: number): number {
    return this.thread(thread)[T.lastError]!;
  }
}

/**
 * One run of a random program: what is known from outside (handles given, messages posted and taken, last errors), and the rules that hold
 * whatever the operation. The emulator under test is passed in.
 */
import type * as Emulator from "../../server/src/emulator/index.ts";
import { ENOBUFS, expectedResult, records } from "./expected.ts";
import type { Distribution, Program } from "./programs.ts";

export type Api = typeof Emulator;

export const WM_X = 0x8001;
export const WM_OTHER = 0x8002;
export const WM_QUIT = 0x12;

/** What the test knows about a request. */
interface Known {
  readonly request: number;
  readonly handle: number;
  readonly kind: number;
  readonly host: string;
  readonly length: number;
  readonly buffer: number;
  readonly window: number;
  freed: boolean;
  /** A cancel of it answered 0 under a provider that keeps its word. */
  stopped: boolean;
  /** The copy had begun when the cancel stopped it: what was written before stays. */
  late: boolean;
  taken: number;
  /** The network was down, or Winsock was cleaned up, at some time while it lived: its outcome is not predicted. */
  disturbed: boolean;
}

export interface How {
  readonly loud: boolean;
  readonly detours: boolean;
  readonly keep?: boolean;
  readonly distribution?: Distribution | undefined;
}

interface Window {
  readonly thread: number;
  readonly hWnd: number;
  alive: boolean;
}

export class Trial {
  readonly api: Api;
  readonly program: Program;
  readonly how: How;
  readonly profile: Emulator.ProviderProfile;
  readonly memory: Emulator.FlatMemory;
  readonly winsock: Emulator.Winsock;
  readonly threads: number[];
  readonly windows: Window[];
  readonly known: Known[] = [];
  /** Results that must not depend on being watched. */
  readonly trace: string[] = [];
  readonly events: string[] = [];
  /** The first thing that is wrong. */
  wrong: string | undefined;
  /** Option that the provider takes where it has a choice. */
  choice = 0;
  /** Writes to memory are judged. */
  watching = true;
  startups = 1;
  everCleaned = false;
  networkDown = false;
  /** Messages that belong to no request. */
  readonly others = { posted: 0, taken: 0, dropped: 0 };
  quits = 0;
  readonly #lastErrors: Map<number, number>;
  /** Completions in the order taken, for the order rule. */
  readonly #order: { readonly request: number; readonly window: number }[] = [];

  constructor(api: Api, program: Program, how: How) {
    this.api = api;
    this.program = program;
    this.how = how;
    this.profile = api.profiles[program.profile];
    this.memory = this.#watchedMemory();
    this.winsock = new api.Winsock({
      memory: this.memory,
      profile: this.profile,
      names: api.scriptedDatabase(records),
      clock: false,
      choose: ({ options }) => Math.min(this.choice, options.length - 1),
      ...(how.loud && { onEvent: (event) => how.keep && this.events.push(JSON.stringify(event)) }),
    });
    const { winsock } = this;
    winsock.startup();
    this.threads = [winsock.mainThread];
    if (program.two) this.threads.push(winsock.threadOf(winsock.CreateThread(this.threads[0]!, 0, 0)));
    winsock.RegisterClass(this.threads[0]!, "C", 0x401000);
    this.windows = this.threads.map((thread) => ({ thread, hWnd: winsock.CreateWindowEx(thread, "C"), alive: true }));
    this.#lastErrors = new Map(this.threads.map((thread) => [thread, 0]));
  }

  /** Memory that reports each write, so that late ones are seen. */
  #watchedMemory(): Emulator.FlatMemory {
    const judgeWrite = (address: number): void => this.#judgeWrite(address);
    const isWatching = (): boolean => this.watching;
    class Watched extends this.api.FlatMemory {
      override write(address: number, bytes: Uint8Array): boolean {
        if (isWatching() && bytes.length) judgeWrite(address);
        return super.write(address, bytes);
      }
    }
    return new Watched(this.program.pointerSize);
  }

  #judgeWrite(address: number): void {
    const owner = this.known.find((k) => address >= k.buffer && address < k.buffer + 1024);
    if (!owner) return;
    if (owner.stopped) this.fail(`I2: the buffer of request ${owner.request} was written after its cancel succeeded`);
    const state = this.winsock.requestView(owner.request).state;
    if (state !== "commit") this.fail(`the buffer of request ${owner.request} was written in state ${state}`);
  }

  fail(text: string): void {
    this.wrong ??= text;
  }

  setUp(filling: () => void): void {
    this.watching = false;
    filling();
    this.watching = true;
  }

  /** Judges that only what may change a last error did. */
  checkErrors(after: string, changed?: number): void {
    for (const thread of this.threads) {
      const now = this.winsock.lastError(thread);
      if (thread !== changed && now !== this.#lastErrors.get(thread))
        this.fail(`${after} changed the last error of thread ${thread} to ${now}`);
      this.#lastErrors.set(thread, now);
    }
  }

  #checkCompletion(thread: number, msg: Emulator.Msg): void {
    const k = this.known.find((one) => one.handle === msg.wParam);
    if (!k) {
      this.fail(`a message with the unknown handle ${msg.wParam}`);
      return;
    }
    if (k.stopped) this.fail(`I1: a message for request ${k.request} although its cancel succeeded`);
    if (++k.taken > 1) this.fail(`two messages for request ${k.request}`);
    if (msg.hwnd !== k.window) this.fail(`the message of request ${k.request} went to window ${msg.hwnd}`);
    if (this.windows.find((w) => w.hWnd === msg.hwnd)?.thread !== thread)
      this.fail("a message was taken on a thread that does not own its window");
    this.#order.push({ request: k.request, window: k.window });
    const state = this.winsock.requestView(k.request).state;
    if (state !== "taken") this.fail(`request ${k.request} is ${state} after its message was taken`);
    const [error, size] = [Math.floor(msg.lParam / 0x1_0000), msg.lParam & 0xffff];
    if (!k.disturbed && !k.freed) this.#checkContent(k, error, size);
    if (error !== 0 && error !== ENOBUFS && size !== 0) this.fail(`low word ${size} with error ${error}`);
    this.how.distribution?.note(`completion ${error}`);
  }

  /** The result is what the lookup must give, and the buffer holds it. */
  #checkContent(k: Known, error: number, size: number): void {
    const expected = expectedResult(this.program, k.kind, k.host, k.length);
    if (!expected) return;
    const { needed } = expected;
    if (needed === undefined) {
      if (error !== expected.error) this.fail(`${k.host} gave ${error} instead of ${expected.error}`);
      return;
    }
    const fits = expected.error === 0;
    if (error !== expected.error) this.fail(`request ${k.request} gave ${error} instead of ${expected.error} with length ${k.length}`);
    if (size !== needed) this.fail(`size ${size} instead of ${needed}`);
    if (!fits && this.program.profile !== "reactos" && !this.#bytesAre(k, 0xcc)) this.fail("a buffer that is too small was written");
    if (!fits) return;
    if (k.kind === 0) {
      const host = this.api.readHostent(this.memory, k.buffer);
      const record = records.hosts!.find((h) => h.name === k.host)!;
      if (
        host.h_name !== record.name ||
        host.h_addr_list.join() !== record.addresses.join() ||
        host.h_aliases.join() !== (record.aliases ?? []).join()
      ) {
        this.fail(`the hostent of ${k.host} is ${JSON.stringify(host)}`);
      }
    } else if (this.api.readProtoent(this.memory, k.buffer).p_name !== "tcp") this.fail("the protoent is not that of tcp");
  }

  #bytesAre(k: Known, value: number): boolean {
    return k.freed || this.memory.read(k.buffer, 1024)!.every((byte) => byte === value);
  }

  /** A message was taken: judged, and dispatched if it is a completion. */
  take(thread: number, msg: Emulator.Msg): void {
    if (msg.message === WM_X) {
      const k = this.known.find((one) => one.handle === msg.wParam);
      this.#checkCompletion(thread, msg);
      const d = this.winsock.DispatchMessage(thread, msg);
      if (typeof d === "object") {
        if (d.args[2] !== msg.wParam || d.procedure !== 0x401000) this.fail("the wrong procedure was dispatched");
        this.winsock.returnFromDispatch(thread, 0);
      }
      if (k && this.winsock.requestView(k.request).state !== "done") this.fail(`request ${k.request} is not done after its handler`);
    } else if (msg.message === WM_OTHER) this.others.taken++;
    else if (msg.message === WM_QUIT) this.quits = 0;
  }

  /** Goes on to the end, with every step and every message, and judges what is left. */
  finish(): void {
    for (let count = 0; count < 1000; count++) {
      const step = this.winsock.enabledSteps("fine")[0];
      if (!step) break;
      this.winsock.perform(step);
      this.checkErrors(`step ${step.kind}`);
    }
    if (this.winsock.enabledSteps("fine").length) this.fail("the steps do not end");
    for (const { thread } of this.windows) {
      const msg: Emulator.Msg = { hwnd: 0, message: 0, wParam: 0, lParam: 0, time: 0 };
      for (let count = 0; count < 200 && this.winsock.PeekMessage(thread, msg, 0, 0, 0, 1) === 1; count++) {
        this.trace.push(`end ${JSON.stringify(msg)}`);
        this.take(thread, msg);
      }
    }
    if (this.others.posted !== this.others.taken && !Number.isNaN(this.others.dropped))
      this.fail(`${this.others.posted} messages were posted and ${this.others.taken} taken`);
    if (this.quits) this.fail("WM_QUIT never came");
    for (const k of this.known) {
      const { state, workerBusy } = this.winsock.requestView(k.request);
      this.trace.push(`request ${k.request} ${state} ${k.taken}`);
      this.how.distribution?.note(`end ${state}`);
      const expected = state === "done" ? 1 : 0;
      if (k.taken !== expected) this.fail(`request ${k.request} ended ${state} with ${k.taken} messages`);
      if (!["done", "cancelled", "lost", "swept"].includes(state) || workerBusy) this.fail(`request ${k.request} ended ${state}`);
      const alive = this.windows.some((w) => w.hWnd === k.window && w.alive);
      if (state === "lost" && alive) this.fail(`request ${k.request} is lost though its window lives`);
      if (state === "done" && k.stopped) this.fail("done though stopped");
      if (state === "cancelled" && !k.stopped) this.fail("cancelled though no cancel succeeded");
      if (state === "swept" && !this.everCleaned) this.fail("swept without a clean-up");
      if (state === "cancelled" && !k.late && !this.#bytesAre(k, 0xcc)) this.fail("a cancelled request wrote its buffer");
    }
    // One worker: completions of one window come in order of issue.
    if (this.profile.worker === "fifo") {
      for (const { hWnd } of this.windows) {
        const taken = this.#order.filter((o) => o.window === hWnd).map((o) => o.request);
        if (taken.some((request, index) => index > 0 && request < taken[index - 1]!))
          this.fail(`one worker, and the order ${taken.join()}`);
      }
    }
  }
}

/**
 * Runs a random program and says what is wrong, judged from outside: results of calls, bytes written, messages taken. The rules are written
 * anew here, from the semantics, and share nothing with the emulator but its types. The emulator under test is passed in, so that one with a
 * seeded mistake can be judged by the same code.
 */
import type * as Emulator from "../../server/src/emulator/index.ts";
import { type Distribution, HOSTS, LENGTHS, type Operation, type Program } from "./programs.ts";

type Api = typeof Emulator;
type Winsock = Emulator.Winsock;

const WM_X = 0x8001;
const WM_OTHER = 0x8002;
const WM_QUIT = 0x12;
const EINVAL = 10022;
const EALREADY = 10037;
const ENOBUFS = 10055;
const SYSNOTREADY = 10091;
const NOTINITIALISED = 10093;

const records: Emulator.ScriptedRecords = {
  hosts: [
    { name: "alpha.test", addresses: ["192.0.2.10"] },
    { name: "multi.test", aliases: ["m1.test", "m2.test"], addresses: ["192.0.2.20", "192.0.2.21", "192.0.2.22"] },
  ],
  hostErrors: [
    { name: "soft.test", error: 11002 },
    { name: "broken.test", error: 11003 },
    { name: "mxonly.test", error: 11004 },
  ],
  services: [{ name: "http", aliases: ["www"], port: 80, protocol: "tcp" }],
  protocols: [{ name: "tcp", aliases: ["TCP"], number: 6 }],
};
const hostErrors: Readonly<Record<string, number>> = { "nx.test": 11001, "soft.test": 11002, "broken.test": 11003, "mxonly.test": 11004 };

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

/** A run: the trace of results that must not depend on being watched, and the first thing that is wrong. */
interface Run {
  readonly trace: string[];
  readonly events: string[];
  wrong: string | undefined;
}

/** undefined if every invariant holds, else what is wrong. Runs the program loudly, silently with detours, and (`repeat`) loudly again. */
export function judge(api: Api, program: Program, distribution?: Distribution, repeat = true): string | undefined {
  const loud = runProgram(api, program, { loud: true, detours: false, keep: repeat, distribution });
  if (loud.wrong) return loud.wrong;
  const silent = runProgram(api, program, { loud: false, detours: true });
  if (silent.wrong) return `silently: ${silent.wrong}`;
  const difference = loud.trace.findIndex((line, index) => line !== silent.trace[index]);
  if (difference >= 0)
    return `a detour or silence changed the run at ${difference}: '${loud.trace[difference]}' became '${silent.trace[difference]}'`;
  if (!repeat) return undefined;
  const again = runProgram(api, program, { loud: true, detours: false, keep: true });
  if (again.events.join("\n") !== loud.events.join("\n")) return "the same program gave other events";
  return undefined;
}

function runProgram(
  api: Api,
  program: Program,
  how: { loud: boolean; detours: boolean; keep?: boolean; distribution?: Distribution | undefined },
): Run {
  const run: Run = { trace: [], events: [], wrong: undefined };
  const wrong = (text: string) => {
    run.wrong ??= text;
  };
  const profile = api.profiles[program.profile];
  let choice = 0;
  let watching = true;
  const known: Known[] = [];

  /** Memory that reports each write, so that late ones are seen. */
  class Watched extends api.FlatMemory {
    override write(address: number, bytes: Uint8Array): boolean {
      if (watching && bytes.length) this.judgeWrite(address);
      return super.write(address, bytes);
    }
    judgeWrite(address: number): void {
      const owner = known.find((k) => address >= k.buffer && address < k.buffer + 1024);
      if (!owner) return;
      if (owner.stopped) wrong(`I2: the buffer of request ${owner.request} was written after its cancel succeeded`);
      const state = winsock.requestView(owner.request).state;
      if (state !== "commit") wrong(`the buffer of request ${owner.request} was written in state ${state}`);
    }
  }
  const memory = new Watched(program.pointerSize);
  const winsock: Winsock = new api.Winsock({
    memory,
    profile,
    names: api.scriptedDatabase(records),
    clock: false,
    choose: ({ options }) => Math.min(choice, options.length - 1),
    ...(how.loud && { onEvent: (event) => how.keep && run.events.push(JSON.stringify(event)) }),
  });
  const setUp = (filling: () => void) => {
    watching = false;
    filling();
    watching = true;
  };

  let startups = 1;
  let everCleaned = false;
  let networkDown = false;
  winsock.startup();
  const threads = [winsock.mainThread];
  if (program.two) threads.push(winsock.threadOf(winsock.CreateThread(threads[0]!, 0, 0)));
  winsock.RegisterClass(threads[0]!, "C", 0x401000);
  const windows = threads.map((thread) => ({ thread, hWnd: winsock.CreateWindowEx(thread, "C"), alive: true }));
  const lastErrors = new Map(threads.map((thread) => [thread, 0]));
  /** Completions in the order taken, for the order rule. */
  const order: { request: number; window: number }[] = [];
  const others = { posted: 0, taken: 0, dropped: 0 };
  let quits = 0;

  /** Judges that only what may change a last error did. */
  const checkErrors = (after: string, changed?: number) => {
    for (const thread of threads) {
      const now = winsock.lastError(thread);
      if (thread !== changed && now !== lastErrors.get(thread)) wrong(`${after} changed the last error of thread ${thread} to ${now}`);
      lastErrors.set(thread, now);
    }
  };

  const checkCompletion = (thread: number, msg: Emulator.Msg) => {
    const k = known.find((one) => one.handle === msg.wParam);
    if (!k) return wrong(`a message with the unknown handle ${msg.wParam}`);
    if (k.stopped) wrong(`I1: a message for request ${k.request} although its cancel succeeded`);
    if (++k.taken > 1) wrong(`two messages for request ${k.request}`);
    if (msg.hwnd !== k.window) wrong(`the message of request ${k.request} went to window ${msg.hwnd}`);
    if (windows.find((w) => w.hWnd === msg.hwnd)?.thread !== thread) wrong("a message was taken on a thread that does not own its window");
    order.push({ request: k.request, window: k.window });
    const state = winsock.requestView(k.request).state;
    if (state !== "taken") wrong(`request ${k.request} is ${state} after its message was taken`);
    const [error, size] = [Math.floor(msg.lParam / 0x1_0000), msg.lParam & 0xffff];
    if (!k.disturbed && !k.freed) checkContent(k, error, size);
    if (error !== 0 && error !== ENOBUFS && size !== 0) wrong(`low word ${size} with error ${error}`);
    how.distribution?.note(`completion ${error}`);
  };

  /** What a lookup by host name or protocol number must give. */
  const checkContent = (k: Known, error: number, size: number) => {
    const P = program.pointerSize;
    const rounded = program.profile === "reactos";
    let expected: number;
    let needed: number;
    if (k.kind === 0) {
      const record = records.hosts!.find((h) => h.name === k.host);
      expected = hostErrors[k.host] ?? 0;
      if (!record) {
        if (error !== expected) wrong(`${k.host} gave ${error} instead of ${expected}`);
        return;
      }
      const aliases = record.aliases ?? [];
      needed =
        (P === 8 ? 32 : 16) +
        record.name.length +
        1 +
        aliases.reduce((n, a) => n + a.length + 1, 0) +
        (aliases.length + 1) * P +
        record.addresses.length * 4 +
        (record.addresses.length + 1) * P;
      if (rounded) needed = Math.ceil(needed / 8) * 8;
    } else if (k.kind === 5) {
      needed = (P === 8 ? 24 : 12) + "tcp".length + 1 + "TCP".length + 1 + 2 * P;
      if (rounded) needed += P === 8 ? 8 : 4;
    } else return;
    const fits = k.length < 0 ? rounded : needed <= k.length;
    expected = fits ? 0 : ENOBUFS;
    if (error !== expected) wrong(`request ${k.request} gave ${error} instead of ${expected} with length ${k.length}`);
    if (size !== needed) wrong(`size ${size} instead of ${needed}`);
    if (!fits && program.profile !== "reactos" && !bytesAre(k, 0xcc)) wrong("a buffer that is too small was written");
    if (!fits) return;
    if (k.kind === 0) {
      const host = api.readHostent(memory, k.buffer);
      const record = records.hosts!.find((h) => h.name === k.host)!;
      if (
        host.h_name !== record.name ||
        host.h_addr_list.join() !== record.addresses.join() ||
        host.h_aliases.join() !== (record.aliases ?? []).join()
      ) {
        wrong(`the hostent of ${k.host} is ${JSON.stringify(host)}`);
      }
    } else if (api.readProtoent(memory, k.buffer).p_name !== "tcp") wrong("the protoent is not that of tcp");
  };

  const bytesAre = (k: Known, value: number) => k.freed || memory.read(k.buffer, 1024)!.every((byte) => byte === value);

  const perform = (op: Operation) => {
    const trace = (...words: unknown[]) => run.trace.push(`${op.op} ${words.join(" ")}`);
    switch (op.op) {
      case "start": {
        const thread = threads[op.thread % threads.length]!;
        const window = op.window === 9 ? 0 : windows[op.window % windows.length]!.hWnd;
        const host = HOSTS[op.input % HOSTS.length]!;
        const length = LENGTHS[op.length]!;
        let [buffer, name, proto, address] = [0, 0, 0, 0];
        setUp(() => {
          buffer = memory.allocate(1024);
          memory.write(buffer, new Uint8Array(1024).fill(0xcc));
          name = memory.allocateString(op.kind === 0 ? host : op.kind === 2 ? "http" : "tcp");
          proto = memory.allocateString("tcp\0\0\0\0\0");
          address = memory.allocate(4);
          memory.write(address, Uint8Array.from([192, 0, 2, 10]));
        });
        const args = [window, WM_X] as const;
        const handle = [
          () => winsock.WSAAsyncGetHostByName(thread, ...args, name, buffer, length),
          () => winsock.WSAAsyncGetHostByAddr(thread, ...args, address, 4, 2, buffer, length),
          () => winsock.WSAAsyncGetServByName(thread, ...args, name, proto, buffer, length),
          () => winsock.WSAAsyncGetServByPort(thread, ...args, 0x5000, proto, buffer, length),
          () => winsock.WSAAsyncGetProtoByName(thread, ...args, name, buffer, length),
          () => winsock.WSAAsyncGetProtoByNumber(thread, ...args, 6, buffer, length),
        ][op.kind]!();
        trace(handle);
        if (handle === 0) {
          const error = winsock.lastError(thread);
          const expected = winsock.startupCount === 0 ? NOTINITIALISED : networkDown ? 10050 : -1;
          if (error !== expected) wrong(`a start failed with ${error}`);
        } else {
          if (winsock.startupCount === 0 && program.profile !== "wine") wrong("a start succeeded before WSAStartup");
          if (known.some((k) => k.handle === handle)) wrong(`the handle ${handle} was given twice`);
          known.push({
            request: known.length,
            handle,
            kind: op.kind,
            host,
            length,
            buffer,
            window,
            freed: false,
            stopped: false,
            late: false,
            taken: 0,
            disturbed: networkDown || everCleaned,
          });
          if (winsock.requests().length !== known.length) wrong("a start made no request");
        }
        checkErrors("a start", handle === 0 ? thread : undefined);
        return;
      }
      case "cancel": {
        const k = known[op.request % Math.max(1, known.length)];
        if (!k) return;
        const thread = threads[op.thread % threads.length]!;
        const before = winsock.requestView(k.request);
        choice = op.choice;
        const result = winsock.WSACancelAsyncRequest(thread, k.handle);
        choice = 0;
        const error = result === 0 ? 0 : winsock.lastError(thread);
        trace(before.state, result, error);
        how.distribution?.note(`cancel ${program.profile} ${before.state} -> ${error}`);
        const expected = cancelAnswers(program, before.state, before.workerBusy, winsock.startupCount, networkDown, everCleaned);
        if (!expected.includes(error)) wrong(`cancel in state ${before.state} gave ${error}, not ${expected.join(" or ")}`);
        if (result !== 0 && result !== -1) wrong(`cancel returned ${result}`);
        if (result === 0 && program.profile !== "wine" && !k.stopped) {
          k.stopped = true;
          k.late = before.state === "commit";
        }
        if (
          program.profile === "reactos" &&
          !everCleaned &&
          winsock.startupCount > 0 &&
          before.state === "commit" &&
          winsock.requestView(k.request).state !== "posting"
        ) {
          wrong("the cancel did not wait until the copy was done");
        }
        checkErrors("a cancel", result === 0 ? undefined : thread);
        return;
      }
      case "cancel-foreign": {
        const result = winsock.WSACancelAsyncRequest(threads[0]!, op.handle);
        const error = result === 0 ? 0 : winsock.lastError(threads[0]!);
        trace(result, error);
        const down = winsock.startupCount === 0;
        const real = known.some((k) => k.handle === op.handle);
        if (
          program.profile === "wine"
            ? result !== 0
            : !real &&
              !(op.handle === 0 && program.profile === "reactos") &&
              ![down ? NOTINITIALISED : EINVAL, networkDown ? 10050 : EINVAL].includes(error)
        ) {
          wrong(`cancel of ${op.handle} gave ${error}`);
        }
        if (real && result === 0 && program.profile !== "wine") known.find((k) => k.handle === op.handle)!.stopped = true;
        checkErrors("a cancel", result === 0 ? undefined : threads[0]!);
        return;
      }
      case "free": {
        const k = known[op.request % Math.max(1, known.length)];
        if (k && !k.freed) k.freed = memory.release(k.buffer);
        return;
      }
      case "step": {
        const steps = winsock.enabledSteps(op.grain);
        const step = steps[op.pick % Math.max(1, steps.length)];
        trace(JSON.stringify(step));
        if (!step) return;
        winsock.perform(step);
        checkErrors(`step ${step.kind}`);
        return;
      }
      case "peek": {
        const { thread, hWnd } = windows[op.thread % windows.length]!;
        // 0: all; 1: this message; 2: the other; 3: of this window.
        const [window, min, max] = [
          [0, 0, 0],
          [0, WM_X, WM_X],
          [0, WM_OTHER, WM_OTHER],
          [hWnd, 0, 0],
          [0, 0, 0],
          [0, WM_X, WM_OTHER],
        ][op.filter] as [number, number, number];
        const msg: Emulator.Msg = { hwnd: 0, message: 0, wParam: 0, lParam: 0, time: 0 };
        const peeked: Emulator.Msg = { ...msg };
        const there = winsock.PeekMessage(thread, peeked, window, min, max, 0);
        const before = op.remove ? undefined : winsock.snapshot();
        const found = winsock.PeekMessage(thread, msg, window, min, max, op.remove ? 1 : 0);
        trace(JSON.stringify(found === 1 ? msg : found));
        if (there !== found || (found === 1 && JSON.stringify(peeked) !== JSON.stringify(msg)))
          wrong("PM_NOREMOVE showed another message than was taken");
        if (before !== undefined && winsock.snapshot() !== before) wrong("PM_NOREMOVE changed the state");
        if (found === 1) {
          const passes =
            msg.message === WM_QUIT ||
            (((min === 0 && max === 0) || (msg.message >= min && msg.message <= max)) && (window === 0 || msg.hwnd === window));
          if (!passes) wrong(`message ${msg.message} passed the filter ${min} to ${max}`);
        }
        const dead = window !== 0 && !windows[op.thread % windows.length]!.alive;
        if (found !== 1 && quits && thread === threads[0] && !dead) wrong("WM_QUIT was held back by a filter");
        if (found === 1 && op.remove) take(thread, msg);
        const alive = windows[op.thread % windows.length]!.alive;
        checkErrors("a peek", alive || window === 0 ? undefined : thread);
        return;
      }
      case "post": {
        const window = windows[op.window % windows.length]!;
        const result = winsock.PostMessage(threads[0]!, window.hWnd, WM_OTHER);
        trace(result);
        if ((result === 1) !== window.alive) wrong(`PostMessage gave ${String(result)}`);
        if (result === 1) others.posted++;
        checkErrors("a post", result === 1 ? undefined : threads[0]!);
        return;
      }
      case "error": {
        const thread = threads[op.thread % threads.length]!;
        winsock.WSASetLastError(thread, op.code);
        if (winsock.WSAGetLastError(thread) !== op.code) wrong("WSAGetLastError forgot the value");
        checkErrors("WSASetLastError", thread);
        return;
      }
      case "destroy": {
        const window = windows[op.window % windows.length]!;
        const inQueue = others.posted - others.taken - others.dropped;
        const result = winsock.DestroyWindow(window.thread, window.hWnd);
        trace(result);
        if ((result === 1) !== window.alive) wrong("DestroyWindow");
        if (window.alive && inQueue > 0) others.dropped = Number.NaN; // how many of them went to this window is not tracked
        window.alive = false;
        checkErrors("DestroyWindow", result === 1 ? undefined : window.thread);
        return;
      }
      case "startup": {
        // Only the providers that look find a network that is down.
        const checks = program.profile === "documented" || program.profile === "winsock11";
        const expected = checks && networkDown ? SYSNOTREADY : 0;
        setUp(() => {
          if (winsock.startup() !== expected) wrong(`WSAStartup did not answer ${expected}`);
        });
        if (expected === 0) startups++;
        return;
      }
      case "cleanup": {
        const before = winsock.startupCount;
        const result = winsock.WSACleanup(threads[0]!);
        trace(result);
        if ((result === 0) !== before > 0) wrong(`WSACleanup gave ${result} with count ${before}`);
        if (result === 0 && --startups <= 0) {
          everCleaned = true;
          for (const k of known) k.disturbed = true;
          if (program.profile === "documented")
            for (const k of known)
              if (["queued", "running", "commit", "posting"].includes(winsock.requestView(k.request).state))
                wrong("WSACleanup left a request pending");
        }
        checkErrors("WSACleanup", result === 0 ? undefined : threads[0]!);
        return;
      }
      case "quit":
        winsock.PostQuitMessage(threads[0]!, 3);
        quits++;
        return;
      case "network":
        networkDown = op.down;
        winsock.setNetworkDown(op.down);
        if (op.down) for (const k of known) k.disturbed = true;
        return;
      case "detour": {
        if (!how.detours) return;
        const here = winsock.snapshot();
        const view = () =>
          JSON.stringify([
            winsock.requests(),
            winsock.enabledSteps("fine"),
            threads.map((t) => winsock.lastError(t)),
            winsock.hash(),
            known.map((k) => !k.freed && [...memory.read(k.buffer, 64)!]),
          ]);
        const before = view();
        watching = false;
        for (const pick of op.picks) {
          const steps = winsock.enabledSteps("fine");
          const step = steps[pick % Math.max(1, steps.length)];
          if (step) winsock.perform(step);
          if (pick % 3 === 0 && known[0]) winsock.WSACancelAsyncRequest(threads[0]!, known[pick % known.length]!.handle);
          if (pick % 4 === 0) winsock.PeekMessage(threads[0]!, { hwnd: 0, message: 0, wParam: 0, lParam: 0, time: 0 }, 0, 0, 0, 1);
          winsock.snapshot();
        }
        winsock.restore(here);
        watching = true;
        if (winsock.snapshot() !== here) wrong("restore is not exact: another snapshot");
        if (view() !== before) wrong("restore is not exact: another view");
        return;
      }
    }
  };

  const take = (thread: number, msg: Emulator.Msg) => {
    if (msg.message === WM_X) {
      const k = known.find((one) => one.handle === msg.wParam);
      checkCompletion(thread, msg);
      const d = winsock.DispatchMessage(thread, msg);
      if (typeof d === "object") {
        if (d.args[2] !== msg.wParam || d.procedure !== 0x401000) wrong("the wrong procedure was dispatched");
        winsock.returnFromDispatch(thread, 0);
      }
      if (k && winsock.requestView(k.request).state !== "done") wrong(`request ${k.request} is not done after its handler`);
    } else if (msg.message === WM_OTHER) others.taken++;
    else if (msg.message === WM_QUIT) quits = 0;
  };

  for (const op of program.operations) {
    perform(op);
    if (run.wrong) return run;
  }

  // To the end: every step, every message.
  for (let count = 0; count < 1000; count++) {
    const step = winsock.enabledSteps("fine")[0];
    if (!step) break;
    winsock.perform(step);
    checkErrors(`step ${step.kind}`);
  }
  if (winsock.enabledSteps("fine").length) wrong("the steps do not end");
  for (const { thread } of windows) {
    const msg: Emulator.Msg = { hwnd: 0, message: 0, wParam: 0, lParam: 0, time: 0 };
    for (let count = 0; count < 200 && winsock.PeekMessage(thread, msg, 0, 0, 0, 1) === 1; count++) {
      run.trace.push(`end ${JSON.stringify(msg)}`);
      take(thread, msg);
    }
  }
  if (others.posted !== others.taken && !Number.isNaN(others.dropped))
    wrong(`${others.posted} messages were posted and ${others.taken} taken`);
  if (quits) wrong("WM_QUIT never came");
  for (const k of known) {
    const { state, workerBusy } = winsock.requestView(k.request);
    run.trace.push(`request ${k.request} ${state} ${k.taken}`);
    how.distribution?.note(`end ${state}`);
    const expected = state === "done" ? 1 : 0;
    if (k.taken !== expected) wrong(`request ${k.request} ended ${state} with ${k.taken} messages`);
    if (!["done", "cancelled", "lost", "swept"].includes(state) || workerBusy) wrong(`request ${k.request} ended ${state}`);
    const alive = windows.some((w) => w.hWnd === k.window && w.alive);
    if (state === "lost" && alive) wrong(`request ${k.request} is lost though its window lives`);
    if (state === "done" && k.stopped) wrong("done though stopped");
    if (state === "cancelled" && !k.stopped) wrong("cancelled though no cancel succeeded");
    if (state === "swept" && !everCleaned) wrong("swept without a clean-up");
    if (state === "cancelled" && !k.late && !bytesAre(k, 0xcc)) wrong("a cancelled request wrote its buffer");
  }
  // One worker: completions of one window come in order of issue.
  if (profile.worker === "fifo") {
    for (const { hWnd } of windows) {
      const taken = order.filter((o) => o.window === hWnd).map((o) => o.request);
      if (taken.some((request, index) => index > 0 && request < taken[index - 1]!)) wrong(`one worker, and the order ${taken.join()}`);
    }
  }
  return run;
}

/** The table of cancel results by state, written from the semantics. */
function cancelAnswers(program: Program, state: string, busy: boolean, count: number, networkDown: boolean, cleaned: boolean): number[] {
  switch (program.profile) {
    case "wine":
      return [0];
    case "reactos":
      if (count === 0) return [NOTINITIALISED];
      // While the queue is drained for the last clean-up nothing can be cancelled.
      if (cleaned && !(state === "cancelled")) return ["queued", "running"].includes(state) ? [0, EINVAL] : [EINVAL];
      if (state === "cancelled" && busy) return cleaned ? [0, EINVAL] : [0];
      return ["queued", "running"].includes(state) ? [0] : [EINVAL];
    default: {
      const over = program.profile === "winsock11" ? EINVAL : EALREADY;
      if (count === 0) return [NOTINITIALISED];
      if (networkDown) return [10050];
      if (state === "queued" || state === "running") return [0];
      if (state === "commit") return [0, over];
      if (state === "swept") return [EINVAL];
      return [over];
    }
  }
}

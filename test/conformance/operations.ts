/** What an operation of a random program does, and what its result must be. */
import type * as Emulator from "../../server/src/emulator/index.ts";
import { cancelAnswers, EINVAL, NETDOWN, NOTINITIALISED, SYSNOTREADY } from "./expected.ts";
import { HOSTS, LENGTHS, type Operation } from "./programs.ts";
import { type Trial, WM_OTHER, WM_QUIT, WM_X } from "./trial.ts";

export function perform(trial: Trial, op: Operation): void {
  const { program, winsock, memory, threads, windows, known, others } = trial;
  const trace = (...words: unknown[]) => trial.trace.push(`${op.op} ${words.join(" ")}`);
  switch (op.op) {
    case "start": {
      const thread = threads[op.thread % threads.length]!;
      const window = op.window === 9 ? 0 : windows[op.window % windows.length]!.hWnd;
      const host = HOSTS[op.input % HOSTS.length]!;
      const length = LENGTHS[op.length]!;
      let [buffer, name, proto, address] = [0, 0, 0, 0];
      trial.setUp(() => {
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
        const expected = winsock.startupCount === 0 ? NOTINITIALISED : trial.networkDown ? NETDOWN : -1;
        if (error !== expected) trial.fail(`a start failed with ${error}`);
      } else {
        if (winsock.startupCount === 0 && program.profile !== "wine") trial.fail("a start succeeded before WSAStartup");
        if (known.some((k) => k.handle === handle)) trial.fail(`the handle ${handle} was given twice`);
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
          disturbed: trial.networkDown || trial.everCleaned,
        });
        if (winsock.requests().length !== known.length) trial.fail("a start made no request");
      }
      trial.checkErrors("a start", handle === 0 ? thread : undefined);
      return;
    }
    case "cancel": {
      const k = known[op.request % Math.max(1, known.length)];
      if (!k) return;
      const thread = threads[op.thread % threads.length]!;
      const before = winsock.requestView(k.request);
      trial.choice = op.choice;
      const result = winsock.WSACancelAsyncRequest(thread, k.handle);
      trial.choice = 0;
      const error = result === 0 ? 0 : winsock.lastError(thread);
      trace(before.state, result, error);
      trial.how.distribution?.note(`cancel ${program.profile} ${before.state} -> ${error}`);
      const expected = cancelAnswers(program, before.state, before.workerBusy, winsock.startupCount, trial.networkDown, trial.everCleaned);
      if (!expected.includes(error)) trial.fail(`cancel in state ${before.state} gave ${error}, not ${expected.join(" or ")}`);
      if (result !== 0 && result !== -1) trial.fail(`cancel returned ${result}`);
      if (result === 0 && program.profile !== "wine" && !k.stopped) {
        k.stopped = true;
        k.late = before.state === "commit";
      }
      if (
        program.profile === "reactos" &&
        !trial.everCleaned &&
        winsock.startupCount > 0 &&
        before.state === "commit" &&
        winsock.requestView(k.request).state !== "posting"
      ) {
        trial.fail("the cancel did not wait until the copy was done");
      }
      trial.checkErrors("a cancel", result === 0 ? undefined : thread);
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
            ![down ? NOTINITIALISED : EINVAL, trial.networkDown ? NETDOWN : EINVAL].includes(error)
      ) {
        trial.fail(`cancel of ${op.handle} gave ${error}`);
      }
      if (real && result === 0 && program.profile !== "wine") known.find((k) => k.handle === op.handle)!.stopped = true;
      trial.checkErrors("a cancel", result === 0 ? undefined : threads[0]!);
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
      trial.checkErrors(`step ${step.kind}`);
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
        trial.fail("PM_NOREMOVE showed another message than was taken");
      if (before !== undefined && winsock.snapshot() !== before) trial.fail("PM_NOREMOVE changed the state");
      if (found === 1) {
        const passes =
          msg.message === WM_QUIT ||
          (((min === 0 && max === 0) || (msg.message >= min && msg.message <= max)) && (window === 0 || msg.hwnd === window));
        if (!passes) trial.fail(`message ${msg.message} passed the filter ${min} to ${max}`);
      }
      const dead = window !== 0 && !windows[op.thread % windows.length]!.alive;
      if (found !== 1 && trial.quits && thread === threads[0] && !dead) trial.fail("WM_QUIT was held back by a filter");
      if (found === 1 && op.remove) trial.take(thread, msg);
      const alive = windows[op.thread % windows.length]!.alive;
      trial.checkErrors("a peek", alive || window === 0 ? undefined : thread);
      return;
    }
    case "post": {
      const window = windows[op.window % windows.length]!;
      const result = winsock.PostMessage(threads[0]!, window.hWnd, WM_OTHER);
      trace(result);
      if ((result === 1) !== window.alive) trial.fail(`PostMessage gave ${String(result)}`);
      if (result === 1) others.posted++;
      trial.checkErrors("a post", result === 1 ? undefined : threads[0]!);
      return;
    }
    case "error": {
      const thread = threads[op.thread % threads.length]!;
      winsock.WSASetLastError(thread, op.code);
      if (winsock.WSAGetLastError(thread) !== op.code) trial.fail("WSAGetLastError forgot the value");
      trial.checkErrors("WSASetLastError", thread);
      return;
    }
    case "destroy": {
      const window = windows[op.window % windows.length]!;
      const inQueue = others.posted - others.taken - others.dropped;
      const result = winsock.DestroyWindow(window.thread, window.hWnd);
      trace(result);
      if ((result === 1) !== window.alive) trial.fail("DestroyWindow");
      if (window.alive && inQueue > 0) others.dropped = Number.NaN; // how many of them went to this window is not tracked
      window.alive = false;
      trial.checkErrors("DestroyWindow", result === 1 ? undefined : window.thread);
      return;
    }
    case "startup": {
      // Only the providers that look find a network that is down.
      const checks = program.profile === "documented" || program.profile === "winsock11";
      const expected = checks && trial.networkDown ? SYSNOTREADY : 0;
      trial.setUp(() => {
        if (winsock.startup() !== expected) trial.fail(`WSAStartup did not answer ${expected}`);
      });
      if (expected === 0) trial.startups++;
      return;
    }
    case "cleanup": {
      const before = winsock.startupCount;
      const result = winsock.WSACleanup(threads[0]!);
      trace(result);
      if ((result === 0) !== before > 0) trial.fail(`WSACleanup gave ${result} with count ${before}`);
      if (result === 0 && --trial.startups <= 0) {
        trial.everCleaned = true;
        for (const k of known) k.disturbed = true;
        if (program.profile === "documented")
          for (const k of known)
            if (["queued", "running", "commit", "posting"].includes(winsock.requestView(k.request).state))
              trial.fail("WSACleanup left a request pending");
      }
      trial.checkErrors("WSACleanup", result === 0 ? undefined : threads[0]!);
      return;
    }
    case "quit":
      winsock.PostQuitMessage(threads[0]!, 3);
      trial.quits++;
      return;
    case "network":
      trial.networkDown = op.down;
      winsock.setNetworkDown(op.down);
      if (op.down) for (const k of known) k.disturbed = true;
      return;
    case "detour": {
      if (!trial.how.detours) return;
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
      trial.watching = false;
      for (const pick of op.picks) {
        const steps = winsock.enabledSteps("fine");
        const step = steps[pick % Math.max(1, steps.length)];
        if (step) winsock.perform(step);
        if (pick % 3 === 0 && known[0]) winsock.WSACancelAsyncRequest(threads[0]!, known[pick % known.length]!.handle);
        if (pick % 4 === 0) winsock.PeekMessage(threads[0]!, { hwnd: 0, message: 0, wParam: 0, lParam: 0, time: 0 }, 0, 0, 0, 1);
        winsock.snapshot();
      }
      winsock.restore(here);
      trial.watching = true;
      if (winsock.snapshot() !== here) trial.fail("restore is not exact: another snapshot");
      if (view() !== before) trial.fail("restore is not exact: another view");
      return;
    }
  }
}

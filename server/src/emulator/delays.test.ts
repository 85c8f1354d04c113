import { describe, expect, it } from "vitest";
import { scriptedDatabase, type WinsockOptions, Winsock } from "./index.ts";

const WM_RESOLVED = 0x8001;
const names = scriptedDatabase({ otherHosts: "WSATRY_AGAIN" });

/** A Winsock without a clock whose lookups take these times, by number of the request. */
function slow(delays: readonly (number | undefined)[], profile: WinsockOptions["profile"] = "winsock11") {
  const w = new Winsock({ clock: false, profile, names, delays: (request) => delays[request] });
  const t = w.mainThread;
  w.startup(0x0101);
  w.RegisterClass(t, "Main", () => 0);
  const hWnd = w.CreateWindowEx(t, "Main", 0);
  const name = w.flat.allocateString("alpha.test");
  const start = () => w.WSAAsyncGetHostByName(t, hWnd, WM_RESOLVED, name, w.flat.allocate(1024), 1024);
  const msg = { hwnd: 0, message: 0, wParam: 0, lParam: 0, time: 0 };
  return { w, t, hWnd, start, msg, kinds: () => w.enabledSteps().map((step) => step.kind) };
}

/** Takes the only step there is until none is left; the kinds, with the number of the request where there is one. */
function run(w: Winsock, limit = 100): string[] {
  const told: string[] = [];
  while (told.length < limit) {
    const [step, ...others] = w.enabledSteps();
    if (!step) return told;
    expect(others).toEqual([]);
    w.perform(step);
    told.push("request" in step ? `${step.kind} ${step.request}` : step.kind);
  }
  return told;
}

describe("lookups that take a time, without a clock", () => {
  it("end in order of time, not of issue, and only when the thread waits", () => {
    const { w, t, start, msg } = slow([200, 100]);
    start();
    start();
    expect(w.enabledSteps()).toEqual([]);
    expect(w.GetMessage(t, msg)).toBe("would-block");
    expect(run(w)).toEqual(["deadline", "commit 1", "post 1"]);
    // the message ends the wait: no time passes until the thread waits again
    expect(w.GetMessage(t, msg)).toBe(1);
    expect(w.enabledSteps()).toEqual([]);
    expect(w.GetMessage(t, msg)).toBe("would-block");
    expect(run(w)).toEqual(["deadline", "commit 0", "post 0"]);
  });

  it("keep order with timers: the earlier one first", () => {
    const { w, t, hWnd, start, msg } = slow([100]);
    start();
    w.SetTimer(t, hWnd, 1, 60, 0);
    w.GetMessage(t, msg);
    expect(run(w)).toEqual(["deadline"]);
    expect(w.GetMessage(t, msg)).toBe(1);
    expect(msg.message).toBe(0x0113);
    w.KillTimer(t, hWnd, 1);
    w.GetMessage(t, msg);
    expect(run(w)).toEqual(["deadline", "commit 0", "post 0"]);
  });

  it("a thread that only looks lets time pass", () => {
    const { w, t, start, msg, kinds } = slow([100]);
    start();
    expect(kinds()).toEqual([]);
    expect(w.PeekMessage(t, msg, 0, 0, 0, 1)).toBe(0);
    expect(kinds()).toEqual(["deadline"]);
  });

  it("a cancel ends the wait for the lookup, and a request without a time may end whenever it likes", () => {
    const { w, t, start, kinds } = slow([100, undefined]);
    const handle = start();
    start();
    expect(kinds()).toEqual(["commit"]);
    expect(w.WSACancelAsyncRequest(t, handle)).toBe(0);
    expect(run(w)).toEqual(["commit 1", "post 1"]);
  });

  it("one worker begins the next lookup when the one before is over", () => {
    const { w, t, start, msg } = slow([100, 100, 100], "documented");
    start();
    const second = start();
    start();
    w.SetTimer(t, 0, 1, 150, 0);
    w.GetMessage(t, msg);
    expect(w.WSACancelAsyncRequest(t, second)).toBe(0);
    w.GetMessage(t, msg);
    expect(run(w, 3)).toEqual(["deadline", "commit 0", "post 0"]);
    expect(w.GetMessage(t, msg)).toBe(1);
    w.GetMessage(t, msg);
    // 100 ms are over: the timer is due in 50, the third lookup in 100
    expect(run(w)).toEqual(["deadline"]);
    expect(w.GetMessage(t, msg)).toBe(1);
    expect(msg.message).toBe(0x0113);
    w.KillTimer(t, 0, 1);
    w.GetMessage(t, msg);
    expect(run(w)).toEqual(["deadline", "commit 2", "post 2"]);
  });

  it("snapshots hold the times", () => {
    const { w, t, start, msg } = slow([300, 100]);
    start();
    start();
    w.GetMessage(t, msg);
    const before = w.snapshot();
    const first = run(w);
    w.restore(before);
    expect(run(w)).toEqual(first);
    w.restore(before);
    expect(w.snapshot()).toBe(before);
  });
});

describe("outcomes of lookups without a request", () => {
  it("are asked for with the call and the name", () => {
    const asked: unknown[] = [];
    const w = new Winsock({
      clock: false,
      outcomes: (request, about) => {
        asked.push([request, about]);
        return [11002];
      },
    });
    w.startup();
    expect(w.gethostbyname(w.mainThread, w.flat.allocateString("beta.test"))).toBe("would-block");
    expect(w.enabledSteps()).toEqual([{ kind: "blocking-answer", thread: 0, outcome: 11002 }]);
    expect(asked).toEqual([[-1, { call: "gethostbyname", name: "beta.test" }]]);
  });
});

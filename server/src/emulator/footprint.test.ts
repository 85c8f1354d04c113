import { describe, expect, it } from "vitest";
import { profiles, scriptedDatabase, type Step, Winsock, withKnobs } from "./index.ts";

const names = scriptedDatabase({ hosts: [{ name: "alpha.test", addresses: ["192.0.2.10"] }] });

/** Three requests to windows of two threads, a timer, a socket, a query, and a blocking call of the second thread, all of which can go on. */
function busy(profile: keyof typeof profiles, worker: "fifo" | "pool"): Winsock {
  const w = new Winsock({ clock: false, profile: withKnobs(profiles[profile], { worker }), names, outcomes: ["database", 11002] });
  const t = w.mainThread;
  w.startup(0x0101);
  w.RegisterClass(t, "Main", () => 0);
  const hWnd = w.CreateWindowEx(t, "Main", 0);
  const other = w.threadOf(w.CreateThread(t, 0, 0));
  const theirs = w.CreateWindowEx(other, "Main", 0);
  const name = w.flat.allocateString("alpha.test");
  for (const window of [hWnd, hWnd, theirs]) w.WSAAsyncGetHostByName(t, window, 0x8001, name, w.flat.allocate(1024), 1024);
  const s = w.socket(t, 2, 1, 0);
  w.WSAAsyncSelect(t, s, hWnd, 0x8002, 1);
  w.SetTimer(t, hWnd, 1, 50, 0);
  w.gethostbyname(other, name);
  w.GetMessage(t, { hwnd: 0, message: 0, wParam: 0, lParam: 0, time: 0 });
  return w;
}

const disjoint = (a: readonly number[], b: readonly number[]): boolean => !a.some((part) => b.includes(part));
const shown = (step: Step): string => JSON.stringify(step);

/** States that a few steps from the start lead to. */
function statesOf(w: Winsock, depth: number): number[] {
  const seen = new Set([w.snapshot()]);
  let level = [...seen];
  for (let i = 0; i < depth; i++) {
    const next: number[] = [];
    for (const state of level) {
      w.restore(state);
      for (const step of w.enabledSteps()) {
        w.restore(state);
        w.perform(step);
        const reached = w.snapshot();
        if (seen.has(reached)) continue;
        seen.add(reached);
        next.push(reached);
      }
    }
    level = next;
  }
  return [...seen];
}

describe("what a step touches", () => {
  it.each([
    ["documented", "pool"],
    ["reactos", "fifo"],
    ["winsock11", "pool"],
  ] as const)("%s, %s: steps that touch nothing in common can be made in either order", (profile, worker) => {
    const w = busy(profile, worker);
    let pairs = 0;
    for (const state of statesOf(w, 2)) {
      w.restore(state);
      const steps = w.enabledSteps();
      const touched = steps.map((step) => w.footprint(step));
      steps.forEach((a, i) => {
        steps.slice(i + 1).forEach((b, j) => {
          // two outcomes of one lookup are a choice, not two steps
          if (!disjoint(touched[i]!, touched[i + 1 + j]!)) return;
          const reached = [
            [a, b],
            [b, a],
          ].map((order) => {
            w.restore(state);
            for (const step of order) {
              expect(w.enabledSteps().map(shown), `${shown(a)} and ${shown(b)}`).toContain(shown(step));
              w.perform(step);
            }
            return w.snapshot();
          });
          expect([shown(a), shown(b), reached[0]]).toEqual([shown(a), shown(b), reached[1]]);
          pairs++;
        });
      });
    }
    expect(pairs).toBeGreaterThan(100);
  });

  it("two posts into one queue touch the same, two into different ones do not", () => {
    const w = busy("documented", "pool");
    for (let request = 0; request < 3; request++) w.perform({ kind: "commit", request, outcome: "database" });
    const post = (request: number) => w.footprint({ kind: "post", request });
    expect(disjoint(post(0), post(1))).toBe(false);
    expect(disjoint(post(0), post(2))).toBe(true);
  });
});

/** What is remembered of steps and calls is what the emulator does: compared in every state that a random walk meets. */
import { expect, test } from "vitest";
import { profiles, scriptedDatabase, Winsock, withKnobs, type ProfileName } from "./index.ts";

const NAMES = scriptedDatabase({
  hosts: [{ name: "alpha.test", addresses: ["192.0.2.10"] }],
  services: [{ name: "smtp", port: 25, protocol: "tcp" }],
  protocols: [{ name: "tcp", number: 6 }],
});
const WM_X = 0x8001;

/** Numbers that are the same in each run. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return (state >>> 8) % below;
  };
}

function scene(profile: ProfileName, knobs: Parameters<typeof withKnobs>[1] = {}) {
  const winsock = new Winsock({ names: NAMES, clock: false, profile: withKnobs(profiles[profile], knobs), outcomes: ["database", 11001] });
  const thread = winsock.mainThread;
  winsock.startup();
  winsock.RegisterClass(thread, "C", 0x401000);
  const window = winsock.CreateWindowEx(thread, "C");
  const { flat } = winsock;
  const name = flat.allocateString("alpha.test");
  const protocol = flat.allocateString("tcp");
  const service = flat.allocateString("smtp");
  const buffers = [0, 1, 2].map(() => flat.allocate(256));
  const second = winsock.threadOf(winsock.CreateThread(thread, 0x402000, 0));
  const message = { hwnd: 0, message: 0, wParam: 0, lParam: 0, time: 0 };
  const answer = (value: number | string | object | undefined): number =>
    typeof value === "number" ? value : value === undefined ? -2 : -3;
  const successors = winsock.successors();
  const runs: (() => number)[] = [
    () => winsock.WSAAsyncGetHostByName(thread, window, WM_X, name, buffers[0]!, 256),
    () => winsock.WSAAsyncGetProtoByName(second, window, WM_X, protocol, buffers[1]!, 256),
    () => winsock.WSAAsyncGetServByName(thread, window, WM_X, service, protocol, buffers[2]!, 20),
    ...[0, 1, 2].map((i) => () => {
      const request = winsock.requests()[i];
      return winsock.WSACancelAsyncRequest(thread, request ? request.handle : 0);
    }),
    () => winsock.WSAGetLastError(thread),
    () => (answer(winsock.PeekMessage(thread, message, 0, 0, 0, 1)) === 1 ? message.wParam : -1),
    () => answer(winsock.GetMessage(thread, message, 0, 0, 0)),
    () => winsock.DestroyWindow(thread, window),
    () => winsock.WSACleanup(thread),
    () => winsock.startup(),
    () => Number(flat.release(buffers[0]!)),
    () => Number(flat.write(name, Uint8Array.of(0x62))),
    () => winsock.PostMessage(thread, window, WM_X + 1, 2 ** 40, 7),
    () => answer(winsock.PeekMessage(thread, message, window, WM_X + 1, WM_X + 1, 1)),
    () => winsock.SetTimer(thread, window, 1, 10, 0),
  ];
  return { winsock, successors, runs, actions: runs.map((run) => successors.action(run)) };
}

test.each<[ProfileName, Parameters<typeof withKnobs>[1]]>([
  ["documented", {}],
  ["documented", { worker: "pool" }],
  ["reactos", {}],
  ["wine", {}],
  ["winsock11", {}],
])("%s %o: what is remembered is what happens", (profile, knobs) => {
  const { winsock, successors, runs, actions } = scene(profile, knobs);
  const next = random(11);
  const states = [winsock.snapshot()];
  let compared = 0;
  for (let round = 0; round < 1200; round++) {
    // Mostly near the end, so that runs become long; now and then from any state.
    const state = next(4) === 0 ? states[next(states.length)]! : states[Math.max(0, states.length - 1 - next(6))]!;
    const grain = next(2) === 0 ? "fine" : "merged";
    winsock.restore(state);
    const steps = winsock.enabledSteps(grain);
    expect(successors.steps(state, grain)).toEqual(steps.map((step) => successors.step(step)));
    const chosen = next(steps.length + runs.length);
    const action = chosen < steps.length ? successors.step(steps[chosen]!) : actions[chosen - steps.length]!;
    const after = successors.after(state, action);
    const { result } = successors;
    winsock.restore(state);
    let really = 0;
    if (chosen < steps.length) winsock.perform(steps[chosen]!);
    else really = runs[chosen - steps.length]!();
    expect([after, result]).toEqual([winsock.snapshot(), really]);
    // Once more: now it is remembered, whatever it was before.
    const { misses } = successors;
    expect([successors.after(state, action), successors.result, successors.misses]).toEqual([after, result, misses]);
    compared++;
    winsock.restore(after);
    if (winsock.requests().length < 5) states.push(after);
  }
  expect(compared).toBe(1200);
  // Most of it was never run for its state.
  expect(successors.misses).toBeLessThan(winsock.interned.states * 4);
});

test("the whole state space is the same, and almost nothing of it is run", () => {
  const { winsock, successors, runs } = scene("documented", { worker: "pool" });
  const cancels = [0, 1].map((i) => {
    const handle = runs[i]!();
    return () => winsock.WSACancelAsyncRequest(winsock.mainThread, handle);
  });
  const first = winsock.snapshot();
  const calls = [...cancels, runs[7]!];
  const actions = calls.map((call) => successors.action(call));
  const explore = (follow: (state: number) => readonly number[]): { states: number; transitions: number } => {
    const seen = new Set([first]);
    const work = [first];
    let transitions = 0;
    for (let state = work.pop(); state !== undefined; state = work.pop()) {
      for (const next of follow(state)) {
        transitions++;
        if (seen.has(next)) continue;
        seen.add(next);
        work.push(next);
      }
    }
    return { states: seen.size, transitions };
  };
  const plain = explore((state) => {
    winsock.restore(state);
    const changes = [
      ...winsock.enabledSteps("fine").map((step) => () => void winsock.perform(step)),
      ...calls.map((call) => () => void call()),
    ];
    return changes.map((change) => {
      winsock.restore(state);
      change();
      return winsock.snapshot();
    });
  });
  const quick = explore((state) => [...successors.steps(state, "fine"), ...actions].map((one) => successors.after(state, one)));
  expect(quick).toEqual(plain);
  expect(plain.states).toBeGreaterThan(500);
  expect(successors.misses).toBeLessThan(plain.transitions / 4);
});

test("what cannot be remembered is refused", () => {
  const { winsock, successors } = scene("documented");
  const here = winsock.snapshot();
  const back = successors.action(() => {
    winsock.PostMessage(0, 0, WM_X);
    winsock.restore(here);
    return 0;
  });
  expect(() => successors.after(here, back)).toThrow(TypeError);
  winsock.onEvent = () => {};
  expect(() => winsock.successors()).toThrow(TypeError);
});

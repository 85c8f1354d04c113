import { describe, expect, it } from "vitest";
import { scriptedDatabase, Winsock, withKnobs, wine } from "./index.ts";
import { processorTime } from "../../../test/support/processorTime.ts";

/** A Winsock whose handler keeps the results it was told of. */
function prepared(profile: ConstructorParameters<typeof Winsock>[0]) {
  const winsock = new Winsock(profile);
  const t = winsock.mainThread;
  winsock.startup();
  winsock.RegisterClass(t, "Main", () => 0);
  const hWnd = winsock.CreateWindowEx(t, "Main", 0);
  const name = winsock.flat.allocateString("alpha.test");
  const buffer = winsock.flat.allocate(1024);
  return { winsock, t, start: () => winsock.WSAAsyncGetHostByName(t, hWnd, 0x8001, name, buffer, 1024) };
}

const names = scriptedDatabase({ hosts: [{ name: "alpha.test", addresses: ["192.0.2.10"] }] });

describe("handles that come back", () => {
  const few = withKnobs(wine, {
    cancelStops: true,
    cancel: { ...wine.cancel, taken: 10037, done: 10037 },
    handles: { first: 1, bits: 16, skipZero: true, or: 2 },
  });

  it("name the older request while that is pending, and the newer one after it, before and after a restore", () => {
    const { winsock, t, start } = prepared({ profile: few, names });
    const first = start();
    start();
    expect(start()).toBe(first);
    expect(winsock.requestOf(first)).toBe(0);
    // the first ends: the handle is now that of the third
    for (const kind of ["pick-up", "check", "copy", "mark", "post"] as const) {
      winsock.perform({ kind, request: 0 });
      if (kind === "pick-up") winsock.perform({ kind: "lookup", request: 0, outcome: "database" });
    }
    expect(winsock.requestOf(first)).toBe(2);
    winsock.restore(winsock.snapshot());
    expect(winsock.requestOf(first)).toBe(2);
    expect(winsock.WSACancelAsyncRequest(t, first)).toBe(0);
    expect(winsock.requestView(2).state).toBe("cancelled");
    expect(winsock.requestView(0).state).toBe("posted");
  });
});

describe("very many requests in a pool", () => {
  it("one that never ends does not make the steps of the others longer", () => {
    const { winsock, start } = prepared({ profile: "wine", names });
    start();
    // the first is left alone; each later one is driven to its end by single steps
    const before = processorTime();
    for (let request = 1; request <= 20_000; request++) {
      start();
      for (let step = 0; step < 2; step++) winsock.perform(winsock.enabledSteps().at(-1)!);
      expect(winsock.requestView(request).state).toBe("posted");
    }
    expect(winsock.enabledSteps()).toHaveLength(1);
    // walking all requests at each step takes minutes
    expect(processorTime() - before).toBeLessThan(20_000);
  }, 60_000);
});

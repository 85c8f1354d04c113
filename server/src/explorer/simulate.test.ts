import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestParser, type TestParser } from "../../../test/support/parser.ts";
import { unitOfTexts } from "../program/fromTexts.ts";
import type { Unit } from "../program/types.ts";
import { entriesOf, findEntry } from "./entry.ts";
import { createSimulation, simulate, SimulationError } from "./simulate.ts";

const example = readFileSync(new URL("../../../examples/lookup.c", import.meta.url), "utf8");

let parser: TestParser;
beforeAll(async () => {
  parser = await openTestParser();
});
afterAll(() => parser.delete());

const unitOf = (text: string, name = "a.cpp"): Unit => unitOfTexts(parser, { [`file:///p/${name}`]: text }, { target: "win64" });

const LOOKUP = `#include <winsock2.h>
#include <windows.h>
#define WM_X (WM_APP + 3)
class CLookup {
public:
  CLookup(HWND w) : m_h(0), m_buf(0), m_w(w) {}
  ~CLookup() { if (m_h) WSACancelAsyncRequest(m_h); delete [] m_buf; }
  bool Start(const char *name) {
    m_buf = new char[MAXGETHOSTSTRUCT];
    m_h = WSAAsyncGetHostByName(m_w, WM_X, name, m_buf, MAXGETHOSTSTRUCT);
    return m_h != 0;
  }
  void OnDone(LPARAM l) { if (WSAGETASYNCERROR(l) == 0) Use((HOSTENT *)m_buf); m_h = 0; }
  void Use(HOSTENT *h) { m_addr = *(unsigned long *)h->h_addr_list[0]; }
  HANDLE m_h; char *m_buf; HWND m_w; unsigned long m_addr;
};
static CLookup *g;
LRESULT CALLBACK Proc(HWND w, UINT m, WPARAM a, LPARAM l) {
  if (m == WM_X) { g->OnDone(l); return 0; }
  return DefWindowProc(w, m, a, l);
}
`;

describe("simulate", () => {
  it("lists every end of the example and the order in which it breaks", () => {
    const result = simulate(unitOf(example, "lookup.c"), undefined);
    expect(result.exhaustive).toBe(true);
    expect(result.violations.map((one) => one.rule)).toContain("free-despite-failed-cancel");
    expect(result.outcomes.some((one) => one.output.includes("found alpha.test"))).toBe(true);
    const violation = result.violations.find((one) => one.rule === "free-despite-failed-cancel")!;
    const take = violation.events.find((event) => event.kind === "take" && event.request === 1)!;
    expect(violation.events.find((event) => event.step === take.cause)?.kind).toBe("post");
    expect(
      violation.events.every((event) => event.actor === "resolver" || event.actor === "user" || event.actor === "system" || event.line),
    ).toBe(true);
  });

  it("says what changes with each event", () => {
    const { violations } = simulate(unitOf(example, "lookup.c"), undefined);
    const { events } = violations.find((one) => one.rule === "free-despite-failed-cancel")!;
    const changes = (kind: string): readonly string[] => events.find((event) => event.kind === kind)?.changes ?? [];
    expect(changes("start")).toEqual([expect.stringMatching(/^request 1: queued$/), expect.stringMatching(/^g_\w+: 0 → 0x10001$/)]);
    expect(changes("commit")).toEqual(["request 1: queued → posting"]);
    expect(changes("post")).toEqual(["request 1: posting → posted", "queue of thread 0: 0 → 1"]);
    expect(changes("cancel")).toEqual(["last error: 0 → WSAEALREADY"]);
    expect(changes("free")[0]).toMatch(/: alive → freed$/);
  });

  it("gives the same schedules again, and plays one back", () => {
    const first = simulate(unitOf(example, "lookup.c"), undefined);
    const again = simulate(unitOf(example, "lookup.c"), undefined);
    expect(again).toEqual(first);
    for (const outcome of first.outcomes) {
      expect(outcome.schedule).toMatch(/^w1\.[0-9a-f]{8}\.[A-Za-z0-9_-]*$/);
      const played = simulate(unitOf(example, "lookup.c"), undefined, { schedule: outcome.schedule });
      expect(played.outcomes.map(({ output, exit }) => ({ output, exit }))).toEqual([{ output: outcome.output, exit: outcome.exit }]);
    }
  });

  it("plays back a run that asks for a number in the middle of a statement", () => {
    const unit = unitOf(`#include <winsock2.h>
#include <windows.h>
#include <string.h>
#define WM_X (WM_APP + 3)
class CWindow {
public:
  void Start(const char *name) {
    memset(m_buf, 0, sizeof m_buf);
    m_h = WSAAsyncGetHostByName(m_hWnd, WM_X, name, (char *)m_buf, sizeof m_buf);
    if (m_h) WSACancelAsyncRequest(m_h);
  }
  HWND m_hWnd; HANDLE m_h; BYTE m_buf[UNSEEN_SIZE];
};
`);
    const run = simulate(unit, "CWindow::Start");
    expect(run.outcomes.length).toBeGreaterThan(0);
    for (const outcome of run.outcomes) {
      const played = simulate(unit, "CWindow::Start", { schedule: outcome.schedule });
      expect(played.outcomes.map(({ exit, output }) => ({ exit, output }))).toEqual([{ exit: outcome.exit, output: outcome.output }]);
      expect(played.outcomes[0]!.schedule).toBe(outcome.schedule);
    }
  });

  it("refuses a schedule of other code and says what changed", () => {
    const { outcomes } = simulate(unitOf(example, "lookup.c"), undefined);
    const other = unitOf(example.replace("free(g_buffer);", "/* kept */"), "lookup.c");
    const longest = outcomes.find((one) => one.output.includes("too late"))!;
    expect(() => simulate(other, undefined, { schedule: longest.schedule })).toThrow(/StopLookup/);
    expect(() => simulate(other, undefined, { schedule: "w1.nonsense" })).toThrow(SimulationError);
  });

  it("runs a member on an object that its constructor built, and lets the owner go", () => {
    const unit = unitOf(LOOKUP);
    const result = simulate(unit, "CLookup::Start");
    expect(result.exhaustive).toBe(true);
    const broken = result.violations.find((one) => one.rule === "free-despite-failed-cancel");
    expect(broken?.message).toContain("the CLookup");
    expect(broken?.assumptions.map((one) => one.kind)).toContain("entry");
    expect(broken?.events.find((event) => event.kind === "user-event")?.text).toContain("CLookup");
  });

  it("works in slices and shows how far it is", () => {
    const driver = createSimulation(unitOf(example, "lookup.c"), undefined);
    let slices = 0;
    while (!driver.run(0)) slices++;
    expect(slices).toBeGreaterThan(5);
    expect(driver.progress.states).toBe(driver.result().states);
  });

  it("stops at a bound and says so", () => {
    const result = simulate(unitOf(example, "lookup.c"), undefined, { maxStates: 10 });
    expect(result.exhaustive).toBe(false);
    expect(result.bounds).toContainEqual({ kind: "states", limit: 10 });
  });

  it("stops inside a long run when its time is over, and says where", () => {
    const long = "unsigned x;\nint main(void) {\n  unsigned i;\n  for (i = 0; i < 4000000000u; i++)\n    x += i;\n  return 0;\n}\n";
    let clock = 0;
    const driver = createSimulation(unitOf(long, "a.c"), undefined, { maxSeconds: 2, now: () => clock++ });
    let slices = 0;
    while (!driver.run(20)) slices++;
    // No decision is in the whole run, and still others have their turn.
    expect(slices).toBeGreaterThan(50);
    const result = driver.result();
    expect(result.exhaustive).toBe(false);
    expect(result.bounds).toEqual([
      { kind: "time", limit: 2, uri: "file:///p/a.c", line: expect.toSatisfy((line) => line === 4 || line === 5) },
    ]);
  });

  it("says where a run goes round on something that is not known", () => {
    const unit = unitOf(
      "int get(void);\nint wait_for_it(void)\n{\n  int state = get();\n  while (state == 7)\n    Sleep(10);\n  return 0;\n}\n",
      "a.c",
    );
    const { bounds, exhaustive } = simulate(unit, "wait_for_it");
    expect(exhaustive).toBe(false);
    expect(bounds).toEqual([{ kind: "cycle", limit: 1, uri: "file:///p/a.c", line: 6 }]);
  });

  it("finds entries by name, class, parameters and line", () => {
    const unit = unitOf(LOOKUP + "int f(int a) { return a; }\nint f(void) { return 0; }\n");
    expect(entriesOf(unit).map((fn) => fn.name)).toEqual(["CLookup::~CLookup", "CLookup::Start"]);
    expect(findEntry(unit, "Start").map((fn) => fn.name)).toEqual(["CLookup::Start"]);
    expect(findEntry(unit, "f(int)")).toHaveLength(1);
    expect(findEntry(unit, "f")).toHaveLength(2);
    expect(findEntry(unit, "10").map((fn) => fn.name)).toEqual(["CLookup::Start"]);
    expect(() => simulate(unit, "nobody")).toThrow(SimulationError);
  });

  it("says under which providers a program breaks", () => {
    const fixture = (name: string): string => readFileSync(new URL(`../../../test/fixtures/explorer/${name}`, import.meta.url), "utf8");
    const unit = unitOfTexts(
      parser,
      { "file:///p/a.c": fixture("wine-cancel-reliance.wrong.c"), "file:///p/window.h": fixture("window.h") },
      { target: "win64" },
    );
    const rules = (provider: "documented" | "reactos" | "wine"): string[] =>
      simulate(unit, undefined, { provider }).violations.map((one) => one.rule);
    expect([rules("documented"), rules("reactos"), rules("wine")]).toEqual([[], [], ["wine-cancel-reliance"]]);
  });
});

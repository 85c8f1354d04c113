import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestParser, type TestParser } from "../../../test/support/parser.ts";
import type { Query } from "../emulator/index.ts";
import { unitOfTexts } from "../program/fromTexts.ts";
import type { Unit } from "../program/types.ts";
import type { PinnedEntry, Scenario } from "./scenario.ts";
import { simulate, SimulationError } from "./simulate.ts";
import type { SimulateOptions } from "./simulateTypes.ts";

const example = readFileSync(new URL("../../../examples/lookup.c", import.meta.url), "utf8");

let parser: TestParser;
beforeAll(async () => {
  parser = await openTestParser();
});
afterAll(() => parser.delete());

const unitOf = (text: string, name = "a.cpp"): Unit => unitOfTexts(parser, { [`file:///p/${name}`]: text }, { target: "win64" });

/** The texts that the runs of the example print after its first line, sorted. */
function prints(scenario: Scenario, more: SimulateOptions = {}, text = example, entry?: string): string[] {
  const result = simulate(unitOf(text, "lookup.c"), entry, { scenario, ...more });
  expect(result.exhaustive).toBe(true);
  return [...new Set(result.outcomes.map((one) => one.output.replace("looking up alpha.test\n", "").trim()))].sort();
}

const user = (entry: string, more: Partial<PinnedEntry> = {}): PinnedEntry => ({ entry, times: 1, ...more });
const found = { hosts: [{ name: "alpha.test", addresses: ["192.0.2.10"] }] };

describe("what lookups find", () => {
  it("without a scenario they are found, or fail", () => {
    expect(prints({ user: [] })).toEqual(["", "found alpha.test", "not found, error 11001"]);
  });

  it("a start can fail, as the provider fails it, and as it is pinned", () => {
    const failing = simulate(unitOf(example, "lookup.c"), undefined, { scenario: { lookups: [{ start: [10035] }], user: [] } });
    expect(failing.outcomes).toHaveLength(1);
    expect(failing.trace?.events.map((event) => event.text)).toContain(
      "StartLookup calls WSAAsyncGetHostByName: it fails with WSAEWOULDBLOCK",
    );
    expect(prints({ lookups: [{ start: [0] }], user: [] })).toEqual(["found alpha.test", "not found, error 11001"]);
    expect(prints({ lookups: [{ start: [10050] }], user: [] })).toEqual([""]);
    expect(prints({ lookups: [{ request: 2, start: [10050] }], user: [] })).toContain("found alpha.test");
    expect(prints({ user: [] }, { failingStarts: false })).toEqual(["found alpha.test", "not found, error 11001"]);
  });

  it("records decide", () => {
    expect(prints({ records: found, user: [] })).toEqual(["found alpha.test"]);
    expect(prints({ records: { hosts: [] }, user: [] })).toEqual(["not found, error 11001"]);
    expect(prints({ records: { otherHosts: "WSATRY_AGAIN" }, user: [] })).toEqual(["not found, error 11002"]);
  });

  it("tables that the records do not hold are the usual ones", () => {
    const text = example.replace(
      'StartLookup(window, "alpha.test")',
      'printf("port %d\\n", ntohs(getservbyname("http", "tcp")->s_port)), StartLookup(window, "alpha.test")',
    );
    const services = [{ name: "http", port: 81, protocol: "tcp" }];
    expect(prints({ records: found, user: [] }, {}, text)[1]).toMatch(/^port 80\n/);
    expect(prints({ records: { ...found, services }, user: [] }, {}, text)).toEqual(["port 81\nfound alpha.test"]);
  });

  it("outcomes of single lookups are tried, and no others", () => {
    expect(prints({ lookups: [{ outcomes: [11002, 10055] }], user: [] })).toEqual(["not found, error 10055", "not found, error 11002"]);
    expect(prints({ lookups: [{ name: "ALPHA.test", outcomes: ["database"] }, { outcomes: [11003] }], user: [] })).toEqual([
      "found alpha.test",
    ]);
    expect(
      prints({
        lookups: [
          { call: "WSAAsyncGetHostByAddr", outcomes: [11002] },
          { request: 2, outcomes: [11003] },
        ],
        user: [],
      }),
    ).toEqual(["", "found alpha.test", "not found, error 11001"]);
    // the records say that there is no such host; a rule for one request does not change what the tables hold
    expect(prints({ records: { hosts: [] }, lookups: [{ request: 1, outcomes: [11002] }], user: [] })).toEqual(["not found, error 11002"]);
  });

  it("a name that nobody knows stays open", () => {
    const text =
      '#include <winsock2.h>\n#include <stdio.h>\nvoid f(const char *name) { WSADATA d; WSAStartup(2, &d); printf(gethostbyname(name) ? "yes" : "no"); }\n';
    expect(prints({ records: found, user: [] }, {}, text, "f")).toEqual(["no", "yes"]);
    const known = text.replace("gethostbyname(name)", 'gethostbyname("alpha.test")');
    expect(prints({ records: found, user: [] }, {}, known, "f")).toEqual(["yes"]);
    expect(prints({ lookups: [{ call: "gethostbyname", outcomes: [11002] }], user: [] }, {}, known, "f")).toEqual(["no"]);
  });

  it("questions are told, so that they can be answered before the run", () => {
    const asked: Query[] = [];
    prints({ user: [] }, { asked: (query) => asked.push(query) });
    expect(asked.some((query) => query.kind === "hostByName" && query.name === "alpha.test")).toBe(true);
  });
});

describe("who acts, when and how often", () => {
  const stop = (more: Partial<PinnedEntry> = {}): string[] =>
    prints({ records: found, user: [user("command 100", more)] }, { maxEvents: 1 });

  it("only the entries that are listed act, in the moment that is named", () => {
    // the cancel succeeds, comes too late, or comes when all is over
    expect(stop().some((text) => text.includes("too late"))).toBe(true);
    // who acts while the request runs may still come too late: the answer can be there before the handler runs
    expect(stop({ when: "pending" })).toEqual(stop());
    expect(stop({ when: "over" })).toEqual(["found alpha.test"]);
    expect(stop({ when: "pending", request: 2 })).toEqual(["found alpha.test"]);
  });

  it("commands that no handler tells apart can be chosen too", () => {
    expect(prints({ records: found, user: [user("command 7")] }, { maxEvents: 1 })).toEqual(["found alpha.test"]);
  });

  it("an entry acts as often as it may, and after the one it has to wait for", () => {
    const text = `#include <winsock2.h>
#include <stdio.h>
static char buffer[MAXGETHOSTSTRUCT];
void First() { printf("1"); }
void Second() { printf("2"); }
void begin(HWND w) { WSAAsyncGetHostByName(w, WM_USER + 1, "alpha.test", buffer, sizeof buffer); }
`;
    const told = (list: PinnedEntry[], maxEvents: number): string[] => {
      const result = simulate(unitOf(text), "begin", { scenario: { records: found, user: list }, maxEvents });
      return [...new Set(result.outcomes.map((one) => one.output))].sort();
    };
    expect(told([user("First"), user("Second")], 2)).toEqual(["12", "21"]);
    expect(told([user("First"), user("Second", { after: "First" })], 2)).toEqual(["12"]);
    expect(told([user("First", { times: 2 })], 2)).toEqual(["11"]);
    expect(told([user("First", { times: 2 })], 1)).toEqual(["1"]);
  });

  it("closing the window and deleting the owner are entries too", () => {
    const text = `#include <winsock2.h>
#include <windows.h>
#include <stdio.h>
class CLookup {
public:
  CLookup(HWND w) : m_h(0), m_w(w) {}
  ~CLookup() { printf("gone"); if (m_h) WSACancelAsyncRequest(m_h); }
  void Start() { m_h = WSAAsyncGetHostByName(m_w, WM_USER + 3, "alpha.test", m_buf, sizeof m_buf); }
  HANDLE m_h; HWND m_w; char m_buf[MAXGETHOSTSTRUCT];
};
static CLookup *g;
LRESULT CALLBACK Proc(HWND w, UINT m, WPARAM a, LPARAM l) {
  if (m == WM_USER + 3) { printf("answer "); g->m_h = 0; return 0; }
  if (m == WM_CLOSE) { printf("closed"); return 0; }
  return DefWindowProc(w, m, a, l);
}
`;
    const told = (list: PinnedEntry[]): string[] => {
      const result = simulate(unitOf(text), "CLookup::Start", { scenario: { records: found, user: list } });
      return [...new Set(result.outcomes.map((one) => one.output))].sort();
    };
    expect(told([])).toEqual(["answer "]);
    expect(told([user("close", { when: "over" })])).toEqual(["answer closed"]);
    expect(told([user("~CLookup", { when: "pending" })]).filter((one) => one.startsWith("gone"))).not.toEqual([]);
    expect(told([user("CLookup::~CLookup", { when: "over" })])).toEqual(["answer gone"]);
  });

  it("an entry that the program does not have is refused with those that it has", () => {
    const run = () => simulate(unitOf(example, "lookup.c"), undefined, { scenario: { user: [user("OnStop")] } });
    expect(run).toThrow(SimulationError);
    expect(run).toThrow("user[0].entry: the program has no 'OnStop'; known: close, command 100");
  });
});

describe("how long lookups take", () => {
  const timed = `#include <winsock2.h>
#include <windows.h>
#include <stdio.h>
static char buffer[MAXGETHOSTSTRUCT];
static HANDLE request;
static int over;
static LRESULT CALLBACK proc(HWND w, UINT m, WPARAM a, LPARAM l)
{
    switch (m) {
    case WM_CREATE:
        request = WSAAsyncGetHostByName(w, WM_USER + 1, "alpha.test", buffer, sizeof buffer);
        SetTimer(w, 1, 1000, NULL);
        return 0;
    case WM_TIMER:
        KillTimer(w, 1);
        if (!over) printf("timeout\\n");
        over = 1;
        PostQuitMessage(0);
        return 0;
    case WM_USER + 1:
        KillTimer(w, 1);
        if (!over) printf("answer\\n");
        over = 1;
        PostQuitMessage(0);
        return 0;
    }
    return DefWindowProc(w, m, a, l);
}
int main(void)
{
    WSADATA d; WNDCLASS c = {0}; MSG msg;
    WSAStartup(MAKEWORD(2, 2), &d);
    c.lpfnWndProc = proc; c.lpszClassName = TEXT("x");
    RegisterClass(&c);
    CreateWindow(c.lpszClassName, TEXT("x"), 0, 0, 0, 1, 1, NULL, NULL, NULL, NULL);
    while (GetMessage(&msg, NULL, 0, 0) > 0) DispatchMessage(&msg);
    return 0;
}
`;

  it("orders the answer and the timers of the program", () => {
    const run = (scenario: Scenario): string[] => prints({ records: found, user: [], ...scenario }, {}, timed);
    expect(run({})).toEqual(["answer", "timeout"]);
    expect(run({ lookups: [{ delay: 999 }] })).toEqual(["answer"]);
    expect(run({ lookups: [{ delay: 1001 }] })).toEqual(["timeout"]);
    expect(run({ lookups: [{ request: 2, delay: 1001 }] })).toEqual(["answer", "timeout"]);
    expect(run({ records: { ...found, delay: 5000 } })).toEqual(["timeout"]);
    expect(run({ records: { hosts: [{ ...found.hosts[0]!, delay: 20 }], delay: 5000 } })).toEqual(["answer"]);
  });
});

describe("bounds", () => {
  it("loops on what is unknown end where the scenario says", () => {
    const loop = "#include <winsock2.h>\nint more(void);\nint f(void) { int n = 0; while (more()) n++; return n; }\n";
    const limits = (maxIterations?: number) =>
      simulate(unitOf(loop), "f", maxIterations === undefined ? {} : { maxIterations }).bounds.map((bound) => [bound.kind, bound.limit]);
    expect(limits(3)).toEqual([["loop", 3]]);
    expect(limits()).toEqual([["loop", 64]]);
  });
});

describe("single points of the provider", () => {
  const StopWhileQueued: Scenario = { records: found, user: [user("command 100")] };
  const rules = (scenario: Scenario, more: SimulateOptions = {}, text = example): string[] =>
    simulate(unitOf(text, "lookup.c"), "main", { scenario, ...more }).violations.map(({ rule }) => rule);

  it("a cancel that is a stub never fails, and frees what is still written", () => {
    const plain = prints(StopWhileQueued);
    expect(plain).toContain("cannot stop");
    const stub = simulate(unitOf(example, "lookup.c"), "main", { scenario: { ...StopWhileQueued, knobs: { cancelStub: true } } });
    expect(stub.outcomes.map((one) => one.output).join()).not.toMatch(/cannot stop|too late/);
    expect(stub.violations.map(({ rule }) => rule)).toContain("wine-cancel-reliance");
    expect(stub.provider).toBe("documented");
    expect(stub.assumptions.map(({ text }) => text).join()).toMatch(/the provider's cancelStub: as pinned/);
  });

  it("the code of a failed cancel is pinned: the two of them do not part then", () => {
    expect(rules(StopWhileQueued)).toContain("einval-ealready-differ");
    const swapped = prints({ ...StopWhileQueued, knobs: { swapInvalAlready: true } });
    expect(swapped).toContain("cannot stop");
    expect(swapped.join()).not.toContain("too late");
    expect(rules({ ...StopWhileQueued, knobs: { swapInvalAlready: true } })).not.toContain("einval-ealready-differ");
  });

  it("requests beyond a limit fail to start", () => {
    const twice = example.replace('StartLookup(window, "alpha.test");', 'StartLookup(window, "alpha.test"); second(window);').replace(
      "static void StopLookup",
      `static char more[MAXGETHOSTSTRUCT];
static void second(HWND window)
{
    if (WSAAsyncGetHostByName(window, WM_NULL, "beta.test", more, sizeof more) == 0) printf("full, error %d\\n", WSAGetLastError());
}
static void StopLookup`,
    );
    const scenario = { records: found, user: [] };
    expect(prints(scenario, {}, twice).join()).not.toContain("full");
    expect(prints({ ...scenario, knobs: { pendingLimit: 1, exhaustedError: 10055 } }, {}, twice).join()).toContain("full, error 10055");
  });
});

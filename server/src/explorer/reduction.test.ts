/** Leaving out orders that cannot matter changes neither what breaks nor how the program can end. */
import { readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestParser, type TestParser } from "../../../test/support/parser.ts";
import { unitOfTexts } from "../program/fromTexts.ts";
import { simulate } from "./simulate.ts";
import type { SimulationRun } from "./trace.ts";

const folder = new URL("../../../test/fixtures/explorer/", import.meta.url);
const header = readFileSync(new URL("window.h", folder), "utf8");
const names = [...readdirSync(folder), ...readdirSync(new URL("reduction/", folder)).map((name) => `reduction/${name}`)].filter((name) =>
  name.endsWith(".c"),
);

let parser: TestParser;
beforeAll(async () => {
  parser = await openTestParser();
});
afterAll(() => parser.delete());

function run(name: string, provider: "documented" | "wine" | "reactos", reduce: boolean): SimulationRun {
  const texts = { [`file:///p/${name.split("/").pop()}`]: readFileSync(new URL(name, folder), "utf8"), "file:///p/window.h": header };
  return simulate(unitOfTexts(parser, texts, { target: "win64" }), undefined, { provider, reduce });
}

const endings = (result: SimulationRun): string[] => result.outcomes.map((one) => JSON.stringify([one.output, one.exit])).sort();
const broken = (result: SimulationRun): string[] => result.violations.map((one) => one.rule).sort();

/** Programs with several requests: where an order can be left out. */
const SEVERAL = [
  "handle-overwritten.right.c",
  "wparam-ignored.wrong.c",
  "shared-buffer.right.c",
  "reduction/three-requests.c",
  "reduction/four-requests.c",
];

/** A start outside of main: the pump and the user are the environment's. */
const PUMPED = `#include <windows.h>
#include <winsock.h>
#define WM_DNS (WM_USER + 1)
static HWND wnd;
static char reply[MAXGETHOSTSTRUCT];
static LRESULT CALLBACK proc(HWND hwnd, UINT m, WPARAM a, LPARAM l)
{
  switch (m) {
  case WM_DNS: OutputDebugString("done"); return 0;
  case WM_DESTROY: PostQuitMessage(0); return 0;
  default: return DefWindowProc(hwnd, m, a, l);
  }
}
void init(void) { WNDCLASS c; memset(&c, 0, sizeof c); c.lpfnWndProc = proc; c.lpszClassName = "x"; RegisterClass(&c); }
HANDLE lookup(const char *name) { return WSAAsyncGetHostByName(wnd, WM_DNS, name, reply, sizeof reply); }
`;

describe("reduction", () => {
  it.each(names.flatMap((name) => (["documented", "wine"] as const).map((provider) => [name, provider] as const)))(
    "%s under %s ends the same way",
    (name, provider) => {
      const reduced = run(name, provider, true);
      const full = run(name, provider, false);
      expect(full.exhaustive).toBe(reduced.exhaustive);
      expect(endings(full)).toEqual(endings(reduced));
      expect(broken(full)).toEqual(broken(reduced));
      expect(reduced.states).toBeLessThanOrEqual(full.states);
    },
  );

  it("tries the end of the window before and after the reply when the entry is not the program", () => {
    const unit = unitOfTexts(parser, { "file:///p/a.c": PUMPED }, { target: "win64" });
    const result = simulate(unit, "lookup", { provider: "documented" });
    expect(result.exhaustive).toBe(true);
    expect(broken(result)).toEqual(["teardown-order"]);
    expect(result.outcomes.map((one) => one.debugOutput).sort()).toContain("done");
  });

  it("needs at least five times fewer states where there are several requests", () => {
    let reduced = 0;
    let full = 0;
    for (const name of SEVERAL) {
      reduced += run(name, "documented", true).states;
      full += run(name, "documented", false).states;
    }
    expect(full / reduced).toBeGreaterThanOrEqual(5);
  });
});

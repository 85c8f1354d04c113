/** Findings of the checker beside what a search shows: proven, shown with assumptions, refuted, or left open. */
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestParser, type TestParser } from "../../../test/support/parser.ts";
import { simulate } from "../explorer/simulate.ts";
import { unitOfTexts } from "../program/fromTexts.ts";
import type { Unit } from "../program/types.ts";
import { checkUnit } from "../rules/check.ts";
import type { CheckedFinding } from "../rules/types.ts";
import { judged } from "./judged.ts";
import { prove } from "./prove.ts";
import type { Proof } from "./types.ts";

const PROVIDERS = ["documented", "reactos"] as const;
const fixture = (name: string): string => readFileSync(new URL(`../../../test/fixtures/explorer/${name}`, import.meta.url), "utf8");

let parser: TestParser;
beforeAll(async () => {
  parser = await openTestParser();
});
afterAll(() => parser.delete());

const unitOf = (text: string, name = "a.c"): Unit =>
  unitOfTexts(parser, { [`file:///p/${name}`]: text, "file:///p/window.h": fixture("window.h") }, { target: "win64" });

interface Result {
  readonly unit: Unit;
  readonly findings: readonly CheckedFinding[];
  of(rule: string): readonly Proof[];
}

function proofs(unit: Unit): Result {
  const { findings } = checkUnit(unit, { profile: "default", providers: PROVIDERS });
  const found = prove(unit, findings, { providers: PROVIDERS, seconds: 60, now: () => performance.now() });
  return { unit, findings, of: (rule) => findings.filter((one) => one.rule === rule).map((one) => found.get(one)!) };
}

describe("prove", () => {
  it.each(["stack-buffer", "shared-buffer", "wait-after-cancel", "wparam-ignored", "free-despite-failed-cancel", "cancel-retry-loop"])(
    "a schedule proves %s, and shows it when it is played again",
    (rule) => {
      const { unit, of } = proofs(unitOf(fixture(`${rule}.wrong.c`)));
      const [proof] = of(rule);
      if (proof?.kind !== "proven") throw new Error(JSON.stringify(proof));
      expect(proof.assumptions.filter(({ kind }) => kind !== "config")).toEqual([]);
      const { entry, provider, schedule } = proof.witness;
      const again = simulate(unit, entry, { provider: provider as "documented", schedule });
      expect(again.violations.map((one) => one.rule)).toContain(rule);
    },
  );

  it("a function on its own is shown with what was assumed", () => {
    const text = fixture("free-despite-failed-cancel.wrong.c")
      .replace("int main(void)", "int begin(const char *name)")
      .replace('"alpha.test"', "name");
    const result = proofs(unitOf(text));
    const finding = result.findings.find((one) => one.rule === "free-despite-failed-cancel")!;
    const [proof] = result.of("free-despite-failed-cancel");
    expect(proof?.kind).toBe("shown");
    const said = judged(finding, proof);
    expect(said.confidence).toBe("likely");
    expect(said.assumptions?.map(({ kind }) => kind)).toContain("entry");
    expect(said.witness?.entry).toBe("begin");
  });

  it("two places with the same mistake have a schedule each, and each its own", () => {
    const text = `#include "window.h"
static char *one, *two;
static LRESULT CALLBACK proc(HWND w, UINT m, WPARAM a, LPARAM b) { return m == WM_DONE ? 0 : DefWindowProc(w, m, a, b); }
int main(void)
{
    HWND w = open_window(proc);
    HANDLE h, k;
    start_up();
    one = malloc(MAXGETHOSTSTRUCT);
    two = malloc(MAXGETHOSTSTRUCT);
    h = WSAAsyncGetHostByName(w, WM_DONE, "alpha.test", one, MAXGETHOSTSTRUCT);
    k = WSAAsyncGetHostByName(w, WM_DONE, "beta.test", two, MAXGETHOSTSTRUCT);
    if (!h || !k) return 1;
    free(one);
    free(two);
    return 0;
}
`;
    const result = proofs(unitOf(text));
    const found = result.of("freed-while-pending");
    expect(found.map((proof) => proof.kind)).toEqual(["proven", "proven"]);
    expect(found.map((proof) => ("events" in proof ? proof.events.at(-1)?.line : 0))).toEqual([14, 15]);
  });

  it("two answers to one cancel that lead to different things are shown at the cancel", () => {
    const text = `#include "window.h"
static char *buffer;
static LRESULT CALLBACK proc(HWND w, UINT m, WPARAM a, LPARAM b) { return m == WM_DONE ? 0 : DefWindowProc(w, m, a, b); }
int main(void)
{
    HWND w = open_window(proc);
    HANDLE h;
    start_up();
    buffer = malloc(MAXGETHOSTSTRUCT);
    h = WSAAsyncGetHostByName(w, WM_DONE, "alpha.test", buffer, MAXGETHOSTSTRUCT);
    if (!h) return 1;
    if (WSACancelAsyncRequest(h) != 0)
        if (WSAGetLastError() == WSAEINVAL) return 2;
    return 0;
}
`;
    const [proof] = proofs(unitOf(text)).of("einval-ealready-differ");
    expect(proof).toMatchObject({ kind: "proven" });
    expect(proof && "events" in proof && proof.events.at(-1)).toMatchObject({ kind: "violation", line: 12 });
  });

  const CLOSED = fixture("wine-cancel-reliance.right.c");

  it("a search of the whole program refutes what it could have shown", () => {
    const result = proofs(unitOf(CLOSED));
    const [proof] = result.of("no-drain-after-failed-cancel");
    expect(proof).toEqual({ kind: "refuted", by: expect.stringMatching(/^all \d+ orders of main were tried under documented, reactos/) });
    const finding = result.findings.find((one) => one.rule === "no-drain-after-failed-cancel")!;
    expect(judged(finding, proof)).toMatchObject({ confidence: "possible", refutedBy: expect.any(String) });
  });

  it.each([
    [
      "a completion has no handler",
      CLOSED.replace(
        "    Sleep(100);",
        '    WSAAsyncGetHostByName(w, WM_APP + 9, "beta.test", malloc(MAXGETHOSTSTRUCT), MAXGETHOSTSTRUCT);\n    Sleep(100);',
      ),
      /WM_APP \+ 9/,
    ],
    [
      "a window procedure is not in view",
      CLOSED.replace("open_window(proc)", "open_window(other_procedure)"),
      /other_procedure|WM_DONE|invented/,
    ],
    ["a function is not in view", CLOSED.replace("start_up();", "start_up(); if (is_ready()) return 1;"), /is_ready/],
    [
      "a condition of the build is open",
      CLOSED.replace("    start_up();", '#ifdef EARLY\n    puts("early");\n#endif\n    start_up();'),
      /EARLY/,
    ],
  ])("nothing is refuted if %s", (_what, text, why) => {
    const [proof] = proofs(unitOf(text)).of("no-drain-after-failed-cancel");
    expect(proof?.kind).toBe("open");
    expect(proof && "why" in proof ? proof.why : "").toMatch(why);
  });

  it("nothing is refuted where the search was cut", () => {
    const unit = unitOf(CLOSED);
    const { findings } = checkUnit(unit, { profile: "default", providers: PROVIDERS });
    const found = prove(unit, findings, { providers: PROVIDERS, seconds: 60, maxStates: 5, now: () => performance.now() });
    const finding = findings.find((one) => one.rule === "no-drain-after-failed-cancel")!;
    expect(found.get(finding)).toEqual({ kind: "open", why: expect.stringContaining("the search stopped at 5 states") });
  });

  it("a rule that no run can break is left open", () => {
    const result = proofs(unitOf(CLOSED));
    expect(result.of("obsolete-function")).toEqual([{ kind: "open", why: "no run can show a mistake of this rule" }]);
  });
});

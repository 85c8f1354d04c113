/**
 * Edits, one after the other on living trees and kept functions, lead to the findings of the text from scratch. While a text is broken,
 * the items seen before it was help to cut it, which a text from scratch has not: it is compared again when it is whole.
 */
import { readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestParser, type TestParser } from "../../../test/support/parser.ts";
import { AnalysisMemory } from "../analysis/memory.ts";
import { createWorkspace, type Workspace } from "../program/workspace.ts";
import { checkUnit } from "./check.ts";
import { casesOf } from "./testing.ts";

let parser: TestParser;
beforeAll(async () => {
  parser = await openTestParser();
});
afterAll(() => {
  expect(parser.liveTrees).toBe(0);
  parser.delete();
});

const URI = "file:///p/main.cpp";
const HEADER = "file:///p/names.h";

/** Numbers from 0 to 1, the same in every run (mulberry32). */
function random(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

function findings(workspace: Workspace, texts: ReadonlyMap<string, string>, memory?: AnalysisMemory): unknown {
  return workspace.unitsOf({ texts }, URI).map((answer) => {
    expect(answer.status).toBe("ready");
    const { unit } = answer;
    if (!unit) return undefined;
    const isWhole = [...unit.files.values()].every((file) => file.source.errorRanges.length === 0);
    const result = checkUnit(unit, { profile: "strict", ...(memory ? { memory } : {}) });
    return isWhole ? { failed: result.failed, cuts: result.cuts, findings: result.findings } : undefined;
  });
}

/** What people do to a line. */
const EDITS: readonly ((lines: string[], at: number, next: () => number) => void)[] = [
  (lines, at) => void lines.splice(at, 1),
  (lines, at) => void lines.splice(at, 0, lines[at] ?? ""),
  (lines, at) => void lines.splice(at, 0, "// a note that moves what follows"),
  (lines, at) => void lines.splice(at, 2, ...lines.slice(at, at + 2).reverse()),
  (lines, at) => void (lines[at] = (lines[at] ?? "").replace(/\b(g_\w+)\b/, "$1_2")),
  (lines, at) => void (lines[at] = (lines[at] ?? "").replace(/==|!=/, (op) => (op === "==" ? "!=" : "=="))),
  (lines, at) => void (lines[at] = (lines[at] ?? "").replace(/\bif \((.*?)\)/, "if (!($1))")),
  (lines, at) => void (lines[at] = `${lines[at] ?? ""} {`),
  (lines, at) => void (lines[at] = (lines[at] ?? "").replace(/[{};]/, "")),
  (lines, at, next) => void lines.splice(at, 0, `static int extra${Math.floor(next() * 1e6)}(int a) { return a + ${at}; }`),
  (lines, at) => void lines.splice(at, 0, "if (g_h) WSACancelAsyncRequest(g_h);"),
];

const fixtures = new URL("fixtures/", import.meta.url);
const texts = readdirSync(fixtures)
  .sort()
  .map((name) => casesOf(readFileSync(new URL(name, fixtures), "utf8")))
  // a few cases of each file in one, so that an edit leaves most of the text as it is
  .map((cases) => cases.slice(0, 2).map(({ text }, i) => (i === 0 ? text : text.replace(/\b(f|start|stop|WndProc)\b/g, "$1_2"))));

test.each([1, 2])(
  "random edits, sequence %i",
  (seed) => {
    const next = random(seed);
    let compared = 0;
    for (let round = 0; round < 4; round++) {
      const [first = "", second = ""] = texts[Math.floor(next() * texts.length)] ?? [];
      const include = '#include "names.h"\n';
      const files = new Map([
        [URI, include + first + second],
        [HEADER, "#define WM_EXTRA (WM_USER + 77)\nextern HANDLE g_more;\n"],
      ]);
      const living = createWorkspace({ parser, target: "win64" });
      const memory = new AnalysisMemory();
      findings(living, files, memory);
      const before = new Map(files);
      let repair: string | undefined;
      for (let edit = 0; edit < 10; edit++) {
        const text = files.get(URI) ?? "";
        const lines = text.split("\n");
        const kind = EDITS[Math.floor(next() * EDITS.length)];
        kind?.(lines, 1 + Math.floor(next() * (lines.length - 1)), next);
        // what broke the text is taken back by the next edit
        files.set(URI, repair ?? lines.join("\n"));
        if (edit % 4 === 3) files.set(HEADER, `${files.get(HEADER)}#define WM_EXTRA${edit} (WM_USER + ${edit})\n`);
        // now and then everything is taken back, as undo does
        if (edit === 7) for (const [uri, text] of before) files.set(uri, text);
        const scratch = createWorkspace({ parser, target: "win64" });
        const [edited, fresh] = [findings(living, files, memory), findings(scratch, files)];
        scratch.dispose();
        const isBroken = JSON.stringify(edited) === "[null]";
        repair = isBroken ? text : undefined;
        if (isBroken) continue;
        compared++;
        expect(edited).toEqual(fresh);
      }
      living.dispose();
    }
    expect(compared).toBeGreaterThan(16);
  },
  120_000,
);

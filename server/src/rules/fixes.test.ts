/** Every fix under the strict profile: applied, the text still parses, the finding is gone and nothing else came; the new line is as written here. */
import { readdirSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { nodeParser } from "../node/parserFiles.ts";
import type { Parser, SyntaxNode } from "../source/syntax.ts";
import { ruleById } from "./index.ts";
import { type Case, casesOf, check } from "./testing.ts";
import type { CheckedFinding, TextEdit } from "./types.ts";

const folder = new URL("fixtures/", import.meta.url);
const pinned: Readonly<Record<string, readonly string[]>> = JSON.parse(
  readFileSync(new URL("fixes.expected.json", import.meta.url), "utf8"),
);
let parser: Parser;
beforeAll(async () => {
  parser = await nodeParser();
});

function apply(text: string, edits: readonly TextEdit[]): string {
  let result = text;
  for (const e of [...edits].sort((a, b) => b.start - a.start || b.end - a.end))
    result = result.slice(0, e.start) + e.newText + result.slice(e.end);
  return result;
}

/** None where nothing of Winsock is left. */
function findingsOf(text: string, name: string): readonly CheckedFinding[] {
  try {
    return check(parser, text, "strict", name).findings;
  } catch (error) {
    if (error instanceof Error && error.message === "the text has no unit") return [];
    throw error;
  }
}

/** Error nodes of the text without calling conventions. */
function errorsOf(text: string, name: string): number {
  const tree = parser.parse(text.replace(/\bCALLBACK\b/g, "        "), name.endsWith(".cpp") ? "cpp" : "c");
  if (!tree) throw new Error("no tree");
  let errors = 0;
  const walk = (node: SyntaxNode): void => {
    if (node.isError || node.isMissing) errors++;
    if (node.hasError) for (const child of node.children) walk(child);
  };
  walk(tree.rootNode);
  tree.delete();
  return errors;
}

/** The lines of the text after the fix, from the first that differs to the last. */
function changed(before: string, after: string): string[] {
  const [old, now] = [before.split("\n"), after.split("\n")];
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start++;
  let end = 0;
  while (end < old.length - start && end < now.length - start && old[old.length - 1 - end] === now[now.length - 1 - end]) end++;
  return now.slice(start, now.length - end);
}

/** Rules whose fixes are suggestions: not preferred. */
const SUGGESTED = new Set([
  "handle-discarded",
  "handler-reentrancy",
  "ipv6-unsupported",
  "ipv6strict",
  "no-drain-after-failed-cancel",
  "obsolete-function",
  "same-size-retry",
  "single-drain-trusted",
  "wrong-result-type",
]);

const wrong: { readonly name: string; readonly rule: string; readonly c: Case }[] = readdirSync(folder)
  .sort()
  .flatMap((name) =>
    casesOf(readFileSync(new URL(name, folder), "utf8"))
      .filter((c) => c.kind === "wrong")
      .map((c) => ({ name, rule: name.replace(/\.(?:c|cpp)$/, ""), c })),
  );

describe("fixes", () => {
  for (const { name, rule, c } of wrong) {
    if (!(`${rule}: ${c.title}` in pinned)) continue;
    test(`${rule}: ${c.title}`, () => {
      const count = (findings: readonly CheckedFinding[], id: string): number => findings.filter((f) => f.rule === id).length;
      const first = check(parser, c.text, "strict", name).findings;
      const finding = first.find((f) => f.rule === rule && f.fixes?.length);
      // what changes what the program does is offered beside its finding, and applied by hand alone
      const fix = finding?.fixes?.find((f) => f.preferred) ?? finding?.fixes?.[0];
      expect(fix?.preferred).toBe(!SUGGESTED.has(rule));
      expect(fix).toBeDefined();
      const after = apply(c.text, fix?.edits ?? []);
      expect(changed(c.text, after)).toEqual(pinned[`${rule}: ${c.title}`]);
      expect(errorsOf(after, name)).toBeLessThanOrEqual(errorsOf(c.text, name));
      const second = findingsOf(after, name);
      expect(count(second, rule)).toBeLessThan(count(first, rule));
      const errors = (findings: readonly CheckedFinding[]): number =>
        findings.filter((f) => f.confidence !== "possible" && (f.severity === "error" || f.severity === "warning")).length;
      expect(errors(second)).toBeLessThanOrEqual(errors(first));
    });
  }
});

test("only rules have fixes that are pinned", () => {
  expect(Object.keys(pinned).filter((key) => !ruleById(key.replace(/:.*/, "")))).toEqual([]);
});

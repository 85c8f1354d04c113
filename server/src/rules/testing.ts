/**
 * Caret fixtures. A file has a prelude, then cases that begin with `// ---- wrong: title` or `// ---- right: title`; each case is a
 * program of its own, made of the prelude and the case. A line `//   ^^^^ rule-id` says that this rule reports the place above its
 * first caret; `//< rule-id` the first token of the line above. ` also a b` after the id: the report silences these. `(strict)` after
 * `wrong` or `right` asks for the strict profile, where only the rules that the case names, and that of the file, are compared.
 * A title that begins with a number of the catalogue of mistakes (`H6 overwritten`) is that entry, one that begins with
 * `pair: a over b` shows which of two rules stands.
 */
import { createWorkspace } from "../program/workspace.ts";
import type { Unit } from "../program/types.ts";
import type { Parser } from "../source/syntax.ts";
import { checkUnit } from "./check.ts";
import type { CheckedFinding, CheckResult, Profile } from "./types.ts";

export interface Case {
  readonly title: string;
  readonly kind: "wrong" | "right";
  readonly profile: Profile;
  readonly text: string;
  /** `line:column rule`, both from 1, sorted. */
  readonly expected: readonly string[];
  /** `line:column rule also`, sorted: rules that an expected report silences. */
  readonly also: readonly string[];
}

export function casesOf(fixture: string): Case[] {
  const [prelude = "", ...rest] = fixture.split(/^(?=\/\/ ---- )/m);
  return rest.map((part) => {
    const head = /^\/\/ ---- (wrong|right)( \(strict\))?: *(.*)/.exec(part);
    if (!head) throw new Error(`not a case: ${part.slice(0, 60)}`);
    const text = prelude + part;
    const lines = text.split("\n");
    const expected: string[] = [];
    const also: string[] = [];
    let line = 0;
    lines.forEach((content, i) => {
      const mark = /^(\s*\/\/(?:<|\s*\^+))\s+([\w-]+)(?: also ([\w -]+))?\s*$/.exec(content);
      if (!mark) {
        line = i + 1;
        return;
      }
      const [, lead = "", rule, losers] = mark;
      const column = lead.endsWith("<") ? (/\S/.exec(lines[line - 1] ?? "")?.index ?? 0) : lead.indexOf("^");
      expected.push(`${line}:${column + 1} ${rule}`);
      for (const loser of losers?.trim().split(/\s+/) ?? []) also.push(`${line}:${column + 1} ${rule} ${loser}`);
    });
    return {
      title: head[3] as string,
      kind: head[1] as "wrong" | "right",
      profile: head[2] ? "strict" : "default",
      text,
      expected: expected.sort(),
      also: also.sort(),
    };
  });
}

/** The one unit of a text. Throws if the text has none. */
export function unitOf(parser: Parser, text: string, name = "fixture.cpp"): { readonly unit: Unit; readonly dispose: () => void } {
  const workspace = createWorkspace({ parser, target: "win64" });
  const snapshot = { texts: new Map([[`file:///${name}`, text]]) };
  const planned = workspace.plan(snapshot).units[0];
  const answer = planned && workspace.unit(snapshot, planned);
  if (!answer?.unit) throw new Error("the text has no unit");
  return { unit: answer.unit, dispose: () => workspace.dispose() };
}

export function check(parser: Parser, text: string, profile: Profile, name = "fixture.cpp"): CheckResult {
  const { unit, dispose } = unitOf(parser, text, name);
  try {
    return checkUnit(unit, { profile });
  } finally {
    dispose();
  }
}

/** Rules that speak of every call: compared only where a case names them. */
const ALWAYS = new Set(["obsolete-function", "no-watchdog"]);

const placeOf = (f: CheckedFinding, text: string): string => {
  const before = text.slice(0, f.start);
  return `${before.split("\n").length}:${f.start - before.lastIndexOf("\n")} ${f.rule}`;
};

/** The rules that a case names, that of its file among them. */
export function rulesOf(c: Case, rule: string): ReadonlySet<string> {
  const pair = /^pair: ([\w-]+) over ([\w-]+)/.exec(c.title)?.slice(1) ?? [];
  return new Set([rule, ...pair, ...[...c.expected, ...c.also].map((e) => e.replace(/^.* /, ""))]);
}

/** What the rules report on a case, in the form of `expected`. `rule` is that of the file. */
export function reported(findings: readonly CheckedFinding[], c: Case, rule: string): string[] {
  const named = rulesOf(c, rule);
  return findings
    .filter((f) => named.has(f.rule) || (c.profile === "default" && !ALWAYS.has(f.rule)))
    .map((f) => placeOf(f, c.text))
    .sort();
}

/** Which of the silenced rules that a case names are named by the reports, in the form of `also`. */
export function silenced(findings: readonly CheckedFinding[], c: Case): string[] {
  const found = new Set(findings.flatMap((f) => (f.also ?? []).map((a) => `${placeOf(f, c.text)} ${a}`)));
  return c.also.filter((a) => found.has(a));
}

/** Every rule that names the calls themselves would stand in each list: left out where the case is not about it. */
function isListed(f: CheckedFinding, named: ReadonlySet<string>): boolean {
  return named.has(f.rule) || !ALWAYS.has(f.rule);
}

/**
 * Everything of a strict check that is no text for people, a line each: place, rule, severity, confidence, function and silenced rules of
 * a finding, then its related places, assumptions and edits, and what was read, cut and failed. `rule` is that of the case's file.
 */
export function listOf(result: CheckResult, c: Case, rule: string): string {
  const starts = [0];
  for (let i = 0; i < c.text.length; i++) if (c.text[i] === "\n") starts.push(i + 1);
  const point = (offset: number): string => {
    let line = starts.length - 1;
    while ((starts[line] as number) > offset) line--;
    return `${line + 1}:${offset - (starts[line] as number) + 1}`;
  };
  const range = (at: { readonly start: number; readonly end: number }): string => `${point(at.start)}-${point(at.end)}`;
  const named = rulesOf(c, rule);
  const lines: string[] = [];
  for (const f of result.findings.filter((f) => isListed(f, named))) {
    const also = f.also?.length ? ` over ${f.also.join(" ")}` : "";
    lines.push(
      `${range(f)} ${f.rule} ${f.severity} ${f.confidence} ${f.function ?? "-"}${also}${f.suppressed ? ` ${f.suppressed.kind}` : ""}`,
    );
    if (f.related.length > 0) lines.push(`  related ${f.related.map(range).join(" ")}`);
    if (f.assumptions?.length) lines.push(`  assumes ${f.assumptions.map((a) => a.kind).join(" ")}`);
    for (const fix of f.fixes ?? [])
      lines.push(`  ${fix.preferred ? "fix" : "other fix"} ${fix.edits.map((e) => `${range(e)} ${JSON.stringify(e.newText)}`).join(", ")}`);
  }
  const read = [...result.understood.values()].map((u) => `${u.whole} of ${u.functions}`).join(", ");
  lines.push(`read ${read || "none"}`);
  for (const cut of result.cuts) lines.push(`cut ${cut}`);
  for (const failed of result.failed) lines.push(`failed ${failed.replace(/:.*/s, "")}`);
  return lines.join("\n");
}

/** One text for the lists of a fixture file; `listsOf` takes it apart. */
export function joinLists(cases: readonly Case[], lists: readonly string[]): string {
  return `${cases.map((c, i) => `== ${c.kind}: ${c.title}\n${lists[i]}`).join("\n\n")}\n`;
}

/** Lists of the cases of a fixture file, in their order. */
export function listsOf(text: string): string[] {
  return text
    .split(/^== .*\n/m)
    .slice(1)
    .map((list) => list.trimEnd());
}

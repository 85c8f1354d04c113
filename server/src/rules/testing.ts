/**
 * Caret fixtures. A file has a prelude, then cases that begin with `// ---- wrong: title` or `// ---- right: title`; each case is a
 * program of its own, made of the prelude and the case. A line `//   ^^^^ rule-id` says that this rule reports the place above its
 * first caret; `//< rule-id` the first token of the line above. `(strict)` after `wrong` or `right` asks for the strict profile, where
 * only the rules that the case names, and that of the file, are compared.
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
}

export function casesOf(fixture: string): Case[] {
  const [prelude = "", ...rest] = fixture.split(/^(?=\/\/ ---- )/m);
  return rest.map((part) => {
    const head = /^\/\/ ---- (wrong|right)( \(strict\))?: *(.*)/.exec(part);
    if (!head) throw new Error(`not a case: ${part.slice(0, 60)}`);
    const text = prelude + part;
    const lines = text.split("\n");
    const expected: string[] = [];
    let line = 0;
    lines.forEach((content, i) => {
      const caret = /^(\s*\/\/\s*)(\^+)\s+([\w-]+)\s*$/.exec(content);
      const first = /^\s*\/\/<\s+([\w-]+)\s*$/.exec(content);
      if (caret) expected.push(`${line}:${(caret[1] as string).length + 1} ${caret[3]}`);
      else if (first)
        expected.push(
          `${line}:${/\S/.exec(lines[line - 1] ?? "")?.index === undefined ? 1 : (/\S/.exec(lines[line - 1] ?? "")?.index ?? 0) + 1} ${first[1]}`,
        );
      else line = i + 1;
    });
    return {
      title: head[3] as string,
      kind: head[1] as "wrong" | "right",
      profile: head[2] ? "strict" : "default",
      text,
      expected: expected.sort(),
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

/** What the rules report on a case, in the form of `expected`. `rule` is that of the file. */
export function reported(findings: readonly CheckedFinding[], c: Case, rule: string): string[] {
  const named = new Set([rule, ...c.expected.map((e) => e.replace(/^\S+ /, ""))]);
  return findings
    .filter((f) => named.has(f.rule) || (c.profile === "default" && !ALWAYS.has(f.rule)))
    .map((f) => {
      const before = c.text.slice(0, f.start);
      return `${before.split("\n").length}:${f.start - before.lastIndexOf("\n")} ${f.rule}`;
    })
    .sort();
}

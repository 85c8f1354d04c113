/** All rules on one unit: facts, checks, precedence, levels, suppressions and ids. */
import { Facts } from "../analysis/facts.ts";
import { DEFAULT_BUDGET } from "../analysis/budget.ts";
import { AnalysisMemory } from "../analysis/memory.ts";
import type { Unit } from "../program/types.ts";
import type { RawFinding, RuleContext } from "./context.ts";
import { identify } from "./identity.ts";
import { ruleIds, rules } from "./index.ts";
import { settle } from "./precedence.ts";
import { type Suppression, suppressionsOf } from "./suppress.ts";
import type { Assumption, CheckedFinding, CheckResult, Level, Profile, Severity, Understood } from "./types.ts";

export interface CheckOptions {
  readonly profile: Profile;
  /** Level of single rules; a rule that is named runs in every profile. */
  readonly levels?: Readonly<Record<string, Level>>;
  readonly providers?: readonly string[];
  readonly token?: { isCancelled(): boolean };
  /** What is kept of this program's analysis from version to version, for a caller that checks it again after an edit. */
  readonly memory?: AnalysisMemory;
}

const SEVERITIES = new Set<string>(["error", "warning", "information", "hint"]);

interface Shown {
  readonly facts: Facts;
  readonly shown: RawFinding[];
  readonly suppressedByUnknown: Record<string, number>;
  readonly failed: string[];
}

/** What the rules report in the unit as it was read, precedence and levels applied. */
function shownOf(unit: Unit, options: CheckOptions, memory: AnalysisMemory): Shown {
  const token = options.token;
  const facts = new Facts(
    unit,
    {
      get cancelled() {
        return token?.isCancelled() ?? false;
      },
    },
    DEFAULT_BUDGET,
    memory,
  );
  const context: RuleContext = { unit, facts };
  const levels = options.levels ?? {};
  const raw: RawFinding[] = [];
  const failed: string[] = [];
  for (const rule of rules) {
    if (levels[rule.id] === "off") continue;
    if (token?.isCancelled()) break;
    try {
      raw.push(...rule.check(context));
    } catch (error) {
      failed.push(`${rule.id}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  const suppressedByUnknown: Record<string, number> = {};
  const shown: RawFinding[] = [];
  const isShown = (id: string): boolean =>
    options.profile === "strict" || levels[id] !== undefined || rules.find((r) => r.id === id)?.profile !== "strict";
  // what nobody sees silences nothing
  for (const finding of settle(raw, isShown)) {
    if (!isShown(finding.rule)) continue;
    const named = levels[finding.rule];
    if (options.profile === "default" && named === undefined && finding.confidence === "possible") {
      suppressedByUnknown[finding.rule] = (suppressedByUnknown[finding.rule] ?? 0) + 1;
      continue;
    }
    const severity = named !== undefined && SEVERITIES.has(named) ? (named as Severity) : finding.severity;
    shown.push({ ...finding, severity });
  }
  return { facts, shown, suppressedByUnknown, failed };
}

/**
 * Findings in branches of `#if` that were blanked because another branch had to be chosen. What the other choice changes elsewhere is not
 * reported: it would be the same mistakes again.
 */
function otherFindings(unit: Unit, options: CheckOptions, memory: AnalysisMemory): readonly RawFinding[] {
  if (options.token?.isCancelled()) return [];
  const choice = unit.otherChoice();
  if (!choice) return [];
  const { shown } = shownOf(choice.unit, options, memory);
  return shown.flatMap((finding) => {
    const branch = choice.unseen.find(({ uri, start, end }) => uri === finding.uri && start <= finding.start && finding.end <= end);
    if (!branch) return [];
    const assumption: Assumption = { kind: "config", text: `\`${branch.condition}\` holds` };
    return [{ ...finding, assumptions: [...(finding.assumptions ?? []), assumption] }];
  });
}

/** Findings of one unit, sorted by file, place and rule. */
export function checkUnit(unit: Unit, options: CheckOptions): CheckResult {
  const levels = options.levels ?? {};
  const memory = options.memory ?? new AnalysisMemory();
  const { facts, shown, suppressedByUnknown, failed } = shownOf(unit, options, memory);
  // where nothing is kept for later, the other reading takes over what it has in common with the first
  shown.push(...otherFindings(unit, options, options.memory?.other ?? memory));
  const suppressions = [...unit.files.values()].flatMap((f) => suppressionsOf(f.uri, f.source.text));
  const used = new Set<Suppression>();
  const silenced = new Map<RawFinding, Suppression>();
  for (const finding of shown) {
    const line = lineOf(unit, finding.uri, finding.start);
    const hit = suppressions.find(
      (s) =>
        s.uri === finding.uri &&
        s.lines.includes(line) &&
        (s.rules.includes(finding.rule) || finding.also?.some((a) => s.rules.includes(a))),
    );
    if (!hit) continue;
    used.add(hit);
    silenced.set(finding, hit);
  }
  if (levels["unused-suppression"] !== "off") {
    for (const s of suppressions) {
      if (used.has(s)) continue;
      const unknown = s.rules.filter((r) => !ruleIds.includes(r));
      // silent unless every rule it names ran to the full, and its function was analysed
      if (unknown.length === 0 && (options.profile !== "strict" || s.rules.some((r) => levels[r] === "off") || !analysed(facts, s)))
        continue;
      shown.push({
        rule: "unused-suppression",
        uri: s.uri,
        start: s.start,
        end: s.end,
        severity: "warning",
        confidence: "likely",
        message:
          unknown.length > 0
            ? `There is no rule ${unknown.map((r) => `'${r}'`).join(", ")}`
            : `This comment silences nothing: ${s.rules.join(", ")} reports nothing here`,
        related: [],
        subjects: [],
        fixes: [{ title: "Remove the comment", edits: [{ uri: s.uri, start: s.start, end: s.end, newText: "" }], preferred: true }],
      });
    }
  }
  // of one place: in the order of the rules
  shown.sort((a, b) => (a.uri < b.uri ? -1 : a.uri > b.uri ? 1 : a.start - b.start));
  const ids = identify(unit, shown);
  const findings = shown.map((finding, i): CheckedFinding => {
    const { subjects: _, ...rest } = finding;
    const by = silenced.get(finding);
    return { ...rest, id: ids[i] as string, ...(by ? { suppressed: { kind: "inSource", reason: by.reason } } : {}) };
  });
  return {
    findings,
    suppressedByUnknown,
    understood: understoodOf(facts),
    cuts: [...facts.engine.cuts].sort(),
    failed,
    rerun: facts.engine.rerun.size,
  };
}

function lineOf(unit: Unit, uri: string, offset: number): number {
  const text = unit.files.get(uri)?.source.text ?? "";
  let line = 0;
  for (let i = 0; i < offset; i++) {
    const c = text[i];
    if (c === "\n" || (c === "\r" && text[i + 1] !== "\n")) line++;
  }
  return line;
}

function analysed(facts: Facts, s: Suppression): boolean {
  return facts.functions.some(
    (f) => f.uri === s.uri && f.offset <= s.start && s.start < f.offset + f.ir.bodyRange.end + 200 && facts.engine.visited.has(f),
  );
}

/** What was understood of the functions that matter, by file. */
function understoodOf(facts: Facts): ReadonlyMap<string, Understood> {
  const map = new Map<string, Understood>();
  for (const fn of facts.functions) {
    const old = map.get(fn.uri) ?? { functions: 0, whole: 0, statements: 0, unknown: 0 };
    const own = fn.ir.understood;
    map.set(fn.uri, {
      functions: old.functions + 1,
      whole: old.whole + (own.unknown === 0 ? 1 : 0),
      statements: old.statements + own.statements,
      unknown: old.unknown + own.unknown,
    });
  }
  return map;
}

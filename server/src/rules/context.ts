/** What a rule's check gets, and how it reports. */
import type { Range, Statement } from "../ir/types.ts";
import type { EventOf, PathEvent, Place } from "../analysis/events.ts";
import type { Facts } from "../analysis/facts.ts";
import { pathText, stripNarrow, type Term, termText } from "../analysis/terms.ts";
import type { ProgramFunction, Unit } from "../program/types.ts";
import type {
  Assumption,
  Finding,
  Fix,
  Location,
  Profile,
  RelatedLocation,
  Rule,
  RuleContextBase,
  RuleDocumentation,
  Severity,
  TextEdit,
} from "./types.ts";

export interface RuleContext extends RuleContextBase {
  readonly facts: Facts;
}

export interface ReportOptions {
  readonly related?: readonly RelatedLocation[];
  readonly fixes?: readonly Fix[];
  readonly also?: readonly string[];
  readonly assumptions?: readonly Assumption[];
  /** A fact it needs is not certain: strict profile only. */
  readonly possible?: boolean;
  readonly severity?: Severity;
  /** Calls, tests and handlers that are part of the mistake: two findings that share one may name the same mistake. */
  readonly subjects?: readonly (Place | Location)[];
}

export type Report = (at: Place | Location, message: string, options?: ReportOptions) => void;

/** A finding before precedence is settled. */
export interface RawFinding extends Finding {
  readonly subjects: readonly string[];
}

export interface RuleDefinition {
  readonly id: string;
  readonly catalogue: string;
  readonly severity: Severity;
  readonly profile: Profile;
  readonly documentation: RuleDocumentation;
  check(context: RuleContext, report: Report): void;
}

export type WinsockRule = Omit<Rule<RuleContext>, "check" | "documentation"> & {
  readonly check: (context: RuleContext) => readonly RawFinding[];
};

/** A rule as `documentation.ts` lists it: the bundles keep the texts apart from the checks. */
export type DocumentedRule = WinsockRule & { readonly documentation: RuleDocumentation };

export function defineRule(definition: RuleDefinition): DocumentedRule {
  return {
    id: definition.id,
    catalogue: definition.catalogue,
    severity: definition.severity,
    profile: definition.profile,
    documentation: definition.documentation,
    check(context) {
      const findings = new Map<string, RawFinding>();
      definition.check(context, (at, message, options = {}) => {
        const where = locate(at);
        const key = `${where.uri}:${where.start}`;
        const confidence = options.possible ? "possible" : "likely";
        const old = findings.get(key);
        if (old && (old.confidence === "likely" || confidence === "possible")) return;
        const fn = "uri" in at ? undefined : at.function.ir.name;
        findings.set(key, {
          rule: definition.id,
          uri: where.uri,
          start: where.start,
          end: where.end,
          severity: options.severity ?? definition.severity,
          confidence,
          message,
          related: options.related ?? [],
          subjects: [...(options.subjects ?? []), at].map((s) => {
            const l = locate(s);
            return `${l.uri}:${l.start}`;
          }),
          ...(fn === undefined ? {} : { function: fn }),
          ...(options.also ? { also: options.also } : {}),
          ...(options.assumptions ? { assumptions: options.assumptions } : {}),
          ...(options.fixes ? { fixes: options.fixes } : {}),
        });
      });
      return [...findings.values()];
    },
  };
}

// -------------------------------------------------------------------------------------------------------------- places

export function isCall(s: Statement | undefined): s is Extract<Statement, { kind: "call" }> {
  return s?.kind === "call";
}

export function locate(at: Place | Location): Location {
  if ("uri" in at) return at;
  const range = isCall(at.statement) && at.range === at.statement.range ? at.statement.nameRange : at.range;
  return rangeOf(at.function, range);
}

export function rangeOf(fn: ProgramFunction, range: Range): Location {
  return { uri: fn.uri, start: fn.offset + range.start, end: fn.offset + range.end };
}

export function headOf(fn: ProgramFunction): Location {
  return rangeOf(fn, fn.ir.nameRange);
}

export function related(at: Place | Location, message: string): RelatedLocation {
  return { ...locate(at), message };
}

export function textAt(unit: Unit, at: Location): string {
  return unit.files.get(at.uri)?.source.text.slice(at.start, at.end) ?? "";
}

export function argumentLocation(event: PathEvent, index: number): Location | undefined {
  const s = event.at.statement;
  const range = isCall(s) ? s.argRanges[index] : undefined;
  return range ? rangeOf(event.at.function, range) : undefined;
}

export function argumentText(unit: Unit, event: PathEvent, index: number): string {
  const at = argumentLocation(event, index);
  return at ? textAt(unit, at).replace(/\s+/g, " ").trim() : "";
}

/** The name the program gives the value at this argument, for messages. */
export function nameOfArgument(unit: Unit, event: PathEvent, index: number, value: Term): string {
  const text = argumentText(unit, event, index).replace(/^\(\s*HANDLE\s*\)\s*/, "");
  if (text !== "" && text.length <= 40) return `\`${text}\``;
  return nameOf(value);
}

export function nameOf(value: Term): string {
  const t = stripNarrow(value);
  const text = t.kind === "entry" || t.kind === "havoc" ? pathText(t.path) : termText(t);
  return text.includes(" ") ? text : `\`${text}\``;
}

// --------------------------------------------------------------------------------------------------------------- fixes

export function edit(at: Location, newText: string): TextEdit {
  return { uri: at.uri, start: at.start, end: at.end, newText };
}

export function fix(title: string, edits: readonly TextEdit[], preferred = true): Fix {
  return { title, edits, preferred };
}

/** An edit that changes what the program does: offered beside its finding, never applied by `--fix` or by a fix of all. */
export function suggestion(title: string, edits: readonly TextEdit[]): Fix {
  return fix(title, edits, false);
}

/** The line of the offset: its start, its indentation, and the line end the file uses. */
export function lineAt(unit: Unit, uri: string, offset: number): { readonly start: number; readonly indent: string; readonly eol: string } {
  const text = unit.files.get(uri)?.source.text ?? "";
  let start = offset;
  while (start > 0 && text[start - 1] !== "\n" && text[start - 1] !== "\r") start--;
  const indent = /[ \t]*/.exec(text.slice(start, offset))?.[0] ?? "";
  const eol = text.includes("\r\n") ? "\r\n" : text.includes("\n") ? "\n" : text.includes("\r") ? "\r" : "\n";
  return { start, indent, eol };
}

/** Extent of the whole source statement around the offset range: up to and with its semicolon; undefined if it is not on its own. */
export function statementExtent(unit: Unit, at: Location): Location | undefined {
  const text = unit.files.get(at.uri)?.source.text ?? "";
  let end = at.end;
  let depth = 0;
  for (; end < at.end + 2000; end++) {
    const c = text[end];
    if (c === "(" || c === "[" || c === "{") depth++;
    else if (c === ")" || c === "]" || c === "}") depth--;
    else if (c === ";" && depth <= 0) break;
  }
  if (text[end] !== ";") return undefined;
  let start = at.start;
  while (start > 0 && !/[;{}\n\r]/.test(text[start - 1] as string)) start--;
  while (/\s/.test(text[start] as string)) start++;
  return { uri: at.uri, start, end: end + 1 };
}

export type { EventOf, PathEvent, Place };

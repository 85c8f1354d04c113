/** From the core's offsets to the protocol's positions. */
import {
  type CodeDescription,
  type Diagnostic,
  type DiagnosticRelatedInformation,
  DiagnosticSeverity,
  DiagnosticTag,
  type Range,
  type TextEdit as ProtocolEdit,
  type WorkspaceEdit,
} from "vscode-languageserver";
import type { Proof } from "../prove/types.ts";
import type { Finding, Fix, Severity } from "../rules/types.ts";
import type { LineIndex } from "../source/lines.ts";

export const SOURCE = "winsock-async";

const SEVERITY: Record<Severity, DiagnosticSeverity> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** Line indexes of the files that findings speak of. */
export type Lines = (uri: string) => LineIndex | undefined;

export function toRange(lines: LineIndex, start: number, end: number): Range {
  const a = lines.position(start);
  const b = lines.position(end);
  return { start: { line: a.line, character: a.column }, end: { line: b.line, character: b.column } };
}

const NOWHERE: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** Address of a rule's documentation page; the entry or the client says where the pages are. */
export type RuleHref = (rule: string) => string | undefined;

/** What a diagnostic carries so that a later request for its fixes needs no state. */
export interface DiagnosticData {
  readonly rule: string;
  readonly fixes: readonly { readonly title: string; readonly preferred: boolean; readonly edit: WorkspaceEdit }[];
}

function toEdit(fix: Fix, lines: Lines): WorkspaceEdit {
  const changes: Record<string, ProtocolEdit[]> = {};
  for (const edit of fix.edits) {
    const index = lines(edit.uri);
    if (!index) continue;
    const list = changes[edit.uri] ?? [];
    list.push({ range: toRange(index, edit.start, edit.end), newText: edit.newText });
    changes[edit.uri] = list;
  }
  return { changes };
}

/** What a search says, behind the finding's message. */
function proofText(proof: Proof | undefined): string {
  switch (proof?.kind) {
    case "proven":
      return `\nProven: an order of ${proof.witness.entry} under ${proof.witness.provider} shows it.`;
    case "shown":
      return `\nAn order of ${proof.witness.entry} under ${proof.witness.provider} shows it. Assumed: ${proof.assumptions.map((a) => a.text).join("; ")}.`;
    case "refuted":
      return `\nRefuted: ${proof.by}.`;
    default:
      return "";
  }
}

/** Steps of a proof's order that are shown beside a finding, its last ones. */
const MAX_STEPS = 12;

function steps(proof: Proof | undefined): DiagnosticRelatedInformation[] {
  if (!proof || !("events" in proof)) return [];
  const placed = proof.events.filter((event) => event.uri !== undefined && event.line !== undefined).slice(-MAX_STEPS);
  return placed.map(({ uri = "", line = 1, column = 1, step, text }) => {
    const at = { line: line - 1, character: column - 1 };
    return { location: { uri, range: { start: at, end: at } }, message: `${step}. ${text}` };
  });
}

export function toDiagnostic(finding: Finding, lines: Lines, canRelate: boolean, ruleHref: RuleHref, proof?: Proof): Diagnostic {
  const own = lines(finding.uri);
  const assumptions =
    finding.assumptions?.length && proof?.kind !== "shown" && proof?.kind !== "proven"
      ? `\nAssumed: ${finding.assumptions.map((a) => a.text).join("; ")}.`
      : "";
  const data: DiagnosticData = {
    rule: finding.rule,
    fixes: (finding.fixes ?? []).map((fix) => ({ title: fix.title, preferred: fix.preferred, edit: toEdit(fix, lines) })),
  };
  const information: DiagnosticRelatedInformation[] = [
    ...finding.related.map((related) => {
      const index = lines(related.uri);
      return {
        location: { uri: related.uri, range: index ? toRange(index, related.start, related.end) : NOWHERE },
        message: related.message,
      };
    }),
    ...steps(proof),
  ];
  const href = ruleHref(finding.rule);
  const codeDescription: CodeDescription | undefined = href === undefined ? undefined : { href };
  return {
    range: own ? toRange(own, finding.start, finding.end) : NOWHERE,
    severity: SEVERITY[finding.severity],
    code: finding.rule,
    ...(codeDescription ? { codeDescription } : {}),
    source: SOURCE,
    message: finding.message + assumptions + proofText(proof),
    ...(finding.rule === "obsolete-function" ? { tags: [DiagnosticTag.Deprecated] } : {}),
    ...(canRelate && information.length > 0 ? { relatedInformation: information } : {}),
    data,
  };
}

/** Quick fixes of the findings at a place, fix-all, and a comment that silences a finding with a reason. */
import {
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  type Diagnostic,
  DiagnosticSeverity,
  type TextEdit,
} from "vscode-languageserver";
import { type DiagnosticData, SOURCE } from "./convert.ts";

export const FIX_ALL = `${CodeActionKind.SourceFixAll}.winsock-async`;

const dataOf = (diagnostic: Diagnostic): DiagnosticData | undefined => diagnostic.data as DiagnosticData | undefined;

/** What the actions ask of the document and the client. */
export interface ActionContext {
  /** Text of a line without its end. */
  readonly lineText: (line: number) => string | undefined;
  /** How the document ends its lines. */
  readonly eol: string;
  /** The client has the command that shows a rule's page. */
  readonly explains: boolean;
  /** A search may be asked whether some order shows a finding. */
  readonly proves: boolean;
  /** The client can run an order in a debugger, and some order can break this rule. */
  readonly debugs: (rule: string) => boolean;
}

/** Command of the client: searches an order that shows a finding and debugs it; its arguments are those of `PROVE_COMMAND`. */
export const DEBUG_FINDING_COMMAND = "winsockAsync.debugFinding";

/** Command of the action; its arguments are a document's uri, a rule, and the position of the finding. */
export const PROVE_COMMAND = "winsockAsync.prove";

function silence(uri: string, diagnostic: Diagnostic, { lineText, eol }: ActionContext): CodeAction | undefined {
  const line = diagnostic.range.start.line;
  const text = lineText(line);
  if (text === undefined) return undefined;
  const indent = /^[ \t]*/.exec(text)?.[0] ?? "";
  // between two lines of a macro the new line has to go on too
  const goesOn = /\\[ \t]*$/.test(lineText(line - 1) ?? "") ? " \\" : "";
  const start = { line, character: 0 };
  return {
    title: `Silence ${diagnostic.code} here (give the reason)`,
    kind: CodeActionKind.QuickFix,
    diagnostics: [diagnostic],
    edit: {
      changes: {
        [uri]: [{ range: { start, end: start }, newText: `${indent}/* winsock-async-ignore ${diagnostic.code}: reason */${goesOn}${eol}` }],
      },
    },
  };
}

const before = (a: TextEdit, b: TextEdit): boolean =>
  a.range.end.line < b.range.start.line || (a.range.end.line === b.range.start.line && a.range.end.character <= b.range.start.character);

const overlap = (a: Diagnostic["range"], b: Diagnostic["range"]): boolean =>
  (a.start.line < b.end.line || (a.start.line === b.end.line && a.start.character <= b.end.character)) &&
  (b.start.line < a.end.line || (b.start.line === a.end.line && b.start.character <= a.end.character));

/** The finding as it is now: the client's may belong to an older text, and so may the edits it carries. */
function current(diagnostic: Diagnostic, all: readonly Diagnostic[]): Diagnostic | undefined {
  return all.find((now) => now.code === diagnostic.code && overlap(now.range, diagnostic.range));
}

/** The preferred fix of every finding in the file, leaving out those whose edits meet another's. */
export function fixAllEdits(uri: string, diagnostics: readonly Diagnostic[]): TextEdit[] {
  const edits: TextEdit[] = [];
  for (const diagnostic of diagnostics) {
    const changes = dataOf(diagnostic)?.fixes.find((fix) => fix.preferred)?.edit.changes ?? {};
    const own = changes[uri] ?? [];
    // a fix that touches other files is offered alone, never in bulk
    if (own.length === 0 || Object.keys(changes).length > 1) continue;
    if (own.every((edit) => edits.every((other) => before(edit, other) || before(other, edit)))) edits.push(...own);
  }
  return edits;
}

/** `all` are the current findings of the whole file. */
export function codeActions(params: CodeActionParams, all: readonly Diagnostic[], context: ActionContext): CodeAction[] {
  const uri = params.textDocument.uri;
  const wanted = (kind: string): boolean =>
    !params.context.only || params.context.only.some((only) => kind === only || kind.startsWith(`${only}.`));
  const actions: CodeAction[] = [];
  const own = params.context.diagnostics.filter((diagnostic) => diagnostic.source === SOURCE);
  if (wanted(CodeActionKind.QuickFix)) {
    for (const diagnostic of own) {
      const now = current(diagnostic, all);
      for (const fix of (now && dataOf(now)?.fixes) ?? []) {
        actions.push({
          title: fix.title,
          kind: CodeActionKind.QuickFix,
          diagnostics: [diagnostic],
          isPreferred: fix.preferred,
          edit: fix.edit,
        });
      }
    }
    for (const diagnostic of own) {
      const action = silence(uri, current(diagnostic, all) ?? diagnostic, context);
      if (action) actions.push({ ...action, diagnostics: [diagnostic] });
      if (context.proves && (diagnostic.severity ?? 1) <= DiagnosticSeverity.Warning)
        actions.push({
          title: "Prove this finding: search for an order that shows it",
          kind: CodeActionKind.QuickFix,
          diagnostics: [diagnostic],
          command: { title: "Prove", command: PROVE_COMMAND, arguments: [uri, diagnostic.code, diagnostic.range.start] },
        });
      if (context.debugs(String(diagnostic.code)))
        actions.push({
          title: "Debug the order that breaks it",
          kind: CodeActionKind.QuickFix,
          diagnostics: [diagnostic],
          command: { title: "Debug", command: DEBUG_FINDING_COMMAND, arguments: [uri, diagnostic.code, diagnostic.range.start] },
        });
      if (!context.explains) continue;
      actions.push({
        title: `Explain ${diagnostic.code}`,
        kind: CodeActionKind.QuickFix,
        diagnostics: [diagnostic],
        command: { title: "Explain", command: "winsockAsync.explainRule", arguments: [diagnostic.code] },
      });
    }
  }
  if (wanted(FIX_ALL)) {
    const edits = fixAllEdits(uri, all);
    if (edits.length > 0)
      actions.push({ title: "Fix all Winsock Async findings that have a fix", kind: FIX_ALL, edit: { changes: { [uri]: edits } } });
  }
  return actions;
}

/** Loop heads that are macros of the program: `FOREACH(x, list) { … }` is expanded together with the statement behind it. */
import { field, named, type Syntax } from "../names/syntax.ts";
import { closing, tokenize } from "../names/tokens.ts";
import type { Lowering } from "./context.ts";
import { type Expansion, expandableMacro, expandCall, expandObject, pieceOf } from "./expand.ts";

/** Lowers two statements as one: a macro without its semicolon and what follows it. False if the first is no such macro. */
export function lowerWithNext(c: Lowering, node: Syntax, next: Syntax | undefined): boolean {
  if (next === undefined || !lacksSemicolon(node)) return false;
  const expression = node.type === "expression_statement" ? named(node)[0] : node;
  if (expression === undefined) return false;
  const behind = [pieceOf(c, next)];
  const fn = expression.type === "call_expression" ? field(expression, "function") : expression;
  const args = expression.type === "call_expression" ? field(expression, "arguments") : undefined;
  if (fn === undefined || !/^(?:type_)?identifier$/.test(fn.type)) return false;
  const macro = expandableMacro(c, c.text(fn), fn.start);
  if (macro === undefined || (macro.params === undefined) !== (args === undefined)) return false;
  const expansion = args === undefined ? expandObject(c, macro, node, behind) : expandCall(c, macro, node, args, behind);
  return lowerExpansion(c, expansion);
}

function lacksSemicolon(node: Syntax): boolean {
  const last = node.children[node.children.length - 1];
  return (last?.missing === true && last.type === ";") || node.type === "type_identifier";
}

function lowerExpansion(c: Lowering, expansion: Expansion | undefined): boolean {
  if (expansion === undefined) return false;
  c.inFrame(expansion.frame, () => c.item.visit.statements(c, expansion.statements));
  return true;
}

/** What stood before the body of a loop in the text as it was written; undefined inside expansions. */
export function originalHead(c: Lowering, node: Syntax): string | undefined {
  const body = field(node, "body");
  const range = c.range(node);
  if (body === undefined || c.frame.macro !== undefined || range.end - range.start !== node.end - node.start) return undefined;
  return c.item.original.slice(c.item.base + range.start, c.item.base + range.start + (body.start - node.start));
}

/**
 * A loop whose head the text layer wrote as `while` because it looked like a macro: with the macro's definition in view the real head
 * is known. False if it was a `while` all along.
 */
export function lowerRewrittenLoop(c: Lowering, node: Syntax): boolean {
  const body = field(node, "body");
  const original = originalHead(c, node);
  const name = /^[A-Za-z_$][\w$]*/.exec(original ?? "")?.[0];
  if (body === undefined || original === undefined || name === undefined || name === "while") return false;
  const macro = expandableMacro(c, name, node.start);
  if (macro === undefined) return false;
  const behind = [pieceOf(c, body)];
  if (macro.params === undefined) return lowerExpansion(c, expandObject(c, macro, node, behind));
  const tokens = tokenize(original);
  if (tokens[1]?.text !== "(") return false;
  const close = tokens[closing(tokens, 1)];
  if (close === undefined) return false;
  // The arguments are read from the text as it was written; the frame's offsets and the item's are the same there.
  const head = { start: node.start, end: body.start };
  const frame = { ...c.frame, text: c.frame.text.slice(0, node.start) + original + c.frame.text.slice(body.start) };
  const list = { start: node.start + tokens[1].start, end: node.start + close.end };
  return lowerExpansion(
    c,
    c.inFrame(frame, () => expandCall(c, macro, head, list, behind)),
  );
}

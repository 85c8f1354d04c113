/** `switch` with its labels, and message crackers that stand for labels. */
import { INT, promote, unknownType } from "../names/ctype.ts";
import { field, named, type Syntax } from "../names/syntax.ts";
import type { Lowering, SwitchState } from "./context.ts";
import { convert, expressionValue, unknownValue, operandOf } from "./conversions.ts";
import { lowerDeclaration } from "./declarations.ts";
import { reportErrors } from "./errors.ts";
import { lastRange } from "./flow.ts";
import { isObject, scalarOf } from "./overloads.ts";
import { fullExpression } from "./temporaries.ts";
import type { Range, Value } from "./types.ts";

export function lowerSwitch(c: Lowering, node: Syntax): void {
  const range = c.range(node);
  c.inScope(range, () => {
    const condition = field(node, "condition");
    const clause = condition?.type === "condition_clause" ? condition : undefined;
    const initialiser = clause === undefined ? undefined : field(clause, "initializer");
    if (initialiser !== undefined) c.item.visit.statements(c, named(initialiser));
    const tested = clause === undefined ? condition : (field(clause, "value") ?? named(clause)[0]);
    const operand = tested === undefined ? c.unknown(node, "error-node") : fullExpression(c, range, () => switched(c, tested));
    const type = operand.type.kind === "unknown" ? operand.type : promote(operand.type);
    const value = convert(c, operand, type, range);
    const state: SwitchState = { cases: [], type };
    const head = c.builder.current;
    const exit = c.builder.newBlock();
    // The head is ended when all labels are known; what stands before the first label is not reached.
    c.builder.startAt(c.builder.newBlock());
    c.switches.push(state);
    c.breaks.push({ block: exit, scope: c.scope });
    const body = field(node, "body");
    if (body !== undefined) c.item.visit.statement(c, body);
    c.breaks.pop();
    c.switches.pop();
    c.builder.enter(exit, lastRange(range));
    exit.targeted = true;
    c.builder.setEnd(head, {
      kind: "switch",
      value: value.value,
      cases: state.cases,
      default: (state.default ?? exit).id,
      range: condition === undefined ? range : c.range(condition),
    });
  });
}

function switched(c: Lowering, node: Syntax): ReturnType<typeof expressionValue> {
  reportErrors(c, node);
  const range = c.range(node);
  if (node.type === "declaration") {
    const local = lowerDeclaration(c, node);
    return local === undefined ? c.unknown(node, "unsupported") : c.load(local, range);
  }
  const result = c.item.visit.expression(c, node);
  return isObject(c, result) ? scalarOf(c, result, range, INT) : operandOf(c, result, range);
}

/** `case a:`, `case a ... b:`, `default:` with the statements behind it. */
export function lowerCase(c: Lowering, node: Syntax): void {
  const value = field(node, "value");
  const state = c.switches[c.switches.length - 1];
  // An ERROR in front of the colon is part of the label, one behind it stands between the statements.
  const colon = node.children.find((n) => n.type === ":")?.start ?? node.end;
  const statements = named(node).filter((n) => n !== value && (n.type !== "ERROR" || n.start > colon));
  const label = labelRange(c, node);
  if (state === undefined) {
    c.unknown({ ...node, end: node.start + Math.min(40, node.end - node.start) }, "unsupported", false);
    c.item.visit.statements(c, statements);
    return;
  }
  const block = c.builder.newBlock();
  block.targeted = true;
  c.builder.enter(block, label);
  if (value === undefined) state.default = block;
  else addCase(c, state, node, value, block.id, label);
  c.item.visit.statements(c, statements);
}

/** From `case` to its colon. */
function labelRange(c: Lowering, node: Syntax): Range {
  const colon = node.children.find((n) => n.type === ":");
  return c.range({ start: node.start, end: colon?.end ?? node.end });
}

function addCase(c: Lowering, state: SwitchState, node: Syntax, value: Syntax, to: number, range: Range): void {
  // `case 1 ... 3` is no standard C: the grammars read one end as the value and the other as an ERROR, in either order.
  const colon = node.children.find((n) => n.type === ":")?.start ?? node.end;
  const error = node.children.find((n) => n.type === "ERROR" && n.start < colon);
  const isRange = error !== undefined && c.text({ ...node, end: Math.max(error.end, value.end) }).includes("...");
  const other = isRange ? operandIn(error) : undefined;
  if (error === undefined || other === undefined) {
    state.cases.push({ value: caseValue(c, value, state), to, range });
    return;
  }
  const [low, high] = error.start < value.start ? [other, value] : [value, other];
  state.cases.push({ value: caseValue(c, low, state), high: caseValue(c, high, state), to, range });
}

function operandIn(error: Syntax): Syntax | undefined {
  return named(error).pop();
}

/** A label is a constant; what cannot be evaluated keeps its spelling. Its code, if any, is not emitted. */
function caseValue(c: Lowering, node: Syntax, state: SwitchState): Value {
  let inner = node;
  while ((inner.type === "parameter_pack_expansion" || inner.type === "parenthesized_expression") && named(inner).length > 0)
    inner = named(inner)[0]!;
  const spelling = c.spelling(inner);
  const kept = c.builder.current;
  const scratch = c.builder.newBlock();
  c.builder.startAt(scratch);
  const operand = expressionValue(c, inner);
  c.builder.startAt(kept);
  scratch.statements.length = 0;
  if (operand.value.kind === "int") {
    const converted = state.type.kind === "unknown" ? operand : convert(c, operand, state.type, c.range(node));
    const found = converted.value;
    if (found.kind !== "int") return unknownValue(spelling, state.type).value;
    // What is written as more than a literal keeps its spelling.
    const name =
      found.name ??
      (/[A-Za-z_]\w*/.test(spelling.replace(/'[^']*'/g, "").replace(/\b0[xX][\da-fA-F]+[uUlL]*|\b\d+[uUlL]*/g, "")) ? spelling : undefined);
    return name === undefined ? found : { ...found, name };
  }
  return unknownValue(spelling, state.type.kind === "unknown" ? unknownType(spelling) : state.type).value;
}

/** A message cracker inside a `switch`: `HANDLE_MSG(hwnd, WM_X, OnX)` is a label, a call and a `return`. */
export function addLabel(c: Lowering, value: Syntax, range: Range): boolean {
  const state = c.switches[c.switches.length - 1];
  if (state === undefined) return false;
  const block = c.builder.newBlock();
  block.targeted = true;
  c.builder.enter(block, range);
  state.cases.push({ value: caseValue(c, value, state), to: block.id, range });
  return true;
}

/** `return`, `break`, `continue`, `goto`: what ends on the way out, and where control goes. */
import { field, named, type Syntax } from "../names/syntax.ts";
import type { Exit, Label, Lowering, Operand } from "./context.ts";
import { convert, operandOf, placeOf } from "./conversions.ts";
import { reportErrors } from "./errors.ts";
import { lowerDiscarded, lowerExpression } from "./expressions.ts";
import type { CType } from "../names/ctype.ts";
import type { Argument } from "./callEmit.ts";
import { constructFrom } from "./objects.ts";
import { isObject, scalarOf } from "./overloads.ts";
import { fullExpression, takeTemporary } from "./temporaries.ts";

export function jumpOut(c: Lowering, node: Syntax, exit: Exit | undefined): void {
  const range = c.range(node);
  if (exit === undefined) {
    c.unknown(node, "unsupported", false);
    return;
  }
  c.leaveTo(exit.scope, range);
  c.builder.jump(exit.block, range);
}

export function lowerReturn(c: Lowering, node: Syntax): void {
  const range = c.range(node);
  reportErrors(c, node);
  const operand = named(node).find((n) => n.type !== "ERROR");
  if (operand === undefined) {
    c.leaveTo(undefined, range);
    c.builder.terminate({ kind: "return", range });
    return;
  }
  if (c.result.kind === "void") {
    lowerDiscarded(c, operand);
    c.leaveTo(undefined, range);
    c.builder.terminate({ kind: "return", range });
    return;
  }
  const value = fullExpression(c, range, () => returned(c, operand));
  c.leaveTo(undefined, range);
  c.handedOut = undefined;
  c.builder.terminate({ kind: "return", value: value.value, range });
}

function returned(c: Lowering, operand: Syntax): Operand {
  const range = c.range(operand);
  const type = c.result;
  if (operand.type === "initializer_list") {
    // `return {a, b};`: an object of the function's type, made in place.
    if (type.kind === "unknown" || type.kind === "reference") return c.unknown(operand, "unsupported");
    const object = c.synthetic("returned", type, range);
    c.item.visit.braced(c, object, operand);
    return c.load(object, range);
  }
  const result = lowerExpression(c, operand);
  if (c.isExact && type.kind === "record") return returnedObject(c, { result, range }, type);
  if (type.kind === "reference") return c.addressOf(placeOf(c, result, range), range);
  // An object that was made to be returned is not ended here.
  if (type.kind === "record" && result.kind === "place") takeTemporary(c, result.place);
  const value = isObject(c, result) && type.kind !== "record" ? scalarOf(c, result, range, type) : operandOf(c, result, range);
  c.returned ??= value.type;
  return type.kind === "unknown" ? value : convert(c, value, type, range);
}

/** An object by value: a local is handed out as it is, everything else is copied or converted. */
function returnedObject(c: Lowering, argument: Argument, type: CType): Operand {
  const { result, range } = argument;
  const own = result.kind === "place" && result.type.kind === "record" && type.kind === "record" && result.type.name === type.name;
  if (own && result.place.kind === "local" && c.builder.locals[result.place.id]?.storage === "auto") {
    const isMade = c.builder.locals[result.place.id]?.synthetic === true;
    if (isMade) takeTemporary(c, result.place);
    else c.handedOut = `local ${result.place.id}`;
    return c.load(result, range);
  }
  if (own && result.place.kind === "param") {
    c.handedOut = `param ${result.place.index}`;
    return c.load(result, range);
  }
  const object = c.synthetic("returned", type, range);
  constructFrom(c, object, [argument], range, range);
  return c.load(object, range);
}

export function lowerGoto(c: Lowering, node: Syntax): void {
  const range = c.range(node);
  const name = field(node, "label");
  if (name === undefined) {
    c.unknown(node, "unsupported", false);
    return;
  }
  // What the jump leaves is known only when the label has been seen.
  c.gotos.push({ block: c.builder.current, scope: c.scope, label: c.text(name), range });
  c.builder.startAt(c.builder.newBlock());
}

function labelNamed(c: Lowering, name: string): Label {
  let label = c.labels.get(name);
  if (label === undefined) c.labels.set(name, (label = { block: c.builder.newBlock(), defined: false }));
  return label;
}

export function lowerLabel(c: Lowering, node: Syntax): void {
  const name = field(node, "label");
  if (name !== undefined) {
    const label = labelNamed(c, c.text(name));
    label.defined = true;
    label.scope = c.scope;
    label.block.targeted = true;
    c.builder.enter(label.block, c.range(name));
  }
  c.item.visit.statements(
    c,
    named(node).filter((n) => n !== name),
  );
}

/** Ends the blocks that jump to labels, once all labels are known. */
export function resolveGotos(c: Lowering): void {
  for (const jump of c.gotos) {
    const label = c.labels.get(jump.label);
    c.builder.startAt(jump.block);
    c.scope = jump.scope;
    if (label?.scope === undefined) {
      c.unknownText(`goto ${jump.label}`, jump.range, "unsupported", false);
      c.builder.terminate({ kind: "unreachable", range: jump.range });
      continue;
    }
    c.leaveTo(commonScope(jump.scope, label.scope), jump.range);
    c.builder.jump(label.block, jump.range);
  }
}

function commonScope(from: Lowering["scope"], to: Lowering["scope"]): Lowering["scope"] | undefined {
  const around = new Set<Lowering["scope"]>();
  for (let scope: Lowering["scope"] | undefined = to; scope !== undefined; scope = scope.parent) around.add(scope);
  for (let scope: Lowering["scope"] | undefined = from; scope !== undefined; scope = scope.parent) if (around.has(scope)) return scope;
  return undefined;
}

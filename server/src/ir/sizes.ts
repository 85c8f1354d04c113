/** `sizeof`, `offsetof`, `alignof`: constants of the target. */
import { type CType, integer, pointerBits } from "../names/ctype.ts";
import { layoutOf, memberLayout, sizeOf } from "../names/layout.ts";
import { field, named, type Syntax } from "../names/syntax.ts";
import { Builder } from "./builder.ts";
import type { Lowering, Operand } from "./context.ts";
import { intOperand, unknownValue } from "./conversions.ts";
import { stringLiteral } from "../names/literals.ts";
import { typeInCallPosition } from "./casts.ts";

function sizeType(c: Lowering): CType {
  return integer(pointerBits(c.names.target), false, "size_t");
}

/** Type of an expression that is not evaluated. */
export function typeOfExpression(c: Lowering, node: Syntax): CType {
  const kept = c.builder;
  const scratch = new Builder();
  scratch.locals = [...kept.locals];
  c.builder = scratch;
  try {
    return c.item.visit.expression(c, node).type;
  } finally {
    c.builder = kept;
  }
}

export function lowerSizeof(c: Lowering, node: Syntax): Operand {
  const spelling = sizeSpelling(c, node);
  const type = sizeofType(c, node);
  const size =
    typeof type === "number" ? type : type === undefined ? undefined : sizeOf(type.kind === "reference" ? type.to : type, c.names);
  if (size === undefined) return unknownValue(spelling, sizeType(c));
  return intOperand(BigInt(size), sizeType(c), spelling);
}

function sizeSpelling(c: Lowering, node: Syntax): string {
  return c
    .spelling(node)
    .replace(/^sizeof\s*\(\s*(.*?)\s*\)$/, "sizeof $1")
    .slice(0, 80);
}

function sizeofType(c: Lowering, node: Syntax): CType | number | undefined {
  const descriptor = field(node, "type");
  if (descriptor !== undefined) return c.descriptor(descriptor);
  let value = field(node, "value");
  while (value?.type === "parenthesized_expression" && named(value).length === 1) value = named(value)[0];
  if (value === undefined) return undefined;
  if (value.type === "string_literal") {
    const literal = stringLiteral(c.text(value));
    return literal === undefined ? undefined : (literal.value.length + 1) * (literal.wide ? 2 : 1);
  }
  if (value.type === "identifier" || value.type === "qualified_identifier") {
    const type = typeInCallPosition(c, c.spelling(value).replace(/\s*::\s*/g, "::"));
    const isObject = c.record !== undefined && c.names.field(c.record, c.text(value)) !== undefined;
    if (type !== undefined && !isObject && c.names.variable(c.text(value), c.record) === undefined) return c.resolve(type);
  }
  return typeOfExpression(c, value);
}

export function lowerAlignof(c: Lowering, node: Syntax): Operand {
  const align = layoutOf(c.descriptor(field(node, "type")), c.names)?.align;
  return align === undefined
    ? unknownValue(c.spelling(node), sizeType(c))
    : intOperand(BigInt(align), sizeType(c), c.spelling(node).slice(0, 80));
}

export function lowerOffsetof(c: Lowering, node: Syntax): Operand {
  const type = c.descriptor(field(node, "type"));
  const member = field(node, "member");
  const offset = type.kind === "record" && member !== undefined ? memberLayout(type.name, c.text(member), c.names)?.offset : undefined;
  return offset === undefined
    ? unknownValue(c.spelling(node), sizeType(c))
    : intOperand(BigInt(offset), sizeType(c), c.spelling(node).slice(0, 80));
}

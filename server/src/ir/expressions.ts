/** One expression: which part of the lowering reads it. */
import { type CType, unknownType } from "../names/ctype.ts";
import { field, named, type Syntax } from "../names/syntax.ts";
import { lowerDelete, lowerNew } from "./allocation.ts";
import { lowerArguments, lowerCall, lowerCastCall } from "./calls.ts";
import { lowerCast, lowerFunctionalCast } from "./casts.ts";
import type { Lowering, Result } from "./context.ts";
import { lowerConditional, lowerLogical } from "./flow.ts";
import { choose, overloadKey } from "./choices.ts";
import { asValue, functionResult, lowerName, thisValue } from "./identifiers.ts";
import { initialiseObject } from "./initialisers.ts";
import { lowerCharacter, lowerNumber, lowerString, nullPointer, operatorOf } from "./literals.ts";
import { intOperand } from "./conversions.ts";
import { lowerField } from "./members.ts";
import { lowerAssignment, lowerBinary, lowerPointer, lowerSubscript, lowerUnary, lowerUpdate } from "./operators.ts";
import { repairedCast } from "./repair.ts";
import { lowerAlignof, lowerOffsetof, lowerSizeof } from "./sizes.ts";

export function lowerExpression(c: Lowering, node: Syntax): Result {
  return c.deeper(
    () => (node.cut === true ? asValue(c.unknown(node, "depth")) : expression(c, node)),
    () => asValue(c.unknown(node, "depth")),
  );
}

/** An expression whose value nobody looks at. */
export function lowerDiscarded(c: Lowering, node: Syntax): void {
  switch (node.type) {
    case "call_expression":
      c.deeper(
        () => void lowerCall(c, node, true),
        () => void c.unknown(node, "depth", false),
      );
      return;
    case "parenthesized_expression": {
      const inner = named(node);
      if (inner.length === 1 && inner[0]!.type !== "compound_statement") {
        lowerDiscarded(c, inner[0]!);
        return;
      }
      break;
    }
    case "comma_expression": {
      const left = field(node, "left");
      const right = field(node, "right");
      if (left !== undefined) lowerDiscarded(c, left);
      if (right !== undefined) lowerDiscarded(c, right);
      return;
    }
    case "cast_expression": {
      const value = field(node, "value");
      if (value !== undefined && c.descriptor(field(node, "type")).kind === "void") {
        lowerDiscarded(c, value);
        return;
      }
      break;
    }
    default:
  }
  lowerExpression(c, node);
}

function expression(c: Lowering, node: Syntax): Result {
  switch (node.type) {
    case "identifier":
    case "field_identifier":
    case "type_identifier":
      return lowerName(c, node, c.text(node));
    case "qualified_identifier":
      return lowerName(c, node, c.spelling(node).replace(/\s*::\s*/g, "::"));
    case "template_function":
      return instanceNamed(c, node) ?? lowerName(c, node, c.text(field(node, "name") ?? node));
    case "this": {
      const self = thisValue(c);
      return self === undefined ? lowerName(c, node, "this") : asValue(self);
    }
    case "number_literal":
      return asValue(lowerNumber(c, node));
    case "char_literal":
      return asValue(lowerCharacter(c, node));
    case "string_literal":
    case "raw_string_literal":
    case "concatenated_string":
      return asValue(lowerString(c, node));
    case "true":
    case "false": {
      const name = c.text(node);
      const isKeyword = name === "true" || name === "false";
      const type: CType = isKeyword ? { kind: "bool" } : { kind: "int", bits: 32, signed: true };
      return asValue(intOperand(node.type === "true" ? 1n : 0n, type, name));
    }
    case "null": {
      const name = c.text(node);
      const pointer = nullPointer();
      return asValue(name === "nullptr" ? intOperand(0n, pointer.type, name) : pointer);
    }
    case "parenthesized_expression":
      return parenthesised(c, node);
    case "unary_expression":
      return lowerUnary(c, node);
    case "binary_expression": {
      const repaired = repairedCast(c, node);
      if (repaired !== undefined) return lowerExpression(c, repaired);
      return /^(?:&&|\|\||and|or)$/.test(operatorOf(c, node)) ? lowerLogical(c, node) : lowerBinary(c, node);
    }
    case "assignment_expression":
      return assignment(c, node);
    case "update_expression":
      return lowerUpdate(c, node);
    case "pointer_expression":
      return lowerPointer(c, node);
    case "subscript_expression":
      return lowerSubscript(c, node);
    case "field_expression":
      return lowerField(c, node);
    case "call_expression":
      return lowerCall(c, node, false);
    case "cast_expression":
      return lowerCastCall(c, node) ?? lowerCast(c, node);
    case "conditional_expression":
      return lowerConditional(c, node);
    case "comma_expression": {
      const left = field(node, "left");
      const right = field(node, "right");
      if (left !== undefined) lowerDiscarded(c, left);
      return right === undefined ? asValue(c.unknown(node, "unsupported")) : lowerExpression(c, right);
    }
    case "sizeof_expression":
      return asValue(lowerSizeof(c, node));
    case "alignof_expression":
      return asValue(lowerAlignof(c, node));
    case "offsetof_expression":
      return asValue(lowerOffsetof(c, node));
    case "new_expression":
      return lowerNew(c, node);
    case "delete_expression":
      return lowerDelete(c, node);
    case "compound_literal_expression":
      return compoundLiteral(c, node);
    case "lambda_expression":
      return c.item.visit.lambda(c, node);
    case "extension_expression":
    case "parameter_pack_expansion":
    case "subscript_argument_list": {
      const inner = named(node);
      return inner.length === 1 ? lowerExpression(c, inner[0]!) : asValue(c.unknown(node, "unsupported"));
    }
    case "user_defined_literal": {
      const literal = named(node)[0];
      return literal === undefined ? asValue(c.unknown(node, "unsupported")) : lowerExpression(c, literal);
    }
    case "type_descriptor":
    case "primitive_type":
    case "sized_type_specifier":
      return {
        kind: "value",
        value: { kind: "unknown", text: c.spelling(node).slice(0, 80), type: unknownType(c.spelling(node)) },
        type: unknownType(c.spelling(node)),
      };
    case "ERROR":
      return asValue(c.unknown(node, "error-node"));
    default:
      return asValue(c.unknown(node, "unsupported"));
  }
}

/** `&f<int>`: the instance, by its name and place. */
function instanceNamed(c: Lowering, node: Syntax): Result | undefined {
  const name = field(node, "name");
  const list = field(node, "arguments");
  if (!c.isExact || name === undefined || list === undefined) return undefined;
  const types = named(list).map((type) => c.descriptor(type));
  const chosen = choose(c, c.names.functions(c.text(name), c.record), [], types);
  if (chosen === undefined) return undefined;
  const { overload } = overloadKey(c, chosen);
  return functionResult(overload ?? chosen.name, chosen);
}

function parenthesised(c: Lowering, node: Syntax): Result {
  const inner = named(node).filter((n) => n.type !== "ERROR");
  if (inner.length === 1 && inner[0]!.type !== "compound_statement") {
    if (node.children.some((n) => n.type === "ERROR")) c.unknown(node, "error-node", false);
    return lowerExpression(c, inner[0]!);
  }
  if (inner.length === 1) return statementExpression(c, inner[0]!);
  return asValue(c.unknown(node, inner.length === 0 ? "error-node" : "unsupported"));
}

/** GNU `({ …; value; })`. */
function statementExpression(c: Lowering, node: Syntax): Result {
  return c.inScope(c.range(node), () => {
    const statements = named(node);
    const last = statements[statements.length - 1];
    if (last?.type !== "expression_statement" || named(last).length !== 1) {
      c.item.visit.statements(c, statements);
      return { kind: "value", value: { kind: "unknown", text: "void", type: { kind: "void" } }, type: { kind: "void" } } as Result;
    }
    c.item.visit.statements(c, statements.slice(0, -1));
    return lowerExpression(c, named(last)[0]!);
  });
}

function assignment(c: Lowering, node: Syntax): Result {
  const left = field(node, "left");
  const right = field(node, "right");
  if (left !== undefined && right?.type === "initializer_list") {
    const target = lowerExpression(c, left);
    if (target.kind === "place") {
      initialiseObject(c, target, right);
      return target;
    }
  }
  return lowerAssignment(c, node);
}

/** `(T){1, 2}` and `T{1, 2}`. */
function compoundLiteral(c: Lowering, node: Syntax): Result {
  const typeNode = field(node, "type");
  const list = field(node, "value");
  if (typeNode === undefined || list === undefined) return asValue(c.unknown(node, "unsupported"));
  const type = c.descriptor(typeNode);
  const range = c.range(node);
  const isAggregate =
    type.kind === "array" || (type.kind === "record" && c.names.record(type.name)?.methods.every((m) => !m.isConstructor) === true);
  if (!isAggregate && !list.children.some((n) => n.type === "initializer_pair" || n.type === "initializer_list")) {
    return lowerFunctionalCast(c, type, lowerArguments(c, list), range, c.range(typeNode));
  }
  const object = c.synthetic("literal", type, range);
  initialiseObject(c, object, list);
  return { kind: "place", place: object.place, type };
}

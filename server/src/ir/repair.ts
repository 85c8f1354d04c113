/** Pieces that the grammar reads as something else, put right with what is known of names. */
import { field, named, type Syntax } from "../names/syntax.ts";
import { typeInCallPosition } from "./casts.ts";
import type { Lowering } from "./context.ts";

interface Link {
  readonly operands: Syntax[];
  readonly operators: Syntax[];
}

const STRENGTH: Readonly<Record<string, number>> = {
  "||": 1,
  or: 1,
  "&&": 2,
  and: 2,
  "|": 3,
  "^": 4,
  "&": 5,
  "==": 6,
  "!=": 6,
  "<": 7,
  ">": 7,
  "<=": 7,
  ">=": 7,
  "<<": 8,
  ">>": 8,
  "+": 9,
  "-": 9,
  "*": 10,
  "/": 10,
  "%": 10,
};

/**
 * `(T) -1`, `(T) &x`, `(T) *p` where `T` is a name: the grammar, which does not know types, reads a binary operator. The chain of
 * operators is taken apart, the casts are made, and the rest is put together again by precedence. Undefined if there is no such cast.
 */
export function repairedCast(c: Lowering, node: Syntax): Syntax | undefined {
  const chain: Link = { operands: [], operators: [] };
  flatten(node, chain, 0);
  const casts = chain.operands.map(
    (operand, i) => i < chain.operators.length && isTypeInBrackets(c, operand) && /^[-+*&]$/.test(c.text(chain.operators[i]!)),
  );
  if (!casts.includes(true)) return undefined;
  const operands: Syntax[] = [];
  const operators: Syntax[] = [];
  for (let i = 0; i < chain.operands.length; i++) {
    let operand = chain.operands[i]!;
    const pending: [Syntax, Syntax][] = [];
    while (casts[i] === true) {
      pending.push([operand, chain.operators[i]!]);
      i++;
      operand = chain.operands[i]!;
    }
    for (const [type, operator] of pending.reverse()) operand = castOf(c, type, operator, operand);
    operands.push(operand);
    if (i < chain.operators.length) operators.push(chain.operators[i]!);
  }
  return rebuild(c, operands, operators, { at: 0 }, 1);
}

function flatten(node: Syntax, chain: Link, depth: number): void {
  const left = field(node, "left");
  const right = field(node, "right");
  const operator = field(node, "operator");
  if (node.type !== "binary_expression" || left === undefined || right === undefined || operator === undefined || depth > 100) {
    chain.operands.push(node);
    return;
  }
  flatten(left, chain, depth + 1);
  chain.operators.push(operator);
  flatten(right, chain, depth + 1);
}

function isTypeInBrackets(c: Lowering, node: Syntax): boolean {
  if (node.type !== "parenthesized_expression") return false;
  const inner = named(node);
  if (inner.length !== 1 || (inner[0]!.type !== "identifier" && inner[0]!.type !== "qualified_identifier")) return false;
  const name = c.spelling(inner[0]!).replace(/\s*::\s*/g, "::");
  if (c.lookup(name) !== undefined || c.names.variable(name, c.record) !== undefined) return false;
  if (c.record !== undefined && c.names.field(c.record, name) !== undefined) return false;
  return typeInCallPosition(c, name) !== undefined;
}

function made(type: string, from: Syntax, to: Syntax, children: readonly Syntax[]): Syntax {
  return {
    type,
    named: true,
    missing: false,
    hasError: children.some((n) => n.hasError),
    start: from.start,
    end: to.end,
    field: null,
    children,
  };
}

function castOf(c: Lowering, type: Syntax, operator: Syntax, operand: Syntax): Syntax {
  const isPointer = c.text(operator) === "*" || c.text(operator) === "&";
  const value = made(isPointer ? "pointer_expression" : "unary_expression", operator, operand, [
    operator,
    { ...operand, field: "argument" },
  ]);
  const descriptor = { ...named(type)[0]!, field: "type" };
  return made("cast_expression", type, operand, [descriptor, { ...value, field: "value" }]);
}

function rebuild(c: Lowering, operands: readonly Syntax[], operators: readonly Syntax[], cursor: { at: number }, least: number): Syntax {
  let left = operands[cursor.at]!;
  for (;;) {
    const operator = operators[cursor.at];
    const strength = operator === undefined ? 0 : (STRENGTH[c.text(operator)] ?? 0);
    if (operator === undefined || strength < least) return left;
    cursor.at++;
    const right = rebuild(c, operands, operators, cursor, strength + 1);
    left = made("binary_expression", left, right, [{ ...left, field: "left" }, operator, { ...right, field: "right" }]);
  }
}

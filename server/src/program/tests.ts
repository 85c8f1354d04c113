/** Where a function tests which message it got: `switch` labels, comparisons, and ranges of numbers. */
import type { BlockId, IrFunction, Range, Value } from "../ir/types.ts";
import { definitionOf, strip } from "./values.ts";

export interface MessageTest {
  /** The number compared with. */
  readonly value: Value;
  /** Last number of an inclusive range that starts at `value`. */
  readonly last?: { readonly value: Value /** The range ends before it. */; readonly exclusive: boolean };
  /** First number is excluded (`msg > WM_USER`). */
  readonly after?: boolean;
  /** Block where the handling starts. */
  readonly block: BlockId;
  /** The label or comparison. */
  readonly range: Range;
  readonly from: BlockId;
}

interface Comparison {
  readonly op: "eq" | "ne" | "lt" | "le" | "gt" | "ge";
  readonly other: Value;
  readonly range: Range;
}

const MIRROR = { eq: "eq", ne: "ne", lt: "gt", le: "ge", gt: "lt", ge: "le" } as const;
const OPPOSITE = { eq: "ne", ne: "eq", lt: "ge", le: "gt", gt: "le", ge: "lt" } as const;

function comparison(fn: IrFunction, condition: Value, isMessage: (value: Value) => boolean, negate = false): Comparison | undefined {
  const at = strip(fn, condition);
  const definition = at.kind === "temp" ? definitionOf(fn, at.id) : undefined;
  if (definition?.kind === "unary" && definition.op === "not") return comparison(fn, definition.operand, isMessage, !negate);
  if (definition?.kind !== "binary") return undefined;
  const { op } = definition;
  if (op !== "eq" && op !== "ne" && op !== "lt" && op !== "le" && op !== "gt" && op !== "ge") {
    return undefined;
  }
  const left = isMessage(definition.left);
  if (left === isMessage(definition.right)) return undefined;
  const seen = left ? op : MIRROR[op];
  return { op: negate ? OPPOSITE[seen] : seen, other: left ? definition.right : definition.left, range: definition.range };
}

/** All tests of values for which `isMessage` holds, in the order of the blocks. */
export function messageTests(fn: IrFunction, isMessage: (value: Value) => boolean): MessageTest[] {
  const found: MessageTest[] = [];
  for (const block of fn.blocks) {
    const { end } = block;
    if (end.kind === "switch" && isMessage(end.value)) {
      for (const c of end.cases) {
        const last = c.high === undefined ? undefined : { value: c.high, exclusive: false };
        found.push({ value: c.value, block: c.to, range: c.range, from: block.id, ...(last && { last }) });
      }
    }
    if (end.kind !== "branch") continue;
    const test = comparison(fn, end.condition, isMessage);
    if (test?.op === "eq") found.push({ value: test.other, block: end.then, range: test.range, from: block.id });
    else if (test?.op === "ne") found.push({ value: test.other, block: end.else, range: test.range, from: block.id });
    else if (test) {
      // the other bound stands in the block that the first one leads to
      const then = test.op === "ge" || test.op === "gt" || test.op === "le" || test.op === "lt" ? fn.blocks[end.then] : undefined;
      const second = then?.end.kind === "branch" ? comparison(fn, then.end.condition, isMessage) : undefined;
      if (!second || then?.end.kind !== "branch") continue;
      const low = test.op === "ge" || test.op === "gt" ? test : second;
      const high = low === test ? second : test;
      if ((low.op !== "ge" && low.op !== "gt") || (high.op !== "le" && high.op !== "lt")) continue;
      found.push({
        value: low.other,
        after: low.op === "gt",
        last: { value: high.other, exclusive: high.op === "lt" },
        block: then.end.then,
        range: low.range,
        from: block.id,
      });
    }
  }
  return found;
}

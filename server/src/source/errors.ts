import type { SyntaxNode } from "./syntax.ts";
import type { ConditionalGroup, TextRange } from "./types.ts";

/** Outermost ERROR nodes and MISSING nodes (empty ranges), in order. Only branches that hold an error are walked. */
export function errorRangesOf(root: SyntaxNode): TextRange[] {
  const ranges: TextRange[] = [];
  const stack: SyntaxNode[] = [root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.isError || node.isMissing) ranges.push({ start: node.startIndex, end: node.endIndex });
    else if (node.hasError)
      for (const child of node.children.toReversed()) if (child.hasError || child.isError || child.isMissing) stack.push(child);
  }
  return ranges;
}

export function lengthOf(ranges: readonly TextRange[]): number {
  return ranges.reduce((sum, { start, end }) => sum + end - start, 0);
}

/** 100 × share of the text outside ERROR nodes and inactive branches, to one decimal. */
export function parsedPercentOf(length: number, errors: readonly TextRange[], conditionals: readonly ConditionalGroup[]): number {
  if (length === 0) return 100;
  const lost = [...errors];
  for (const { branches } of conditionals) for (const { state, body } of branches) if (state === "inactive") lost.push(body);
  const share = (length - lengthOf(union(lost))) / length;
  return Math.floor(1000 * share) / 10;
}

/** The same characters as disjoint ranges in order. */
export function union(ranges: readonly TextRange[]): TextRange[] {
  const result: { start: number; end: number }[] = [];
  for (const { start, end } of [...ranges].sort((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
    else result.push({ start, end });
  }
  return result;
}

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

/** Nodes that stand for something read as a whole, also inside of an error. */
const READ = /(?:_definition|_declaration|^declaration|_statement|_specifier|^preproc_\w+)$/;

/**
 * What of the text was not read: errors without the declarations and statements inside of them that are whole. One wrong bracket can turn
 * a file into one error, around functions of which each was read.
 */
export function unreadRangesOf(root: SyntaxNode, text: string): TextRange[] {
  const lost: TextRange[] = [];
  for (const error of errorRangesOf(root)) {
    const node = error.end > error.start ? root.descendantForIndex(error.start, error.end) : null;
    let outer = node;
    while (outer && !outer.isError) outer = outer.parent;
    let at = error.start;
    for (const read of outer ? readInside(outer) : []) {
      if (read.start > at) lost.push(trimmed(text, at, read.start));
      at = Math.max(at, read.end);
    }
    if (error.end > at) lost.push(trimmed(text, at, error.end));
  }
  return lost.filter((r) => r.end > r.start);
}

/** The outermost whole declarations and statements below an error, in order. */
function readInside(error: SyntaxNode): TextRange[] {
  const found: TextRange[] = [];
  const stack = error.children.toReversed();
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (!node.hasError && !node.isError && READ.test(node.type)) found.push({ start: node.startIndex, end: node.endIndex });
    else stack.push(...node.children.toReversed());
  }
  return found;
}

function trimmed(text: string, start: number, end: number): TextRange {
  const piece = text.slice(start, end);
  const from = start + piece.length - piece.trimStart().length;
  return { start: from, end: Math.max(from, start + piece.trimEnd().length) };
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

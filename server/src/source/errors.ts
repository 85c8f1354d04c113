import type { SyntaxNode } from "./syntax.ts";
import type { TextRange } from "./types.ts";

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

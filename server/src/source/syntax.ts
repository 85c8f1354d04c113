/**
 * The least that the layers above ask of a syntax tree. Both bindings of tree-sitter (WebAssembly, from which every
 * verdict comes, and the native one) satisfy it. Offsets are UTF-16 code units from the start of the text.
 */
export interface SyntaxNode {
  readonly id: number;
  /** Name of the node in the grammar (`call_expression`, `;`, `ERROR`). */
  readonly type: string;
  readonly startIndex: number;
  /** Exclusive. */
  readonly endIndex: number;
  readonly isNamed: boolean;
  /** Comments and other nodes that may stand anywhere. */
  readonly isExtra: boolean;
  readonly isError: boolean;
  /** Inserted by the parser to recover; empty range. */
  readonly isMissing: boolean;
  /** This node or one below it is an error or missing. */
  readonly hasError: boolean;
  readonly parent: SyntaxNode | null;
  readonly childCount: number;
  readonly namedChildCount: number;
  child(index: number): SyntaxNode | null;
  namedChild(index: number): SyntaxNode | null;
  readonly children: SyntaxNode[];
  readonly namedChildren: SyntaxNode[];
  readonly nextSibling: SyntaxNode | null;
  readonly previousSibling: SyntaxNode | null;
  readonly nextNamedSibling: SyntaxNode | null;
  readonly previousNamedSibling: SyntaxNode | null;
  childForFieldName(name: string): SyntaxNode | null;
  fieldNameForChild(index: number): string | null;
  /** Smallest node that spans the range. */
  descendantForIndex(start: number, end?: number): SyntaxNode | null;
  namedDescendantForIndex(start: number, end?: number): SyntaxNode | null;
  /** Text of the node as it was parsed, that is with words blanked. */
  readonly text: string;
}

export interface TextPoint {
  /** From 0. */
  readonly row: number;
  /** UTF-16 code units from the start of the row. */
  readonly column: number;
}

/** Replacement of `[startIndex, oldEndIndex)` by text that ends at `newEndIndex`. */
export interface TreeEdit {
  readonly startIndex: number;
  readonly oldEndIndex: number;
  readonly newEndIndex: number;
  readonly startPosition: TextPoint;
  readonly oldEndPosition: TextPoint;
  readonly newEndPosition: TextPoint;
}

/** A tree lives outside the garbage collector: whoever got it from `parse` deletes it, once. Its nodes die with it. */
export interface SyntaxTree {
  /** Throws an Error after `delete`. */
  readonly rootNode: SyntaxNode;
  /** Moves the tree along with its text, before it is handed to `parse` as the old one. */
  edit(edit: TreeEdit): void;
  /** A tree of its own over the same nodes, cheap; undefined where the binding cannot. */
  copy(): SyntaxTree | undefined;
  delete(): void;
}

export type Language = "c" | "cpp";

export interface ParseLimits {
  /** Wall-clock milliseconds, by the clock that the entry handed in. */
  readonly budgetMs?: number;
  /** Asked many times per millisecond. */
  readonly cancelled?: () => boolean;
}

export interface Parser {
  /**
   * Parses `text`. `old` is a tree of the text before, already edited; it stays the caller's.
   * Answers undefined if the budget or the memory ran out or the caller cancelled; the parser is ready for the next text then.
   */
  parse(text: string, language: Language, old?: SyntaxTree, limits?: ParseLimits): SyntaxTree | undefined;
  /** Number of trees that were handed out and not yet deleted. */
  readonly liveTrees: number;
  /** Frees the parser itself; trees stay with their owners. */
  delete(): void;
}

/** True once the limits are used up; undefined if there are none. `now` gives milliseconds. */
export function stopCondition(limits: ParseLimits | undefined, now: (() => number) | undefined): (() => boolean) | undefined {
  if (limits?.budgetMs === undefined && limits?.cancelled === undefined) return undefined;
  const { budgetMs, cancelled } = limits;
  if (budgetMs !== undefined && now === undefined) throw new Error("a parse budget needs a clock, see initialiseParser");
  const deadline = budgetMs === undefined || now === undefined ? Number.POSITIVE_INFINITY : now() + budgetMs;
  return () => cancelled?.() === true || (now !== undefined && now() > deadline);
}

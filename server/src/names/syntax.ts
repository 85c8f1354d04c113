/**
 * A plain copy of a part of a syntax tree. Lowering and indexing walk it several times and keep pieces of it while they
 * work; a copy frees them from the life of the parser's tree and is much cheaper to walk than nodes behind a binding.
 */
import type { SyntaxNode } from "../source/syntax.ts";

export interface Syntax {
  /** Name of the node in the grammar (`call_expression`, `;`, `ERROR`). */
  readonly type: string;
  readonly named: boolean;
  readonly missing: boolean;
  /** This node or one below it is an error or missing. */
  readonly hasError: boolean;
  /** Offsets in the text that was parsed. */
  readonly start: number;
  readonly end: number;
  /** Name under which the parent knows this child. */
  readonly field: string | null;
  /** Without comments. */
  readonly children: readonly Syntax[];
  /** The tree was deeper than the budget here; the children are left out. */
  readonly cut?: boolean;
}

interface Cursor {
  readonly nodeTypeId: number;
  readonly nodeType: string;
  readonly nodeIsNamed: boolean;
  readonly nodeIsMissing: boolean;
  readonly startIndex: number;
  readonly endIndex: number;
  readonly currentFieldName: string | null;
  gotoFirstChild(): boolean;
  gotoNextSibling(): boolean;
  gotoParent(): boolean;
  delete?(): void;
}

/** Nesting beyond which a tree is cut; recursion over the copy stays far from the end of the stack. */
export const MAX_DEPTH = 400;

export interface CopyOptions {
  /** Children of nodes for which this is false are left out. */
  readonly enter?: (type: string, depth: number) => boolean;
}

interface Kind {
  readonly type: string;
  readonly named: boolean;
}

/** Nodes whose children have no field names; asking for each is what copying costs most. */
const FIELDLESS = new Set([
  "translation_unit",
  "compound_statement",
  "argument_list",
  "parameter_list",
  "field_declaration_list",
  "declaration_list",
  "expression_statement",
  "parenthesized_expression",
  "initializer_list",
  "else_clause",
  "string_literal",
  "char_literal",
  "return_statement",
  "enumerator_list",
  "ERROR",
  "identifier",
]);

/** Copies `node` and what is below it. */
export function copySyntax(node: SyntaxNode, options: CopyOptions = {}): Syntax {
  const walk = (node as { walk?: () => Cursor }).walk;
  if (typeof walk !== "function") return copyNode(node, null, 0, options);
  const cursor = walk.call(node);
  try {
    return copyCursor(cursor, 0, "", options, new Map());
  } finally {
    cursor.delete?.();
  }
}

type Draft = { -readonly [K in keyof Syntax]: Syntax[K] };

function finish(draft: Draft, children: Syntax[]): Syntax {
  draft.children = children;
  draft.hasError = draft.type === "ERROR" || draft.missing || children.some((c) => c.hasError);
  return draft;
}

function copyCursor(cursor: Cursor, depth: number, parent: string, options: CopyOptions, kinds: Map<number, Kind>): Syntax {
  const id = cursor.nodeTypeId;
  let kind = kinds.get(id);
  if (kind === undefined) kinds.set(id, (kind = { type: cursor.nodeType, named: cursor.nodeIsNamed }));
  const start = cursor.startIndex;
  const end = cursor.endIndex;
  const draft: Draft = {
    type: kind.type,
    named: kind.named,
    missing: start === end && cursor.nodeIsMissing,
    hasError: false,
    start,
    end,
    field: depth === 0 || FIELDLESS.has(parent) ? null : (cursor.currentFieldName ?? null),
    children: [],
  };
  const children: Syntax[] = [];
  if (depth >= MAX_DEPTH) draft.cut = true;
  else if ((options.enter?.(draft.type, depth) ?? true) && cursor.gotoFirstChild()) {
    do {
      const child = copyCursor(cursor, depth + 1, draft.type, options, kinds);
      if (child.type !== "comment") children.push(child);
    } while (cursor.gotoNextSibling());
    cursor.gotoParent();
  }
  return finish(draft, children);
}

function copyNode(node: SyntaxNode, field: string | null, depth: number, options: CopyOptions): Syntax {
  const draft: Draft = {
    type: node.type,
    named: node.isNamed,
    missing: node.isMissing,
    hasError: false,
    start: node.startIndex,
    end: node.endIndex,
    field,
    children: [],
  };
  const children: Syntax[] = [];
  if (depth >= MAX_DEPTH) draft.cut = true;
  else if (options.enter?.(draft.type, depth) ?? true) {
    node.children.forEach((child, index) => {
      if (child.type !== "comment") children.push(copyNode(child, node.fieldNameForChild(index), depth + 1, options));
    });
  }
  return finish(draft, children);
}

/** Child under that field name. */
export function field(node: Syntax, name: string): Syntax | undefined {
  return node.children.find((c) => c.field === name);
}
export function fields(node: Syntax, name: string): Syntax[] {
  return node.children.filter((c) => c.field === name);
}
export function named(node: Syntax): Syntax[] {
  return node.children.filter((c) => c.named);
}
export function childOfType(node: Syntax, ...types: string[]): Syntax | undefined {
  return node.children.find((c) => types.includes(c.type));
}
export function hasToken(node: Syntax, token: string): boolean {
  return node.children.some((c) => c.type === token);
}
export function textOf(node: Syntax, source: string): string {
  return source.slice(node.start, node.end);
}

/** Text with every run of white space as one blank and comments left out. */
export function squeezed(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\/|\/\/[^\r\n]*/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}

/** `node` and everything below it in document order; `enter` decides whether children are visited. */
export function visit(node: Syntax, enter: (node: Syntax) => boolean): void {
  if (!enter(node)) return;
  for (const child of node.children) visit(child, enter);
}

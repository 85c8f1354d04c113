/** Finds the syntax of a function's item: in the tree of its file, or, where that is broken, in a parse of the item alone. */
import { copySyntax, field, named, type Syntax, visit } from "../names/syntax.ts";
import { qualify, tagName } from "../names/specifiers.ts";
import { aloneTexts } from "../source/alone.ts";
import { itemNode, tokensOf } from "../source/document.ts";
import type { Parser, SyntaxNode } from "../source/syntax.ts";
import type { Item, SourceFile } from "../source/types.ts";
import { type Frame, plainFrame } from "./frame.ts";

export interface FunctionSyntax {
  readonly node: Syntax;
  readonly frame: Frame;
  /** Name of the class or namespace that the definition stands in, empty at file level. */
  readonly scope: string;
  /** Name of the class it stands in, if it is a class. */
  readonly inClass: string | undefined;
  /** In an anonymous namespace. */
  readonly internal: boolean;
  /** Only the body could be read; the head is text. */
  readonly headless: boolean;
}

export function findFunction(source: SourceFile, item: Item, parser: Parser): FunctionSyntax | undefined {
  if (item.body === undefined) return undefined;
  const at = itemNode(source, item);
  const where = surroundings(source, item, at);
  const whole = at === undefined ? undefined : definitionIn(copySyntax(at));
  if (whole !== undefined && !whole.hasError)
    return { node: whole, frame: plainFrame(source.blanked, item.start), headless: false, ...where };
  const alone = parseAlone(source, item, parser);
  if (alone !== undefined && (whole === undefined || errorLength(alone.node) < errorLength(whole))) return { ...alone, ...where };
  return whole === undefined ? undefined : { node: whole, frame: plainFrame(source.blanked, item.start), headless: false, ...where };
}

/** The function definition in what an item consists of (`template <…> f`, `extern "C" f`). */
function definitionIn(root: Syntax): Syntax | undefined {
  let found: Syntax | undefined;
  visit(root, (n) => {
    if (found === undefined && n.type === "function_definition" && field(n, "body") !== undefined) found = n;
    return found === undefined && n.type !== "compound_statement";
  });
  return found;
}

/** Length of what stands in ERROR nodes, and one for each missing token. */
function errorLength(root: Syntax): number {
  let length = 0;
  visit(root, (n) => {
    if (n.type === "ERROR") length += n.end - n.start + 1;
    else if (n.missing) length += 1;
    return n.hasError && n.type !== "ERROR";
  });
  return length;
}

type Alone = Pick<FunctionSyntax, "node" | "frame" | "headless">;

function parseAlone(source: SourceFile, item: Item, parser: Parser): Alone | undefined {
  let best: Alone | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const { text, base, headless } of aloneTexts(source.blanked, tokensOf(source), item)) {
    const parsed = parseFunction(text, source, parser);
    if (parsed === undefined || parsed.errors >= least) continue;
    best = { node: parsed.node, frame: plainFrame(text, base), headless };
    least = parsed.errors;
    if (least === 0) break;
  }
  return best;
}

/** The definition in a text that should hold no more than it; what stands beside it counts as an error. */
function parseFunction(text: string, source: SourceFile, parser: Parser): { readonly node: Syntax; readonly errors: number } | undefined {
  const tree = parser.parse(text, source.language);
  if (tree === undefined) return undefined;
  try {
    const root = copySyntax(tree.rootNode);
    const node = definitionIn(root);
    if (node === undefined) return undefined;
    let errors = errorLength(root);
    for (const { type, start, end, hasError } of named(root))
      if ((end <= node.start || start >= node.end) && !hasError && !/^(?:comment|preproc_)/.test(type)) errors += end - start;
    return { node, errors };
  } finally {
    tree.delete();
  }
}

/** Namespaces and classes around an item, from the tree, else from the items around it. */
function surroundings(source: SourceFile, item: Item, at: SyntaxNode | undefined): Pick<FunctionSyntax, "scope" | "inClass" | "internal"> {
  let scope = "";
  let inClass: string | undefined;
  let internal = false;
  const start = at ?? source.tree.rootNode.descendantForIndex(item.start, item.start + 1);
  let isFriend = start?.type === "friend_declaration";
  for (let node = start?.parent ?? null; node !== null; node = node.parent) {
    if (node.type === "namespace_definition") {
      const name = node.childForFieldName("name");
      if (name === null) internal = true;
      else scope = scope === "" ? name.text : `${name.text}::${scope}`;
    } else if (node.type === "friend_declaration") isFriend = true;
    else if (!isFriend && /^(?:class|struct|union)_specifier$/.test(node.type) && node.endIndex >= item.end) {
      const name = tagName(copySyntax(node, { enter: (_type, depth) => depth === 0 }), source.blanked);
      scope = scope === "" ? name : `${name}::${scope}`;
      inClass ??= "";
    }
  }
  if (inClass !== undefined) inClass = scope;
  else if (!isFriend && item.parent !== undefined) {
    const name = source.items[item.parent]?.name;
    if (name !== undefined) {
      scope = qualify(scope, name);
      inClass = scope;
    }
  }
  return { scope, inClass, internal };
}

export function bodyOf(node: Syntax): Syntax | undefined {
  return field(node, "body");
}

/** Initialisers of a constructor, in their order. */
export function memberInitialisers(node: Syntax): Syntax[] {
  const list =
    node.children.find((n) => n.type === "field_initializer_list") ??
    field(node, "body")?.children.find((n) => n.type === "field_initializer_list");
  return list === undefined ? [] : named(list).filter((n) => n.type === "field_initializer");
}

/** Finds the syntax of a function's item: in the tree of its file, or, where that is broken, in a parse of the item alone. */
import { copySyntax, field, named, type Syntax, visit } from "../names/syntax.ts";
import { qualify, tagName } from "../names/specifiers.ts";
import { aloneTexts } from "../source/alone.ts";
import { itemNode, tokensOf } from "../source/document.ts";
import { hasDeadEnd } from "../source/deadEnds.ts";
import { mendedBody } from "../source/mendedBody.ts";
import type { Parser, SyntaxNode } from "../source/syntax.ts";
import type { Item, SourceFile, TextRange } from "../source/types.ts";
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
  /** It holds something that no statement of the body tells of. */
  readonly besides: boolean;
}

export function findFunction(source: SourceFile, item: Item, parser: Parser): FunctionSyntax | undefined {
  const found = readingOf(source, item, parser);
  return found === undefined || found.besides || !holdsJunk(source, item, found) ? found : { ...found, besides: true };
}

/** An error whose text no program holds, unlike what the grammar alone does not know. */
function holdsJunk(source: SourceFile, item: Item, { node, frame }: FunctionSyntax): boolean {
  let found = false;
  visit(node, (n) => {
    if (n.type === "ERROR" && !found) {
      const { start, end } = frame.range(n);
      found = hasDeadEnd(source.blanked, tokensOf(source), { start: item.start + start, end: item.start + end });
    }
    return n.hasError && !found;
  });
  return found;
}

function readingOf(source: SourceFile, item: Item, parser: Parser): FunctionSyntax | undefined {
  if (item.body === undefined) return undefined;
  const at = itemNode(source, item);
  const where = surroundings(source, item, at);
  const whole = at === undefined ? undefined : definitionIn(copySyntax(at));
  if (whole !== undefined && !whole.hasError)
    return { node: whole, frame: plainFrame(source.blanked, item.start), headless: false, besides: false, ...where };
  const alone = parseAlone(source, item, parser);
  if (alone !== undefined && (whole === undefined || alone.errors < errorLength(whole))) return { ...alone, ...where };
  if (whole === undefined) return undefined;
  return { node: whole, frame: plainFrame(source.blanked, item.start), headless: false, besides: headHasError(whole), ...where };
}

function headHasError(definition: Syntax): boolean {
  return definition.children.some((n) => n.hasError && n.field !== "body");
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

interface Alone extends Pick<FunctionSyntax, "node" | "frame" | "headless" | "besides"> {
  /** Of the node, as `errorLength` counts them, beside what was blanked. */
  readonly errors: number;
}

function parseAlone(source: SourceFile, item: Item, parser: Parser): Alone | undefined {
  let best: Alone | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const { text, base, headless } of aloneTexts(source.blanked, tokensOf(source), item)) {
    const parsed = parseFunction(text, source, parser);
    if (parsed === undefined || parsed.errors >= least) continue;
    best = {
      node: parsed.node,
      frame: plainFrame(text, base),
      headless,
      besides: headless || parsed.besides,
      errors: errorLength(parsed.node),
    };
    least = parsed.errors;
    if (least === 0) break;
  }
  if (least <= MISSING_ALONE) return best;
  const mended = mendedBody(source.blanked, tokensOf(source), item, source.language, parser);
  const parsed = mended && parseFunction(mended.text, source, parser);
  if (mended === undefined || parsed === undefined) return best;
  const cost = mended.damage.reduce((sum, { start, end }) => sum + end - start + 1, parsed.errors);
  if (parsed.errors > 0 && cost > least) return best;
  // the text is that of the item: what is unknown mentions what was blanked too
  const text = source.blanked.slice(item.start, item.end);
  return {
    node: withDamage(parsed.node, mended.damage),
    frame: plainFrame(text, 0),
    headless: false,
    besides: parsed.besides,
    errors: parsed.errors,
  };
}

/** Errors that are nothing but a token or two that the parser put in. */
const MISSING_ALONE = 2;

/** What holds statements. */
const HOLDS_STATEMENTS = /^(?:compound_statement|case_statement|preproc_(?:if|ifdef|else|elif|elifdef))$/;

/** The tree with an error in front of each statement that something was blanked in. */
function withDamage(root: Syntax, damage: readonly TextRange[]): Syntax {
  return damage.reduce<Syntax>((node, range) => insertError(node, range) ?? node, root);
}

/** Undefined if no node below that holds statements holds the range. */
function insertError(node: Syntax, range: TextRange): Syntax | undefined {
  if (node.start > range.start || node.end < range.end) return undefined;
  for (const [i, child] of node.children.entries()) {
    const made = insertError(child, range);
    if (made !== undefined) return { ...node, hasError: true, children: node.children.with(i, made) };
  }
  if (!HOLDS_STATEMENTS.test(node.type)) return undefined;
  const at = node.children.findIndex((child) => child.end > range.start);
  const hit = node.children[at];
  if (hit === undefined) return undefined;
  const start = Math.min(hit.start, range.start);
  const error: Syntax = { type: "ERROR", named: true, missing: false, hasError: true, start, end: range.end, field: null, children: [] };
  return { ...node, hasError: true, children: [...node.children.slice(0, at), error, ...node.children.slice(at)] };
}

interface Parsed {
  readonly node: Syntax;
  readonly errors: number;
  readonly besides: boolean;
}

/** The definition in a text that should hold no more than it; what stands beside it counts as an error. */
function parseFunction(text: string, source: SourceFile, parser: Parser): Parsed | undefined {
  const tree = parser.parse(text, source.language);
  if (tree === undefined) return undefined;
  try {
    const root = copySyntax(tree.rootNode);
    const node = definitionIn(root);
    if (node === undefined) return undefined;
    let errors = errorLength(root);
    for (const { type, start, end, hasError } of named(root))
      if ((end <= node.start || start >= node.end) && !hasError && !/^(?:comment|preproc_)/.test(type)) errors += end - start;
    return { node, errors, besides: headHasError(node) || errors > errorLength(node) };
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

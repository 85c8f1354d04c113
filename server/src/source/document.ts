/** Opens, edits and closes one source text: decoded text in, tree and everything around it out. */
import type { Configuration } from "./configuration.ts";
import { errorRangesOf } from "./errors.ts";
import { cutItems, headLine } from "./items.ts";
import { lex, type Tokens, TokenKind } from "./lex.ts";
import { lineIndex } from "./lines.ts";
import { type Mended, mended } from "./mended.ts";
import { type PreparedText, prepare } from "./prepare.ts";
import { readPercent } from "./readShare.ts";
import type { Language, ParseLimits, Parser, SyntaxNode, SyntaxTree } from "./syntax.ts";
import { editBetween } from "./treeEdit.ts";
import type { Item, SourceFile, TextRange } from "./types.ts";
import { lengthOf } from "./unread.ts";

export type * from "./types.ts";

export interface OpenOptions {
  readonly uri: string;
  readonly text: string;
  readonly parser: Parser;
  readonly configuration: Configuration;
  /** Chosen by the name of the file, and for `.c` by what parses better, if not given. */
  readonly language?: Language;
  readonly limits?: ParseLimits;
}

/** Replacement of `[start, end)` by `text`; offsets of one list are those of the text as the changes before left it. */
export interface TextChange extends TextRange {
  readonly text: string;
}

/** Texts up to this length with an error are parsed from scratch after each edit: at most a tenth of a second. */
export const SETTLE_LENGTH = 200_000;

/** Languages to try for a file name, the likeliest first: `.c` may hold C++, everything else is read as C++. */
export function languagesFor(uri: string): readonly Language[] {
  return /\.c$/i.test(uri) && !/\.C$/.test(uri) ? ["c", "cpp"] : ["cpp"];
}

/**
 * Parses a text. The caller owns the result and gives it to `closeSource`. Undefined if the limits cut the parse.
 * Throws a RangeError of one line for a listed word that cannot be read.
 */
export function openSource(options: OpenOptions): SourceFile | undefined {
  const languages = options.language === undefined ? languagesFor(options.uri) : [options.language];
  let best: { prepared: PreparedText; tree: SyntaxTree; language: Language; lost: number } | undefined;
  for (const language of languages) {
    const prepared = prepare(options.text, language, options.configuration);
    const tree = options.parser.parse(prepared.blanked, language, undefined, options.limits);
    if (tree === undefined) {
      // What was read before stands if only the other language took too long.
      if (best !== undefined && options.limits?.cancelled?.() !== true) break;
      best?.tree.delete();
      return undefined;
    }
    const errors = errorRangesOf(tree.rootNode);
    const lost = lengthOf(errors) + errors.length;
    if (best === undefined || lost < best.lost) {
      best?.tree.delete();
      best = { prepared, tree, language, lost };
    } else tree.delete();
    if (best.lost === 0) break;
  }
  if (best === undefined) return undefined;
  const read = mended(best.prepared, best.tree, best.language, options.parser, options.limits);
  return describe(options.uri, options.text, best.language, read, options.parser, new Set(), true);
}

/**
 * The source after changes, parsed with the help of the tree before. The old source stays valid and its owner's. The
 * language stays as it was opened. Undefined if the limits cut the parse.
 */
export function editSource(
  source: SourceFile,
  changes: readonly TextChange[],
  parser: Parser,
  configuration: Configuration,
  limits?: ParseLimits,
): SourceFile | undefined {
  let text = source.text;
  for (const change of changes) text = text.slice(0, change.start) + change.text + text.slice(change.end);
  const prepared = prepare(text, source.language, configuration);
  const old = source.tree.copy();
  try {
    const edit = editBetween(source.blanked, prepared.blanked);
    if (edit !== undefined) old?.edit(edit);
    let tree = parser.parse(prepared.blanked, source.language, old, limits);
    let settled = tree?.rootNode.hasError === false;
    if (!settled && tree !== undefined && text.length <= SETTLE_LENGTH) {
      // How the parser recovers from an error depends on the tree before; the same text must give the same tree.
      tree.delete();
      tree = parser.parse(prepared.blanked, source.language, undefined, limits);
      settled = true;
    }
    if (tree === undefined) return undefined;
    const read = mended(prepared, tree, source.language, parser, limits);
    return describe(source.uri, text, source.language, read, parser, headsOf(source), settled);
  } finally {
    old?.delete();
  }
}

/** Deletes the tree; its nodes must not be used any more. */
export function closeSource(source: SourceFile): void {
  source.tree.delete();
}

/** Node of an item that the tree knows; undefined for an item that was cut by its text, and for tables. */
export function itemNode(source: SourceFile, item: Item): SyntaxNode | undefined {
  if (item.cut || item.kind === "table") return undefined;
  let node = source.tree.rootNode.namedDescendantForIndex(item.start, Math.max(item.start, item.end - 1));
  while (node !== null && node.parent !== null && node.parent.type !== "translation_unit") {
    if (node.parent.startIndex !== item.start || node.parent.endIndex !== item.end) break;
    node = node.parent;
  }
  return node !== null && node.startIndex === item.start && node.endIndex === item.end ? node : undefined;
}

/** The largest nodes that lie within a range, in order: what is left of the tree for an item that was cut by its text. */
export function nodesWithin(source: SourceFile, range: TextRange): SyntaxNode[] {
  const nodes: SyntaxNode[] = [];
  const stack = [source.tree.rootNode];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.endIndex <= range.start || node.startIndex >= range.end) continue;
    if (node.startIndex >= range.start && node.endIndex <= range.end && !node.isError) nodes.push(node);
    else stack.push(...node.namedChildren.toReversed());
  }
  return nodes;
}

/** The item that holds an offset, the innermost if one lies in another. */
export function itemAt(source: SourceFile, offset: number): Item | undefined {
  return source.items.findLast(({ start, end }) => start <= offset && offset < end);
}

const tokenCache = new WeakMap<SourceFile, Tokens>();

/** Tokens of the blanked text. */
export function tokensOf(source: SourceFile): Tokens {
  let tokens = tokenCache.get(source);
  if (tokens === undefined) {
    tokens = lex(source.blanked);
    tokenCache.set(source, tokens);
  }
  return tokens;
}

/**
 * The innermost pair of braces around an offset, braces included, read from the tokens and so independent of the tree. A
 * closing brace in column 0 closes everything; a block that is never closed ends with the text.
 */
export function nearestBraceBlock(source: SourceFile, offset: number): TextRange | undefined {
  const tokens = tokensOf(source);
  const { blanked } = source;
  const open: number[] = [];
  for (let i = 0; i < tokens.count; i++) {
    if (tokens.kinds[i] !== TokenKind.punctuation) continue;
    const at = tokens.starts[i] ?? 0;
    const char = blanked.charCodeAt(at);
    if (char === 123 && at <= offset) open.push(at);
    else if (char === 123) open.push(at);
    else if (char === 125) {
      const columnZero = at === 0 || /[\r\n]/.test(blanked.charAt(at - 1));
      const start = columnZero ? open.findLast((brace) => brace <= offset) : open.at(-1);
      if (columnZero) open.length = 0;
      else open.pop();
      if (at >= offset && start !== undefined && start <= offset) return { start, end: at + 1 };
    }
  }
  const start = open.findLast((brace) => brace <= offset);
  return start === undefined ? undefined : { start, end: blanked.length };
}

function headsOf(source: SourceFile): Set<string> {
  const heads = new Set<string>();
  for (const item of source.items) {
    if (item.kind !== "function" || item.parent !== undefined) continue;
    const head = headLine(source.blanked, item.start);
    // One word alone (`BOOL`, `static`) starts too many things.
    if (/\W/.test(head)) heads.add(head);
  }
  return heads;
}

function describe(
  uri: string,
  text: string,
  language: Language,
  { prepared, tree, tokens, damage }: Mended,
  parser: Parser,
  knownHeads: ReadonlySet<string>,
  settled: boolean,
): SourceFile {
  const root = tree.rootNode;
  const errorRanges = errorRangesOf(root);
  let percent: number | undefined;
  const source: SourceFile = {
    uri,
    language,
    text,
    ...prepared,
    lines: lineIndex(text),
    tree,
    settled,
    items: cutItems(root, text, prepared.blanked, tokens, prepared.tables, knownHeads, damage),
    errorRanges,
    damage,
    parsedPercent: () => {
      percent ??= readPercent(source, tokens, parser);
      return percent;
    },
  };
  tokenCache.set(source, tokens);
  return source;
}

/** What of a tree was not read. The parser recovers from errors token by token; what stands around such a token was not understood either. */
import { isLineEnd } from "./lex.ts";
import type { SyntaxNode } from "./syntax.ts";
import type { TextRange } from "./types.ts";

/** Nodes that stand for something read as a whole, also inside of an error. */
const READ = /(?:_definition|_declaration|^declaration|_statement|^(?:class|struct|union|enum)_specifier|^preproc_\w+)$/;
/** Those of them that hold no others, as a rule. */
const SIMPLE =
  /^(?:(?:expression|return|goto|break|continue|throw)_statement|declaration|field_declaration|type_definition|using_declaration)$/;
/** What shares a line with an error is read if it is at least this long: pieces of junk can look like an empty statement or `a b;`. */
const SHORTEST = 12;

/** A whole declaration or statement. */
interface Whole extends TextRange {
  /** Words that are none and a call behind them look like one: where it begins on the line of an error tells nothing. */
  readonly isDeclaration: boolean;
}

interface Damage extends TextRange {
  /** Start of the simple statement it stands in. */
  readonly from: number;
}

/**
 * What was not read of a text, as disjoint ranges in order: errors without the whole statements and declarations inside of them; of a
 * simple statement or a line that holds an error, everything up to the end of the error's line; and at file level the statements that
 * the language does not allow there. `strays` are offsets of brackets that are wrong whatever the tree makes of them.
 */
export function unreadRanges(root: SyntaxNode, text: string, strays: readonly number[] = []): TextRange[] {
  const damage: Damage[] = strays.map((at) => ({ start: at, end: at + 1, from: at }));
  const whole: Whole[] = [];
  collect(root, damage, whole, text);
  const lost = damage.map((piece) => onItsLines(text, piece, whole));
  for (const child of root.namedChildren) if (isLostStatement(child)) lost.push({ start: child.startIndex, end: child.endIndex });
  return union(lost.map((range) => trimmed(text, range)).filter((range) => range.end > range.start));
}

function wholeOf({ type, startIndex, endIndex }: SyntaxNode): Whole {
  return { start: startIndex, end: endIndex, isDeclaration: type === "declaration" };
}

/** Errors and what is missing, and beside them what is whole. Only branches that hold an error are walked. */
function collect(root: SyntaxNode, damage: Damage[], whole: Whole[], text: string): void {
  const stack: { readonly node: SyntaxNode; readonly simple: number | undefined }[] = [{ node: root, simple: undefined }];
  for (let entry = stack.pop(); entry !== undefined; entry = stack.pop()) {
    const { node, simple } = entry;
    const from = SIMPLE.test(node.type) ? node.startIndex : READ.test(node.type) ? undefined : simple;
    if (node.isError) {
      const inside = readInside(node);
      whole.push(...inside);
      let at = node.startIndex;
      for (const { start, end } of [...inside, { start: node.endIndex, end: node.endIndex }]) {
        const gap = trimmed(text, { start: at, end: start });
        if (gap.end > gap.start) damage.push({ ...gap, from: Math.min(from ?? gap.start, gap.start) });
        at = Math.max(at, end);
      }
    } else if (node.isMissing) {
      let at = node.startIndex;
      while (at > 0 && /\s/.test(text.charAt(at - 1))) at--;
      damage.push({ start: at, end: at, from: Math.min(from ?? at, at) });
    } else if (node.hasError) {
      for (const child of node.children) {
        if (child.hasError || child.isError || child.isMissing) stack.push({ node: child, simple: from });
        else if (READ.test(child.type)) whole.push(wholeOf(child));
      }
    }
  }
}

/** The outermost whole declarations and statements below an error, in order. */
function readInside(error: SyntaxNode): Whole[] {
  const found: Whole[] = [];
  const stack = error.children.toReversed();
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (!node.hasError && !node.isError && READ.test(node.type)) found.push(wholeOf(node));
    else stack.push(...node.children.toReversed());
  }
  return found;
}

function onItsLines(text: string, piece: Damage, whole: readonly Whole[]): TextRange {
  let start = piece.from;
  while (start > 0 && !isLineEnd(text.charCodeAt(start - 1))) start--;
  let end = piece.end;
  while (end < text.length && !isLineEnd(text.charCodeAt(end))) end++;
  for (const other of whole) {
    if (other.end - other.start < SHORTEST) continue;
    if (other.end <= piece.from) start = Math.max(start, other.end);
    if (other.start >= piece.end && !other.isDeclaration) end = Math.min(end, other.start);
  }
  return { start: Math.min(start, piece.start), end: Math.max(end, piece.end) };
}

/** A statement outside of any function. Macros that are used like calls and empty statements are none. */
function isLostStatement(node: SyntaxNode): boolean {
  if (!node.type.endsWith("_statement") || node.endIndex - node.startIndex <= 1) return false;
  if (node.type !== "expression_statement") return true;
  const expression = node.namedChild(0);
  return expression !== null && expression.type !== "call_expression" && expression.type !== "identifier";
}

function trimmed(text: string, { start, end }: TextRange): TextRange {
  const piece = text.slice(start, end);
  const from = start + piece.length - piece.trimStart().length;
  return { start: from, end: Math.max(from, start + piece.trimEnd().length) };
}

export function lengthOf(ranges: readonly TextRange[]): number {
  return ranges.reduce((sum, { start, end }) => sum + end - start, 0);
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

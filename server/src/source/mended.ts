/** Heads of functions and declarations outside of them that can be read once what does not belong into them is blanked. Told by the layout, since the tree is broken there. */
import { Narrowing } from "./damage.ts";
import { isLineEnd, lex, TokenKind, type Tokens } from "./lex.ts";
import { errorRangesOf } from "./errors.ts";
import type { PreparedText } from "./prepare.ts";
import type { Language, ParseLimits, Parser, SyntaxTree } from "./syntax.ts";
import { lengthOf } from "./unread.ts";
import type { TextRange } from "./types.ts";

/** Characters that are parsed for one text: each edit of a text with an error pays for them. */
const BUDGET = 30_000;
/** Longer is no head and no declaration. */
const LONGEST = 1_500;
/** Places that are looked at in one text. */
const MOST_PLACES = 400;

/** What is read as it stands: up to four words, and parameters of up to four words. */
const PLAIN_HEAD = /^(?:\w+[\s*]+){1,4}\w+\s*\(\s*(?:(?:\w+[\s*]+){0,3}[\w*]+(?:\[\w*\])?\s*(?:,\s*(?=\w)|(?=\))))*\)$/;
const PLAIN_DECLARATION = /^(?:\w+[\s*]+){1,4}\w+\s*(?:\[\w*\]\s*)*(?:=\s*[\w-]+\s*)?;$/;
const NO_FUNCTION = /^(?:class|struct|union|enum|namespace|typedef|extern\s*"[^"]*")\s*\w*\s*(?::[^()]*)?$/;

interface Place extends TextRange {
  readonly kind: "head" | "declaration";
}

export interface Mended {
  readonly prepared: PreparedText;
  readonly tree: SyntaxTree;
  readonly tokens: Tokens;
  /** What was blanked for it, in order. */
  readonly damage: readonly TextRange[];
}

/** Texts up to this length are mended: another parse is at most a tenth of a second. */
const MOST_LENGTH = 200_000;

/** The text read with damaged heads and declarations mended, where that leaves fewer errors. The tree is taken over: deleted if another one is handed back. */
export function mended(prepared: PreparedText, tree: SyntaxTree, language: Language, parser: Parser, limits?: ParseLimits): Mended {
  const { blanked } = prepared;
  const tokens = lex(blanked);
  const asItIs = { prepared, tree, tokens, damage: [] };
  if (!tree.rootNode.hasError || blanked.length > MOST_LENGTH) return asItIs;
  const errors = errorRangesOf(tree.rootNode);
  const damage = damagedHeads(blanked, tokens, errors, language, parser);
  if (damage.length === 0) return asItIs;
  const text = without(blanked, damage);
  const better = parser.parse(text, language, undefined, limits);
  if (better === undefined) return asItIs;
  const left = errorRangesOf(better.rootNode);
  if (lengthOf(left) + left.length >= lengthOf(errors) + errors.length) {
    better.delete();
    return asItIs;
  }
  tree.delete();
  return { prepared: { ...prepared, blanked: text }, tree: better, tokens: lex(text), damage };
}

/** What to blank, in order. `errors` are those of the tree of `blanked`; a place that none of them touches is not looked at. */
function damagedHeads(blanked: string, tokens: Tokens, errors: readonly TextRange[], language: Language, parser: Parser): TextRange[] {
  const narrowing = new Narrowing(blanked, tokens, language, parser, { budget: BUDGET });
  const found: TextRange[] = [];
  let looked = 0;
  for (const place of placesOf(blanked, tokens)) {
    if (!errors.some(({ start, end }) => end >= place.start && start <= place.end)) continue;
    const text = blanked.slice(place.start, place.end).trimEnd();
    const isHead = place.kind === "head";
    if ((isHead ? PLAIN_HEAD : PLAIN_DECLARATION).test(text) || looked++ > MOST_PLACES) continue;
    if (isHead ? narrowing.isHead(place) : narrowing.isDeclaration(place)) continue;
    const damage = isHead ? narrowing.ofHead(place) : narrowing.ofDeclaration(place);
    if (damage !== undefined) found.push(damage);
  }
  return found;
}

/** The text without some ranges, of the same length. */
export function without(text: string, ranges: readonly TextRange[]): string {
  let made = "";
  let from = 0;
  for (const { start, end } of ranges) {
    made += text.slice(from, start) + text.slice(start, end).replace(/[^\r\n]/g, " ");
    from = end;
  }
  return made + text.slice(from);
}

/** What stands in column 0 before a brace of a body, and what begins in column 0 and ends with a semicolon on its line. */
function* placesOf(text: string, tokens: Tokens): Generator<Place, void> {
  const lines = linesOf(text, tokens);
  let inBody = false;
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i];
    if (line === undefined || line.isDirective) continue;
    const content = text.slice(line.start, line.end);
    if (line.column > 0) continue;
    if (inBody) {
      if (content.startsWith("}")) inBody = content.endsWith("{");
      continue;
    }
    const opens = content.startsWith("{") ? 0 : content.endsWith("{") ? 1 : -1;
    if (opens >= 0) {
      const start = opens === 0 ? headBefore(text, lines, i) : line.start;
      const end = opens === 0 ? line.start : line.end - 1;
      const head = text.slice(start, end).trimEnd();
      inBody = !/^(?:namespace|extern)\b[^()]*$/.test(head);
      if (start < end && end - start < LONGEST && head.includes("(") && !NO_FUNCTION.test(head)) yield { kind: "head", start, end };
    } else if (content.endsWith(";") && !isHeadAhead(text, lines, i) && line.end - line.start < LONGEST)
      yield { kind: "declaration", start: line.start, end: line.end };
  }
}

interface Line extends TextRange {
  /** Of its first token. */
  readonly column: number;
  readonly isDirective: boolean;
}

/** Lines with tokens, from the first to behind the last token. */
function linesOf(text: string, tokens: Tokens): Line[] {
  const lines: { start: number; end: number; column: number; isDirective: boolean }[] = [];
  for (let i = 0; i < tokens.count; i++) {
    const start = tokens.starts[i] ?? 0;
    const end = tokens.ends[i] ?? 0;
    const last = lines.at(-1);
    if (last !== undefined && !/[\r\n]/.test(text.slice(last.end, start))) {
      last.end = end;
      continue;
    }
    let from = start;
    while (from > 0 && !isLineEnd(text.charCodeAt(from - 1))) from--;
    lines.push({ start, end, column: start - from, isDirective: tokens.kinds[i] === TokenKind.directive });
  }
  return lines;
}

/** Start of the head whose brace stands at the start of a line: behind the last line that ends something, or is empty. */
function headBefore(text: string, lines: readonly Line[], brace: number): number {
  let start = lines[brace]?.start ?? 0;
  for (let i = brace - 1; i >= 0; i--) {
    const line = lines[i];
    if (line === undefined || line.isDirective || /\n\s*(?:\n|\/[/*])/.test(text.slice(line.end, start))) break;
    if (i < brace - 1 && /[;{}]$/.test(text.slice(line.start, line.end))) break;
    start = line.start;
  }
  return start;
}

/** The next line begins with a brace: this one is its head, whatever it ends with. */
function isHeadAhead(text: string, lines: readonly Line[], at: number): boolean {
  const next = lines[at + 1];
  return next !== undefined && next.column === 0 && text.charAt(next.start) === "{";
}

/** How much of a text was read, by the readings that are used: the file's tree, and where that is broken each item alone. */
import { aloneTexts } from "./alone.ts";
import { strayBrackets } from "./balance.ts";
import { Narrowing } from "./damage.ts";
import { TokenKind, type Tokens, tokenFrom } from "./lex.ts";
import type { Parser } from "./syntax.ts";
import type { Item, SourceFile, TextRange } from "./types.ts";
import { lengthOf, union, unreadRanges } from "./unread.ts";

type Read = Pick<SourceFile, "text" | "blanked" | "language" | "items" | "conditionals" | "directives" | "errorRanges" | "damage">;

/** 100 × share of the text that was read, branches that are not in this configuration left out, rounded down to one decimal. */
export function readPercent(source: Read, tokens: Tokens, parser: Parser): number {
  const { length } = source.text;
  if (length === 0) return 100;
  const lost = [...unreadOf(source, tokens, parser), ...source.damage];
  for (const { branches } of source.conditionals) for (const { state, body } of branches) if (state === "inactive") lost.push(body);
  return Math.floor((1000 * (length - lengthOf(union(lost)))) / length) / 10;
}

function unreadOf(source: Read, tokens: Tokens, parser: Parser): TextRange[] {
  const { blanked, items } = source;
  // The tree of the file may be gone by now.
  const tree = source.errorRanges.length > 0 ? parser.parse(blanked, source.language) : undefined;
  let lost: TextRange[] = [];
  if (tree !== undefined) {
    lost = unreadRanges(tree.rootNode, blanked);
    tree.delete();
  }
  for (const [index, item] of items.entries()) {
    if (!item.broken || item.kind === "table" || (item.kind === "declaration" && !item.cut) || item.end - item.start <= 1) continue;
    if (items.some((other, i) => i !== index && other.cut && other.start <= item.start && other.end >= item.end && i < index)) continue;
    const inTree = lost.filter(({ start, end }) => end > item.start && start < item.end);
    if (!item.cut && inTree.length === 0) continue;
    const alone = unreadAlone(source, item, tokens, parser);
    if (alone === undefined || (!item.cut && lengthOf(inTree.map((r) => clipped(r, item))) <= lengthOf(alone))) continue;
    lost = union([...lost.flatMap((range) => outside(range, item)), ...alone]);
  }
  lost = narrowed(source, lost, tokens, parser).flatMap((range) => tokensWithin(tokens, range, source.directives));
  for (const { kind, rest, start, end } of source.directives) if (kind === "include" && !INCLUDED.test(rest)) lost.push({ start, end });
  return lost;
}

/** A line that cannot be read weighs more than this share of its text: what of it is in the way is looked for. */
const HEAVY = 1 / 250;

/** A text up to this length is read as a whole for that, where it is more than statements that cannot be read. */
const SHORT = 4_000;

/** In short texts, of what is unread, the stretch without which the rest can be read. */
function narrowed({ blanked, language }: Read, lost: readonly TextRange[], tokens: Tokens, parser: Parser): TextRange[] {
  const narrowing = new Narrowing(blanked, tokens, language, parser);
  return union(lost).map((range) => {
    if (range.end - range.start < blanked.length * HEAVY) return range;
    if (isInBody(blanked, range.start)) return narrowing.ofStatements(range);
    return blanked.length <= SHORT ? narrowing.ofText(range) : range;
  });
}

/** By the layout: the last line before the place that is not indented opens a brace. */
function isInBody(text: string, at: number): boolean {
  const lines = text.slice(0, at).match(/^[^\s#/].*$/gm);
  const last = lines?.at(-1);
  return last !== undefined && !/^\}/.test(last) && /\{\s*(?:\/\/.*)?$/.test(last);
}

/**
 * The parts of a range that hold tokens other than directives. Those are read line by line from the text, also where they are blanked for
 * standing in the middle of something. Comments between items cost nothing.
 */
function tokensWithin(tokens: Tokens, range: TextRange, directives: readonly TextRange[]): TextRange[] {
  const parts: { start: number; end: number }[] = [];
  const between = directives.filter(({ start, end }) => start < range.end && end > range.start);
  let apart = true;
  for (let i = tokenFrom(tokens, range.start); i < tokens.count && (tokens.starts[i] ?? 0) < range.end; i++) {
    const start = tokens.starts[i] ?? 0;
    const end = Math.min(tokens.ends[i] ?? 0, range.end);
    const last = parts.at(-1);
    for (; (between[0]?.start ?? Infinity) < start; between.shift()) apart = true;
    if (tokens.kinds[i] === TokenKind.directive) apart = true;
    else if (apart || last === undefined) {
      parts.push({ start, end });
      apart = false;
    } else last.end = end;
  }
  return parts;
}

/** A header's name, or a macro that stands for one. */
const INCLUDED = /^\s*(?:"[^"]*"|<[^>]*>|\w+(?:\s*\(.*\))?)\s*$/;

/** What is not read of an item when it is read alone, in the best way. */
export function unreadAlone(
  source: Pick<Read, "blanked" | "language">,
  item: Item,
  tokens: Tokens,
  parser: Parser,
): TextRange[] | undefined {
  const strays = strayBrackets(source.blanked, tokens, item);
  let best: TextRange[] | undefined;
  for (const { text, base, headless } of aloneTexts(source.blanked, tokens, item)) {
    const tree = parser.parse(text, source.language);
    if (tree === undefined) continue;
    try {
      const shift = item.start - base;
      const own = unreadRanges(
        tree.rootNode,
        text,
        strays.map((at) => at - shift).filter((at) => at >= 0),
      );
      const lost = own.map(({ start, end }) => clipped({ start: start + shift, end: end + shift }, item));
      if (headless) lost.push({ start: item.start, end: item.body?.start ?? item.start });
      const all = union(lost.filter(({ start, end }) => end > start));
      if (best === undefined || lengthOf(all) < lengthOf(best)) best = all;
    } finally {
      tree.delete();
    }
    if (best?.length === 0) break;
  }
  return best;
}

function clipped(range: TextRange, to: TextRange): TextRange {
  const start = Math.max(range.start, to.start);
  return { start, end: Math.max(start, Math.min(range.end, to.end)) };
}

function outside(range: TextRange, hole: TextRange): TextRange[] {
  const before = { start: range.start, end: Math.min(range.end, hole.start) };
  const after = { start: Math.max(range.start, hole.end), end: range.end };
  return [before, after].filter(({ start, end }) => end > start);
}

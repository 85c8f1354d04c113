/** Sequences of tokens that no program has, told without the parser. */
import { lex, TokenKind, type Tokens, tokenFrom } from "./lex.ts";
import type { TextRange } from "./types.ts";

/** A token; of a literal that is not closed its quote alone, and then the tokens behind it. */
export interface Piece extends TextRange {
  readonly text: string;
  /** `text`, a string as `0`, another literal as `1`. */
  readonly plain: string;
}

/** Outside of literals no part of a program. */
const FOREIGN = /^(?:[@$`\\#]|\d+[g-km-tv-wyzG-KM-TV-WYZ_]\w*|['"])$/;
/** No expression has the second behind the first with a space between. */
const NEVER: readonly [RegExp, RegExp] = [/[%|^/.,?=!]$/, /^[%|^/,?=<>.;)\]]/];
/** Words that begin a statement; the grammar takes some for names in the middle of an expression. */
const BEGINS = /^(?:break|case|continue|default|do|else|for|goto|if|return|switch|while)$/;
/** What a statement can stand behind. */
const BEFORE_STATEMENT = /^(?:[;:{})]|do|else)$/;
/** What nothing goes on behind, whether with a space or without. */
const DEAD = new RegExp(
  `(?:${[
    String.raw`::\s*[^\w\s*~:$]`,
    String.raw`->\s*[^\w\s*~(:]`,
    String.raw`(?<!\.)\.(?:\s*[^\w\s*~.]|\s+\.|\.\s*[^\s.]|\.\s+\.)`,
    String.raw`[!~]\s*[)\]};,.?/%|^<>:]`,
    String.raw`[%^/|]\s*[)\]};,.?:]`,
    String.raw`\?\s*[)\]};,.?]`,
    String.raw`[&*]\s*[|^/%?.:]`,
    String.raw`(?<!\[)=\s*[)\]};,.?/%|^:]`,
    String.raw`,\s*[,)\];.?/%|^=:]`,
    String.raw`\(\s*[,.?/%|^=}\]]`,
    String.raw`\[\s*[),.;?/%|^}]`,
    // a literal and a word; words and more words behind a string, where a macro may stand for another one
    String.raw`(?<!\w)1\s*\w+`,
    String.raw`(?<!extern\s*|\w)0\s*[A-Za-z_]\w*\s+\w+`,
    String.raw`\b(?:if|while|for|switch)\s*(?!constexpr)[^\s(]\w*`,
    String.raw`\bint\s+int`,
  ].join("|")})$`,
);
/** Tokens that `DEAD` looks at. */
const WINDOW = 4;
const NAME = /^[A-Za-z_]\w*$/;
/** Words that stand beside names. */
const KEYWORD =
  /^(?:auto|bool|char|class|const|constexpr|double|enum|explicit|extern|float|friend|inline|int|long|mutable|operator|register|restrict|short|signed|static|struct|template|typedef|typename|union|unsigned|using|virtual|void|volatile|sizeof|new|delete|throw|return|case|else|do|goto|namespace|public|private|protected|__\w+)$/;
const PRIMITIVE = /^(?:char|double|float|int|long|short|signed|unsigned|void)$/;

/** `tokens` are those of `text`. */
export function piecesOf(text: string, tokens: Tokens, range: TextRange): Piece[] {
  const pieces: Piece[] = [];
  for (let i = tokenFrom(tokens, range.start); i < tokens.count && (tokens.starts[i] ?? 0) < range.end; i++) {
    const start = tokens.starts[i] ?? 0;
    const end = tokens.ends[i] ?? 0;
    const kind = tokens.kinds[i];
    const piece = { start, end, text: text.slice(start, end), plain: kind === TokenKind.string ? "0" : "1" };
    const isQuoted = kind === TokenKind.string || kind === TokenKind.character;
    if (isQuoted && !/.['"]$/s.test(piece.text)) {
      pieces.push({ start, end: start + 1, text: text.charAt(start), plain: text.charAt(start) });
      const rest = lex(text, start + 1, end);
      pieces.push(...piecesOf(text, rest, { start, end }));
    } else pieces.push(isQuoted || kind === TokenKind.number ? piece : { ...piece, plain: piece.text });
  }
  return pieces;
}

/** Whether nothing goes on like this at a piece; without the pieces from `run.from` up to `run.behind`, if there is such a run. */
export function deadEnd(pieces: readonly Piece[], index: number, run?: { readonly from: number; readonly behind: number }): boolean {
  const own = pieces[index];
  if (own === undefined) return false;
  if (FOREIGN.test(own.text)) return true;
  const before = (i: number): number => (i === run?.behind ? run.from : i) - 1;
  const gap = (i: number): string => (i === run?.behind || (pieces[i - 1]?.end ?? 0) < (pieces[i]?.start ?? 0) ? " " : "");
  const last = pieces[before(index)];
  if (last === undefined) return false;
  if (gap(index) !== "" && NEVER[0].test(last.text) && NEVER[1].test(own.text)) return true;
  if (BEGINS.test(own.text) && !BEFORE_STATEMENT.test(last.text)) return true;
  if (tooManyNames(own, [last, pieces[before(before(index))], pieces[before(before(before(index)))]])) return true;
  let window = own.plain;
  for (let i = index, left = WINDOW - 1; left > 0 && before(i) >= 0; left--, i = before(i))
    window = `${pieces[before(i)]?.plain ?? ""}${gap(i)}${window}`;
  return DEAD.test(window);
}

/** Whether a range holds what no program does. */
export function hasDeadEnd(text: string, tokens: Tokens, range: TextRange): boolean {
  const pieces = piecesOf(text, tokens, range);
  return pieces.some((_piece, i) => deadEnd(pieces, i));
}

/** Four names in a row, or two and a type of the language. */
function tooManyNames(own: Piece, before: readonly (Piece | undefined)[]): boolean {
  const isName = (piece: Piece | undefined): boolean => piece !== undefined && NAME.test(piece.text) && !KEYWORD.test(piece.text);
  if (PRIMITIVE.test(own.text)) return isName(before[0]) && isName(before[1]);
  return isName(own) && before.every(isName);
}

/** Brackets without a partner in a damaged stretch of text, found by how programs are laid out: a tree cannot tell which one is wrong. */
import { isColumnZero } from "./cuts.ts";
import { isLineEnd, TokenKind, type Tokens, tokenFrom } from "./lex.ts";
import type { TextRange } from "./types.ts";

/** Stands for a bracket without a partner: no grammar knows it, so that the error stays where the bracket was. */
const STRAY = "@";

interface Open {
  readonly char: string;
  readonly at: number;
  readonly indent: string;
  /** Of the head of a `for`: two semicolons belong into it. */
  semicolons: number;
}

/**
 * Offsets of the brackets in `region` that match nothing, in order. Parentheses and square brackets end with their statement. A closing
 * brace that starts its line closes the brace whose line is indented like it; what began in column 0 ends in column 0, in front of
 * something else in column 0.
 */
export function strayBrackets(text: string, tokens: Tokens, region: TextRange): number[] {
  const reader = new Matcher(text, tokens, region.end);
  for (let i = tokenFrom(tokens, region.start); i < tokens.count && (tokens.starts[i] ?? 0) < region.end; i++) reader.step(i);
  return reader.finish();
}

/** The text of `region` with its stray brackets as errors of their own; undefined if it has none. */
export function withoutStrays(text: string, tokens: Tokens, region: TextRange): string | undefined {
  const strays = strayBrackets(text, tokens, region);
  if (strays.length === 0) return undefined;
  let made = "";
  let from = region.start;
  for (const at of strays) {
    made += text.slice(from, at) + STRAY;
    from = at + 1;
  }
  return made + text.slice(from, region.end);
}

class Matcher {
  private readonly stack: Open[] = [];
  private readonly strays: number[] = [];

  constructor(
    private readonly text: string,
    private readonly tokens: Tokens,
    private readonly end: number,
  ) {}

  step(i: number): void {
    if (this.tokens.kinds[i] !== TokenKind.punctuation) return;
    const at = this.tokens.starts[i] ?? 0;
    const char = this.text.charAt(at);
    if (char === "(" || char === "[" || char === "{") {
      this.stack.push({ char, at, indent: this.indentOf(at), semicolons: char === "(" && this.follows(i, "for") ? 2 : 0 });
    } else if (char === ")" || char === "]") this.close(char === ")" ? "(" : "[", at);
    else if (char === ";") this.endStatement();
    else if (char === "}") this.closeBrace(i, at);
  }

  finish(): number[] {
    // the outermost brace is that of the item: its end was lost, not its start
    const outermost = this.stack.findIndex((open) => open.char === "{");
    this.stack.forEach((open, i) => {
      if (i !== outermost) this.strays.push(open.at);
    });
    return this.strays.sort((a, b) => a - b);
  }

  private close(opener: string, at: number): void {
    const floor = this.stack.findLastIndex((open) => open.char === "{");
    const match = this.stack.findLastIndex((open) => open.char === opener);
    if (match <= floor) this.strays.push(at);
    else {
      this.dropAbove(match);
      this.stack.pop();
    }
  }

  private endStatement(): void {
    const top = this.stack.at(-1);
    if (top === undefined || top.char === "{") return;
    if (top.semicolons > 0) {
      top.semicolons--;
      return;
    }
    this.dropAbove(this.stack.findLastIndex((open) => open.char === "{" || open.semicolons > 0));
    const head = this.stack.at(-1);
    if (head !== undefined && head.char !== "{") head.semicolons--;
  }

  private closeBrace(i: number, at: number): void {
    const braces = this.stack.flatMap((open, index) => (open.char === "{" ? [index] : []));
    const outermost = braces[0];
    const inner = braces.at(-1);
    if (outermost === undefined || inner === undefined) {
      this.strays.push(at);
      return;
    }
    const ownLine = this.isFirst(at);
    const indent = this.indentOf(at);
    let match = inner;
    if (ownLine) match = braces.findLast((index) => this.stack[index]?.indent === indent) ?? inner;
    const opener = this.stack[match];
    const oneLine = opener !== undefined && !/[\r\n]/.test(this.text.slice(opener.at, at));
    // an item that began in column 0 does not end before its last brace there
    if (match === outermost && opener?.indent === "" && !oneLine && (!isColumnZero(this.text, at) || !this.endsItem(i))) {
      this.strays.push(at);
      return;
    }
    this.dropAbove(match);
    this.stack.pop();
  }

  /** Nothing that can only stand inside of a body follows a closing brace. */
  private endsItem(i: number): boolean {
    const next = this.tokens.starts[i + 1];
    if (next === undefined || next >= this.end) return true;
    const between = this.text.slice(this.tokens.ends[i], next);
    if (/[\r\n]/.test(between)) return isColumnZero(this.text, next) || this.tokens.kinds[i + 1] === TokenKind.directive;
    return this.text.charAt(next) !== "}";
  }

  private dropAbove(index: number): void {
    for (const open of this.stack.splice(index + 1)) this.strays.push(open.at);
  }

  private follows(i: number, word: string): boolean {
    return i > 0 && this.text.slice(this.tokens.starts[i - 1], this.tokens.ends[i - 1]) === word;
  }

  private lineStart(at: number): number {
    let start = at;
    while (start > 0 && !isLineEnd(this.text.charCodeAt(start - 1))) start--;
    return start;
  }

  private indentOf(at: number): string {
    return /^[ \t]*/.exec(this.text.slice(this.lineStart(at), at))?.[0] ?? "";
  }

  private isFirst(at: number): boolean {
    return this.text.slice(this.lineStart(at), at).trim() === "";
  }
}

/** Items of a part of a text that the tree does not explain, cut by braces, columns and what was seen before. */
import { strayBrackets } from "./balance.ts";
import { isColumnZero } from "./cuts.ts";
import { isLineEnd, TokenKind, type Tokens, tokenFrom } from "./lex.ts";
import type { TextRange } from "./types.ts";

export interface TextItem extends TextRange {
  readonly kind: "function" | "declaration";
  readonly name: string | undefined;
  readonly body: TextRange | undefined;
}

/**
 * An item ends at a semicolon outside braces, at the brace that closes it, at any closing brace in column 0, and before a
 * line in column 0 that started an item before. Brackets without a partner count for nothing. `tokens` are those of `blanked`.
 */
export function cutByText(blanked: string, tokens: Tokens, region: TextRange, knownHeads: ReadonlySet<string>): TextItem[] {
  const items: TextItem[] = [];
  const reader = new Cutter(blanked, tokens, new Set(strayBrackets(blanked, tokens, region)));
  for (let at = tokenFrom(tokens, region.start); at < tokens.count && (tokens.starts[at] ?? 0) < region.end; at++) {
    const start = tokens.starts[at] ?? 0;
    if (reader.open && isColumnZero(blanked, start) && (reader.isNoHead || knownHeads.has(lineAt(blanked, start))))
      push(items, reader.finish(start));
    const item = reader.step(at);
    if (item !== undefined) push(items, item);
  }
  const rest = reader.finish(region.end);
  if (rest !== undefined) push(items, rest);
  return items;
}

function push(items: TextItem[], item: TextItem | undefined): void {
  if (item !== undefined) items.push(item);
}

function lineAt(text: string, start: number): string {
  let end = start;
  while (end < text.length && end < start + 200 && !isLineEnd(text.charCodeAt(end))) end++;
  return text.slice(start, end).trimEnd();
}

const STATEMENT_WORD = /^(?:if|else|case|default|return|goto|while|for|switch|do|break|continue)$/;
/** Operators that no head holds outside of parentheses. */
const NO_HEAD = /^(?:[?!%^|+\-/.@`#\\]|<<|==|&&)/;

class Cutter {
  private start = -1;
  private end = 0;
  private depth = 0;
  private parentheses = 0;
  private bodyStart = -1;
  private name: string | undefined;
  private words: string[] = [];
  private record = false;
  private assigned = false;
  /** Something stood before the body that no head of a function or declaration holds. */
  private foreign = false;

  constructor(
    private readonly text: string,
    private readonly tokens: Tokens,
    private readonly strays: ReadonlySet<number>,
  ) {}

  get open(): boolean {
    return this.start >= 0;
  }

  /** What was read so far can belong to nothing that begins in the next line. */
  get isNoHead(): boolean {
    return this.foreign && this.bodyStart < 0;
  }

  step(at: number): TextItem | undefined {
    const kind = this.tokens.kinds[at];
    const start = this.tokens.starts[at] ?? 0;
    const end = this.tokens.ends[at] ?? 0;
    if (kind === TokenKind.directive) return undefined;
    if (this.start < 0) this.start = start;
    this.end = end;
    const outside = this.depth === 0 && this.parentheses === 0;
    if (this.strays.has(start)) {
      if (outside) this.foreign = true;
      return undefined;
    }
    if (kind !== TokenKind.punctuation) {
      const word = this.text.slice(start, end);
      if (outside && (kind !== TokenKind.identifier ? !this.assigned && !/^["']/.test(word) : STATEMENT_WORD.test(word)))
        this.foreign = true;
      if (outside) this.head(word);
      return undefined;
    }
    const char = this.text.charAt(start);
    if (outside && !this.assigned && !this.words.includes("operator") && NO_HEAD.test(this.text.slice(start, start + 2)))
      this.foreign = true;
    switch (char) {
      case "(":
        if (this.depth === 0 && this.parentheses === 0) this.name ??= this.words.length > 0 ? this.words.join("") : undefined;
        this.parentheses++;
        return undefined;
      case ")":
        this.parentheses = Math.max(0, this.parentheses - 1);
        return undefined;
      case "{":
        if (this.depth === 0 && this.bodyStart < 0) this.bodyStart = start;
        this.depth++;
        this.parentheses = 0;
        return undefined;
      case "}":
        this.depth = isColumnZero(this.text, start) ? 0 : Math.max(0, this.depth - 1);
        this.parentheses = 0;
        return this.depth === 0 && !(this.record || this.assigned) ? this.finish(end) : undefined;
      case ";":
        return this.depth === 0 && this.parentheses === 0 ? this.finish(end) : undefined;
      case "=":
        if (this.depth === 0 && this.parentheses === 0) this.assigned = true;
        return undefined;
      case ":":
      case "~":
        if (this.depth === 0 && this.parentheses === 0 && this.name === undefined) this.words.push(char);
        return undefined;
      default:
        return undefined;
    }
  }

  /** `A::B` stays one name, any other word starts a new one. */
  private head(word: string): void {
    if (/^(?:class|struct|union|enum|namespace)$/.test(word) && this.name === undefined) this.record = true;
    if (this.name !== undefined) return;
    const last = this.words.at(-1);
    if (last !== ":" && last !== "~") this.words = [];
    this.words.push(word);
  }

  finish(end: number): TextItem | undefined {
    if (this.start < 0) return undefined;
    const isFunction = this.bodyStart >= 0 && this.name !== undefined && !this.assigned;
    const stop = Math.min(end, this.end);
    const item: TextItem = {
      kind: isFunction ? "function" : "declaration",
      start: this.start,
      end: stop,
      name: isFunction ? this.name : undefined,
      body: isFunction ? { start: this.bodyStart, end: stop } : undefined,
    };
    this.start = -1;
    this.depth = 0;
    this.parentheses = 0;
    this.bodyStart = -1;
    this.name = undefined;
    this.words = [];
    this.record = false;
    this.assigned = false;
    this.foreign = false;
    return item;
  }
}

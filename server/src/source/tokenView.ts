import { TokenKind, type Tokens } from "./lex.ts";
import type { MacroArgument, MacroUse } from "./types.ts";

/** No macro has more tokens than this between its parentheses; one that is never closed must not cost the whole file. */
const MAX_ARGUMENT_TOKENS = 4096;

/** The tokens that stay in a text, by position in that sequence. Positions outside it answer as if nothing were there. */
export class TokenView {
  /** Position in the view to index in the tokens. */
  private readonly order: Uint32Array;
  readonly length: number;

  constructor(
    readonly text: string,
    private readonly tokens: Tokens,
    alive: Uint8Array | undefined,
    withDirectives: boolean,
  ) {
    const order = new Uint32Array(tokens.count);
    let length = 0;
    for (let i = 0; i < tokens.count; i++) {
      if (alive !== undefined && alive[i] === 0) continue;
      if (withDirectives || tokens.kinds[i] !== TokenKind.directive) order[length++] = i;
    }
    this.order = order.subarray(0, length);
    this.length = length;
  }

  /** Index in the tokens. */
  token(at: number): number {
    return this.order[at] ?? -1;
  }

  kind(at: number): number {
    return this.tokens.kinds[this.order[at] ?? this.tokens.count] ?? 0;
  }

  start(at: number): number {
    return this.tokens.starts[this.order[at] ?? this.tokens.count] ?? this.text.length;
  }

  end(at: number): number {
    return this.tokens.ends[this.order[at] ?? this.tokens.count] ?? this.text.length;
  }

  /** The identifier at this position, else "". */
  word(at: number): string {
    return this.kind(at) === TokenKind.identifier ? this.text.slice(this.start(at), this.end(at)) : "";
  }

  /** The punctuation character at this position, else "". */
  char(at: number): string {
    return this.kind(at) === TokenKind.punctuation ? this.text.charAt(this.start(at)) : "";
  }

  /** True if a line ends between this token and the one before. */
  startsLine(at: number): boolean {
    if (at === 0) return true;
    for (let i = this.start(at) - 1, stop = this.end(at - 1); i >= stop; i--) {
      const code = this.text.charCodeAt(i);
      if (code === 10 || code === 13) return true;
    }
    return false;
  }

  /** Position of the parenthesis that closes the one at `open`; -1 if none does before a brace, the end, or too far on. */
  closing(open: number): number {
    let depth = 0;
    for (let i = open, end = Math.min(this.length, open + MAX_ARGUMENT_TOKENS); i < end; i++) {
      const char = this.char(i);
      if (char === "(") depth++;
      else if (char === ")" && --depth === 0) return i;
      else if (char === "{" || char === "}") return -1;
    }
    return -1;
  }

  /** Reads `NAME` or `NAME(a, b)` at a position; `next` is the position behind it. Undefined if the parenthesis is not closed. */
  macroUse(at: number): { readonly use: MacroUse; readonly next: number } | undefined {
    const macro = this.word(at);
    if (macro === "") return undefined;
    if (this.char(at + 1) !== "(") return { use: { macro, args: [], start: this.start(at), end: this.end(at) }, next: at + 1 };
    const close = this.closing(at + 1);
    if (close < 0) return undefined;
    return { use: { macro, args: this.args(at + 1, close), start: this.start(at), end: this.end(close) }, next: close + 1 };
  }

  private args(open: number, close: number): MacroArgument[] {
    const args: MacroArgument[] = [];
    let first = open + 1;
    let depth = 0;
    for (let i = open + 1; i <= close; i++) {
      const char = this.char(i);
      if (i === close || (char === "," && depth === 0)) {
        if (i > first) args.push(this.argument(first, i - 1));
        else if (i < close || args.length > 0) args.push({ text: "", start: this.start(i), end: this.start(i) });
        first = i + 1;
      } else if (char === "(" || char === "[") depth++;
      else if (char === ")" || char === "]") depth--;
    }
    return args;
  }

  private argument(first: number, last: number): MacroArgument {
    const start = this.start(first);
    const end = this.end(last);
    const raw = this.text.slice(start, end);
    return { text: raw.includes("/") ? raw.replace(/\/\*[\s\S]*?\*\/|\/\/[^\r\n]*/g, " ").trim() : raw, start, end };
  }
}

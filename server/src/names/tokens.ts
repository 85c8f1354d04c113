/** A tolerant tokenizer of C and C++ for short texts: macro bodies, constant expressions, spelled types. */

export type TokenKind = "identifier" | "number" | "character" | "string" | "punctuator";

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  /** Offset in the tokenised text. */
  readonly start: number;
  readonly end: number;
  /** White space or a comment stands before it. */
  readonly spaced: boolean;
}

const IDENTIFIER = /[A-Za-z_$\u0080-\uffff][\w$\u0080-\uffff]*/y;
const NUMBER = /(?:\d|\.\d)(?:[eEpP][+-]|'?[\w.])*/y;
const LITERAL = /(?:u8|[LuU])?(?:"(?:[^"\\\n]|\\[\s\S])*"?|'(?:[^'\\\n]|\\[\s\S])*'?)/y;
const SPACE = /(?:[\s]|\\\r?\n|\/\/[^\r\n]*|\/\*[\s\S]*?(?:\*\/|$))+/y;
const PUNCTUATOR = /\.\.\.|<<=|>>=|->\*|<=>|##|::|->|\.\*|\+\+|--|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|^]=|[^\s]/y;

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

/** Tokens of `text`; at most `limit` of them, so that a huge macro body costs no more than it is worth. */
export function tokenize(text: string, limit = 20_000): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  let spaced = false;
  while (at < text.length && tokens.length < limit) {
    const space = match(SPACE, text, at);
    if (space !== undefined) {
      at += space.length;
      spaced = true;
      continue;
    }
    const literal = match(LITERAL, text, at);
    const identifier = literal === undefined ? match(IDENTIFIER, text, at) : undefined;
    const number = literal === undefined && identifier === undefined ? match(NUMBER, text, at) : undefined;
    const found = literal ?? identifier ?? number ?? match(PUNCTUATOR, text, at) ?? text[at]!;
    const kind: TokenKind =
      literal !== undefined
        ? literal.includes('"') && !/^(?:u8|[LuU])?'/.test(literal)
          ? "string"
          : "character"
        : identifier !== undefined
          ? "identifier"
          : number !== undefined
            ? "number"
            : "punctuator";
    tokens.push({ kind, text: found, start: at, end: at + found.length, spaced });
    at += found.length;
    spaced = false;
  }
  return tokens;
}

/** Index of the token that closes the bracket at `open`, or the number of tokens if none does. */
export function closing(tokens: readonly Token[], open: number): number {
  const pairs: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };
  const stack: string[] = [];
  for (let i = open; i < tokens.length; i++) {
    const text = tokens[i]!.text;
    const close = tokens[i]!.kind === "punctuator" ? pairs[text] : undefined;
    if (close !== undefined) stack.push(close);
    else if (stack.length > 0 && text === stack[stack.length - 1]) {
      stack.pop();
      if (stack.length === 0) return i;
    }
  }
  return tokens.length;
}

/** Token ranges `[from, to)` of a bracketed list between `open` and `close`, split at its top-level commas; empty for `()`. */
export function splitArguments(tokens: readonly Token[], open: number, close: number): [number, number][] {
  if (close <= open + 1) return [];
  const parts: [number, number][] = [];
  let from = open + 1;
  for (let i = open + 1; i < close; i++) {
    const text = tokens[i]!.text;
    if (text === "(" || text === "[" || text === "{") i = Math.min(closing(tokens, i), close - 1);
    else if (text === ",") {
      parts.push([from, i]);
      from = i + 1;
    }
  }
  parts.push([from, close]);
  return parts;
}

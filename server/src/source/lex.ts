/**
 * Tokens of C and C++ as the preprocessor sees them, in flat arrays: fast enough to run before every parse. Comments and
 * blanks are no tokens. A preprocessor line is one token, its continuation lines included.
 */
export const TokenKind = { identifier: 1, number: 2, string: 3, character: 4, punctuation: 5, directive: 6 } as const;
export type TokenKind = (typeof TokenKind)[keyof typeof TokenKind];

export interface Tokens {
  readonly count: number;
  readonly kinds: Uint8Array;
  readonly starts: Uint32Array;
  /** Exclusive; for a directive the end of its last line, without the line end. */
  readonly ends: Uint32Array;
}

const NUMBER_SIGN = 35;
const QUOTE = 34;
const APOSTROPHE = 39;
const SLASH = 47;
const STAR = 42;
const BACKSLASH = 92;

/** 0 other, 1 starts an identifier, 2 digit, 3 blank, 4 line end. */
const CLASSES = new Uint8Array(128);
for (let code = 0; code < 128; code++) {
  if ((code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95 || code === 36) CLASSES[code] = 1;
  else if (code >= 48 && code <= 57) CLASSES[code] = 2;
  else if (code === 10 || code === 13) CLASSES[code] = 4;
  // Control characters (a stray NUL, the Ctrl-Z of DOS editors) count as blanks.
  else if (code <= 32 || code === 127) CLASSES[code] = 3;
}
const classOf = (code: number): number => (code < 128 ? (CLASSES[code] ?? 0) : isWideBlank(code) ? 3 : 1);

/** No-break space, ideographic space and byte order mark stand between tokens. */
function isWideBlank(code: number): boolean {
  return code === 0xa0 || code === 0x3000 || code === 0xfeff;
}

/** First token that starts at or behind an offset. */
export function tokenFrom(tokens: Tokens, offset: number): number {
  let low = 0;
  let high = tokens.count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tokens.starts[middle] ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function isIdentifierPart(code: number): boolean {
  const kind = classOf(code);
  return kind === 1 || kind === 2;
}

export function isLineEnd(code: number): boolean {
  return code === 10 || code === 13;
}

/** Offset behind the line end that starts at `at` (CR, LF or CRLF). */
export function behindLineEnd(text: string, at: number): number {
  return text.charCodeAt(at) === 13 && text.charCodeAt(at + 1) === 10 ? at + 2 : at + 1;
}

export function lex(text: string, from = 0, to = text.length): Tokens {
  let capacity = Math.max(64, (to - from) >> 2);
  let kinds = new Uint8Array(capacity);
  let starts = new Uint32Array(capacity);
  let ends = new Uint32Array(capacity);
  let count = 0;
  const push = (kind: TokenKind, start: number, end: number): void => {
    if (count === capacity) {
      capacity *= 2;
      const grow = <T extends Uint8Array | Uint32Array>(old: T, larger: T): T => {
        larger.set(old);
        return larger;
      };
      kinds = grow(kinds, new Uint8Array(capacity));
      starts = grow(starts, new Uint32Array(capacity));
      ends = grow(ends, new Uint32Array(capacity));
    }
    kinds[count] = kind;
    starts[count] = start;
    ends[count++] = end;
  };

  let at = from;
  let lineIsBlank = true;
  while (at < to) {
    const code = text.charCodeAt(at);
    const kind = classOf(code);
    if (kind === 3) {
      at++;
      continue;
    }
    if (kind === 4) {
      lineIsBlank = true;
      at++;
      continue;
    }
    if (code === SLASH) {
      const behind = behindComment(text, at, to);
      if (behind !== at) {
        at = behind;
        continue;
      }
    } else if (code === BACKSLASH && isLineEnd(text.charCodeAt(at + 1))) {
      at = behindLineEnd(text, at + 1);
      continue;
    } else if (code === NUMBER_SIGN && lineIsBlank) {
      const end = endOfDirective(text, at, to);
      push(TokenKind.directive, at, end);
      at = end;
      continue;
    }
    lineIsBlank = false;
    const start = at;
    if (kind === 1) {
      at++;
      while (at < to && isIdentifierPart(text.charCodeAt(at))) at++;
      const next = text.charCodeAt(at);
      if ((next === QUOTE || next === APOSTROPHE) && at - start <= 3) {
        const prefix = text.slice(start, at);
        if (/^(?:L|u8|u|U)?R$/.test(prefix) && next === QUOTE) {
          at = behindRawString(text, at, to);
          push(TokenKind.string, start, at);
          continue;
        }
        if (/^(?:L|u8|u|U)$/.test(prefix)) {
          at = behindQuoted(text, at, next, to);
          push(next === QUOTE ? TokenKind.string : TokenKind.character, start, at);
          continue;
        }
      }
      push(TokenKind.identifier, start, at);
    } else if (kind === 2) {
      at = behindNumber(text, at, to);
      push(TokenKind.number, start, at);
    } else if (code === QUOTE || code === APOSTROPHE) {
      at = behindQuoted(text, at, code, to);
      push(code === QUOTE ? TokenKind.string : TokenKind.character, start, at);
    } else {
      at++;
      push(TokenKind.punctuation, start, at);
    }
  }
  return { count, kinds, starts, ends };
}

/** Offset behind the comment that starts at `at`; `at` itself if none does. */
export function behindComment(text: string, at: number, to = text.length): number {
  const next = text.charCodeAt(at + 1);
  if (next === STAR) {
    const end = text.indexOf("*/", at + 2);
    return end < 0 || end + 2 > to ? to : end + 2;
  }
  if (next !== SLASH) return at;
  let end = at + 2;
  while (end < to) {
    const code = text.charCodeAt(end);
    // A line comment goes on behind a backslash at the end of its line.
    if (code === BACKSLASH && isLineEnd(text.charCodeAt(end + 1))) end = behindLineEnd(text, end + 1);
    else if (isLineEnd(code)) break;
    else end++;
  }
  return Math.min(end, to);
}

/** A literal that is not closed ends with its line: what follows is read as code again. */
function behindQuoted(text: string, at: number, quote: number, to: number): number {
  at++;
  while (at < to) {
    const code = text.charCodeAt(at);
    if (code === quote) return at + 1;
    if (code === BACKSLASH) at = Math.min(to, isLineEnd(text.charCodeAt(at + 1)) ? behindLineEnd(text, at + 1) : at + 2);
    else if (isLineEnd(code)) return at;
    else at++;
  }
  return to;
}

function behindRawString(text: string, at: number, to: number): number {
  const delimiter = text.slice(at, at + 18).indexOf("(");
  const open = at + delimiter;
  if (delimiter < 0) return behindQuoted(text, at, QUOTE, to);
  const end = text.indexOf(`)${text.slice(at + 1, open)}"`, open);
  return end < 0 ? to : Math.min(to, end + open - at + 1);
}

function behindNumber(text: string, at: number, to: number): number {
  while (at < to) {
    const code = text.charCodeAt(at);
    if (isIdentifierPart(code) || code === 46) at++;
    else if (code === APOSTROPHE && isIdentifierPart(text.charCodeAt(at + 1))) at += 2;
    else if ((code === 43 || code === 45) && /[eEpP]/.test(text.charAt(at - 1)) && /[0-9]/.test(text.charAt(at + 1))) at++;
    else break;
  }
  return at;
}

function endOfDirective(text: string, at: number, to: number): number {
  while (at < to) {
    const code = text.charCodeAt(at);
    if (isLineEnd(code)) return at;
    if (code === BACKSLASH && isLineEnd(text.charCodeAt(at + 1))) at = behindLineEnd(text, at + 1);
    else if (code === SLASH) {
      const behind = behindComment(text, at, to);
      at = behind === at ? at + 1 : behind;
    } else if (code === QUOTE) at = behindQuoted(text, at, QUOTE, to);
    else at++;
  }
  return to;
}

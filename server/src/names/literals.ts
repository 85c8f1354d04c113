/** Values of number, character and string literals. */
import { CHAR, type CType, INT, INT64, integer, UINT, UINT64, WCHAR } from "./ctype.ts";

export interface Constant {
  readonly value: bigint;
  readonly type: CType;
}

/** Integer literal with its type by C11 6.4.4.1 and Windows widths (`long` is 32 bits); undefined for floating and broken ones. */
export function integerLiteral(text: string): Constant | undefined {
  const match = /^(0[xX][\da-fA-F']+|0[bB][01']+|\d[\d']*)((?:[uUlL]|[iI](?:8|16|32|64))*)$/.exec(text);
  if (match === null) return undefined;
  const digits = match[1]!.replaceAll("'", "");
  const suffix = match[2]!.toLowerCase();
  const isDecimal = !/^0/.test(digits) || digits === "0";
  if (/^0\d*[89]/.test(digits)) return undefined;
  let value: bigint;
  try {
    value = BigInt(/^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits);
  } catch {
    return undefined;
  }
  const fixed = /i(8|16|32|64)/.exec(suffix)?.[1];
  const unsigned = suffix.includes("u");
  if (fixed !== undefined) return { value, type: integer(Number(fixed) as 8 | 16 | 32 | 64, !unsigned) };
  const isLong = suffix.includes("ll");
  const name = suffix.includes("l") && !isLong ? (unsigned ? "unsigned long" : "long") : undefined;
  if (!isLong && !unsigned && value < 1n << 31n) return { value, type: name === undefined ? INT : integer(32, true, name) };
  if (!isLong && (unsigned || !isDecimal) && value < 1n << 32n)
    return { value, type: name === undefined ? UINT : integer(32, false, name) };
  if (!unsigned && value < 1n << 63n) return { value, type: INT64 };
  return value < 1n << 64n ? { value, type: UINT64 } : undefined;
}

/** Floating literal; undefined for what is none. */
export function floatLiteral(text: string): { value: number; type: CType } | undefined {
  if (!/^(?:\d[\d']*)?\.?\d*(?:[eE][+-]?\d+)?[fFlL]?$/.test(text) || !/[.eEfF]/.test(text) || /^0[xX]/.test(text)) return undefined;
  const value = Number(text.replace(/[fFlL]$/, "").replaceAll("'", ""));
  const isShort = /[fF]$/.test(text);
  return Number.isNaN(value)
    ? undefined
    : { value: isShort ? Math.fround(value) : value, type: { kind: "float", bits: isShort ? 32 : 64 } };
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  "0": "\0",
  a: "\x07",
  b: "\b",
  f: "\f",
  v: "\v",
  "\\": "\\",
  "'": "'",
  '"': '"',
  "?": "?",
  e: "\x1b",
};

/** Text between the quotes with its escapes read. */
export function unescapeText(text: string): string {
  return text.replace(/\\(?:\r\n|x[\da-fA-F]+|[0-7]{1,3}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|[\s\S])/g, (sequence) => {
    const body = sequence.slice(1);
    if (/^[\r\n]/.test(body)) return "";
    if (/^x[\da-fA-F]/.test(body)) return String.fromCharCode(Number.parseInt(body.slice(1).slice(-4), 16));
    if (/^[0-7]/.test(body)) return String.fromCharCode(Number.parseInt(body, 8));
    if (/^[uU][\da-fA-F]{4}/.test(body)) {
      const code = Number.parseInt(body.slice(1), 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : "\ufffd";
    }
    return ESCAPES[body] ?? body;
  });
}

/** `'a'`, `L'\n'`, `'ABCD'` (multi-character constants are `int`, first character highest). */
export function characterLiteral(text: string): Constant | undefined {
  const match = /^(u8|[LuU])?'((?:[^'\\]|\\[\s\S])*)'?$/.exec(text);
  if (match === null) return undefined;
  const characters = unescapeText(match[2]!);
  if (match[1] !== undefined)
    return { value: BigInt(characters.codePointAt(0) ?? 0), type: match[1] === "U" ? integer(32, false, "char32_t") : WCHAR };
  if (characters.length === 1)
    return { value: BigInt.asIntN(8, BigInt(characters.charCodeAt(0))), type: characters.charCodeAt(0) > 255 ? WCHAR : CHAR };
  let value = 0n;
  for (const c of characters.slice(0, 8)) value = (value << 8n) | BigInt(c.charCodeAt(0) & 255);
  return { value: BigInt.asIntN(32, value), type: INT };
}

/** One string literal with its prefix; raw strings too. */
export function stringLiteral(text: string): { value: string; wide: boolean } | undefined {
  const raw = /^(u8|[LuU])?R"([^()\\\s]*)\(([\s\S]*)\)\2"$/.exec(text);
  if (raw !== null) return { value: raw[3]!, wide: raw[1] !== undefined && raw[1] !== "u8" };
  const match = /^(u8|[LuU])?"((?:[^"\\]|\\[\s\S])*)"?$/.exec(text);
  return match === null ? undefined : { value: unescapeText(match[2]!), wide: match[1] !== undefined && match[1] !== "u8" };
}

/** The nearest number of 32 bits, ties to even: not by way of a double, which would round twice. */
export function nearestFloat(value: number | bigint): number {
  const near = Math.fround(Number(value));
  if (typeof value === "number" || Number.isSafeInteger(Number(value))) return near;
  const size = value < 0n ? -value : value;
  const shift = BigInt(size.toString(2).length - 24);
  const [kept, rest, half] = [size >> shift, size & ((1n << shift) - 1n), 1n << (shift - 1n)];
  const rounded = rest > half || (rest === half && (kept & 1n) === 1n) ? kept + 1n : kept;
  return Number(rounded << shift) * (value < 0n ? -1 : 1);
}

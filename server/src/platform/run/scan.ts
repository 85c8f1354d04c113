/** sscanf: what a format reads from a text. */
import type { Models, Run, RunValue } from "./types.ts";

const DIRECTIVE = /^%(\*)?(\d+)?(hh|h|ll|l|I64|I32|L|w)?([diouxXcsnfFeEgGp%]|\[\^?\]?[^\]]*\])/;

/** Writes what was read; answers how many values that were, -1 if the text ended before the first. */
function scan(run: Run, text: string, format: string, args: readonly RunValue[], wide: boolean): number {
  let at = 0;
  let from = 0;
  let count = 0;
  let next = 0;
  const blanks = (): void => {
    while (/\s/.test(text[at] ?? "")) at++;
  };
  const target = (): number => run.address(args[next++]);
  while (from < format.length) {
    const char = format[from]!;
    if (/\s/.test(char)) {
      blanks();
      from++;
      continue;
    }
    const found = char === "%" ? DIRECTIVE.exec(format.slice(from)) : null;
    if (found === null || found[4] === "%") {
      if (found !== null) blanks();
      if (text[at] !== char) return at >= text.length && count === 0 ? -1 : count;
      at++;
      from += found === null ? 1 : found[0].length;
      continue;
    }
    from += found[0].length;
    const [, skipped, width, size, kind] = found as unknown as [string, string?, string?, string?, string?];
    if (kind === "n") {
      if (!skipped) run.writeInt(target(), 4, at);
      continue;
    }
    if (kind !== "c" && !kind!.startsWith("[")) blanks();
    if (at >= text.length) return count === 0 ? -1 : count;
    const rest = text.slice(at, width === undefined ? undefined : at + Number(width));
    const read = reading(kind!, rest, width);
    if (read === undefined || read === "") return count;
    at += read.length;
    if (skipped) continue;
    count++;
    const to = target();
    if (kind === "s" || kind!.startsWith("[")) {
      if (size === "l" || size === "w" || (wide && size !== "h")) run.writeWideText(to, read);
      else run.writeText(to, read);
    } else if (kind === "c")
      run.writeBytes(
        to,
        Uint8Array.from(read, (c) => c.charCodeAt(0) & 255),
      );
    else if (/[fFeEgG]/.test(kind!)) run.writeFloat(to, size === "l" || size === "L" ? 8 : 4, Number(read));
    else {
      const bytes = size === "hh" ? 1 : size === "h" ? 2 : size === "ll" || size === "I64" ? 8 : kind === "p" ? run.pointerSize : 4;
      const value = BigInt.asIntN(bytes * 8, integer(read, kind!));
      run.writeInt(to, bytes, bytes === 8 ? value : Number(value));
    }
  }
  return count;
}

/** What the directive takes of the text. */
function reading(kind: string, rest: string, width: string | undefined): string | undefined {
  if (kind === "c") return rest.slice(0, width === undefined ? 1 : Number(width));
  if (kind === "s") return /^\S+/.exec(rest)?.[0];
  if (kind.startsWith("[")) {
    const body = kind.slice(1, -1).replace(/[\\\]]/g, "\\$&");
    return new RegExp(`^[${body}]+`).exec(rest)?.[0];
  }
  if (kind === "d" || kind === "u") return /^[-+]?\d+/.exec(rest)?.[0];
  if (kind === "i") return /^[-+]?(?:0[xX][0-9a-fA-F]+|\d+)/.exec(rest)?.[0];
  if (kind === "o") return /^[-+]?[0-7]+/.exec(rest)?.[0];
  if (/[xXp]/.test(kind)) return /^[-+]?(?:0[xX])?[0-9a-fA-F]+/.exec(rest)?.[0];
  return /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?/.exec(rest)?.[0];
}

function integer(text: string, kind: string): bigint {
  const negative = text.startsWith("-");
  const digits = text.replace(/^[-+]/, "");
  const isHex = /[xXp]/.test(kind) || (kind === "i" && /^0[xX]/.test(digits));
  const isOctal = kind === "o" || (kind === "i" && /^0\d/.test(digits));
  const value = isHex
    ? BigInt(`0x${digits.replace(/^0[xX]/, "")}`)
    : isOctal
      ? BigInt(`0o${digits.replace(/^0+(?=\d)/, "")}`)
      : BigInt(digits);
  return negative ? -value : value;
}

const narrow = (run: Run, [text, format, ...args]: readonly RunValue[]): RunValue =>
  scan(run, run.text(run.address(text)), run.text(run.address(format)), args, false);
const wide = (run: Run, [text, format, ...args]: readonly RunValue[]): RunValue =>
  scan(run, run.wideText(run.address(text)), run.wideText(run.address(format)), args, true);

export const scanModels: Models = { sscanf: narrow, swscanf: wide };

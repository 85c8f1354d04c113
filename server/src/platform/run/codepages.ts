/** Narrow and wide texts into each other. Narrow text is Latin-1 here, whatever the code page; UTF-8 is itself. */
import type { Models, Run, RunValue } from "./types.ts";

const UTF8 = 65001;
const INSUFFICIENT_BUFFER = 0;

function narrowOf(run: Run, at: number, length: number): string {
  return length < 0 ? `${run.text(at)}\0` : Array.from(run.readBytes(at, length), (byte) => String.fromCharCode(byte)).join("");
}

function wideOf(run: Run, at: number, length: number): string {
  if (length < 0) return `${run.wideText(at)}\0`;
  return Array.from({ length }, (_, i) => String.fromCharCode(run.int(run.readInt(at + 2 * i, 2, false)))).join("");
}

function toWide(run: Run, [page, , from, length, to, room]: readonly RunValue[]): RunValue {
  const narrow = narrowOf(run, run.address(from), run.int(length));
  const text = run.int(page) === UTF8 ? decoded(narrow) : narrow;
  const units = run.int(room);
  if (units === 0) return text.length;
  if (text.length > units) return INSUFFICIENT_BUFFER;
  const at = run.address(to);
  for (let i = 0; i < text.length; i++) run.writeInt(at + 2 * i, 2, text.charCodeAt(i));
  return text.length;
}

function toNarrow(run: Run, [page, , from, length, to, room]: readonly RunValue[]): RunValue {
  const wide = wideOf(run, run.address(from), run.int(length));
  const bytes = run.int(page) === UTF8 ? encoded(wide) : Array.from(wide, (c) => (c.charCodeAt(0) < 256 ? c.charCodeAt(0) : 63));
  const size = run.int(room);
  if (size === 0) return bytes.length;
  if (bytes.length > size) return INSUFFICIENT_BUFFER;
  run.writeBytes(run.address(to), Uint8Array.from(bytes));
  return bytes.length;
}

function encoded(text: string): number[] {
  return [...text].flatMap((char) => {
    const code = char.codePointAt(0)!;
    if (code < 0x80) return [code];
    if (code < 0x800) return [0xc0 | (code >> 6), 0x80 | (code & 63)];
    if (code < 0x10000) return [0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63)];
    return [0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63)];
  });
}

function decoded(text: string): string {
  let out = "";
  for (let i = 0; i < text.length; ) {
    const first = text.charCodeAt(i++);
    const more = first < 0x80 ? 0 : first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : first >= 0xc0 ? 1 : -1;
    let code = more <= 0 ? (more === 0 ? first : 0xfffd) : first & (63 >> more);
    for (let k = 0; k < more; k++) code = (code << 6) | (text.charCodeAt(i++) & 63);
    out += String.fromCodePoint(Math.min(code, 0x10ffff));
  }
  return out;
}

export const codepageModels: Models = { MultiByteToWideChar: toWide, WideCharToMultiByte: toNarrow };

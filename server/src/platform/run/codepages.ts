/** Narrow and wide texts into each other. Narrow text is Latin-1 here, whatever the code page; UTF-8 is itself. */
import type { Models, Run, RunValue } from "./types.ts";

const UTF8 = 65001;
const INSUFFICIENT_BUFFER = 0;

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

function narrowOf(run: Run, at: number, length: number): string {
  return length < 0 ? `${run.text(at)}\0` : Array.from(run.readBytes(at, length), (byte) => String.fromCharCode(byte)).join("");
}

function wideOf(run: Run, at: number, length: number): string {
  if (length < 0) return `${run.wideText(at)}\0`;
  return Array.from({ length }, (_, i) => String.fromCharCode(run.int(run.readInt(at + 2 * i, 2, false)))).join("");
}

function toWide(run: Run, [page, , from, length, to, room]: readonly RunValue[]): RunValue {
  const narrow = narrowOf(run, run.address(from), run.int(length));
  const text = run.int(page) === UTF8 ? decoder.decode(Uint8Array.from(narrow, (char) => char.charCodeAt(0))) : narrow;
  const units = run.int(room);
  if (units === 0) return text.length;
  if (text.length > units) return INSUFFICIENT_BUFFER;
  const at = run.address(to);
  for (let i = 0; i < text.length; i++) run.writeInt(at + 2 * i, 2, text.charCodeAt(i));
  return text.length;
}

function toNarrow(run: Run, [page, , from, length, to, room]: readonly RunValue[]): RunValue {
  const wide = wideOf(run, run.address(from), run.int(length));
  const bytes =
    run.int(page) === UTF8 ? encoder.encode(wide) : Uint8Array.from(wide, (c) => (c.charCodeAt(0) < 256 ? c.charCodeAt(0) : 63));
  const size = run.int(room);
  if (size === 0) return bytes.length;
  if (bytes.length > size) return INSUFFICIENT_BUFFER;
  run.writeBytes(run.address(to), bytes);
  return bytes.length;
}

export const codepageModels: Models = { MultiByteToWideChar: toWide, WideCharToMultiByte: toNarrow };

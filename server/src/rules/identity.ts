/** The id of a finding: the same however far its statement moves. */
import type { Unit } from "../program/types.ts";
import type { Finding } from "./types.ts";

/** Two FNV-1a sums with different starts, as 16 hexadecimal digits. */
export function hash(text: string): string {
  let a = 0x811c9dc5;
  let b = 0x01000193;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    a = Math.imul(a ^ c, 0x01000193);
    b = Math.imul(b ^ ((c << 5) | (c >>> 11)), 0x85ebca6b);
    b ^= b >>> 13;
  }
  return (a >>> 0).toString(16).padStart(8, "0") + (b >>> 0).toString(16).padStart(8, "0");
}

/** The statement around an offset, without comments and with single spaces between its tokens. */
export function normalisedStatement(text: string, start: number, end: number): string {
  let from = start;
  while (from > 0 && start - from < 400 && !/[;{}]/.test(text[from - 1] as string)) from--;
  let to = end;
  while (to < text.length && to - end < 400 && !/[;{}]/.test(text[to] as string)) to++;
  return text
    .slice(from, to)
    .replace(/\/\*[\s\S]*?\*\//g, " ")
    .replace(/\/\/[^\r\n]*/g, " ")
    .replace(/^[ \t]*#.*$/gm, " ")
    .replace(/\s+/g, " ")
    .trim();
}

/** Path of the file within the unit: without the folders that all its files share. */
function relativePath(unit: Unit, uri: string): string {
  const uris = [...unit.files.keys()];
  let common = uri.slice(0, uri.lastIndexOf("/") + 1);
  for (const other of uris) while (!other.startsWith(common)) common = common.slice(0, common.lastIndexOf("/", common.length - 2) + 1);
  return uri.slice(common.length);
}

/** Ids in the order of the findings: rule, file, function, tokens of the statement, ordinal among equals. */
export function identify(unit: Unit, findings: readonly Finding[]): string[] {
  const seen = new Map<string, number>();
  return findings.map((f) => {
    const text = unit.files.get(f.uri)?.source.text ?? "";
    const key = [f.rule, relativePath(unit, f.uri), f.function ?? "", normalisedStatement(text, f.start, f.end)].join("\n");
    const ordinal = seen.get(key) ?? 0;
    seen.set(key, ordinal + 1);
    return hash(`${key}\n${ordinal}`);
  });
}

/** `check --fix`: applies the preferred fixes, keeping each file's encoding and line ends. */
import { readFileSync, writeFileSync } from "node:fs";
import type { Finding, TextEdit } from "../rules/types.ts";
import { reasonOf } from "../node/collect.ts";
import { warn } from "./output.ts";
import { pathOf, type Tree } from "./tree.ts";

/** Bytes of a text in an encoding; undefined if they cannot be written without loss. */
function encode(text: string, encoding: string, bom: boolean): Uint8Array | undefined {
  if (encoding === "utf-16le" || encoding === "utf-16be") {
    const bytes = Buffer.from(bom ? `\ufeff${text}` : text, "utf16le");
    return encoding === "utf-16be" ? bytes.swap16() : bytes;
  }
  if (encoding === "utf-8") return Buffer.from(bom ? `\ufeff${text}` : text, "utf8");
  // all other encodings met here have ASCII in the same bytes
  return /^[\x00-\x7f]*$/.test(text) ? Buffer.from(text, "latin1") : undefined;
}

/** Whether the file begins with a byte order mark, which decoding drops. */
function hasMark(path: string): boolean {
  const bytes = readFileSync(path);
  const [a, b, c] = bytes;
  return (a === 0xef && b === 0xbb && c === 0xbf) || (a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff);
}

function withoutOverlap(findings: readonly Finding[]): Map<string, TextEdit[]> {
  const files = new Map<string, TextEdit[]>();
  for (const finding of findings) {
    const edits = finding.fixes?.find((fix) => fix.preferred)?.edits ?? [];
    const meets = edits.some((edit) => (files.get(edit.uri) ?? []).some((other) => edit.start < other.end && other.start < edit.end));
    const same = edits.some((edit) => (files.get(edit.uri) ?? []).some((other) => edit.start === other.start && edit.end === other.end));
    if (meets || same) continue;
    for (const edit of edits) files.set(edit.uri, [...(files.get(edit.uri) ?? []), edit]);
  }
  return files;
}

function apply(text: string, edits: readonly TextEdit[]): string {
  const newline = /\r\n/.test(text) ? "\r\n" : /\r/.test(text) && !/\n/.test(text) ? "\r" : "\n";
  let out = text;
  for (const edit of [...edits].sort((a, b) => b.start - a.start)) {
    out = out.slice(0, edit.start) + edit.newText.replace(/\r?\n/g, newline) + out.slice(edit.end);
  }
  return out;
}

function diff(path: string, text: string, edits: readonly TextEdit[]): string {
  const lines = [`--- ${path}`, `+++ ${path}`];
  for (const edit of [...edits].sort((a, b) => a.start - b.start)) {
    const from = text.lastIndexOf("\n", edit.start - 1) + 1;
    const next = text.indexOf("\n", edit.end);
    const to = next < 0 ? text.length : next;
    const before = text.slice(from, to);
    const after = text.slice(from, edit.start) + edit.newText + text.slice(edit.end, to);
    const line = text.slice(0, from).split("\n").length;
    lines.push(`@@ line ${line} @@`, ...before.split("\n").map((l) => `-${l}`), ...after.split("\n").map((l) => `+${l}`));
  }
  return `${lines.join("\n")}\n`;
}

export function applyFixes(tree: Tree, findings: readonly Finding[], dryRun: boolean): { applied: number; files: number; diff: string } {
  const result = { applied: 0, files: 0, diff: "" };
  for (const [uri, edits] of withoutOverlap(findings)) {
    const text = tree.text(uri);
    if (text === undefined) continue;
    const path = pathOf(uri);
    const encoding = tree.encodings.get(uri) ?? "utf-8";
    const bytes = encode(apply(text, edits), encoding, hasMark(path));
    if (bytes === undefined) {
      warn(`${path}: not fixed, because its encoding (${encoding}) cannot be written back`);
      continue;
    }
    if (dryRun) result.diff += diff(path, text, edits);
    else {
      try {
        writeFileSync(path, bytes);
      } catch (error) {
        warn(`${path}: not fixed: ${reasonOf(error)}`);
        continue;
      }
    }
    result.applied += edits.length;
    result.files++;
  }
  return result;
}

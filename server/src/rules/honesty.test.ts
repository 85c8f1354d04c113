/** What the checker says it has read is what it has read: junk of known size is found within one percent, and no function that holds some is called whole. */
import { readdirSync, readFileSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import { nodeParser } from "../node/parserFiles.ts";
import type { Parser } from "../source/syntax.ts";
import { checkUnit } from "./check.ts";
import { casesOf, unitOf } from "./testing.ts";

const folder = new URL("fixtures/", import.meta.url);
/** Right programs, twelve in one text. */
const programs: string[] = [];
{
  const all = readdirSync(folder)
    .filter((name) => name.endsWith(".c"))
    .sort()
    .flatMap((name) => casesOf(readFileSync(new URL(name, folder), "utf8")))
    .filter((c) => c.kind === "right")
    .map((c) => c.text);
  for (let i = 0; i + 12 <= all.length; i += 48) programs.push(all.slice(i, i + 12).join("\n"));
}

let parser: Parser;
beforeAll(async () => {
  parser = await nodeParser();
});

function measure(text: string): { readonly parsed: number; readonly functions: number; readonly whole: number } {
  const { unit, dispose } = unitOf(parser, text, "junk.c");
  try {
    const parsed = [...unit.files.values()][0]?.source.parsedPercent ?? 0;
    const understood = [...checkUnit(unit, { profile: "strict" }).understood.values()];
    return {
      parsed,
      functions: understood.reduce((n, u) => n + u.functions, 0),
      whole: understood.reduce((n, u) => n + u.whole, 0),
    };
  } finally {
    dispose();
  }
}

const junkOf = (words: string, size: number): string =>
  words
    .repeat(Math.ceil(size / words.length))
    .slice(0, size)
    .trim();

test("junk that leaves the rest readable costs its own size, within one percent", { timeout: 120_000 }, () => {
  expect(programs.length).toBeGreaterThan(3);
  programs.forEach((text, i) => {
    const before = measure(text);
    for (const [words, size] of [
      ["@@@ $$ ### `` ", 150 + 40 * i],
      ["1abc 2def ))) ", 900 - 50 * i],
    ] as const) {
      const junk = junkOf(words, size);
      const body = text.indexOf("\n{", text.length / 3) + 2;
      const made = `${text.slice(0, body)}\n${junk};\n${text.slice(body)}`;
      const after = measure(made);
      const expected = before.parsed * (1 - junk.length / made.length);
      expect(Math.abs(after.parsed - expected)).toBeLessThanOrEqual(1);
      expect(after.functions - after.whole).toBeGreaterThan(before.functions - before.whole);
    }
  });
});

test("junk that takes other text with it is never said to be read", { timeout: 120_000 }, () => {
  for (const text of programs.slice(0, 3)) {
    const before = measure(text);
    const junk = junkOf("= = ) $ [ ", 300);
    const body = text.indexOf("\n{", text.length / 2) + 2;
    const made = `${text.slice(0, body)}\n${junk};\n${text.slice(body)}`;
    const after = measure(made);
    expect(after.parsed).toBeLessThanOrEqual(before.parsed * (1 - junk.length / made.length) + 1);
    expect(after.whole).toBeLessThan(before.whole);
  }
});

/** What the checker says it has read is what it has read: junk of known size is found within one percent, and no function that holds some is called whole. */
import { readdirSync, readFileSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import { random as randomBelow } from "../../../test/support/randomPrograms.ts";
import { nodeParser } from "../node/parserFiles.ts";
import type { Parser } from "../source/syntax.ts";
import { checkUnit } from "./check.ts";
import { casesOf, unitOf } from "./testing.ts";

const folder = new URL("fixtures/", import.meta.url);
/** Right programs, so many in one text that a line is less than a percent of it. */
const programs: string[] = [];
/** Each alone. */
const short: string[] = [];
{
  const all = readdirSync(folder)
    .filter((name) => name.endsWith(".c"))
    .sort()
    .flatMap((name) => casesOf(readFileSync(new URL(name, folder), "utf8")))
    .filter((c) => c.kind === "right")
    .map((c) => c.text);
  short.push(...all);
  for (let i = 0; i + 24 <= all.length; i += 72) programs.push(all.slice(i, i + 24).join("\n"));
}

let parser: Parser;
beforeAll(async () => {
  parser = await nodeParser();
});

interface Measured {
  readonly parsed: number;
  readonly functions: number;
  readonly whole: number;
}

const measured = new Map<string, Measured>();
function measure(text: string): Measured {
  const known = measured.get(text);
  if (known !== undefined) return known;
  const { unit, dispose } = unitOf(parser, text, "junk.c");
  try {
    const parsed = [...unit.files.values()][0]?.source.parsedPercent() ?? 0;
    const understood = [...checkUnit(unit, { profile: "strict" }).understood.values()];
    const result = {
      parsed,
      functions: understood.reduce((n, u) => n + u.functions, 0),
      whole: understood.reduce((n, u) => n + u.whole, 0),
    };
    measured.set(text, result);
    return result;
  } finally {
    dispose();
  }
}

/** Numbers from 0 up to 1, from a seed. */
function random(seed: number): () => number {
  const draw = randomBelow(seed);
  return () => draw(2 ** 32) / 2 ** 32;
}

const junkOf = (words: string, size: number): string =>
  words
    .repeat(Math.ceil(size / words.length))
    .slice(0, size)
    .trim();

/** Noise; what the grammar takes for the start of something; and brackets without partners. */
const KINDS = [
  "@@@ $$ ### `` ",
  "1abc 2def ))) ",
  "= = ) $ [ ",
  "%% && || ** ",
  "{ { ",
  "} } ",
  "( ( ",
  "[ ] [ ",
  "; ; , , ",
  "if else while ( ",
  "case : default ? ",
  "int int long x y ",
  "lorem ipsum dolor sit amet ",
  "' ",
  "/ \\ / ",
  "::-> .. ~~ ! ",
  "#include if ",
  "<<<<<<< HEAD\n=======\n>>>>>>> x\n",
];

const PLACES = { "in a body": /;\n(?=[ \t])/g, "between functions": /\n\}\n/g } as const;

for (const [where, pattern] of Object.entries(PLACES)) {
  test(`junk ${where} costs its own size, within one percent`, { timeout: 240_000 }, () => {
    expect(programs.length).toBeGreaterThan(3);
    const next = random(where.length);
    for (const words of KINDS) {
      const text = programs[Math.floor(next() * programs.length)] ?? "";
      const places = [...text.matchAll(pattern)].map((match) => match.index + match[0].length);
      const at = places[Math.floor(next() * places.length)] ?? 0;
      const junk = junkOf(words, 60 + Math.floor(next() * 900));
      const made = `${text.slice(0, at)}${junk}\n${text.slice(at)}`;
      const [before, after] = [measure(text), measure(made)];
      const expected = before.parsed * (1 - junk.length / made.length);
      expect(
        Math.abs(after.parsed - expected),
        `${JSON.stringify(words)} at ${at}: ${after.parsed} is not ${expected}`,
      ).toBeLessThanOrEqual(1);
      if (where === "in a body" && !words.startsWith("#"))
        expect(after.whole, `${JSON.stringify(words)} at ${at}`).toBeLessThan(before.whole);
    }
  });
}

test("junk within a line of a short program costs what it is in most cases, and never less", { timeout: 120_000 }, () => {
  const next = random(7);
  const far: string[] = [];
  let made = 0;
  for (const words of KINDS.filter((k) => !k.startsWith("#"))) {
    const text = short[Math.floor(next() * short.length)] ?? "";
    const places = [...text.matchAll(/(?<=\n +[^#\n]*)[\w)] (?=[\w(=!<])/g)].map((match) => match.index + match[0].length);
    const at = places[Math.floor(next() * places.length)];
    if (at === undefined) continue;
    const junk = junkOf(words, 20 + Math.floor(next() * 160));
    const changed = `${text.slice(0, at)}${junk} ${text.slice(at)}`;
    const expected = measure(text).parsed * (1 - junk.length / changed.length);
    const { parsed } = measure(changed);
    made++;
    expect(parsed, `${JSON.stringify(words)} in ${changed.slice(at - 60, at)}`).toBeLessThanOrEqual(expected + 1.5);
    if (parsed < expected - 1) far.push(`${JSON.stringify(words)}: ${parsed} is not ${expected}`);
  }
  expect(made).toBeGreaterThan(12);
  expect(far.length, far.join("\n")).toBeLessThanOrEqual(made / 4);
});

/** Up to the brace of a function, and up to the semicolon of a declaration in column 0. */
const OUTSIDE = {
  "the head of a function": /^(?!typedef|struct|union|enum|extern)[A-Za-z_][\w \t*]*\([^;{}()]*\)[ \t]*(?=\n\{)/gm,
  "a declaration": /^[A-Za-z_][^\n(){}"']*(?=;)/gm,
} as const;

for (const [where, pattern] of Object.entries(OUTSIDE)) {
  test(`junk within ${where} of a short program costs what it is in most cases, and no function is lost`, { timeout: 240_000 }, () => {
    const far: string[] = [];
    let made = 0;
    for (const seed of [1, 2, 3, 4]) {
      const next = random(seed);
      for (const words of KINDS.filter((k) => !k.startsWith("#"))) {
        const text = short[Math.floor(next() * short.length)] ?? "";
        // behind a token
        const places = [...text.matchAll(pattern)].flatMap((match) =>
          [...match[0].matchAll(/\w+|[^\s\w]/g)].map((token) => match.index + token.index + token[0].length),
        );
        const at = places[Math.floor(next() * places.length)];
        const junk = junkOf(words, 20 + Math.floor(next() * 160));
        if (at === undefined) continue;
        const changed = `${text.slice(0, at)} ${junk} ${text.slice(at)}`;
        const before = measure(text);
        const after = measure(changed);
        const expected = before.parsed * (1 - junk.length / changed.length);
        const what = `${JSON.stringify(words)} in ${changed.slice(at - 60, at)}`;
        made++;
        expect(after.parsed, what).toBeLessThanOrEqual(expected + 1.5);
        expect(after.whole, what).toBeLessThanOrEqual(before.whole);
        expect(after.functions, what).toBeGreaterThanOrEqual(before.functions);
        if (after.parsed < expected - 1) far.push(`${what}: ${after.parsed} is not ${expected}`);
      }
    }
    expect(made).toBeGreaterThan(48);
    expect(far.length, far.join("\n")).toBeLessThanOrEqual(made / 8);
  });
}

test("the rest of a body behind closing braces too many is not said to be read", () => {
  const text = programs[0] ?? "";
  const at = text.indexOf("\n{", text.length / 2) + 2;
  const broken = measure(`${text.slice(0, at)}\n    } } }\n${text.slice(at)}`);
  expect(broken.whole).toBeLessThan(measure(text).whole);
  expect(broken.parsed).toBeLessThan(100);
});

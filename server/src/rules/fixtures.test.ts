import { readdirSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { nodeParser } from "../node/parserFiles.ts";
import type { Parser } from "../source/syntax.ts";
import { ruleIds } from "./index.ts";
import { casesOf, check, reported, silenced } from "./testing.ts";

const folder = new URL("fixtures/", import.meta.url);
let parser: Parser;
beforeAll(async () => {
  parser = await nodeParser();
});

for (const name of readdirSync(folder).sort()) {
  const rule = name.replace(/\.(?:c|cpp)$/, "");
  describe(rule, () => {
    test("is a rule", () => {
      expect(ruleIds).toContain(rule);
    });
    const cases = casesOf(readFileSync(new URL(name, folder), "utf8"));
    for (const c of cases) {
      test(`${c.kind}: ${c.title}`, () => {
        const result = check(parser, c.text, c.profile, name);
        expect(result.failed).toEqual([]);
        expect(reported(result.findings, c, rule)).toEqual([...c.expected]);
        expect(silenced(result.findings, c)).toEqual([...c.also]);
        if (c.kind === "wrong") expect(c.expected.some((e) => e.endsWith(` ${rule}`))).toBe(true);
        else expect(c.expected).toEqual([]);
      });
    }
  });
}

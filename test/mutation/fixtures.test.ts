/**
 * The fixtures of each rule with that rule and the ones it names switched on: for mutation testing, where a test must run little besides
 * what it judges. The ordinary run has them with every rule in server/src/rules/fixtures.test.ts.
 */
import { readdirSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { nodeParser } from "../../server/src/node/parserFiles.ts";
import { checkUnit } from "../../server/src/rules/check.ts";
import { ruleIds } from "../../server/src/rules/index.ts";
import { casesOf, reported, rulesOf, silenced, unitOf } from "../../server/src/rules/testing.ts";
import type { Level } from "../../server/src/rules/types.ts";
import type { Parser } from "../../server/src/source/syntax.ts";

const folder = new URL("../../server/src/rules/fixtures/", import.meta.url);
let parser: Parser;
beforeAll(async () => {
  parser = await nodeParser();
});

for (const name of readdirSync(folder).sort()) {
  const rule = name.replace(/\.(?:c|cpp)$/, "");
  describe(rule, () => {
    for (const c of casesOf(readFileSync(new URL(name, folder), "utf8"))) {
      test(`${c.kind}: ${c.title}`, () => {
        const named = rulesOf(c, rule);
        // a comment is unused only if the rule it names ran
        const off = rule === "unused-suppression" ? [] : ruleIds.filter((id) => !named.has(id));
        const levels = Object.fromEntries(off.map((id): [string, Level] => [id, "off"]));
        const { unit, dispose } = unitOf(parser, c.text, name);
        try {
          const result = checkUnit(unit, { profile: c.profile, levels });
          expect(result.failed).toEqual([]);
          expect(reported(result.findings, c, rule)).toEqual([...c.expected]);
          expect(silenced(result.findings, c)).toEqual([...c.also]);
        } finally {
          dispose();
        }
      });
    }
  });
}

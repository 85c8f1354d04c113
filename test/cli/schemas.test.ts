/** The schema that editors complete the settings with is generated from the one that checks them. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { expect, test } from "vitest";
import { configurationJsonSchema, parseConfiguration } from "../../server/src/features/configuration.ts";
import { parseScenario, scenarioJsonSchema } from "../../server/src/features/scenario.ts";
import { ruleIds } from "../../server/src/rules/index.ts";
import { root } from "./cli.ts";

const file = join(root, "schemas", "winsock-async.schema.json");

test("schemas/winsock-async.schema.json is current (node scripts/schemas.mjs)", () => {
  expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(JSON.parse(JSON.stringify(configurationJsonSchema())));
});

test("schemas/winsock-async-scenario.schema.json is current, and the editor knows for which files", () => {
  const text = readFileSync(join(root, "schemas", "winsock-async-scenario.schema.json"), "utf8");
  expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(scenarioJsonSchema())));
  const { contributes } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    contributes: { jsonValidation: { fileMatch: string; url: string }[] };
  };
  expect(contributes.jsonValidation).toContainEqual({
    fileMatch: "*.winsock-scenario.json",
    url: "./schemas/winsock-async-scenario.schema.json",
  });
});

test("scenarios of the examples pass both", () => {
  const validate = new Ajv({ strict: false }).compile(scenarioJsonSchema());
  const names = readdirSync(join(root, "examples")).filter((name) => name.endsWith(".winsock-scenario.json"));
  expect(names).not.toEqual([]);
  for (const name of names) {
    const text = readFileSync(join(root, "examples", name), "utf8");
    expect([name, parseScenario(text).problems, validate(JSON.parse(text))]).toEqual([name, [], true]);
  }
});

test("the schema and the check agree on settings", () => {
  const validate = new Ajv({ strict: false }).compile(JSON.parse(readFileSync(file, "utf8")) as object);
  const good = [
    {},
    { profile: "strict", rules: { "stack-buffer": "off" }, providers: ["wine"], define: ["A=1"], wrappers: { cancel: ["Stop"] } },
    {
      wrappers: {
        start: { A: "WSAAsyncGetHostByName", "R::Look": { call: "WSAAsyncGetHostByName", arguments: { hWnd: 2, name: 1 }, handle: 3 } },
        cancel: { Stop: 2 },
        acquire: ["Get"],
        release: { Give: 2 },
      },
      messageMaps: { ON_REPLY: { message: 2, handler: 1 } },
    },
    { messageMaps: ["ON_REPLY"] },
  ];
  const bad = [
    [],
    { profil: "strict" },
    { profile: "x" },
    { rules: { "stack-buffer": 1 } },
    { target: "win16" },
    { wrappers: { stop: [] } },
    { wrappers: { release: { Give: 0 } } },
    { wrappers: { start: { A: { arguments: {} } } } },
    { messageMaps: { ON_REPLY: { message: 1 } } },
    { define: "A" },
  ];
  for (const value of good)
    expect([value, validate(value), parseConfiguration(JSON.stringify(value), ruleIds).problems]).toEqual([value, true, []]);
  for (const value of bad) {
    expect([value, validate(value)]).toEqual([value, false]);
    expect(parseConfiguration(JSON.stringify(value), ruleIds).problems.length, JSON.stringify(value)).toBeGreaterThan(0);
  }
});

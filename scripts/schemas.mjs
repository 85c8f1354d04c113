#!/usr/bin/env node
// Writes the schemas that editors complete .winsock-async.json and scenario files with, from the schemas that check them.
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { isMain } from "./setup.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** File under schemas/, the module that checks, and its function that gives the JSON schema. */
const SCHEMAS = [
  ["winsock-async.schema.json", "configuration", "configurationJsonSchema"],
  ["winsock-async-scenario.schema.json", "scenario", "scenarioJsonSchema"],
];

/** A schema as it has to be. */
async function schemaOf(module, name) {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [`server/src/features/${module}.ts`],
    bundle: true,
    write: false,
    format: "esm",
    platform: "node",
    mainFields: ["module", "main"],
    logLevel: "error",
  });
  const code = Buffer.from(outputFiles[0].contents).toString("base64");
  return (await import(`data:text/javascript;base64,${code}`))[name]();
}

if (isMain(import.meta.url)) {
  const files = SCHEMAS.map(([file]) => join(root, "schemas", file));
  for (const [i, [, module, name]] of SCHEMAS.entries())
    writeFileSync(files[i], `${JSON.stringify(await schemaOf(module, name), null, 2)}\n`);
  const biome = join(root, "node_modules", "@biomejs", "biome", "bin", "biome");
  process.exitCode = spawnSync(process.execPath, [biome, "format", "--write", ...files], { stdio: "inherit" }).status ?? 1;
}

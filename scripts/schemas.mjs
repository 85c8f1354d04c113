#!/usr/bin/env node
// Writes schemas/winsock-async.schema.json, which editors complete .winsock-async.json with, from the schema that checks it.
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
export const schemaFile = join(root, "schemas", "winsock-async.schema.json");

/** The schema as it has to be. */
export async function configurationSchema() {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ["server/src/features/configuration.ts"],
    bundle: true,
    write: false,
    format: "esm",
    platform: "node",
    mainFields: ["module", "main"],
    logLevel: "error",
  });
  const code = Buffer.from(outputFiles[0].contents).toString("base64");
  const { configurationJsonSchema } = await import(`data:text/javascript;base64,${code}`);
  return configurationJsonSchema();
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  writeFileSync(schemaFile, `${JSON.stringify(await configurationSchema(), null, 2)}\n`);
  const biome = join(root, "node_modules", "@biomejs", "biome", "bin", "biome");
  process.exitCode = spawnSync(process.execPath, [biome, "format", "--write", schemaFile], { stdio: "inherit" }).status ?? 1;
}

#!/usr/bin/env node
// Copies the parser's runtime and the two grammars from node_modules into grammars/, where they are read from and
// packed. Each must have the version and the checksum written down in grammars/versions.json: trees, and with them
// verdicts, differ between versions of the parser. Exit status 1 and one line that says what to do if one differs.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { isMain } from "./setup.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const grammars = join(root, "grammars");

const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");

/** Copies and verifies; answers the files written (nothing is written when all are in place). Throws an Error of one line. */
export function copyGrammars() {
  const { files } = JSON.parse(readFileSync(join(grammars, "versions.json"), "utf8"));
  const written = [];
  for (const { file, package: name, version, from, sha256: expected } of files) {
    const folder = join(root, "node_modules", name);
    if (!existsSync(join(folder, "package.json"))) throw new Error(`${name} is not installed: run npm run setup`);
    const installed = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")).version;
    if (installed !== version) throw new Error(`${name} is installed in version ${installed}, grammars/versions.json names ${version}`);
    const bytes = readFileSync(join(folder, from));
    const found = sha256(bytes);
    if (found !== expected) throw new Error(`${name}/${from} has checksum ${found}, grammars/versions.json names ${expected}`);
    const target = join(grammars, file);
    if (existsSync(target) && sha256(readFileSync(target)) === expected) continue;
    writeFileSync(target, bytes);
    written.push(file);
  }
  return written;
}

if (isMain(import.meta.url)) {
  try {
    const written = copyGrammars();
    if (written.length > 0) console.log(`grammars: ${written.join(", ")}`);
    else if (!process.argv.includes("--quiet")) console.log("grammars: in place");
  } catch (error) {
    console.error(`grammars: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
}

#!/usr/bin/env node
// Writes docs/rules/*.md from the rules' own documentation. --check writes nothing and fails if a page is not up to date.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = join(root, "docs/rules");

async function load() {
  const out = mkdtempSync(join(tmpdir(), "winsock-async-docs-"));
  try {
    const file = join(out, "rules.mjs");
    await build({
      absWorkingDir: root,
      entryPoints: ["server/src/rules/pages.ts"],
      outfile: file,
      bundle: true,
      platform: "node",
      format: "esm",
      logLevel: "error",
    });
    return await import(pathToFileURL(file).href);
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

const { pages } = await load();
const wanted = new Map(pages().map((page) => [page.name, page.text]));
const stale = [];
mkdirSync(folder, { recursive: true });
for (const [name, text] of wanted) {
  const file = join(folder, name);
  if (existsSync(file) && readFileSync(file, "utf8") === text) continue;
  stale.push(name);
  if (!process.argv.includes("--check")) writeFileSync(file, text);
}
for (const name of readdirSync(folder)) {
  if (wanted.has(name)) continue;
  stale.push(name);
  if (!process.argv.includes("--check")) rmSync(join(folder, name));
}
if (process.argv.includes("--check") && stale.length > 0) {
  console.error(`docs/rules is not up to date (node scripts/rule-docs.mjs): ${stale.join(", ")}`);
  process.exitCode = 1;
} else console.log(`${wanted.size} pages, ${stale.length} written`);

#!/usr/bin/env node
// Packages the extension as winsock-async.vsix.
import { join } from "node:path";
import { root, run, setUp } from "./setup.mjs";

const quiet = process.argv.includes("--quiet");
setUp({ quiet: true });
const { buildAll } = await import("./build.mjs");
await buildAll();
const vsce = join(root, "node_modules", "@vscode", "vsce", "vsce");
const status = run(
  process.execPath,
  [
    vsce,
    "package",
    "--no-dependencies",
    "--allow-missing-repository",
    "--no-rewrite-relative-links",
    "--skip-license",
    "--out",
    join(root, "winsock-async.vsix"),
  ],
  quiet ? { stdio: ["ignore", "ignore", "inherit"] } : {},
);
process.exit(status);

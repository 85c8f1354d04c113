#!/usr/bin/env node
// npm start [-- PATH]: sets up, builds, then checks and simulates the example program or PATH.
import { existsSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { root, run, setUp } from "./setup.mjs";

setUp({ quiet: true });
const { buildAll } = await import("./build.mjs");
if (await buildAll()) console.log("Built dist/.");

const given = process.argv.slice(2);
// npm runs scripts in the project's folder; INIT_CWD is where the person stood.
const path = given[0] ? resolve(process.env.INIT_CWD ?? root, given[0]) : join(root, "examples", "lookup.c");
if (!existsSync(path)) {
  console.error(`There is no ${path}`);
  process.exit(2);
}
const cli = join(root, "dist", "winsock-async.mjs");
const tool = (...args) => {
  console.log(`\n$ winsock-async ${args.join(" ")}`);
  return run(process.execPath, [cli, ...args]);
};

let worst = tool("check", path, ...given.slice(1));
if (statSync(path).isFile()) worst = Math.max(worst, tool("simulate", path));
// Findings (1) are what the tool is for; bad use and failures are passed on.
process.exit(worst > 1 ? worst : 0);

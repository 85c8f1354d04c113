#!/usr/bin/env node
// npm run editor [-- FOLDER]: a real VS Code in the browser with the extension and the examples (or FOLDER) open.
import { spawn } from "node:child_process";
import { join, resolve } from "node:path";
import { root, run, setUp } from "./setup.mjs";

setUp({ quiet: true });
const { buildAll } = await import("./build.mjs");
await buildAll();
const { install, node24, unsupported } = await import("../test/editor/install.mjs");
const reason = unsupported();
if (reason) {
  console.error(`${reason}; package the extension with "npm run package" and install the .vsix in your VS Code instead.`);
  process.exit(1);
}
install();
run(process.execPath, [join(root, "scripts", "package.mjs"), "--quiet"]);
const folder = process.argv[2] ? resolve(process.env.INIT_CWD ?? root, process.argv[2]) : join(root, "examples");
const child = spawn(node24, [join(root, "test", "editor", "serveEditor.mjs"), folder, join(root, "winsock-async.vsix")], {
  stdio: "inherit",
});
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code) => process.exit(code ?? 0));

#!/usr/bin/env node
// Installs what package-lock.json names and copies the grammars. Uses nothing but Node; does nothing when nothing changed.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const MINIMUM = [20, 19];

/** Whether the module is what Node was started with. Its address has no links in it, the command line may have. */
export const isMain = (address) => process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(address);

/** Runs a program in the project's folder with its output shown; ends this process with its status if it fails. */
export function run(command, args, options = {}) {
  const windowsShim = process.platform === "win32" && command === "npm";
  const result = spawnSync(windowsShim ? "npm.cmd" : command, args, { cwd: root, stdio: "inherit", shell: windowsShim, ...options });
  if (result.error) {
    console.error(`${command}: ${result.error.message}`);
    process.exit(1);
  }
  return result.status ?? 1;
}

function checkNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major < MINIMUM[0] || (major === MINIMUM[0] && minor < MINIMUM[1])) {
    console.error(`Node ${MINIMUM.join(".")} or newer is needed; this is ${process.versions.node}.`);
    process.exit(1);
  }
}

/** Installs when the lock file, the Node ABI or the platform differ from the last successful set-up. */
export function setUp({ quiet = false } = {}) {
  checkNode();
  const stampFile = join(root, "node_modules", ".winsock-async-setup");
  const stamp = createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .update(`${process.platform} ${process.arch} ${process.versions.modules}`)
    .digest("hex");
  if (!existsSync(stampFile) || readFileSync(stampFile, "utf8") !== stamp) {
    console.log("Set-up: installing packages (npm ci --ignore-scripts), about half a minute …");
    const status = run("npm", ["ci", "--ignore-scripts", "--no-fund", "--no-audit", "--loglevel=error"]);
    if (status !== 0) {
      console.error("Set-up failed: npm ci ended with status " + status);
      process.exit(status);
    }
    mkdirSync(dirname(stampFile), { recursive: true });
    writeFileSync(stampFile, stamp);
  } else if (!quiet) console.log("Set-up: packages are up to date.");
  const status = run(process.execPath, [join(root, "scripts", "grammars.mjs"), ...(quiet ? ["--quiet"] : [])]);
  if (status !== 0) process.exit(status);
}

if (isMain(import.meta.url)) setUp({ quiet: process.argv.includes("--quiet") });

// Installs the real VS Code and the browser of the editor suite (about 700 MB), once. Linux x64 only.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { isMain } from "../../scripts/setup.mjs";

export const here = dirname(fileURLToPath(import.meta.url));
export const vscodeDir = join(here, "node_modules", "code-server", "lib", "vscode");
/** Node 24 from npm: the workbench's server needs it. */
export const node24 = join(here, "node_modules", "node", "bin", "node");

const npm = (args, cwd) => {
  const result = spawnSync("npm", [...args, "--no-fund", "--no-audit", "--loglevel=error"], {
    cwd,
    stdio: ["ignore", "inherit", "inherit"],
  });
  if (result.status !== 0) throw new Error(`npm ${args.join(" ")} in ${cwd} ended with status ${result.status}`);
};

/** The reason why the suite cannot run here, or undefined. */
export function unsupported() {
  return process.platform === "linux" && process.arch === "x64" ? undefined : `no VS Code from npm for ${process.platform} ${process.arch}`;
}

export function install() {
  const stampFile = join(here, "node_modules", ".installed");
  const stamp = createHash("sha256")
    .update(readFileSync(join(here, "package-lock.json")))
    .digest("hex");
  if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp) return;
  console.log("Editor suite: installing VS Code and a browser from npm, about a minute …");
  npm(["ci", "--ignore-scripts"], here);
  npm(["rebuild", "node"], here);
  npm(["install", "--omit=dev", "--ignore-scripts"], vscodeDir);
  writeFileSync(stampFile, stamp);
}

if (isMain(import.meta.url)) install();

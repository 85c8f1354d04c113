// Runs the suite in the VS Code of this machine's system: node electron.mjs desktop|web SUITE.cjs WORKSPACE
// The executable is WINSOCK_ASYNC_VSCODE, else it is downloaded once. Ends with 3 if there is none to be had.
import { resolve } from "node:path";
import { downloadAndUnzipVSCode, runTests } from "@vscode/test-electron";

const [host = "desktop", suite = "", workspace = ""] = process.argv.slice(2);
const root = resolve(import.meta.dirname, "..", "..");

let executable = process.env.WINSOCK_ASYNC_VSCODE;
try {
  executable ??= await downloadAndUnzipVSCode({ version: "stable", cachePath: resolve(import.meta.dirname, ".run", "vscode") });
} catch (error) {
  console.log(`VS Code cannot be downloaded: ${error.message}`);
  process.exit(3);
}
try {
  process.exitCode = await runTests({
    vscodeExecutablePath: executable,
    extensionDevelopmentPath: root,
    extensionTestsPath: suite,
    launchArgs: [
      workspace,
      "--disable-extensions",
      "--disable-workspace-trust",
      ...(host === "web" ? ["--extensionDevelopmentKind=web"] : []),
    ],
  });
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

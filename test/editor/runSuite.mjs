// Runs the suite (one bundled module that exports run()) in the real workbench: node runSuite.mjs desktop|web SUITE.cjs WORKSPACE
// Prints the suite's own lines and ends with its verdict.
import { resolve } from "node:path";
import { address, launchBrowser, remote, startServer } from "./workbench.mjs";
import { here } from "./install.mjs";
import { hand } from "./personSteps.mjs";

const [host = "desktop", suite = "", workspace = ""] = process.argv.slice(2);
const extension = resolve(here, "..", "..");
const server = await startServer({ testDriver: true });
const browser = await launchBrowser();
let status = 1;
try {
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
  const asked = hand(page, workspace);
  const verdict = new Promise((done) => {
    void page.exposeFunction("codeAutomationLog", (_type, args) => {
      for (const arg of args ?? []) if (typeof arg === "string" && !asked(arg)) process.stdout.write(`${arg}\n`);
    });
    void page.exposeFunction("codeAutomationExit", (code) => done(code));
  });
  page.on("pageerror", (error) => console.error(`page: ${error.message}`));
  if (process.env.WINSOCK_ASYNC_DEBUG) page.on("console", (message) => console.error(`console: ${message.text()}`));
  await page.goto(
    address(server, workspace, [
      ["extensionDevelopmentPath", remote(server, extension)],
      ["extensionTestsPath", remote(server, suite)],
      ...(host === "web" ? [["extensionDevelopmentKind", "web"]] : []),
      ["enableProposedApi", ""],
      ["skipWelcome", "true"],
    ]),
  );
  const timeout = new Promise((done) => setTimeout(() => done("time-out"), 500_000));
  const code = await Promise.race([verdict, timeout]);
  if (code === "time-out") {
    console.error("the suite did not end within 8 minutes");
    await page.screenshot({ path: resolve(here, ".run", `timeout-${host}.png`) }).catch(() => {});
  }
  status = code === 0 ? 0 : 1;
} finally {
  await browser.close();
  await server.stop();
}
process.exit(status);

// Starts the workbench's server and a headless browser on it. Runs under Node 24 (see install.mjs).
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import chromiumPackage from "@sparticuz/chromium";
import { chromium } from "playwright-core";
import { node24, vscodeDir } from "./install.mjs";

const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

/**
 * @param {{ settings?: object, testDriver?: boolean, port?: number, extensions?: string[] }} options
 *   extensions: .vsix files to install. Answers { port, url, stop }.
 */
export async function startServer(options = {}) {
  const port = options.port ?? (await freePort());
  const dir = mkdtempSync(join(tmpdir(), "winsock-async-editor-"));
  const user = join(dir, "user");
  mkdirSync(join(user, "data", "Machine"), { recursive: true });
  mkdirSync(join(user, "Machine"), { recursive: true });
  const settings = JSON.stringify({
    "security.workspace.trust.enabled": false,
    "workbench.startupEditor": "none",
    "telemetry.telemetryLevel": "off",
    "extensions.autoCheckUpdates": false,
    ...options.settings,
  });
  writeFileSync(join(user, "Machine", "settings.json"), settings);
  writeFileSync(join(user, "data", "Machine", "settings.json"), settings);
  const main = join(vscodeDir, "out", "server-main.js");
  const common = [
    "--accept-server-license-terms",
    "--disable-workspace-trust",
    "--user-data-dir",
    user,
    "--server-data-dir",
    user,
    "--extensions-dir",
    join(dir, "extensions"),
  ];
  const env = { ...process.env, NODE_OPTIONS: "" };
  for (const vsix of options.extensions ?? []) {
    await new Promise((resolve, reject) => {
      const child = spawn(node24, [main, ...common, "--install-extension", vsix], { env, stdio: ["ignore", "pipe", "pipe"] });
      let said = "";
      child.stdout.on("data", (data) => (said += data));
      child.stderr.on("data", (data) => (said += data));
      child.on("exit", (code) => (code === 0 ? resolve() : reject(new Error(`installing ${vsix}: ${said}`))));
    });
  }
  const child = spawn(
    node24,
    [
      main,
      ...(options.testDriver ? ["--enable-smoke-test-driver"] : []),
      "--host",
      "127.0.0.1",
      "--port",
      String(port),
      "--without-connection-token",
      ...common,
    ],
    { env, stdio: ["ignore", "pipe", "pipe"] },
  );
  let log = "";
  child.stdout.on("data", (data) => (log += data));
  child.stderr.on("data", (data) => (log += data));
  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; ; tries++) {
    try {
      if ((await fetch(`${url}/version`)).ok) break;
    } catch {
      // not up yet
    }
    if (tries > 1500 || child.exitCode !== null) throw new Error(`the workbench did not start: ${log}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return {
    port,
    url,
    log: () => log,
    stop: async () => {
      child.kill();
      await new Promise((resolve) => (child.exitCode === null ? child.once("exit", resolve) : resolve()));
      rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-dev-shm-usage",
];

export async function launchBrowser() {
  return chromium.launch({
    executablePath: await chromiumPackage.executablePath(),
    args: [...new Set([...chromiumPackage.args.filter((arg) => !arg.startsWith("--headless")), ...FLAGS])],
    headless: true,
  });
}

/** Address of the workbench with a folder open and, for a test run, what to load. */
export function address(server, folder, payload) {
  const entries = payload ? `&payload=${encodeURIComponent(JSON.stringify(payload))}` : "";
  return `${server.url}/?folder=${encodeURIComponent(folder)}${entries}`;
}

export const remote = (server, path) => `vscode-remote://127.0.0.1:${server.port}${path}`;

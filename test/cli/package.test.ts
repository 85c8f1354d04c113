/** Both archives: what is in them, how large they are, and that the emulator can be imported with its types. */
import { execFile } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeAll, describe, expect, test } from "vitest";
import { folder, root, run } from "./cli.ts";

const exec = promisify(execFile);
const node = async (args: readonly string[], cwd = root): Promise<string> =>
  (await exec(process.execPath, args, { cwd, maxBuffer: 1 << 26 })).stdout;
const vsce = (...args: string[]): Promise<string> => node([join(root, "node_modules", "@vscode", "vsce", "vsce"), ...args]);
const npm = async (args: readonly string[], cwd: string): Promise<string> => {
  const windows = process.platform === "win32";
  return (await exec(windows ? "npm.cmd" : "npm", args, { cwd, shell: windows, maxBuffer: 1 << 26 })).stdout;
};

interface Manifest {
  readonly version: string;
  readonly main: string;
  readonly browser: string;
  readonly bin: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, string | { readonly types: string; readonly default: string }>>;
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies?: unknown;
}
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Manifest;
const CHUNK = /^dist\/chunks\/[\w.-]+\.mjs$/;
const WASM = ["dist/tree-sitter-c.wasm", "dist/tree-sitter-cpp.wasm", "dist/web-tree-sitter.wasm"];
const SCHEMAS = ["schemas/check-report.schema.json", "schemas/winsock-async-scenario.schema.json", "schemas/winsock-async.schema.json"];
const MB = 1024 * 1024;

test("each script names files that are there", () => {
  const named = Object.values(manifest.scripts).flatMap((script) => script.match(/[\w./-]+\.mjs/g) ?? []);
  expect(named.length).toBeGreaterThan(8);
  expect(named.filter((file) => !existsSync(join(root, file)))).toEqual([]);
});

test("the package depends on nothing when it runs", () => {
  expect(manifest.dependencies).toBeUndefined();
  expect(Object.keys(manifest.bin)).toEqual(["winsock-async"]);
});

describe("the extension", () => {
  test("holds what it runs, what a person reads, and nothing else", async () => {
    const files = (await vsce("ls", "--no-dependencies")).trim().split(/\r?\n/);
    const optional = ["CHANGELOG.md"];
    expect(files.filter((file) => !CHUNK.test(file) && !optional.includes(file)).sort()).toEqual(
      [
        "LICENSE",
        "README.md",
        "package.json",
        "package.nls.json",
        ...SCHEMAS,
        "dist/boot.browser.js",
        "dist/debug.browser.mjs",
        "dist/debug.mjs",
        "dist/extension.browser.cjs",
        "dist/extension.cjs",
        "dist/modules.json",
        "dist/search.browser.mjs",
        "dist/search.mjs",
        "dist/server.browser.mjs",
        "dist/server.mjs",
        "dist/timeline.js",
        ...WASM,
      ].sort(),
    );
    const chunks = readdirSync(join(root, "dist", "chunks"));
    expect(files.filter((file) => CHUNK.test(file))).toHaveLength(chunks.length);
    expect(files).toEqual(expect.arrayContaining([manifest.main, manifest.browser].map((file) => file.replace(/^\.\//, ""))));
    for (const file of files) expect(file).not.toMatch(/\.(?:node|so|dll|dylib|exe|ts|map)$/);
  });

  test("is at most 5 MB", async () => {
    const vsix = join(folder({}), "winsock-async.vsix");
    await vsce(
      "package",
      "--no-dependencies",
      "--allow-missing-repository",
      "--no-rewrite-relative-links",
      "--skip-license",
      "--out",
      vsix,
    );
    expect(statSync(vsix).size).toBeLessThanOrEqual(5 * MB);
  });
});

describe("the npm package", () => {
  let files: string[];
  let consumer: string;

  beforeAll(async () => {
    consumer = folder({
      "package.json": '{ "name": "consumer", "type": "module", "private": true }',
      "use.ts": `import { type EmulatorEvent, scriptedDatabase, Winsock } from "winsock-async/emulator";

const events: EmulatorEvent[] = [];
const winsock = new Winsock({
  profile: "documented",
  names: scriptedDatabase({ hosts: [{ name: "alpha.test", addresses: ["192.0.2.10"] }] }),
  onEvent: (event) => void events.push(event),
});
const thread: number = winsock.mainThread;
winsock.startup();
winsock.RegisterClass(thread, "Main", () => 0);
const hWnd = winsock.CreateWindowEx(thread, "Main");
const buffer = winsock.flat.allocate(1024);
const handle = winsock.WSAAsyncGetHostByName(thread, hWnd, 0x8001, winsock.flat.allocateString("alpha.test"), buffer, 1024);
winsock.run();
console.log(winsock.WSACancelAsyncRequest(thread, handle), winsock.WSAGetLastError(thread), events.some((event) => event.kind === "call"));
`,
      "wrong.ts": `import { Winsock } from "winsock-async/emulator";
new Winsock({ profile: "documentd" });
`,
    });
    const [packed] = JSON.parse(await npm(["pack", root, "--json", "--ignore-scripts"], consumer)) as {
      filename: string;
      files: { path: string }[];
    }[];
    files = (packed?.files ?? []).map(({ path }) => path);
    await npm(["install", "--no-audit", "--no-fund", "--ignore-scripts", "--offline", `./${packed?.filename}`], consumer);
  });

  test("holds the command line, the server, the emulator with its types, and nothing else", () => {
    // npm puts in what package.json names as main, browser and bin
    const named = [manifest.main, manifest.browser].map((file) => file.replace(/^\.\//, ""));
    expect(files.filter((file) => !CHUNK.test(file) && !named.includes(file)).sort()).toEqual(
      [
        "LICENSE",
        "README.md",
        "package.json",
        ...SCHEMAS,
        "dist/emulator.d.ts",
        "dist/emulator.mjs",
        "dist/search.mjs",
        "dist/server.mjs",
        "dist/winsock-async.mjs",
        ...WASM,
      ].sort(),
    );
    const installed = join(consumer, "node_modules", "winsock-async");
    for (const target of Object.values(manifest.exports).flatMap((to) => (typeof to === "string" ? [to] : Object.values(to)))) {
      expect(existsSync(join(installed, target)), target).toBe(true);
    }
  });

  test("its command runs where it is installed", async () => {
    const program = join(consumer, "node_modules", "winsock-async", "dist", "winsock-async.mjs");
    const [version, check] = await Promise.all([
      run(["version"], { program }),
      run(["check", "--no-config", join(root, "examples")], { program }),
    ]);
    expect(version.stdout).toBe(`${manifest.version}\n`);
    expect(check.status).toBe(1);
    expect(check.stdout).toContain("lookup.c");
  });

  test("the emulator is imported with types that hold and code that runs", async () => {
    const tsc = [join(root, "node_modules", "typescript", "bin", "tsc"), "--strict", "--target", "es2022", "--pretty", "false"];
    const resolutions = [
      ["--module", "nodenext", "--moduleResolution", "nodenext"],
      ["--module", "esnext", "--moduleResolution", "bundler"],
    ];
    for (const resolution of resolutions) await node([...tsc, ...resolution, "--lib", "es2022,dom", "use.ts"], consumer);
    // the types are there and not `any`
    const refused = await node([...tsc, "--noEmit", ...(resolutions[0] ?? []), "wrong.ts"], consumer).catch(
      (error: { stdout: string }) => error.stdout,
    );
    expect(refused).toMatch(/wrong\.ts\(2,15\): error TS2(?:322|820)/);
    expect(await node(["use.js"], consumer)).toBe("-1 10037 true\n");
  });
});

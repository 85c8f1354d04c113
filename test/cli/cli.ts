/** Runs the built command line, and makes folders to run it on. */
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll } from "vitest";

export const root = resolve(import.meta.dirname, "..", "..");
/** `WINSOCK_ASYNC_CLI` names another build. */
export const CLI = process.env.WINSOCK_ASYNC_CLI ?? join(root, "dist", "winsock-async.mjs");
export const EXAMPLE = readFileSync(join(root, "examples", "lookup.c"), "utf8");

export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly stdin?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
  readonly program?: string;
  readonly uid?: number;
  readonly gid?: number;
}

export function run(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, [options.program ?? CLI, ...args], {
      cwd: options.cwd ?? root,
      env: { ...process.env, NO_COLOR: "1", ...options.env },
      uid: options.uid,
      gid: options.gid,
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on("data", (data: Buffer) => out.push(data));
    child.stderr.on("data", (data: Buffer) => err.push(data));
    child.once("error", failed);
    child.once("close", (status) =>
      done({ status, stdout: Buffer.concat(out).toString("utf8"), stderr: Buffer.concat(err).toString("utf8") }),
    );
    child.stdin.on("error", () => {});
    child.stdin.end(options.stdin ?? "");
  });
}

const made: string[] = [];
afterAll(() => {
  for (const dir of made.splice(0)) rmSync(dir, { recursive: true, force: true });
});

/** A new folder with these files; its real path, with `/`. */
export function folder(files: Readonly<Record<string, string | Uint8Array>>): string {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), "winsock-async-cli-")));
  made.push(dir);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, name)), { recursive: true });
    writeFileSync(join(dir, name), content);
  }
  return dir.replaceAll("\\", "/");
}

export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export interface Finding extends Position {
  readonly id: string;
  readonly rule: string;
  readonly severity: "error" | "warning" | "information" | "hint";
  readonly message: string;
  readonly function?: string;
  readonly related: readonly (Position & { readonly message: string })[];
  readonly suppressed?: { readonly kind: string; readonly reason: string };
}

export interface FileStatus {
  readonly file: string;
  readonly status: string;
  readonly reason?: string;
  readonly encoding?: string;
  readonly parsedPercent?: number;
  readonly understood?: { readonly functions: number };
}

export interface Report {
  readonly target: string;
  readonly profile: string;
  readonly providers: readonly string[];
  readonly findings: readonly Finding[];
  readonly files: readonly FileStatus[];
  readonly stats: Readonly<Record<string, number>>;
}

/** The report of `check --format json`, and how it ended. */
export async function check(args: readonly string[], options: RunOptions = {}): Promise<Ran & { readonly report: Report }> {
  const ran = await run(["check", "--format", "json", ...args], options);
  if (ran.stdout === "") throw new Error(`status ${ran.status}: ${ran.stderr}`);
  return { ...ran, report: JSON.parse(ran.stdout) as Report };
}

/** Status by the file's name below the folder. */
export const statuses = (report: Report, dir: string): Record<string, string> =>
  Object.fromEntries(report.files.map(({ file, status }) => [file.slice(dir.length + 1), status]));

/** What a person never gets to see. */
export const STACK = /^\s+at .+:\d+:\d+\)?$/m;

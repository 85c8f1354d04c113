/** Editors that cannot pull diagnostics, as they are packaged in Debian 12: Neovim 0.7 and Emacs 28 with eglot. */
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";

const root = resolve(import.meta.dirname, "..", "..", "..");
const dist = process.env["WINSOCK_ASYNC_DIST"] ?? join(root, "dist");
const required = process.env["WINSOCK_ASYNC_REQUIRE_ORACLES"] === "1";
const EXAMPLE = join(root, "examples", "lookup.c");

interface Answer {
  readonly error?: string;
  readonly client?: string;
  readonly diagnostics?: readonly { readonly line: number; readonly column: number; readonly code?: string; readonly message: string }[];
  readonly hover?: string;
}

const runs = (command: string, args: readonly string[]): boolean => spawnSync(command, args, { timeout: 60_000 }).status === 0;

const EDITORS = [
  {
    name: "Neovim",
    installed: () => runs("nvim", ["--version"]),
    command: "nvim",
    args: ["--headless", "-u", "NONE", "-i", "NONE", "-n", "-c", `luafile ${join(import.meta.dirname, "neovim.lua")}`],
  },
  {
    name: "Emacs",
    installed: () => runs("emacs", ["-q", "--batch", "--eval", "(progn (require 'package) (package-initialize) (require 'eglot))"]),
    command: "emacs",
    args: ["-q", "--batch", "-l", join(import.meta.dirname, "emacs.el")],
  },
];

/** Opens a copy of the example in the editor and answers what the editor shows. */
function judge(command: string, args: readonly string[]): Answer {
  const folder = mkdtempSync(join(tmpdir(), "winsock-async-editor-"));
  try {
    const file = join(folder, "lookup.c");
    copyFileSync(EXAMPLE, file);
    const output = join(folder, "answer.json");
    const run = spawnSync(command, args, {
      timeout: 180_000,
      encoding: "utf8",
      env: {
        ...process.env,
        HOME: folder,
        JUDGED_FILE: file,
        JUDGED_ROOT: folder,
        JUDGED_OUTPUT: output,
        JUDGED_SERVER: JSON.stringify([process.execPath, join(dist, "winsock-async.mjs"), "serve", "--stdio"]),
      },
    });
    if (!existsSync(output)) return { error: `no answer, status ${run.status}: ${run.stdout}${run.stderr}` };
    return JSON.parse(readFileSync(output, "utf8")) as Answer;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Line from 0 of the first cancel of the example. */
const CANCEL = readFileSync(EXAMPLE, "utf8")
  .split("\n")
  .findIndex((line) => line.includes("WSACancelAsyncRequest(g_lookup)"));

for (const { name, installed, command, args } of EDITORS) {
  const there = installed();
  if (!there && !required) console.log(`skipped: ${name} is not installed`);
  describe.runIf(there || required)(name, () => {
    it("is installed", () => {
      expect(there).toBe(true);
    });

    it("shows the findings and the hover of the example", () => {
      const answer = judge(command, args);
      expect(answer.error).toBeUndefined();
      const cancel = answer.diagnostics?.filter(({ line }) => line === CANCEL) ?? [];
      // eglot shows the code in front of the message
      expect(cancel.map(({ message, code }) => code ?? message)).toContainEqual(expect.stringContaining("cancel-zero-handle"));
      expect(answer.hover).toContain("WSAEALREADY");
    });
  });
}

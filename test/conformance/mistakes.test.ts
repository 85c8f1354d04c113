/**
 * Mistakes seeded into the emulator, one at a time: the same judge that passes the emulator must catch each of them. A mistake is a change of
 * its source text, bundled anew and loaded beside the real one.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import type * as Emulator from "../../server/src/emulator/index.ts";
import { judge } from "./invariants.ts";
import { programs } from "./programs.ts";

const source = fileURLToPath(new URL("../../server/src/emulator/", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "winsock-mistakes-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** File under emulator/, the text as it is, and what it becomes. The text must occur exactly once. */
const mistakes: readonly (readonly [what: string, file: string, before: string, after: string])[] = [
  [
    "a cancelled running lookup is copied all the same",
    "core/worker.ts",
    "if (this.request(request)[R.state] === CANCELLED) {",
    "if (false) {",
  ],
  [
    "cancel changes nothing in any provider",
    "calls/asyncDatabase.ts",
    "if (code === 0 && profile.cancelStops && request >= 0) {",
    "if (false) {",
  ],
  ["cancel works in Wine", "calls/asyncDatabase.ts", "code === 0 && profile.cancelStops && request", "code === 0 && request"],
  ["a second cancel succeeds again", "calls/asyncDatabase.ts", 'return "cancelled";', 'return "queued";'],
  ["POSTED can still be cancelled", "calls/asyncDatabase.ts", 'return "posted";', 'return "queued";'],
  ["POSTING is taken for RUNNING", "calls/asyncDatabase.ts", 'return "posting";', 'return "running";'],
  ["ReactOS does not wait for the lock", "calls/asyncDatabase.ts", "this.request(request)[R.phase]! < MARKED", "false"],
  [
    "the message is posted twice",
    "core/worker.ts",
    "      this.append(thread, window",
    "      this.append(thread, window[WINDOW.handle]!, message, handle, lParam, request);\n      this.append(thread, window",
  ],
  [
    "the result is never copied",
    "core/worker.ts",
    "    this.setRequest(request, R.phase, COPIED);\n",
    "    this.setRequest(request, R.phase, COPIED);\n    if (request >= 0) return;\n",
  ],
  [
    "the buffer is written after the request is marked done",
    "core/worker.ts",
    "  protected mark(request: number): void {\n    this.setRequest(request, R.phase, MARKED);\n    this.setRequestState(request, POSTING);",
    "  protected mark(request: number): void {\n    this.setRequest(request, R.phase, MARKED);\n    this.setRequestState(request, POSTING);\n    const phase = this.request(request)[R.phase]!;\n    this.copy(request);\n    this.setRequest(request, R.phase, phase);",
  ],
  [
    "a completion sets the last error of the issuing thread",
    "core/worker.ts",
    "    this.finishRequest(request);\n    const targets",
    "    this.setThread(r[R.thread]!, 1, r[R.error]!);\n    this.finishRequest(request);\n    const targets",
  ],
  ["WM_QUIT is filtered", "calls/messages.ts", "if (numbers[T.quit]) return", "if (numbers[T.quit] && passes(WM_QUIT)) return"],
  ["the number filter is not looked at", "calls/messages.ts", "(message >= min && message <= max);", "true;"],
  ["PM_NOREMOVE removes", "calls/messages.ts", "if (wRemoveMsg & 1) this.#take", "if (true) this.#take"],
  [
    "the newest message is taken first",
    "calls/messages.ts",
    "for (let at = 0; at < queue.length; at += MESSAGE) {\n      const message",
    "for (let at = queue.length - MESSAGE; at >= 0; at -= MESSAGE) {\n      const message",
  ],
  [
    "messages of a destroyed window stay in the queue",
    "calls/windows.ts",
    'this.dropMessages(thread, "window-destroyed", (target) => target === hWnd);',
    "",
  ],
  [
    "error and size are swapped in lParam",
    "core/worker.ts",
    "r[R.error]! * 0x1_0000 + (r[R.size]! & 0xffff)",
    "(r[R.size]! & 0xffff) * 0x1_0000 + r[R.error]!",
  ],
  ["an exact fit is too small", "core/worker.ts", "return size <= length;", "return size < length - 1000;"],
  [
    "a negative length is unlimited everywhere",
    "core/worker.ts",
    'if (length < 0) return this.profile.negativeLength === "unlimited";',
    "if (length < 0) return true;",
  ],
  [
    "aliases get no closing NULL",
    "results.ts",
    "aliasPointers: (aliases.length + 1) * pointerSize",
    "aliasPointers: aliases.length * pointerSize",
  ],
  ["the last clean-up leaves what is pending", "calls/startup.ts", 'if (last && this.profile.cleanup === "cancel") this.#sweep();', ""],
  ["the first clean-up ends everything", "calls/startup.ts", "const last = this.startupCount === (worker ? 1 : 0);", "const last = true;"],
  [
    "start needs no WSAStartup",
    "calls/asyncDatabase.ts",
    "if (profile.startNeedsStartup && this.startupCount === 0) return WSANOTINITIALISED;",
    "",
  ],
  ["the one worker takes requests in any order", "core/worker.ts", 'if (this.profile.worker === "fifo") {', "if (false) {"],
  [
    "two requests get the same handle",
    "calls/asyncDatabase.ts",
    "this.setWorld(W.issued, issued + 1);",
    "this.setWorld(W.issued, issued + (issued & 1));",
  ],
  [
    "a snapshot forgets changes to a shared component",
    "core/store.ts",
    "return (row[index] = row[index]!.slice());",
    "return row[index]!;",
  ],
  ["restore leaves the memory as it is", "core/scheduler.ts", "this.memory.restore?.(", "void ("],
  ["restore forgets the hash", "core/store.ts", "this.#hash = this.vectors.hashOf(snapshot);", ""],
  ["a handled request never becomes DONE", "calls/messages.ts", "this.setRequestState(request, DONE);", ""],
  [
    "the message goes to the first window, whoever asked",
    "core/worker.ts",
    "      const window = this.store.get(Windows, index);\n      const thread",
    "      const window = this.store.get(Windows, 0);\n      const thread",
  ],
  [
    "being watched clears the last error",
    "core/machine.ts",
    "if (this.loud) this.actor = `",
    "if (this.loud) this.setThread(thread, 1, 0);\n    if (this.loud) this.actor = `",
  ],
  [
    "a random number decides the outcome",
    "core/worker.ts",
    "let { error } = found;",
    "let { error } = found;\n    if (Math.random() < 0.3) error = 11002;",
  ],
];

async function withMistake(file: string, before: string, after: string, index: number): Promise<typeof Emulator> {
  const target = join(source, file);
  const result = await build({
    entryPoints: [join(source, "index.ts")],
    bundle: true,
    write: false,
    format: "esm",
    platform: "neutral",
    logLevel: "silent",
    plugins: [
      {
        name: "mistake",
        setup(plugin) {
          plugin.onLoad({ filter: /\.ts$/ }, ({ path }) => {
            const text = readFileSync(path, "utf8");
            if (path !== target) return { contents: text, loader: "ts" };
            if (text.split(before).length !== 2) throw new Error(`'${before}' does not occur exactly once in ${file}`);
            return { contents: text.replace(before, () => after), loader: "ts" };
          });
        },
      },
    ],
  });
  const out = join(folder, `mistake-${index}.mjs`);
  writeFileSync(out, result.outputFiles[0]!.text);
  return (await import(/* @vite-ignore */ pathToFileURL(out).href)) as typeof Emulator;
}

describe("each seeded mistake is caught", () => {
  it("there are at least twenty", () => {
    expect(mistakes.length).toBeGreaterThanOrEqual(20);
  });

  it("the untouched emulator, bundled the same way, is not accused", async () => {
    const [, file, before] = mistakes[0]!;
    const emulator = await withMistake(file, before, before, 1000);
    for (const program of fc.sample(programs, { numRuns: 300, seed: 4711 })) expect(judge(emulator, program)).toBeUndefined();
  });

  it.each(mistakes.map((mistake, index) => [...mistake, index] as const))("%s", async (_what, file, before, after, index) => {
    const emulator = await withMistake(file, before, after, index);
    let caught: string | undefined;
    let tried = 0;
    for (const program of fc.sample(programs, { numRuns: 1500, seed: 4711 })) {
      tried++;
      try {
        caught = judge(emulator, program);
      } catch (error) {
        caught = String(error);
      }
      if (caught) break;
    }
    expect(caught, `not caught by ${tried} programs`).toBeDefined();
  });
});

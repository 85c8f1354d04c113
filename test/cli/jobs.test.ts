/** `--jobs`: threads share the work, and nothing of them is seen in what comes out. */
import { expect, test } from "vitest";
import { EXAMPLE, folder, run } from "./cli.ts";

/** Programs of one file each, some of which share a header, and one that no parser likes. */
function tree(): string {
  const files: Record<string, string> = { "shared/names.h": "#define BUFFER 1024\nextern char g_shared[BUFFER];\n" };
  for (let i = 0; i < 9; i++) {
    const own = EXAMPLE.replaceAll("g_", `g${i}_`);
    files[`p${i}/main.c`] = i % 3 === 0 ? `#include "../shared/names.h"\n${own}` : own;
  }
  files["broken/main.c"] = `${EXAMPLE}\nvoid f( { ] WSAAsyncGetHostByName(0, `;
  return folder(files);
}

test("any number of threads gives the same bytes", async () => {
  const dir = tree();
  const [one, ...more] = await Promise.all(
    ["1", "2", "5"].map((jobs) => run(["check", "--format", "json", "--profile", "strict", "--jobs", jobs, dir])),
  );
  expect(JSON.parse(one!.stdout).findings.length).toBeGreaterThan(9);
  expect(one!.status).toBe(1);
  for (const other of more) expect(other).toEqual(one);
});

test("files that another thread read are fixed here", async () => {
  const dir = tree();
  const dry = (jobs: string) => run(["check", "--fix-dry-run", "--jobs", jobs, dir]);
  expect(await dry("3")).toEqual(await dry("1"));
});

test("a thread that ends early costs the programs that it was at", async () => {
  const dir = tree();
  const env = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(PRELOAD)}` };
  const ran = await run(["check", "--format", "json", "--jobs", "2", dir], { env });
  const failed = (JSON.parse(ran.stdout) as { files: { file: string; status: string; reason?: string }[] }).files.filter(
    (file) => file.status === "failed",
  );
  expect(failed.map(({ file, reason }) => [file.slice(dir.length), reason])).toEqual([["/p3/main.c", "the thread ended with status 7"]]);
  expect(ran.status).toBe(3);
});

/** Ends a thread that has checked the fifth program before it can say so. */
const PRELOAD = `import { isMainThread, parentPort } from "node:worker_threads";
if (!isMainThread) {
  const post = parentPort.postMessage.bind(parentPort);
  parentPort.postMessage = (message) => (message.unit === 4 ? process.exit(7) : post(message));
}`;

test("a number that is none is bad use", async () => {
  const ran = await run(["check", "--jobs", "0", "."]);
  expect(ran.status).toBe(2);
  expect(ran.stderr).toContain("--jobs must be a whole number of at least 1");
});

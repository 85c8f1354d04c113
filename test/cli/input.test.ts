/** Input that is no C: each file is answered by its status, the rest is analysed, and nobody sees a stack trace. */
import { chmodSync, symlinkSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { check, EXAMPLE, folder, type Ran, type Report, STACK, statuses } from "./cli.ts";

const UNCHECKED = `#include <winsock2.h>
#define WM_DONE (WM_USER + 1)
static char buffer[MAXGETHOSTSTRUCT];
static HANDLE g_task;
void Start(HWND window, const char *name)
{
    g_task = WSAAsyncGetHostByName(window, WM_DONE, name, buffer, sizeof buffer);
}
`;
/** The start stands at this place of UNCHECKED. */
const PLACE = { line: 7, column: 14 };

const utf16 = (text: string, big = false): Uint8Array => {
  const bytes = Buffer.from(`\ufeff${text}`, "utf16le");
  return big ? bytes.swap16() : bytes;
};
/** "kensaku" (search) as a comment in Shift JIS, then the program. */
const japanese = Buffer.concat([
  Buffer.from("/* "),
  Buffer.from([0x82, 0xb1, 0x82, 0xcc, 0x8c, 0x9f, 0x8d, 0xf5, 0x82, 0xcd]),
  Buffer.from(` */${UNCHECKED}`),
]);

describe("one folder with every kind of bad file", () => {
  let dir: string;
  let ran: Ran & { report: Report };
  let socket: Server | undefined;

  beforeAll(async () => {
    dir = folder({
      "good.c": EXAMPLE,
      "empty.c": "",
      "blank.h": "\n\n",
      "junk.c": Uint8Array.from({ length: 5000 }, (_, i) => (i * 131 + (i >> 3)) & 0xff),
      "junk-that-names-it.c": Buffer.concat([Buffer.alloc(300), Buffer.from("WSAAsyncGetHostByName("), Buffer.alloc(300)]),
      "truncated.c": EXAMPLE.slice(0, EXAMPLE.indexOf('printf("looking') + 7),
      "cut-in-the-call.c": EXAMPLE.slice(0, EXAMPLE.indexOf("g_buffer, MAX")),
      "braces.c": `${"{".repeat(3000)} WSAAsyncGetHostByName(`,
      "parens.c": `int x = WSAAsyncGetHostByName${"(".repeat(3000)};`,
      "directives.c": `${"#if WSAAsyncGetHostByName\n".repeat(500)}#else\n#else\n#endif\n#endif x\n`,
      "utf16le.c": utf16(UNCHECKED),
      "utf16be.c": utf16(UNCHECKED, true),
      "bom.c": `\ufeff${UNCHECKED}`,
      "latin1.c": Buffer.from(`/* gr\u00fc\u00dfe, \u00e7a va, \u00e5ngstr\u00f6m */${UNCHECKED}`, "latin1"),
      "japanese.c": japanese,
      "crlf.c": UNCHECKED.replaceAll("\n", "\r\n"),
      "cr.c": UNCHECKED.replaceAll("\n", "\r"),
      "no-such-encoding.c": Buffer.concat([
        Buffer.from("/* "),
        Buffer.from([0xff, 0xfe, 0x81, 0xfd, 0xa0]),
        Buffer.from(` */\n${UNCHECKED}`),
      ]),
      "nul-at-the-end.c": `${UNCHECKED}\0`,
      "ctrl-z.c": `${UNCHECKED}\x1a`,
      "huge.c": Buffer.alloc(16 * 1024 * 1024 + 1, "int x;\n"),
      "sub/folder.c/inner.c": EXAMPLE,
      "readme.txt": "WSAAsyncGetHostByName",
    });
    // Windows lets not everybody make links
    if (process.platform !== "win32") {
      symlinkSync(join(dir, "nowhere.c"), join(dir, "dangling.c"));
      symlinkSync(join(dir, "loop.c"), join(dir, "loop.c"));
      symlinkSync(join(dir, "sub"), join(dir, "linked"));
      socket = createServer();
      await new Promise<void>((listening) => socket?.listen(join(dir, "socket.c"), listening));
    }
    ran = await check(["--no-config", dir]);
  });
  afterAll(() => void socket?.close());

  test("nothing fails, nothing is left out, nothing is there twice", () => {
    expect(ran.stderr).not.toMatch(STACK);
    expect(ran.stderr).not.toMatch(/internal failure/);
    expect(ran.status).toBe(1);
    expect(ran.report.files.filter(({ status }) => status === "failed")).toEqual([]);
    const names = ran.report.files.map(({ file }) => file.slice(dir.length + 1));
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual([...names].sort());
    expect(names).not.toContain("readme.txt");
    expect(names).not.toContain("linked/folder.c/inner.c");
  });

  test("each has the status that says what became of it", () => {
    const found = statuses(ran.report, dir);
    expect(found).toMatchObject({
      "empty.c": "passed",
      "blank.h": "passed",
      "junk.c": "binary",
      "junk-that-names-it.c": "binary",
      "huge.c": "too-large",
      "good.c": "analysed",
      "sub/folder.c/inner.c": "analysed",
    });
    if (socket) expect(found).toMatchObject({ "socket.c": "unreadable", "dangling.c": "unreadable", "loop.c": "unreadable" });
    for (const name of ["truncated.c", "cut-in-the-call.c", "braces.c", "parens.c"]) expect([name, found[name]]).toEqual([name, "partly"]);
    for (const name of ["utf16le.c", "utf16be.c", "bom.c", "latin1.c", "japanese.c", "crlf.c", "cr.c", "ctrl-z.c"])
      expect([name, found[name]]).toEqual([name, "analysed"]);
  });

  test("what was not read is named on standard error, one line each, with the reason", () => {
    const lines = ran.stderr.trimEnd().split("\n");
    for (const { file, status, reason } of ran.report.files) {
      const unread = ["unreadable", "binary", "too-large", "failed"].includes(status);
      expect(reason !== undefined, file).toBe(unread);
      expect(
        lines.filter((line) => line.includes(`${file}: ${status}: ${reason}`)),
        file,
      ).toHaveLength(unread ? 1 : 0);
    }
  });

  test("every encoding and every line end has its finding at the same line", () => {
    for (const name of ["utf16le.c", "utf16be.c", "bom.c", "crlf.c", "cr.c", "ctrl-z.c", "nul-at-the-end.c", "latin1.c", "japanese.c"]) {
      const found = ran.report.findings.filter(({ file, rule }) => file === `${dir}/${name}` && rule === "unchecked-start");
      expect(
        found.map(({ line, column }) => ({ line, column })),
        name,
      ).toEqual([PLACE]);
    }
    const encodings = Object.fromEntries(ran.report.files.map(({ file, encoding }) => [file.slice(dir.length + 1), encoding]));
    expect(encodings).toMatchObject({
      "utf16le.c": "utf-16le",
      "utf16be.c": "utf-16be",
      "bom.c": "utf-8",
      "latin1.c": "windows-1252",
      "japanese.c": "shift_jis",
    });
  });
});

test("a file of 100,000 lines", async () => {
  const filler = Array.from({ length: 25_000 }, (_, i) => `static int f${i}(int x)\n{\n    return x + ${i};\n}\n`);
  filler.splice(12_500, 0, UNCHECKED);
  const dir = folder({ "long.c": filler.join("") });
  const { report, status } = await check(["--no-config", dir]);
  expect(status).toBe(1);
  const found = report.findings.find(({ rule }) => rule === "unchecked-start");
  expect(found).toMatchObject({ line: 50_000 + PLACE.line, column: PLACE.column });
  // of so long a file only what a request can reach is read
  expect(report.files[0]).toMatchObject({ status: "analysed", parsedPercent: 100, understood: { functions: 1, whole: 1 } });
});

test("--fail-on-unread ends with 1 where the findings alone would not", async () => {
  const dir = folder({ "a.c": "int x;\n", "junk.c": new Uint8Array(3000) });
  const [plain, strict] = await Promise.all([check(["--no-config", dir]), check(["--no-config", "--fail-on-unread", dir])]);
  expect([plain.status, strict.status]).toEqual([0, 1]);
});

/** Root may read everything, so root tests as nobody. */
const NOBODY = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

if (process.platform !== "win32") {
  test("a folder and a file without permission", async () => {
    const dir = folder({ "good.c": EXAMPLE, "closed.c": EXAMPLE, "closed/a.c": EXAMPLE });
    chmodSync(dir, 0o755);
    chmodSync(join(dir, "closed.c"), 0);
    chmodSync(join(dir, "closed"), 0);
    const { report, stderr, status } = await check(["--no-config", dir], NOBODY);
    chmodSync(join(dir, "closed"), 0o755);
    expect(statuses(report, dir)).toEqual({ "good.c": "analysed", "closed.c": "unreadable", closed: "unreadable" });
    expect(stderr).toContain(`${dir}/closed: unreadable: no permission`);
    expect(stderr).not.toMatch(STACK);
    expect(status).toBe(1);
  });
}

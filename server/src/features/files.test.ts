import { describe, expect, test } from "vitest";
import { Files } from "./files.ts";
import type { Host } from "./host.ts";

const CALL = 'void f(HWND w) { WSAAsyncGetHostByName(w, 1, "h", b, 1); }\n';

function setUp(texts: Record<string, string>, limited = false, settings: readonly string[] = []) {
  const read: string[] = [];
  let lists = 0;
  let failing = false;
  const log: string[] = [];
  const host = {
    limited,
    read: async (uris: readonly string[]) =>
      uris.map((uri) => {
        read.push(uri);
        const text = texts[uri];
        return text === undefined ? undefined : new TextEncoder().encode(text);
      }),
    list: async () => {
      lists++;
      if (failing) throw new Error("no folder");
      return { files: Object.keys(texts), projects: [], settings, unreadable: [{ path: "/closed", reason: "no permission" }] };
    },
  };
  const files = new Files(host as unknown as Host, (text) => log.push(text));
  const counts = () => ({ lists, read: read.splice(0) });
  const fail = (now: boolean): void => {
    failing = now;
  };
  return { files, texts, log, counts, fail };
}

describe("the folders", () => {
  test("are listed once, each file is scanned once, and texts are kept of files with a hit", async () => {
    const { files, log, counts } = setUp({ "file:///a.c": CALL, "file:///b.c": "int x;\n" });
    await Promise.all([files.ready(), files.ready()]);
    await files.ready();
    expect(counts()).toEqual({ lists: 1, read: ["file:///a.c", "file:///b.c"] });
    expect([...files.snapshot().texts.keys()]).toEqual(["file:///a.c"]);
    expect(log).toEqual(["/closed: no permission"]);
  });

  test("are not listed again for a file that only changed", async () => {
    const { files, texts, counts } = setUp({ "file:///a.c": CALL, "file:///b.c": "int x;\n" });
    await files.ready();
    counts();
    texts["file:///b.c"] = CALL;
    files.changed([{ uri: "file:///b.c", listed: true }]);
    await files.ready();
    expect(counts()).toEqual({ lists: 1, read: ["file:///b.c"] });
    expect(files.snapshot().facts?.get("file:///b.c")?.hits).toBe(1);
  });

  test("forget a file that is gone", async () => {
    const { files, texts } = setUp({ "file:///a.c": CALL, "file:///b.c": CALL });
    await files.ready();
    delete texts["file:///b.c"];
    files.changed([{ uri: "file:///b.c", listed: false }]);
    await files.ready();
    expect([...(files.snapshot().facts?.keys() ?? [])]).toEqual(["file:///a.c"]);
    expect(files.text("file:///b.c")).toBeUndefined();
  });

  test("are searched for the names that settings further down declare", async () => {
    const { files, counts } = setUp({ "file:///p/sub/a.c": "void f(void) { my_lookup(w); }\n" }, false, ["file:///p/sub"]);
    const asked: (readonly string[])[] = [];
    let names = ["my_lookup"];
    files.configure([], [], async (folders) => {
      asked.push(folders);
      return names;
    });
    await files.ready();
    expect(asked).toEqual([["file:///p/sub"]]);
    expect(files.callers).toEqual(["file:///p/sub/a.c"]);
    counts();
    // settings that change are asked again, and the files are scanned again for other names alone
    names = ["other"];
    files.changed([{ uri: "file:///p/sub/.winsock-async.json", listed: false }]);
    await files.ready();
    expect(counts().read).toEqual(["file:///p/sub/a.c"]);
    expect(files.callers).toEqual([]);
    files.changed([{ uri: "file:///p/sub/.winsock-async.json", listed: false }]);
    await files.ready();
    expect(counts().read).toEqual([]);
  });

  test("are tried again after a failure", async () => {
    const { files, fail } = setUp({ "file:///a.c": CALL });
    fail(true);
    await expect(files.ready()).rejects.toThrow("no folder");
    fail(false);
    await files.ready();
    expect(files.snapshot().facts?.size).toBe(1);
  });

  test("in a virtual workspace give names alone", async () => {
    const { files, counts } = setUp({ "memfs:/a.c": CALL, "memfs:/b.h": "int x;\n" }, true);
    await files.ready();
    expect(counts().read).toEqual([]);
    expect([...(files.snapshot().facts?.keys() ?? [])]).toEqual(["memfs:/a.c", "memfs:/b.h"]);
  });
});

describe("open documents", () => {
  test("stand before the disk, and the disk counts again when they are closed", async () => {
    const { files, texts } = setUp({ "file:///a.c": CALL });
    await files.ready();
    expect(files.open("file:///a.c", `${CALL}int y;\n`, 1, false)).toBe(true);
    expect(files.open("file:///a.c", `${CALL}int y;\n`, 2, false)).toBe(false);
    expect(files.snapshot().texts.get("file:///a.c")).toContain("int y");
    texts["file:///a.c"] = "int z;\n";
    files.close("file:///a.c");
    await files.ready();
    expect(files.snapshot().facts?.get("file:///a.c")?.hits).toBe(0);
    expect(files.version("file:///a.c")).toBeUndefined();
  });

  test("that get hover only are part of no program", () => {
    const { files } = setUp({});
    files.open("git:/a.c", CALL, 1, true);
    expect(files.snapshot().texts.size).toBe(0);
    expect(files.text("git:/a.c")).toBe(CALL);
    // one that grew too large leaves the program
    files.open("file:///b.c", CALL, 1, false);
    expect(files.snapshot().texts.size).toBe(1);
    files.open("file:///b.c", `${CALL}${CALL}`, 2, true);
    expect(files.snapshot().texts.size).toBe(0);
    files.open("file:///b.c", CALL, 3, false);
    expect(files.snapshot().texts.get("file:///b.c")).toBe(CALL);
  });
});

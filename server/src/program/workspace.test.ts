import { afterAll, beforeAll, expect, it } from "vitest";
import { openTestParser, type TestParser } from "../../../test/support/parser.ts";
import { difference } from "./cache.ts";
import { scanFact } from "./facts.ts";
import { parseProject } from "./projects/parse.ts";
import { createWorkspace, MAX_ROUNDS, type Snapshot, type UnitAnswer } from "./workspace.ts";

let parser: TestParser;
beforeAll(async () => {
  parser = await openTestParser();
});
afterAll(() => {
  expect(parser.liveTrees).toBe(0);
  parser.delete();
});

const HEADER = "#define WM_DNS (WM_USER + 7)\nextern HANDLE g_h;\nvoid Keep(HANDLE h);\n";
const MAIN = `#include "dns.h"
static char buf[1024];
void Start(HWND w) { Keep(WSAAsyncGetHostByName(w, WM_DNS, "x", buf, sizeof buf)); }
void Stop() { if (g_h) WSACancelAsyncRequest(g_h); }
int Unrelated(int a) { return a + 1; }
`;
const KEEP = '#include "dns.h"\nHANDLE g_h;\nvoid Keep(HANDLE h) { g_h = h; }\n';
const DISK: Record<string, string> = {
  "/p/dns.h": HEADER,
  "/p/main.cpp": MAIN,
  "/p/keep.cpp": KEEP,
  "/p/other.cpp": '#include "dns.h"\nint Other() { return 1; }\n',
};

const whole = (texts: Record<string, string> = DISK): Snapshot => ({ texts: new Map(Object.entries(texts)) });
const open = (options: { maxTrees?: number } = {}) => createWorkspace({ parser, target: "win32", ...options });
const lowerAll = (answer: UnitAnswer) => answer.unit!.functions.map((f) => f.ir.blocks.length);

it("asks for what it needs, round by round, and stops asking", () => {
  const workspace = open();
  const facts = new Map(Object.entries(DISK).map(([uri, text]) => [uri, scanFact(uri, text)]));
  const texts = new Map([["/p/main.cpp", MAIN]]);
  let rounds = 0;
  let answer = workspace.unitsOf({ texts, facts }, "/p/main.cpp")[0]!;
  const asked = new Set<string>();
  while (answer.status === "missing" && rounds++ < MAX_ROUNDS) {
    for (const uri of answer.missing) {
      asked.add(uri);
      texts.set(uri, DISK[uri]!);
    }
    answer = workspace.unitsOf({ texts, facts }, "/p/main.cpp")[0]!;
  }
  expect(answer.status).toBe("ready");
  expect([...asked].sort()).toEqual(["/p/dns.h", "/p/keep.cpp", "/p/other.cpp"]);
  expect([...answer.unit!.files.keys()].sort()).toEqual(["/p/dns.h", "/p/keep.cpp", "/p/main.cpp"]);
  expect(answer.passed).toEqual(["/p/other.cpp"]);
  expect(answer.unit!.requests[0]!.handle).toEqual({ path: "g_h", kind: "global" });
  workspace.dispose();
});

it("gives the same unit for the same texts, and lowers only what an edit changed", () => {
  const workspace = open();
  const first = workspace.unitsOf(whole(), "/p/main.cpp")[0]!;
  lowerAll(first);
  expect(workspace.unitsOf(whole(), "/p/main.cpp")[0]).toBe(first);
  const before = workspace.statistics.lowerings;
  expect(before).toBe(4);

  const moved = `// a comment that moves everything\n\n${MAIN.replace("a + 1", "a + 2")}`;
  const second = workspace.unitsOf(whole({ ...DISK, "/p/main.cpp": moved }), "/p/main.cpp")[0]!;
  lowerAll(second);
  expect(workspace.statistics.lowerings).toBe(before + 1);
  const start = second.unit!.starts[0]!.site;
  expect(moved.slice(start.function.offset + start.statement.nameRange.start)).toMatch(/^WSAAsyncGetHostByName/);

  // a declaration that a function asked about: its users are lowered again, the others are not
  const header = HEADER.replace("WM_USER + 7", "WM_USER + 8");
  const third = workspace.unitsOf(whole({ ...DISK, "/p/main.cpp": moved, "/p/dns.h": header }), "/p/main.cpp")[0]!;
  lowerAll(third);
  expect(workspace.statistics.lowerings).toBe(before + 2);
  expect(third.unit!.starts[0]!.message.value).toBe(0x400 + 8);
  workspace.dispose();
});

it("finds the unit of a file without calls through the unit that reaches it", () => {
  const workspace = open();
  expect(workspace.unitsOf(whole(), "/p/keep.cpp").map((a) => a.planned.id)).toEqual(["/p/main.cpp"]);
  expect(workspace.unitsOf(whole(), "/p/dns.h").map((a) => a.planned.id)).toEqual(["/p/main.cpp"]);
  expect(workspace.unitsOf(whole(), "/p/other.cpp")).toEqual([]);
  workspace.dispose();
});

it("reads start-up, hooks, overlapped lookups and users of a cancelled handle wherever the program has them", () => {
  const workspace = open();
  const around = {
    "/p/init.cpp": '#include "dns.h"\nint Init(WSADATA *d) { return WSAStartup(0x202, d); }\n',
    "/p/hook.cpp": '#include "dns.h"\nvoid Hook(FARPROC f) { WSASetBlockingHook(f); }\n',
    "/p/modern.cpp": '#include "dns.h"\nint Ask(PCWSTR n) { return GetAddrInfoExW(n, 0, 0, 0, 0, 0, 0, 0, 0, 0); }\n',
    "/p/close.cpp": '#include "dns.h"\nvoid End() { CloseHandle(g_h); }\n',
    "/p/stranger.cpp": '#include "none.h"\nint Other2(WSADATA *d) { return WSAStartup(0x202, d); }\n',
  };
  const answer = workspace.unitsOf(whole({ ...DISK, ...around }), "/p/main.cpp")[0]!;
  const read = [...answer.unit!.files.keys()].filter((uri) => uri in around).sort();
  expect(read).toEqual(["/p/close.cpp", "/p/hook.cpp", "/p/init.cpp", "/p/modern.cpp"]);
  workspace.dispose();
});

it("takes definitions from the project", () => {
  const text = 'void f(HWND w) {\n#ifdef USE_DNS\n  WSAAsyncGetHostByName(w, MSG, "x", 0, 0);\n#endif\n}\n';
  const project = parseProject(
    "/p/a.vcxproj",
    '<Project><ClCompile><PreprocessorDefinitions>USE_DNS;MSG=1025</PreprocessorDefinitions></ClCompile><ClCompile Include="a.cpp"/></Project>',
  )!;
  const workspace = open();
  const [answer] = workspace.unitsOf({ texts: new Map([["/p/a.cpp", text]]), projects: [project] }, "/p/a.cpp");
  expect(answer!.unit!.starts.map((s) => s.message.value)).toEqual([1025]);
  workspace.dispose();
});

it("keeps few trees alive and parses again where one is needed", () => {
  const texts: Record<string, string> = { ...DISK };
  for (let i = 0; i < 8; i++) texts[`/p/h${i}.h`] = `inline int inl${i}() { return ${i}; }\n`;
  texts["/p/main.cpp"] = [0, 1, 2, 3, 4, 5, 6, 7].map((i) => `#include "h${i}.h"\n`).join("") + MAIN;
  const before = parser.liveTrees;
  const workspace = open({ maxTrees: 2 });
  const answer = workspace.unitsOf(whole(texts), "/p/main.cpp")[0]!;
  expect(parser.liveTrees - before).toBeLessThanOrEqual(2);
  expect(lowerAll(answer)).toHaveLength(12);
  expect(parser.liveTrees - before).toBeLessThanOrEqual(2);
  expect(answer.unit!.files.get("/p/h0.h")!.source.tree.rootNode.type).toBe("translation_unit");
  workspace.dispose();
  expect(parser.liveTrees).toBe(before);
});

it("stops when it is told to", () => {
  const workspace = open();
  let asked = 0;
  const [answer] = workspace.unitsOf(whole(), "/p/main.cpp", { isCancelled: () => ++asked > 1 });
  expect(answer!.status).toBe("cancelled");
  expect(workspace.unitsOf(whole(), "/p/main.cpp")[0]!.status).toBe("ready");
  workspace.dispose();
});

it("describes an edit as one replacement", () => {
  expect(difference("abcdef", "abXdef")).toEqual({ start: 2, end: 3, text: "X" });
  expect(difference("aaa", "aaaa")).toEqual({ start: 3, end: 3, text: "a" });
  expect(difference("ab", "")).toEqual({ start: 0, end: 2, text: "" });
});

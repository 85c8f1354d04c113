/** The other commands: standard input, requests, rules, explain, version; and what happens when we fail ourselves. */
import { cpSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { check, CLI, EXAMPLE, folder, root, run, STACK } from "./cli.ts";

describe("--stdin", () => {
  const dir = folder({ "a.c": EXAMPLE });

  test("finds what the same file finds, under the name that it is given", async () => {
    const path = join(dir, "a.c");
    const [file, stdin, named] = await Promise.all([
      check(["--no-config", path]),
      check(["--no-config", "--stdin"], { stdin: EXAMPLE, cwd: dir }),
      check(["--no-config", "--stdin", "--stdin-path", path], { stdin: EXAMPLE }),
    ]);
    expect(named.report).toEqual(file.report);
    expect(named.status).toBe(1);
    expect(stdin.report.files.map(({ file: name }) => name)).toEqual([`${dir}/stdin.c`]);
    expect(stdin.report.findings.map(({ rule, line }) => [rule, line])).toEqual(file.report.findings.map(({ rule, line }) => [rule, line]));
  });

  test("nothing and junk are answered like files", async () => {
    const [empty, junk] = await Promise.all([
      check(["--no-config", "--stdin"], { stdin: "" }),
      check(["--no-config", "--stdin"], { stdin: new Uint8Array(1000) }),
    ]);
    expect([empty.status, empty.report.files[0]?.status]).toEqual([0, "passed"]);
    expect([junk.status, junk.report.files[0]?.status]).toEqual([0, "binary"]);
  });
});

describe("requests", () => {
  const dir = folder({ "a.c": EXAMPLE, "quiet.c": "int x;\n" });
  const range = { type: "integer", minimum: 1 };
  const schema = {
    type: "object",
    required: ["version", "requests"],
    additionalProperties: false,
    properties: {
      version: { const: 1 },
      requests: {
        type: "array",
        minItems: 1,
        items: {
          type: "object",
          required: ["id", "call", "file", "line", "column", "function", "handle", "buffer", "handlers", "cancels", "unresolved"],
          additionalProperties: false,
          properties: {
            id: { type: "string" },
            call: { type: "string", pattern: "^WSAAsyncGet" },
            file: { type: "string" },
            line: range,
            column: range,
            function: { type: "string" },
            handle: { type: "object", required: ["path", "kind"], properties: { path: { type: "string" }, kind: { type: "string" } } },
            buffer: {
              type: "object",
              required: ["path", "storage"],
              properties: { path: { type: "string" }, storage: { type: "string" }, size: { type: "integer" } },
            },
            window: { type: "string" },
            message: { type: "object", required: ["text"], properties: { value: { type: "integer" }, text: { type: "string" } } },
            handlers: {
              type: "array",
              items: {
                type: "object",
                required: ["file", "line", "function", "match"],
                additionalProperties: false,
                properties: {
                  file: { type: "string" },
                  line: range,
                  function: { type: "string" },
                  match: { enum: ["wParam", "window", "number", "none", "unknown"] },
                },
              },
            },
            cancels: {
              type: "array",
              items: {
                type: "object",
                required: ["file", "line", "tested"],
                additionalProperties: false,
                properties: { file: { type: "string" }, line: range, tested: { type: "boolean" } },
              },
            },
            unresolved: { type: "array", items: { type: "string" } },
          },
        },
      },
    },
  };

  test("JSON names start, handle, buffer, message, handlers and cancels", async () => {
    const { stdout, status } = await run(["requests", "--no-config", "--format", "json", dir]);
    const report = JSON.parse(stdout) as { requests: unknown[] };
    const validate = new Ajv({ strict: false }).compile(schema);
    validate(report);
    expect(validate.errors ?? []).toEqual([]);
    const line = (text: string): number => EXAMPLE.slice(0, EXAMPLE.indexOf(text)).split("\n").length;
    expect(status).toBe(0);
    expect(report.requests).toHaveLength(1);
    expect(report.requests[0]).toMatchObject({
      call: "WSAAsyncGetHostByName",
      file: `${dir}/a.c`,
      line: line("WSAAsyncGetHostByName(window"),
      function: "StartLookup",
      handle: { path: "g_lookup" },
      buffer: { path: "g_buffer" },
      message: { value: 0x8001 },
      cancels: [{ file: `${dir}/a.c`, line: line("WSACancelAsyncRequest(g_lookup)"), tested: true }],
    });
  });

  test("text; none is said so", async () => {
    const [some, none] = await Promise.all([run(["requests", "--no-config", dir]), run(["requests", "--no-config", join(dir, "quiet.c")])]);
    expect(some.stdout).toMatch(/a\.c\(\d+,\d+\): WSAAsyncGetHostByName in StartLookup\n {4}handle {4}g_lookup/);
    expect([none.status, none.stdout]).toEqual([0, "No request is started in these files.\n"]);
  });
});

describe("rules and explain", () => {
  test("the list is sorted and has a page for each", async () => {
    const [json, text, markdown] = await Promise.all(["json", "text", "markdown"].map((format) => run(["rules", "--format", format])));
    const { rules } = JSON.parse(json?.stdout ?? "") as { rules: { id: string; severity: string; profile: string; summary: string }[] };
    const ids = rules.map(({ id }) => id);
    expect(ids).toEqual([...ids].sort());
    expect(ids).toContain("unchecked-start");
    expect(
      text?.stdout
        .trimEnd()
        .split("\n")
        .map((line) => line.split(" ")[0]),
    ).toEqual(ids);
    for (const id of ids) expect(markdown?.stdout).toContain(`| [${id}](${id}.md) |`);
  });

  test("a rule in text, Markdown and JSON", async () => {
    const [text, markdown, json] = await Promise.all(
      ["text", "markdown", "json"].map((format) => run(["explain", "unchecked-start", "--format", format])),
    );
    expect(text?.stdout).toMatch(/^unchecked-start\n/);
    expect(text?.stdout).not.toMatch(/^#|```/m);
    expect(markdown?.stdout).toMatch(/^# unchecked-start\n[\s\S]*```c\n/);
    expect(JSON.parse(json?.stdout ?? "")).toMatchObject({ version: 1, id: "unchecked-start", severity: "warning" });
  });

  test("the marks of Markdown go, those of C stay; what R4 means is said", async () => {
    const { stdout } = await run(["explain", "free-despite-failed-cancel"]);
    expect(stdout).toContain("/* the handler frees it when it finds wParam */");
    expect(stdout).toContain("the resolver also writes it");
    expect(stdout).toMatch(/R4 before the message is posted/);
  });

  test("a call and an error are explained too", async () => {
    const [call, error] = await Promise.all([run(["explain", "WSACancelAsyncRequest"]), run(["explain", "WSAEALREADY"])]);
    expect([call.status, error.status]).toEqual([0, 0]);
    expect(call.stdout).toContain("WSACancelAsyncRequest");
    expect(error.stdout).toContain("WSAEALREADY");
  });
});

test("version is that of the package", async () => {
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
  for (const asked of ["version", "--version"]) {
    const { stdout, status } = await run([asked]);
    expect([status, stdout]).toEqual([0, process.env.WINSOCK_ASYNC_CLI === undefined ? `${version}\n` : stdout]);
  }
});

test("a reader that stops early ends nothing with a trace", async () => {
  const dir = folder(Object.fromEntries(Array.from({ length: 400 }, (_, i) => [`f${i}.c`, "int x;\n"])));
  const { spawn } = await import("node:child_process");
  const child = spawn(process.execPath, [CLI, "check", "--no-config", "--format", "json", dir]);
  child.stdout.destroy();
  const errors: string[] = [];
  child.stderr.on("data", (data) => errors.push(String(data)));
  const status = await new Promise((done) => child.once("close", done));
  expect(errors.join("")).toBe("");
  expect(status).toBe(0);
});

test("our own failure is one line and status 3", async () => {
  const dir = folder({ "a.c": EXAMPLE });
  const copy = folder({});
  cpSync(dirname(CLI), join(copy, "dist"), { recursive: true });
  rmSync(join(copy, "dist", "tree-sitter-c.wasm"));
  const { status, stderr, stdout } = await run(["check", "--no-config", join(dir, "a.c")], {
    program: join(copy, "dist", "winsock-async.mjs"),
  });
  expect(stderr).toMatch(/^winsock-async: internal failure: .*\n$/);
  expect(stderr).not.toMatch(STACK);
  expect([status, stdout]).toEqual([3, ""]);
});

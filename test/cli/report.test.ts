/** The forms of `check`: JSON by its schema, text by its pattern, SARIF by what the standard asks; sorted, and the same twice. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { beforeAll, describe, expect, test } from "vitest";
import { check, EXAMPLE, type Finding, folder, type Ran, type Report, root, run } from "./cli.ts";
import { sarifSchema } from "./sarif.ts";

const dir = folder({
  "b/second.c": EXAMPLE,
  "a.c": EXAMPLE.replaceAll("g_lookup", "g_other"),
  "with space.c": EXAMPLE.replaceAll("g_lookup", "g_third"),
  "quiet.c": "int x;\n",
  "junk.c": new Uint8Array(2000),
});
const ajv = new Ajv({ strict: false, allErrors: true });

/** `$msCompile` of VS Code, as far as it reads our lines, and the extension's own matcher. */
const MS_COMPILE =
  /^(?:\s*\d+>)?\s*([^\s].*?)(?:\((\d+|\d+,\d+|\d+,\d+,\d+,\d+)\))\s*:\s+((?:fatal +)?error|warning|info)\s+(\w+\d+)?\s*:\s*(.*)$/;
const OWN = new RegExp(
  (JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { contributes: { problemMatchers: { pattern: { regexp: string } }[] } })
    .contributes.problemMatchers[0]?.pattern.regexp ?? "",
);

let json: Ran & { report: Report };
beforeAll(async () => {
  json = await check(["--no-config", dir]);
});

describe("JSON", () => {
  test("one object that the schema takes", () => {
    const validate = ajv.compile(JSON.parse(readFileSync(join(root, "schemas", "check-report.schema.json"), "utf8")) as object);
    validate(json.report);
    expect(validate.errors ?? []).toEqual([]);
    expect(json.stdout.endsWith("}\n")).toBe(true);
    expect(json.report.findings.length).toBeGreaterThan(5);
    expect(json.report).toMatchObject({ target: "win64", profile: "default", providers: ["documented", "reactos"] });
  });

  test("the schema refuses what is not so", () => {
    const validate = ajv.compile(JSON.parse(readFileSync(join(root, "schemas", "check-report.schema.json"), "utf8")) as object);
    const [first, ...rest] = json.report.findings;
    const wrong = [
      { ...json.report, version: 2 },
      { ...json.report, more: 1 },
      { ...json.report, findings: [{ ...first, line: 0 }, ...rest] },
      { ...json.report, findings: [{ ...first, severity: "fatal" }, ...rest] },
      { ...json.report, files: json.report.files.map(({ reason: _, ...file }) => file) },
    ];
    for (const report of wrong) expect(validate(report)).toBe(false);
  });

  test("sorted by file, line, column and rule; counted; the range is the text it speaks of", () => {
    const key = ({ file, line, column, rule }: Finding): unknown[] => [file, line, column, rule];
    const sorted = [...json.report.findings].sort((a, b) => {
      const [x, y] = [key(a), key(b)] as [string[], string[]];
      for (let i = 0; i < 4; i++) if (x[i] !== y[i]) return (x[i] as string) < (y[i] as string) ? -1 : 1;
      return 0;
    });
    expect(json.report.findings).toEqual(sorted);
    expect(json.report.stats).toMatchObject({
      files: 5,
      analysed: 3,
      passed: 1,
      notAnalysed: 1,
      findings: json.report.findings.length,
      suppressed: 0,
    });
    const start = json.report.findings.find(({ file, rule }) => rule === "unchecked-start" && file.endsWith("/a.c"));
    const lines = readFileSync(join(dir, "a.c"), "utf8").split("\n");
    expect(lines[(start?.line ?? 0) - 1]?.slice((start?.column ?? 0) - 1, (start?.endColumn ?? 0) - 1)).toBe("WSAAsyncGetHostByName");
    expect(start?.function).toBe("StartLookup");
  });

  test("the same bytes again, and with the paths given in another order", async () => {
    const [again, shuffled] = await Promise.all([
      check(["--no-config", dir]),
      check(["--no-config", join(dir, "with space.c"), join(dir, "junk.c"), join(dir, "b"), join(dir, "quiet.c"), join(dir, "a.c")]),
    ]);
    expect(again.stdout).toBe(json.stdout);
    expect(shuffled.report.findings).toEqual(json.report.findings);
  });

  test("ids name findings without their lines", async () => {
    const moved = folder({ "a.c": `\n\n/* moved */\n${EXAMPLE}` });
    const plain = folder({ "a.c": EXAMPLE });
    const [a, b] = await Promise.all([check(["--no-config", moved]), check(["--no-config", plain])]);
    expect(a.report.findings.map(({ id }) => id)).toEqual(b.report.findings.map(({ id }) => id));
    expect(a.report.findings.map(({ line }) => line)).toEqual(b.report.findings.map(({ line }) => line + 3));
    expect(new Set(a.report.findings.map(({ id }) => id)).size).toBe(a.report.findings.length);
  });

  test("the shards together are the whole", async () => {
    const parts = await Promise.all([1, 2, 3].map((i) => check(["--no-config", "--shard", `${i}/3`, dir])));
    const together = parts.flatMap(({ report }) => report.findings);
    expect(together).toHaveLength(json.report.findings.length);
    for (const finding of json.report.findings) expect(together).toContainEqual(finding);
    for (const { report } of parts) expect(report.files).toEqual(json.report.files);
  });
});

describe("text", () => {
  test("each finding is a line that both problem matchers read, with related lines indented below", async () => {
    const { stdout, status } = await run(["check", "--no-config", dir]);
    expect(status).toBe(1);
    const lines = stdout.trimEnd().split("\n");
    expect(lines.at(-1)).toMatch(/^\d+ findings in 5 files \(3 analysed, 1 without these calls, 1 could not be analysed\)$/);
    const heads = lines.slice(0, -1).filter((line) => !line.startsWith("    "));
    const word = { error: "error", warning: "warning", information: "info", hint: "info" };
    heads.forEach((line, i) => {
      const finding = json.report.findings[i] as Finding;
      expect(OWN.exec(line)?.slice(1, 7)).toEqual([
        finding.file,
        `${finding.line}`,
        `${finding.column}`,
        word[finding.severity],
        finding.message,
        finding.rule,
      ]);
      expect(MS_COMPILE.exec(line)?.slice(1, 3)).toEqual([finding.file, `${finding.line},${finding.column}`]);
    });
    expect(heads).toHaveLength(json.report.findings.length);
    expect(lines.filter((line) => line.startsWith("    "))).toHaveLength(
      json.report.findings.reduce((n, { related }) => n + related.length, 0),
    );
  });

  test("--quiet leaves the findings alone; --stats says what was read and what was held back", async () => {
    const [quiet, stats] = await Promise.all([
      run(["check", "--no-config", "--quiet", dir]),
      run(["check", "--no-config", "--stats", dir]),
    ]);
    expect(quiet.stdout).not.toMatch(/findings in/);
    expect(stats.stdout.startsWith(quiet.stdout)).toBe(true);
    expect(stats.stdout).toContain(`  analysed ${dir}/a.c 100.0 % read, 5 of 5 functions whole`);
    expect(stats.stdout).toContain(`  binary ${dir}/junk.c: not a text file`);
    expect(stats.stdout).toMatch(/^ {2}unchecked-start: 3$/m);
    expect(stats.stdout).not.toContain("quiet.c");
  });

  test("--color paints, NO_COLOR and a pipe do not", async () => {
    const [always, auto] = await Promise.all([
      run(["check", "--no-config", "--color", "always", dir]),
      run(["check", "--no-config", "--color", "auto", dir]),
    ]);
    const mark = String.fromCharCode(27);
    expect(always.stdout).toContain(`${mark}[31m`);
    expect(auto.stdout).not.toContain(mark);
  });
});

describe("SARIF", () => {
  test("a log that the standard takes, with the rules that it names", async () => {
    const { stdout } = await run(["check", "--no-config", "--format", "sarif", dir]);
    const log = JSON.parse(stdout) as { runs: { results: { ruleId: string }[]; tool: { driver: { rules: { id: string }[] } } }[] };
    const validate = ajv.compile(sarifSchema);
    validate(log);
    expect(validate.errors ?? []).toEqual([]);
    const [sarif] = log.runs;
    expect(sarif?.results).toHaveLength(json.report.findings.length);
    const rules = new Set(sarif?.tool.driver.rules.map(({ id }) => id));
    for (const { ruleId } of sarif?.results ?? []) expect(rules.has(ruleId), ruleId).toBe(true);
    expect(rules.size).toBe(new Set(json.report.findings.map(({ rule }) => rule)).size);
    expect(stdout).toContain("with%20space.c");
  });

  test("places, levels and fingerprints are those of the findings", async () => {
    const { stdout } = await run(["check", "--no-config", "--format", "sarif", dir]);
    const level = { error: "error", warning: "warning", information: "note", hint: "note" };
    const { runs } = JSON.parse(stdout) as { runs: { results: unknown[] }[] };
    json.report.findings.forEach((finding, i) => {
      expect(runs[0]?.results[i]).toMatchObject({
        ruleId: finding.rule,
        level: level[finding.severity],
        partialFingerprints: { "winsockAsync/v1": finding.id },
        locations: [
          {
            physicalLocation: {
              region: { startLine: finding.line, startColumn: finding.column, endLine: finding.endLine, endColumn: finding.endColumn },
            },
          },
        ],
      });
    });
  });
});

test("exit status: 0 for nothing at or above --fail-on, 1 for something", async () => {
  const levels = ["error", "warning", "information", "hint", "off"];
  const only = folder({ "a.c": EXAMPLE });
  const rules = ["--rule", "unchecked-start=information"];
  const known = JSON.parse((await run(["rules", "--format", "json"])).stdout) as { rules: { id: string }[] };
  for (const { id } of known.rules) if (id !== "unchecked-start") rules.push("--rule", `${id}=off`);
  const found = await Promise.all(levels.map((level) => check(["--no-config", ...rules, "--fail-on", level, only])));
  expect(found[0]?.report.findings.map(({ rule, severity }) => [rule, severity])).toEqual([["unchecked-start", "information"]]);
  expect(found.map(({ status }) => status)).toEqual([0, 0, 1, 1, 0]);
  const nothing = await check(["--no-config", join(dir, "quiet.c")]);
  expect([nothing.status, nothing.report.findings]).toEqual([0, []]);
});

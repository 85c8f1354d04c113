/** What silences findings: comments and baselines; and what is said about them. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { check, EXAMPLE, folder, run } from "./cli.ts";

const START = "    g_lookup = WSAAsyncGetHostByName(";
const silenced = EXAMPLE.replace(START, `    // winsock-async-ignore unchecked-start: the dialog has a timer\n${START}`);

describe("comments", () => {
  const dir = folder({ "a.c": silenced });

  test("a comment on the line before silences that rule there and no other", async () => {
    const plain = folder({ "a.c": EXAMPLE });
    const [with_, without] = await Promise.all([check(["--no-config", dir]), check(["--no-config", plain])]);
    const rules = (findings: readonly { rule: string }[]) => findings.map(({ rule }) => rule);
    expect(rules(without.report.findings)).toContain("unchecked-start");
    expect(rules(with_.report.findings)).toEqual(rules(without.report.findings).filter((rule) => rule !== "unchecked-start"));
    expect(with_.report.stats.suppressed).toBe(1);
  });

  test("--show-suppressed reports it with its reason, in JSON, text and SARIF, and it does not count for the status", async () => {
    const off = (await check(["--no-config", dir])).report.findings.flatMap(({ rule }) => ["--rule", `${rule}=off`]);
    const [json, text, sarif] = await Promise.all([
      check(["--no-config", "--show-suppressed", dir]),
      run(["check", "--no-config", "--show-suppressed", dir]),
      run(["check", "--no-config", "--show-suppressed", "--format", "sarif", dir]),
    ]);
    const found = json.report.findings.find(({ rule }) => rule === "unchecked-start");
    expect(found?.suppressed).toEqual({ kind: "inSource", reason: "the dialog has a timer" });
    expect(text.stdout).toMatch(/\(suppressed: the dialog has a timer\) \[unchecked-start\]/);
    const log = JSON.parse(sarif.stdout) as { runs: { results: { ruleId: string; suppressions?: unknown }[] }[] };
    expect(log.runs[0]?.results.find(({ ruleId }) => ruleId === "unchecked-start")?.suppressions).toEqual([
      { kind: "inSource", justification: "the dialog has a timer" },
    ]);
    const alone = await check(["--no-config", "--show-suppressed", "--fail-on", "hint", "--rule", "unchecked-start=error", ...off, dir]);
    const visible = alone.report.findings.filter(({ suppressed }) => suppressed === undefined);
    expect(alone.status).toBe(visible.length > 0 ? 1 : 0);
  });

  test("a comment that names no rule there is, is reported", async () => {
    const wrong = folder({ "a.c": silenced.replace("ignore unchecked-start", "ignore unchecked-strat") });
    const { report } = await check(["--no-config", wrong]);
    const found = report.findings.find(({ rule }) => rule === "unused-suppression");
    expect(found?.message).toContain("unchecked-strat");
    expect(report.findings.map(({ rule }) => rule)).toContain("unchecked-start");
  });
});

describe("baseline", () => {
  const dir = folder({ "src/a.c": EXAMPLE, "src/b.c": EXAMPLE.replaceAll("g_lookup", "g_other") });
  const baseline = join(dir, "baseline.json");

  test("what is written hides what was found, what is new stays, what is gone is told", async () => {
    const first = await check(["--no-config", "--write-baseline", baseline, join(dir, "src")]);
    expect(first.status).toBe(1);
    const { ids } = JSON.parse(readFileSync(baseline, "utf8")) as { ids: string[] };
    expect(ids).toEqual([...new Set(first.report.findings.map(({ id }) => id))].sort());

    const hidden = await check(["--no-config", "--baseline", baseline, join(dir, "src")]);
    expect([hidden.status, hidden.report.findings, hidden.report.stats.suppressed, hidden.stderr]).toEqual([
      0,
      [],
      first.report.findings.length,
      "",
    ]);
    const shown = await check(["--no-config", "--baseline", baseline, "--show-suppressed", join(dir, "src")]);
    expect(shown.status).toBe(0);
    expect(shown.report.findings.map(({ id, suppressed }) => [id, suppressed?.kind])).toEqual(
      first.report.findings.map(({ id }) => [id, "baseline"]),
    );

    // the lines move, one file goes, another comes
    writeFileSync(join(dir, "src", "a.c"), `/* moved */\n\n${EXAMPLE}`);
    writeFileSync(join(dir, "src", "b.c"), "int b;\n");
    writeFileSync(join(dir, "src", "c.c"), EXAMPLE.replaceAll("g_lookup", "g_third"));
    const later = await check(["--no-config", "--baseline", baseline, join(dir, "src")]);
    expect(later.status).toBe(1);
    expect(new Set(later.report.findings.map(({ file }) => file))).toEqual(new Set([`${dir}/src/c.c`]));
    const gone = first.report.findings.filter(({ file }) => file.endsWith("b.c")).map(({ id }) => id);
    for (const id of gone) expect(later.stderr).toContain(id);
    expect(later.stderr).toMatch(new RegExp(`^winsock-async: information: ${gone.length} findings of the baseline are no longer found`));

    // a baseline that is written anew with the old one at hand holds the old findings that are still there
    await check(["--no-config", "--baseline", baseline, "--write-baseline", baseline, join(dir, "src")]);
    const after = await check(["--no-config", "--baseline", baseline, join(dir, "src")]);
    expect([after.status, after.report.findings, after.stderr]).toEqual([0, [], ""]);
  });

  test("the settings name one, relative to themselves", async () => {
    const project = folder({ "deep/src/a.c": EXAMPLE, ".winsock-async.json": '{ "baseline": "known.json" }' });
    await check(["--no-config", "--write-baseline", join(project, "known.json"), project]);
    const { report, status } = await check(["a.c"], { cwd: join(project, "deep", "src") });
    expect([status, report.findings]).toEqual([0, []]);
  });
});

describe("settings", () => {
  test("levels, profile, providers and target of a file count, the command line wins", async () => {
    const dir = folder({
      "a.c": EXAMPLE,
      ".winsock-async.json": `{
        // comments and trailing commas are allowed
        "rules": { "unchecked-start": "off", "cancel-zero-handle": "hint" },
        "target": "win32",
        "providers": ["wine"],
      }`,
    });
    const [file, line, none] = await Promise.all([
      check([dir]),
      check(["--rule", "unchecked-start=warning", "--target", "win64", "--provider", "documented,wine", dir]),
      check(["--no-config", dir]),
    ]);
    const severities = (report: { findings: readonly { rule: string; severity: string }[] }) =>
      Object.fromEntries(report.findings.map(({ rule, severity }) => [rule, severity]));
    expect([file.report.target, file.report.providers]).toEqual(["win32", ["wine"]]);
    expect(severities(file.report)["cancel-zero-handle"]).toBe("hint");
    expect(severities(file.report)).not.toHaveProperty("unchecked-start");
    expect([line.report.target, line.report.providers]).toEqual(["win64", ["documented", "wine"]]);
    expect(severities(line.report)).toMatchObject({ "unchecked-start": "warning", "cancel-zero-handle": "hint" });
    expect([none.report.target, severities(none.report)["cancel-zero-handle"]]).toEqual(["win64", "error"]);
  });

  test("macros of the command line decide what is read", async () => {
    const start = 'void Start(HWND w)\n{\n    WSAAsyncGetHostByName(w, WM_USER + 1, "a.test", buffer, sizeof buffer);\n}\n';
    const dir = folder({ "a.c": `#include <winsock2.h>\nstatic char buffer[MAXGETHOSTSTRUCT];\n#if LOOKUPS > 1\n${start}#endif\n` });
    const [one, two] = await Promise.all(["LOOKUPS=1", "LOOKUPS=2"].map((define) => check(["--no-config", "--define", define, dir])));
    expect([one?.status, one?.report.findings]).toEqual([0, []]);
    expect(two?.report.findings.map(({ line }) => line)).toContain(6);
  });
});

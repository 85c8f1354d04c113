/** `check --prove`: schedules beside findings, refuted ones hidden, and the findings of a plain `check` left as they are. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import type { Log } from "sarif";
import { beforeAll, describe, expect, test } from "vitest";
import { check, type Finding, folder, type Ran, type Report, root, run } from "./cli.ts";

const fixture = (name: string): string => readFileSync(join(root, "test", "fixtures", "explorer", name), "utf8");

const dir = folder({
  "wrong/a.c": fixture("stack-buffer.wrong.c"),
  "wrong/window.h": fixture("window.h"),
  "right/b.c": fixture("wine-cancel-reliance.right.c"),
  "right/window.h": fixture("window.h"),
});
const place = ({ file, rule, line, column, severity, message }: Finding): string =>
  JSON.stringify([file, rule, line, column, severity, message]);

let plain: Ran & { report: Report };
let proven: Ran & { report: Report };
beforeAll(async () => {
  plain = await check(["--no-config", dir]);
  proven = await check(["--no-config", "--prove=60", "--profile", "default", dir]);
});

describe("check --prove", () => {
  test("a wrong program has a schedule, which simulate plays", async () => {
    const found = proven.report.findings.find(({ rule }) => rule === "stack-buffer") as Finding & {
      confidence: string;
      witness: { entry: string; provider: string; schedule: string };
    };
    expect(found.confidence).toBe("proven");
    const { entry, provider, schedule } = found.witness;
    const played = await run([
      "simulate",
      join(dir, "wrong", "a.c"),
      "--no-config",
      "--entry",
      entry,
      "--provider",
      provider,
      "--schedule",
      schedule,
    ]);
    expect(played.status).toBe(1);
    expect(played.stdout).toContain("[stack-buffer]");
  });

  test("a refuted finding is hidden and counted; the strict profile shows why", async () => {
    const warned = ({ findings }: Report) =>
      findings.filter(({ rule, file }) => rule === "no-drain-after-failed-cancel" && file.endsWith("b.c"));
    expect(warned(plain.report)).toHaveLength(1);
    expect(warned(proven.report)).toHaveLength(0);
    expect((proven.report.stats as { refuted?: number }).refuted).toBe(2);
    const strict = await check(["--no-config", "--prove=60", "--profile", "strict", join(dir, "right")]);
    expect(warned(strict.report)).toMatchObject([{ confidence: "possible", refutedBy: expect.stringMatching(/orders of main/) }]);
    const text = await run(["check", "--no-config", "--prove", join(dir, "right"), "--stats"]);
    expect(text.stdout).toMatch(/, 2 refuted\n/);
    expect(text.stdout).toMatch(/^ {2}refuted: 2$/m);
  });

  test("places, rules, severities and messages are those of a plain check", () => {
    const shown = new Set(proven.report.findings.map(place));
    const missing = plain.report.findings.filter((finding) => !shown.has(place(finding)));
    expect(missing.map(({ rule }) => rule)).toEqual(["wparam-ignored", "no-drain-after-failed-cancel"]);
    expect(proven.report.findings).toHaveLength(plain.report.findings.length - 2);
    for (const finding of plain.report.findings) expect(finding).not.toHaveProperty("witness");
  });

  test("JSON as the schema says; SARIF with the order of events", async () => {
    const validate = new Ajv({ strict: false }).compile(
      JSON.parse(readFileSync(join(root, "schemas", "check-report.schema.json"), "utf8")) as object,
    );
    validate(proven.report);
    expect(validate.errors ?? []).toEqual([]);
    const { stdout } = await run(["check", "--no-config", "--prove", join(dir, "wrong"), "--format", "sarif"]);
    const log = JSON.parse(stdout) as Log;
    const result = log.runs[0]?.results?.find(({ ruleId }) => ruleId === "stack-buffer");
    const steps = result?.codeFlows?.[0]?.threadFlows[0]?.locations ?? [];
    expect(steps.length).toBeGreaterThan(1);
    expect(steps.at(-1)?.location?.message?.text).toMatch(/^stack-buffer: /);
  });

  test("what follows a bare --prove is a path; wrong seconds are refused", async () => {
    const wrong = await run(["check", "--prove=fast", dir]);
    expect(wrong).toMatchObject({ status: 2, stdout: "" });
    expect(wrong.stderr).toMatch(/--prove/);
  });
});

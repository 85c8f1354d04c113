/** A failure of ours in one program costs that program: the rest is analysed and printed, and the status is 3. */
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { checkCommand } from "../../server/src/cli/check.ts";
import type { Unit } from "../../server/src/program/types.ts";
import { EXAMPLE, folder, type Report } from "./cli.ts";

const failing = vi.hoisted(() => ({ rule: "" }));
vi.mock("../../server/src/rules/check.ts", async (original) => {
  const actual = await original<typeof import("../../server/src/rules/check.ts")>();
  return {
    ...actual,
    checkUnit: (unit: Unit, options: Parameters<typeof actual.checkUnit>[1]) => {
      const fails = [...unit.files.keys()].some((uri) => uri.endsWith("/bad.c"));
      if (fails && failing.rule === "") throw new Error("index out of range");
      const result = actual.checkUnit(unit, options);
      return fails ? { ...result, failed: [`${failing.rule}: index out of range`] } : result;
    },
  };
});

afterEach(() => {
  vi.restoreAllMocks();
  failing.rule = "";
});

async function checked(dir: string): Promise<{ status: number; report: Report; stderr: string }> {
  const out: string[] = [];
  const err: string[] = [];
  const write = (text: unknown, done: unknown): boolean => {
    out.push(String(text));
    if (typeof done === "function") (done as () => void)();
    return true;
  };
  vi.spyOn(process.stdout, "write").mockImplementation(write);
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    err.push(String(text));
    return true;
  });
  const options = { format: "json", failOn: "warning", ignore: true, config: false, parser: "web", color: "never" } as const;
  const status = await checkCommand([dir], options, "0.0.0");
  return { status, report: JSON.parse(out.join("")) as Report, stderr: err.join("") };
}

const dir = folder({ "bad/bad.c": EXAMPLE, "good/good.c": EXAMPLE.replaceAll("g_lookup", "g_other") });

test("a unit that cannot be checked", async () => {
  const { status, report, stderr } = await checked(dir);
  expect(status).toBe(3);
  expect(report.files).toMatchObject([
    { file: `${dir}/bad/bad.c`, status: "failed", reason: "index out of range" },
    { file: `${dir}/good/good.c`, status: "analysed" },
  ]);
  expect(report.findings.length).toBeGreaterThan(0);
  expect(new Set(report.findings.map(({ file }) => file))).toEqual(new Set([`${dir}/good/good.c`]));
  expect(stderr).toBe(`winsock-async: ${join(dir, "bad", "bad.c").replaceAll("\\", "/")}: failed: index out of range\n`);
});

test("a rule that fails: the others report", async () => {
  failing.rule = "unchecked-start";
  const { status, report } = await checked(dir);
  expect(status).toBe(3);
  expect(report.files[0]).toMatchObject({ status: "failed", reason: "unchecked-start: index out of range" });
  expect(new Set(report.findings.map(({ file }) => file)).size).toBe(2);
});

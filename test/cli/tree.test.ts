/** Which files are met: names, .gitignore, exclude, several paths, and how each is spelled. */
import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { check, EXAMPLE, folder, run, statuses } from "./cli.ts";

describe("a tree", () => {
  const dir = folder({
    ".gitignore": "build/\n*.gen.c\n!keep.gen.c\n",
    "a.c": EXAMPLE,
    "B.CPP": "int b;\n",
    "c.C": "int c;\n",
    "d.c++": "int d;\n",
    "e.hxx": "int e;\n",
    "f.inl": "int f;\n",
    "g.cs": "class G {}\n",
    "h.c.orig": EXAMPLE,
    "x.gen.c": EXAMPLE,
    "keep.gen.c": "int k;\n",
    "build/out.c": EXAMPLE,
    "node_modules/m/m.c": EXAMPLE,
    "lib/.gitignore": "/own.c\n",
    "lib/own.c": EXAMPLE,
    "lib/deep/own.c": "int o;\n",
    "vendor/v.c": EXAMPLE,
    ".winsock-async.json": '{ "exclude": ["vendor/", "/lib/deep"] }',
  });
  mkdirSync(join(dir, ".git"));

  test("the files that count, and what .gitignore and exclude name is not read", async () => {
    const { report } = await check([dir]);
    expect(Object.keys(statuses(report, dir))).toEqual(["B.CPP", "a.c", "c.C", "d.c++", "e.hxx", "f.inl", "keep.gen.c"]);
  });

  test("--no-ignore reads what .gitignore names; exclude stays", async () => {
    const { report } = await check(["--no-ignore", dir]);
    expect(Object.keys(statuses(report, dir))).toEqual([
      "B.CPP",
      "a.c",
      "build/out.c",
      "c.C",
      "d.c++",
      "e.hxx",
      "f.inl",
      "keep.gen.c",
      "lib/own.c",
      "x.gen.c",
    ]);
  });

  test("rules of the folders above a path count, and --no-config knows no exclude", async () => {
    const { report } = await check(["--no-config", join(dir, "lib"), join(dir, "vendor")]);
    expect(Object.keys(statuses(report, dir))).toEqual(["lib/deep/own.c", "vendor/v.c"]);
  });

  test("a file that is named is read whatever it is called and whatever ignores it", async () => {
    const { report } = await check(["--no-config", join(dir, "h.c.orig"), join(dir, "x.gen.c")]);
    expect(statuses(report, dir)).toEqual({ "h.c.orig": "analysed", "x.gen.c": "analysed" });
  });
});

describe("paths", () => {
  test("relative paths, the current folder, and one file by several ways: absolute with / and each once", async () => {
    const dir = folder({ "src/a.c": EXAMPLE, "src/b.c": "int b;\n" });
    const [none, dot, twice] = await Promise.all([
      check(["--no-config"], { cwd: dir }),
      check(["--no-config", "."], { cwd: dir }),
      check(["--no-config", "src/../src/a.c", "src", "./src/b.c", join(dir, "src", "a.c")], { cwd: dir }),
    ]);
    const expected = [`${dir}/src/a.c`, `${dir}/src/b.c`];
    for (const { report } of [none, dot, twice]) expect(report.files.map(({ file }) => file)).toEqual(expected);
    expect(twice.report.findings).toEqual(dot.report.findings);
    expect(new Set(dot.report.findings.map(({ file }) => file))).toEqual(new Set([`${dir}/src/a.c`]));
  });

  test("a folder that is reached by a link is spelled by the link", async () => {
    const dir = folder({ "real/a.c": EXAMPLE });
    symlinkSync(join(dir, "real"), join(dir, "link"));
    const { report } = await check(["--no-config", join(dir, "link")]);
    expect(report.files.map(({ file }) => file)).toEqual([`${dir}/link/a.c`]);
    for (const { file, related } of report.findings)
      for (const at of [file, ...related.map((r) => r.file)]) expect(at).toBe(`${dir}/link/a.c`);
  });

  test("two links to one file in a folder: the first by name stands", async () => {
    const dir = folder({ "m.c": EXAMPLE });
    symlinkSync(join(dir, "m.c"), join(dir, "z.c"));
    symlinkSync(join(dir, "m.c"), join(dir, "b.c"));
    const { report } = await check(["--no-config", dir]);
    expect(report.files.map(({ file }) => file)).toEqual([`${dir}/b.c`]);
  });

  test("spaces, signs and letters of any language in names", async () => {
    const names = ["a b.c", "100%25.c", "#1.c", "gr\u00fc\u00df.c", "\u691c\u7d22.c", "a+b&c;d.c", "[x].c"];
    const dir = folder(Object.fromEntries(names.map((name) => [name, EXAMPLE])));
    const { report } = await check(["--no-config", dir]);
    expect(report.files.map(({ file, status }) => [file, status])).toEqual(
      names.map((name) => [`${dir}/${name}`, "analysed"]).sort((a, b) => ((a[0] as string) < (b[0] as string) ? -1 : 1)),
    );
    expect(new Set(report.findings.map(({ file }) => file)).size).toBe(names.length);
  });
});

describe("settings files further down", () => {
  const dir = folder({
    ".winsock-async.json": '{ "exclude": ["old/", "shared.c"] }',
    "a.c": EXAMPLE,
    "shared.c": EXAMPLE,
    "old/o.c": EXAMPLE,
    "part/.winsock-async.json": '{ "exclude": ["/deep/x.c"], "rules": { "unchecked-start": "off", "cancel-zero-handle": "hint" } }',
    "part/p.c": EXAMPLE.replaceAll("g_lookup", "g_part"),
    "part/shared.c": "int s;\n",
    "part/deep/x.c": EXAMPLE,
    "part/deep/y.c": EXAMPLE.replaceAll("g_lookup", "g_deep"),
    "other/.winsock-async.json": "{}",
    "other/old/q.c": "int q;\n",
  });
  const rulesIn = (report: { findings: readonly { file: string; rule: string; severity: string }[] }, name: string) =>
    Object.fromEntries(report.findings.flatMap(({ file, rule, severity }) => (file === `${dir}/${name}` ? [[rule, severity]] : [])));

  test("the nearest one wins as a whole, its exclude and its rules", async () => {
    const { report } = await check([dir]);
    expect(Object.keys(statuses(report, dir))).toEqual(["a.c", "other/old/q.c", "part/deep/y.c", "part/p.c", "part/shared.c"]);
    expect(rulesIn(report, "a.c")).toMatchObject({ "unchecked-start": "warning", "cancel-zero-handle": "error" });
    for (const name of ["part/p.c", "part/deep/y.c"]) {
      const rules = rulesIn(report, name);
      expect(rules["unchecked-start"]).toBeUndefined();
      expect(rules["cancel-zero-handle"]).toBe("hint");
    }
  });

  test("it holds for the files of each path that is given; --no-config knows none", async () => {
    const { report } = await check([join(dir, "a.c"), join(dir, "part", "p.c")]);
    expect(rulesIn(report, "a.c")["unchecked-start"]).toBe("warning");
    expect(rulesIn(report, "part/p.c")["unchecked-start"]).toBeUndefined();
    const { report: without } = await check(["--no-config", dir]);
    expect(rulesIn(without, "part/p.c")["unchecked-start"]).toBe("warning");
    expect(Object.keys(statuses(without, dir))).toHaveLength(8);
  });

  test("one that is broken ends the run before anything is analysed", async () => {
    const broken = folder({ "a.c": EXAMPLE, "part/.winsock-async.json": '{ "excluded": [] }', "part/p.c": EXAMPLE });
    const ran = await run(["check", broken]);
    expect(ran.status).toBe(2);
    expect(ran.stdout).toBe("");
    expect(ran.stderr).toMatch(/part.*\.winsock-async\.json.*did you mean 'exclude'/);
  });
});

describe("--since", () => {
  const dir = folder({ "a.c": EXAMPLE, "b.c": EXAMPLE.replaceAll("g_lookup", "g_other"), "c.c": "int c;\n" });
  const git = (...args: string[]): void =>
    void execFileSync("git", ["-C", dir, "-c", "user.name=t", "-c", "user.email=t@example.invalid", ...args], { stdio: "ignore" });

  test("only findings in files that differ from the revision, or that git does not know yet", async () => {
    git("init", "-q");
    git("add", "a.c", "b.c");
    git("commit", "-q", "-m", "first");
    const { writeFileSync } = await import("node:fs");
    writeFileSync(join(dir, "b.c"), `\n${EXAMPLE.replaceAll("g_lookup", "g_other")}`);
    writeFileSync(join(dir, "n.c"), EXAMPLE.replaceAll("g_lookup", "g_new"));
    const [all, since] = await Promise.all([check(["--no-config", dir]), check(["--no-config", "--since", "HEAD", dir])]);
    expect(since.report.files).toEqual(all.report.files);
    const mine = all.report.findings.filter(({ file }) => !file.endsWith("/a.c"));
    expect(mine.length).toBeGreaterThan(0);
    expect(mine.length).toBeLessThan(all.report.findings.length);
    expect(since.report.findings).toEqual(mine);
  });
});

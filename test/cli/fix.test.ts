/** `check --fix`: applies the preferred fixes and keeps everything else of a file, byte for byte. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { check, EXAMPLE, folder, run } from "./cli.ts";

const fixed = async (content: string | Uint8Array): Promise<{ bytes: Buffer; stderr: string; stdout: string }> => {
  const dir = folder({ "a.c": content });
  const { stderr, stdout } = await run(["check", "--no-config", "--fix", dir]);
  return { bytes: readFileSync(join(dir, "a.c")), stderr, stdout };
};

describe("--fix", () => {
  const expected = fixed(EXAMPLE);

  test("findings with a fix are gone, and the report is of the fixed file", async () => {
    const dir = folder({ "a.c": EXAMPLE });
    const before = await check(["--no-config", dir]);
    const ran = await run(["check", "--no-config", "--fix", "--format", "json", dir]);
    const text = readFileSync(join(dir, "a.c"), "utf8");
    expect(text).not.toBe(EXAMPLE);
    expect(ran.stderr).toMatch(/^winsock-async: \d+ fixes applied in 1 files$/m);
    const after = await check(["--no-config", dir]);
    expect(JSON.parse(ran.stdout)).toEqual(after.report);
    expect(after.report.findings.length).toBeLessThan(before.report.findings.length);
  });

  test("line ends, byte order mark and encoding stay", async () => {
    const text = (await expected).bytes.toString("utf8");
    const variants: [string, Uint8Array, Uint8Array][] = [
      ["CRLF", Buffer.from(EXAMPLE.replaceAll("\n", "\r\n")), Buffer.from(text.replaceAll("\n", "\r\n"))],
      ["CR", Buffer.from(EXAMPLE.replaceAll("\n", "\r")), Buffer.from(text.replaceAll("\n", "\r"))],
      ["mark", Buffer.from(`\ufeff${EXAMPLE}`), Buffer.from(`\ufeff${text}`)],
      ["UTF-16", Buffer.from(`\ufeff${EXAMPLE}`, "utf16le"), Buffer.from(`\ufeff${text}`, "utf16le")],
      ["UTF-8", Buffer.from(`/* gr\u00fc\u00dfe */${EXAMPLE}`), Buffer.from(`/* gr\u00fc\u00dfe */${text}`)],
    ];
    for (const [name, before, after] of variants) expect((await fixed(before)).bytes.equals(after), name).toBe(true);
  });

  test("a file whose encoding we cannot write stays as it is, and that is said", async () => {
    const before = Buffer.from(`/* gr\u00fc\u00dfe, \u00e7a va */${EXAMPLE}`, "latin1");
    const { bytes, stderr } = await fixed(before);
    expect(bytes.equals(before)).toBe(true);
    expect(stderr).toContain("not fixed, because its encoding (windows-1252) cannot be written back");
  });

  test("a second run changes nothing", async () => {
    const once = (await expected).bytes;
    const twice = await fixed(once);
    expect(twice.bytes.equals(once)).toBe(true);
  });
});

test("--fix-dry-run shows the lines and writes nothing", async () => {
  const dir = folder({ "a.c": EXAMPLE });
  const { stdout } = await run(["check", "--no-config", "--fix-dry-run", dir]);
  expect(readFileSync(join(dir, "a.c"), "utf8")).toBe(EXAMPLE);
  expect(stdout).toContain(`--- ${dir}/a.c\n+++ ${dir}/a.c\n@@ line `);
  const lines = EXAMPLE.split("\n");
  const removed = stdout.split("\n").filter((line) => /^-(?!--)/.test(line));
  expect(removed.length).toBeGreaterThan(0);
  for (const line of removed) expect(lines).toContain(line.slice(1));
});

test("a suppressed finding is not fixed", async () => {
  const plain = await check(["--no-config", folder({ "a.c": EXAMPLE })]);
  let text = EXAMPLE;
  // from the last line up, so that the lines above stay where they are
  for (const { line, rule } of [...plain.report.findings].reverse()) {
    const lines = text.split("\n");
    lines.splice(line - 1, 0, `/* winsock-async-ignore ${rule}: known */`);
    text = lines.join("\n");
  }
  const { bytes } = await fixed(text);
  expect(bytes.toString("utf8")).toBe(text);
});

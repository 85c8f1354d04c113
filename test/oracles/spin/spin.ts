/** SPIN on a model of this folder: every outcome that an exhaustive search of it reaches. */
import { execFile, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const execute = promisify(execFile);

/** The programs that the oracle needs and that are not installed. */
export function missingForSpin(): string[] {
  return ["spin", "gcc"].filter((program) => spawnSync("sh", ["-c", `command -v ${program}`]).status !== 0);
}

export interface SpinResult {
  /** The rest of each different line "outcome ...". */
  readonly outcomes: ReadonlySet<string>;
  readonly states: number;
}

/** Builds the verifier of `model` with `defines` and runs it without reduction. Throws if the search was not exhaustive or found an error. */
export async function runSpin(model: string, defines: Readonly<Record<string, number>> = {}): Promise<SpinResult> {
  const folder = mkdtempSync(join(tmpdir(), "winsock-async-spin-"));
  try {
    const flags = Object.entries(defines).map(([name, value]) => `-D${name}=${value}`);
    await execute("spin", [...flags, "-a", model], { cwd: folder });
    await execute("gcc", ["-O1", "-w", "-DSAFETY", "-DNOREDUCE", ...flags, "-o", "pan", "pan.c"], { cwd: folder });
    const { stdout } = await execute("./pan", ["-m100000", "-E"], { cwd: folder, maxBuffer: 1 << 28 });
    if (!/errors: 0/.test(stdout) || /search depth too small|out of memory|Search not completed/.test(stdout))
      throw new Error(
        "the search of SPIN was not exhaustive:\n" +
          stdout
            .split("\n")
            .filter((line) => !line.startsWith("outcome"))
            .join("\n"),
      );
    const outcomes = new Set(
      stdout
        .split("\n")
        .filter((line) => line.startsWith("outcome"))
        .map((line) => line.slice("outcome".length).trim()),
    );
    return { outcomes, states: Number(/([\d.e+]+) states, stored/.exec(stdout)?.[1]) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

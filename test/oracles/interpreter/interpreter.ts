/**
 * Programs in C and C++ that judge the interpreter: what Wine made of each is kept in `expected`, so that they serve as tests without Wine
 * too. The second line of a program says whether its outcome is the only one or one of several.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { eachOf, type Run, WinePrefix } from "../wine/prefix.ts";
import type { Records, Scenario } from "../wine/scenario.ts";
import { shimSource } from "../wine/wine.ts";

const here = dirname(fileURLToPath(import.meta.url));
const expectedFolder = join(here, "expected");
const statusFile = join(expectedFolder, "status.json");

/** The name databases of all programs: hosts, services and protocols that they may look up. */
export const namesFile = join(here, "names.json");
const scenario: Scenario = { name: "names", records: JSON.parse(readFileSync(namesFile, "utf8")) as Records, gates: {} };

export interface InterpreterProgram {
  /** File name with its extension, unique in the folder. */
  readonly name: string;
  readonly source: string;
  /** "one": no race, so the interpreter must find exactly what Wine prints; "several": among what it finds. */
  readonly outcomes: "one" | "several";
  /** Standard output and exit status under Wine, or undefined if they have not been recorded. */
  readonly expected: { readonly output: string; readonly status: number } | undefined;
}

export function interpreterPrograms(): InterpreterProgram[] {
  const status = existsSync(statusFile) ? (JSON.parse(readFileSync(statusFile, "utf8")) as Record<string, number>) : {};
  return readdirSync(join(here, "programs"))
    .filter((file) => [".c", ".cpp"].includes(extname(file)))
    .sort()
    .map((name) => {
      const source = join(here, "programs", name);
      const outcomes = /^\/\* Outcomes: (one|several) \*\/$/m.exec(readFileSync(source, "utf8"))?.[1];
      if (outcomes !== "one" && outcomes !== "several") throw new Error(`${name} does not say how many outcomes it has`);
      const record = join(expectedFolder, name + ".txt");
      const code = status[name];
      const expected = code !== undefined && existsSync(record) ? { output: readFileSync(record, "utf8"), status: code } : undefined;
      return { name, source, outcomes, expected };
    });
}

/** Compiles and runs all of `programs` under Wine, two at a time. */
export async function runInterpreterPrograms(programs: readonly InterpreterProgram[]): Promise<Map<string, Run>> {
  const prefix = new WinePrefix();
  const runs = new Map<string, Run>();
  try {
    await prefix.create(shimSource);
    const built = await prefix.compile(programs.map((program) => program.source));
    prefix.install(scenario);
    await eachOf(2, programs, async (program) => {
      runs.set(program.name, await prefix.run(built.get(program.source)!, scenario));
    });
  } finally {
    await prefix.remove();
  }
  return runs;
}

/** Writes down what Wine printed. */
export function record(runs: ReadonlyMap<string, Run>): void {
  mkdirSync(expectedFolder, { recursive: true });
  const status: Record<string, number> = {};
  for (const [name, run] of [...runs].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (run.status === "time-out") throw new Error(`${name} did not end`);
    writeFileSync(join(expectedFolder, name + ".txt"), run.output);
    status[name] = run.status;
  }
  writeFileSync(statusFile, JSON.stringify(status, null, 2) + "\n");
}

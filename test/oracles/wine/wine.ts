/** The programs of this folder, what Wine printed for each of them, and how to ask it again. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { eachOf, type Run, WinePrefix } from "./prefix.ts";
import { readScenario, type Scenario } from "./scenario.ts";

const here = dirname(fileURLToPath(import.meta.url));
export const shimSource = join(here, "shim/resolver.c");
export const recordedFolder = join(here, "recorded");

export interface OracleProgram {
  readonly name: string;
  readonly source: string;
  readonly scenario: Scenario;
  /** What Wine printed when the record was made, or undefined for a new program. */
  readonly recorded: string | undefined;
}

/** Every program of a folder `programs` beside a folder `scenarios`; the second line of a program names its scenario. */
export function oraclePrograms(): OracleProgram[] {
  const scenarios = new Map<string, Scenario>();
  const scenarioOf = (name: string) => {
    if (!scenarios.has(name)) scenarios.set(name, readScenario(join(here, "scenarios"), name));
    return scenarios.get(name)!;
  };
  return readdirSync(join(here, "programs"))
    .filter((file) => file.endsWith(".c"))
    .sort()
    .map((file) => {
      const name = file.slice(0, -2);
      const source = join(here, "programs", file);
      const named = /^\/\* Scenario: ([\w-]+) \*\/$/m.exec(readFileSync(source, "utf8"))?.[1];
      if (named === undefined) throw new Error(`${file} names no scenario`);
      const record = join(recordedFolder, name + ".txt");
      const recorded = existsSync(record) ? readFileSync(record, "utf8") : undefined;
      return { name, source, scenario: scenarioOf(named), recorded };
    });
}

/** Compiles and runs all of `programs` under Wine; scenario after scenario, two programs at a time. */
export async function runUnderWine(programs: readonly OracleProgram[]): Promise<Map<string, Run>> {
  const prefix = new WinePrefix();
  const runs = new Map<string, Run>();
  try {
    await prefix.create(shimSource);
    const built = await prefix.compile(
      programs.map((program) => program.source),
      join(here, "programs/oracle.h"),
    );
    for (const scenario of new Set(programs.map((program) => program.scenario))) {
      prefix.install(scenario);
      const those = programs.filter((program) => program.scenario === scenario);
      await eachOf(2, those, async (program) => {
        runs.set(program.name, await prefix.run(built.get(program.source)!, scenario));
      });
    }
  } finally {
    await prefix.remove();
  }
  return runs;
}

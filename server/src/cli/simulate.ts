/** `winsock-async simulate FILE[:ENTRY]`. */
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { ScriptedRecords } from "../emulator/index.ts";
import { entriesOf, findEntry, programEntry } from "../explorer/entry.ts";
import type { Scenario } from "../explorer/scenario.ts";
import { createSimulation, ScenarioError, SimulationError } from "../explorer/simulate.ts";
import type { SimulationRun } from "../explorer/trace.ts";
import { nearest, type ProviderName } from "../features/configuration.ts";
import { parseScenario, type ReadScenario, searchOptions } from "../features/scenario.ts";
import { collect, reasonOf } from "../node/collect.ts";
import { nodeParser } from "../node/parserFiles.ts";
import type { ProgramFunction, Unit } from "../program/types.ts";
import { providerTable, providerTableText, simulationText } from "../report/simulation.ts";
import { type Asked, type NameSource, namesText, withNames, writeScenario } from "./names.ts";
import { requirePaths } from "./options.ts";
import { EXIT, painter, print, UsageError, warn } from "./output.ts";
import { programFiles } from "./programFiles.ts";
import { wrapperNames } from "../features/settings.ts";
import { readSettings, type SettingsOptions } from "./settings.ts";
import { pathOf, Tree, uriOf } from "./tree.ts";
import { readProjects, Units } from "./units.ts";

interface Options extends SettingsOptions {
  readonly entry?: string;
  readonly provider?: readonly ProviderName[];
  readonly scenario?: string;
  readonly resolver?: string;
  readonly names: NameSource;
  readonly writeScenario?: string;
  readonly schedule?: string;
  readonly maxStates?: number;
  readonly maxSeconds?: number;
  readonly format: "text" | "json" | "sarif" | "mermaid" | "svg";
  readonly quiet?: boolean;
  readonly color: string;
}

/** The longest prefix that names an existing file is the file; what follows its colon is the entry. */
export function splitPlace(place: string, exists: (path: string) => boolean = existsSync): { file: string; entry?: string } {
  for (let end = place.length; end > 0; end = place.lastIndexOf(":", end - 1)) {
    const file = place.slice(0, end);
    if (exists(file)) {
      const entry = place.slice(end + 1);
      return entry === "" ? { file } : { file, entry };
    }
  }
  throw new UsageError(`there is no file '${place}'`);
}

const lineOf = (unit: Unit, fn: ProgramFunction): string => {
  const position = unit.files.get(fn.uri)?.source.lines.position(fn.offset + fn.ir.nameRange.start);
  return `${fn.ir.name} (line ${(position?.line ?? 0) + 1})`;
};

/** The unit of the file that knows its function; files of its folder may belong to it. */
function chooseEntry(unit: Unit, uri: string, named: string | undefined): ProgramFunction {
  if (named === undefined) {
    const main = programEntry(unit);
    if (main) return main;
    const list = entriesOf(unit).map((fn) => lineOf(unit, fn));
    throw new UsageError(
      `no main or WinMain in ${pathOf(uri)}; name a function with --entry: ${list.join(", ") || "none starts or cancels a request"}`,
    );
  }
  const found = findEntry(unit, named, uri);
  const own = found.filter((fn) => fn.uri === uri);
  const chosen = own.length > 0 ? own : found;
  if (chosen.length > 1) throw new UsageError(`'${named}' is not one function: ${chosen.map((fn) => lineOf(unit, fn)).join(", ")}`);
  if (chosen[0]) return chosen[0];
  const near = nearest(
    named,
    unit.functions.map((fn) => fn.ir.name),
  );
  throw new UsageError(`there is no function '${named}' in ${pathOf(uri)}${near ? `; did you mean '${near}'?` : ""}`);
}

/** @throws UsageError with the place of the first fault. */
function readScenario(file: string): ReadScenario {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new UsageError(`scenario '${file}': ${reasonOf(error)}`);
  }
  const { read, problems } = parseScenario(text);
  const first = problems[0];
  if (!read || first)
    throw new UsageError(`scenario ${file}:${first?.line}:${first?.column}: ${first?.path ? `${first.path}: ` : ""}${first?.message}`);
  return read;
}

/** Options that contradict one another. */
function checkOptions({ names, writeScenario: target, schedule }: Options, read: ReadScenario | undefined): void {
  if (target !== undefined && names === "scripted") throw new UsageError("--write-scenario needs --names machine or --names system");
  if (target !== undefined) requirePaths([dirname(resolve(target))]);
  if (names === "system" && schedule !== undefined)
    throw new UsageError("--schedule with --names system: names change; replay with the scenario that --write-scenario wrote");
  const { hosts, hostErrors, otherHosts } = read?.file ?? {};
  if (names === "system" && (hosts ?? hostErrors ?? otherHosts) !== undefined)
    throw new UsageError("--names system: the scenario says which hosts exist");
}

/** @param names what the machine or its resolver answered, if it was asked. */
async function render(
  runs: readonly SimulationRun[],
  options: Options,
  version: string,
  names: ScriptedRecords | undefined,
): Promise<string> {
  if (options.format === "text") {
    const paint = painter(options.color);
    const each = runs.map((run) => simulationText(run, { quiet: options.quiet, paint }));
    const table = providerTableText(runs, paint);
    const texts = [...each, ...(table === "" ? [] : [table])].join("\n");
    return names && !options.quiet ? `${texts}${paint("dim", namesText(options.names, names))}\n` : texts;
  }
  if (options.format === "json") {
    const shown = runs.length === 1 ? runs[0]! : { version: 1, runs, table: providerTable(runs) };
    return `${JSON.stringify(withFiles(names ? { ...shown, names } : shown))}\n`;
  }
  const shown = runs.find((run) => run.violations.length > 0) ?? runs[0];
  const events = shown?.violations[0]?.events ?? shown?.trace?.events ?? [];
  const title = shown?.violations[0]?.message ?? shown?.entry ?? "";
  const { layoutTimeline } = await import("../report/timeline.ts");
  if (options.format === "svg") return (await import("../report/timelineSvg.ts")).timelineSvg(layoutTimeline(events), title);
  if (options.format === "mermaid") return (await import("../report/timelineMermaid.ts")).timelineMermaid(layoutTimeline(events));
  const [{ simulationSarif }, { ruleInformation }] = await Promise.all([import("../report/sarif.ts"), import("./rules.ts")]);
  const named = new Set(runs.flatMap((run) => run.violations.map((violation) => violation.rule)));
  return `${JSON.stringify(
    simulationSarif(
      runs,
      version,
      ruleInformation().filter((rule) => named.has(rule.id)),
    ),
    null,
    2,
  )}\n`;
}

/** The JSON names files as `check` does: absolute paths under `file`. */
function withFiles(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withFiles);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) =>
      key === "uri" && typeof inner === "string" ? ["file", pathOf(inner)] : [key, withFiles(inner)],
    ),
  );
}

/** Seconds under one provider, if nothing else is said. */
const MAX_SECONDS = 60;

export async function simulateCommand(place: string, options: Options, version: string): Promise<number> {
  const { file, entry: written } = splitPlace(place);
  if (statSync(file).isDirectory()) throw new UsageError(`'${file}' is a folder; name a file`);
  if (written !== undefined && options.entry !== undefined) throw new UsageError("the entry is named twice");
  const settings = readSettings(options, dirname(resolve(file)));
  if (options.scenario !== undefined && options.resolver !== undefined) throw new UsageError("the scenario is named twice");
  const scenarioFile = options.scenario ?? options.resolver;
  const read = scenarioFile === undefined ? undefined : readScenario(scenarioFile);
  checkOptions(options, read);
  const uri = uriOf(resolve(file));
  // the files beside it may hold the rest of the program
  const { exclude } = settings.configuration;
  const how = { useIgnoreFiles: true, exclude, excludeBase: settings.base };
  const around = programFiles([file], how, warn);
  const tree = new Tree(collect([file], how), () => wrapperNames(settings.configuration), around.files);
  const status = tree.status.get(uri);
  if (status?.reason !== undefined) throw new UsageError(`${status.file}: ${status.status}: ${status.reason}`);
  // a program without a call of ours can be run too
  const fact = tree.facts.get(uri);
  if (fact && fact.hits === 0) tree.facts.set(uri, { ...fact, hits: 1 });
  const text = tree.text(uri);
  if (text === undefined) throw new UsageError(`${file} cannot be read`);

  const units = new Units(tree, readProjects(around.projects), await nodeParser(), settings);
  const unit = units.of(uri).find((answer) => answer.unit?.files.has(uri))?.unit;
  if (!unit) throw new UsageError(`${file} could not be read as a program`);
  const entry = chooseEntry(unit, uri, options.entry ?? written);
  const providers = options.provider ?? read?.providers ?? settings.configuration.providers ?? (["documented"] as const);
  const pinned = searchOptions(read ?? { scenario: {}, bounds: {} });
  const runAll = (scenario: Scenario, asked: Asked): SimulationRun[] =>
    providers.map((provider) => {
      const driver = createSimulation(unit, entry, {
        ...pinned,
        provider,
        scenario,
        asked: asked.note,
        now: () => performance.now(),
        maxSeconds: options.maxSeconds ?? pinned.maxSeconds ?? MAX_SECONDS,
        ...(options.maxStates === undefined ? {} : { maxStates: options.maxStates }),
        ...(options.schedule === undefined ? {} : { schedule: options.schedule }),
      });
      while (!driver.run(1000)) {
        // the command line has the thread for itself
      }
      return driver.result();
    });
  let runs: readonly SimulationRun[];
  let names: ScriptedRecords | undefined;
  try {
    const { result, asked } = await withNames(options.names, pinned.scenario ?? {}, runAll);
    runs = result;
    if (options.names !== "scripted") names = asked.records();
  } catch (error) {
    if (error instanceof ScenarioError) throw new UsageError(`scenario ${scenarioFile}: ${error.message}`);
    if (error instanceof SimulationError) throw new UsageError(error.message);
    throw error;
  }
  units.dispose();
  if (options.writeScenario !== undefined && names) writeScenario(options.writeScenario, options.names, names, read, providers);
  await print(await render(runs, options, version, names));
  return runs.some((run) => run.violations.length > 0) ? EXIT.findings : EXIT.clean;
}

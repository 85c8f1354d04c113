/** `winsock-async simulate FILE[:ENTRY]`. */
import { existsSync, readFileSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { DatabaseError, type NameDatabase, parseScripted, scriptedDatabase } from "../emulator/index.ts";
import { entriesOf, findEntry, programEntry } from "../explorer/entry.ts";
import { createSimulation, SimulationError } from "../explorer/simulate.ts";
import type { SimulationRun } from "../explorer/trace.ts";
import { nearest, type ProviderName } from "../features/configuration.ts";
import { collect, reasonOf } from "../node/collect.ts";
import { nodeParser } from "../node/parserFiles.ts";
import { includesOf } from "../program/includes.ts";
import type { ProgramFunction, Unit } from "../program/types.ts";
import { simulationText } from "../report/simulation.ts";
import { EXIT, painter, print, UsageError } from "./output.ts";
import { readSettings, type SettingsOptions } from "./settings.ts";
import { pathOf, Tree, uriOf } from "./tree.ts";
import { readProjects, Units } from "./units.ts";

interface Options extends SettingsOptions {
  readonly entry?: string;
  readonly provider?: readonly ProviderName[];
  readonly scenario?: string;
  readonly schedule?: string;
  readonly maxStates?: number;
  readonly maxSeconds: number;
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

/** A scenario's name records: the answers that lookups get, and nothing else is tried. */
function readScenario(file: string): NameDatabase {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new UsageError(`scenario '${file}': ${reasonOf(error)}`);
  }
  try {
    return scriptedDatabase(parseScripted(text, file));
  } catch (error) {
    if (error instanceof DatabaseError) throw new UsageError(`scenario '${file}': ${error.message.split("\n")[0]}`);
    throw error;
  }
}

async function render(runs: readonly SimulationRun[], options: Options, version: string): Promise<string> {
  if (options.format === "text")
    return runs.map((run) => simulationText(run, { quiet: options.quiet, paint: painter(options.color) })).join("\n");
  if (options.format === "json") return `${JSON.stringify(withFiles(runs.length === 1 ? runs[0] : { version: 1, runs }))}\n`;
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

/** The file includes a header of its program that is not among these files. */
function lacksHeader(text: string, files: readonly string[]): boolean {
  const names = new Set(files.map((path) => basename(path).toLowerCase()));
  return includesOf(text).some(({ path, angle }) => !angle && !names.has(basename(path.replaceAll("\\", "/")).toLowerCase()));
}

/** Where the rest of a program may lie: the current folder if the file is in it, else the folder of its repository or settings. */
export function widerFolder(own: string, current = process.cwd(), exists: (path: string) => boolean = existsSync): string | undefined {
  const inside = relative(current, own);
  const isPlace = current !== homedir() && dirname(current) !== current;
  if (isPlace && inside !== "" && !isAbsolute(inside) && inside.split(sep)[0] !== "..") return current;
  for (let dir = own; dirname(dir) !== dir; dir = dirname(dir))
    if (ROOTS.some((name) => exists(join(dir, name)))) return dir === own ? undefined : dir;
  return undefined;
}

const ROOTS = [".git", ".hg", ".svn", ".winsock-async.json", "compile_commands.json"];

export async function simulateCommand(place: string, options: Options, version: string): Promise<number> {
  const { file, entry: written } = splitPlace(place);
  if (statSync(file).isDirectory()) throw new UsageError(`'${file}' is a folder; name a file`);
  if (written !== undefined && options.entry !== undefined) throw new UsageError("the entry is named twice");
  const settings = readSettings(options, dirname(resolve(file)));
  const names = options.scenario === undefined ? undefined : readScenario(options.scenario);
  const uri = uriOf(resolve(file));
  // the files beside it may hold the rest of the program
  const gather = (folder: string) =>
    collect([file, folder], { useIgnoreFiles: true, exclude: settings.configuration.exclude, excludeBase: settings.base });
  const own = dirname(resolve(file));
  let collected = gather(own);
  let tree = new Tree(collected);
  const wider = lacksHeader(tree.text(uri) ?? "", collected.files) ? widerFolder(own) : undefined;
  if (wider !== undefined) {
    collected = gather(wider);
    tree = new Tree(collected);
  }
  const status = tree.status.get(uri);
  if (status?.reason !== undefined) throw new UsageError(`${status.file}: ${status.status}: ${status.reason}`);
  // a program without a call of ours can be run too
  const fact = tree.facts.get(uri);
  if (fact && fact.hits === 0) tree.facts.set(uri, { ...fact, hits: 1 });
  const text = tree.text(uri);
  if (text === undefined) throw new UsageError(`${file} cannot be read`);

  const units = new Units(tree, readProjects(collected.projects), await nodeParser(), settings);
  const unit = units.of(uri).find((answer) => answer.unit?.files.has(uri))?.unit;
  if (!unit) throw new UsageError(`${file} could not be read as a program`);
  const entry = chooseEntry(unit, uri, options.entry ?? written);
  const runs: SimulationRun[] = [];
  try {
    for (const provider of options.provider ?? settings.configuration.providers ?? (["documented"] as const)) {
      const driver = createSimulation(unit, entry, {
        provider,
        now: () => performance.now(),
        maxSeconds: options.maxSeconds,
        ...(names ? { names } : {}),
        ...(options.maxStates === undefined ? {} : { maxStates: options.maxStates }),
        ...(options.schedule === undefined ? {} : { schedule: options.schedule }),
      });
      while (!driver.run(1000)) {
        // the command line has the thread for itself
      }
      runs.push(driver.result());
    }
  } catch (error) {
    if (error instanceof SimulationError) throw new UsageError(error.message);
    throw error;
  }
  units.dispose();
  await print(await render(runs, options, version));
  return runs.some((run) => run.violations.length > 0) ? EXIT.findings : EXIT.clean;
}

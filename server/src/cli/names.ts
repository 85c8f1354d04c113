/** Where the names of a simulation come from, and how what was found is kept. */
import { writeFileSync } from "node:fs";
import { type Answer, type Query, recordsOf, type ScriptedRecords, type SystemResult, systemRecords } from "../emulator/index.ts";
import type { Scenario } from "../explorer/scenario.ts";
import type { ReadScenario } from "../features/scenario.ts";
import { reasonOf } from "../node/collect.ts";
import { hostAsked, machineNames, resolveHosts, systemResolver, type SystemResolver } from "../node/names.ts";
import { UsageError, warn } from "./output.ts";

export type NameSource = "scripted" | "machine" | "system";

/** Questions of a run and their answers, each once. */
export class Asked {
  readonly #answers = new Map<string, { readonly query: Query; readonly answer: Answer }>();

  readonly note = (query: Query, answer: Answer): void => {
    const key = JSON.stringify(query);
    if (!this.#answers.has(key)) this.#answers.set(key, { query, answer });
  };

  get queries(): Query[] {
    return [...this.#answers.values()].map(({ query }) => query);
  }

  /** What was answered, as scripted records. */
  records(): ScriptedRecords {
    return recordsOf(this.queries, { lookup: (query) => this.#answers.get(JSON.stringify(query))!.answer });
  }
}

/** A dry run may lead to names that only its answers bring up; more rounds than this are not made. */
const ROUNDS = 8;

/**
 * Runs with the names of `source`. With `system` the run is made until it asks for nothing that is not resolved: first with every name found,
 * to learn the names, then with what the resolver said. Answers the last run and what it asked.
 */
export async function withNames<Result>(
  source: NameSource,
  scenario: Scenario,
  run: (scenario: Scenario, asked: Asked) => Result,
  resolver: SystemResolver = systemResolver,
): Promise<{ readonly result: Result; readonly asked: Asked }> {
  const once = (records: ScriptedRecords | undefined, more: Scenario = {}): { result: Result; asked: Asked } => {
    const asked = new Asked();
    const result = run({ ...scenario, ...(records && { records }), ...more }, asked);
    return { result, asked };
  };
  if (source === "scripted") return once(scenario.records);
  const { records: tables, problems } = machineNames();
  for (const problem of problems) warn(problem);
  // What the scenario says about a table is all there is of it.
  if (source === "machine") return once({ ...tables, ...scenario.records });

  const { hosts: _, ...services } = tables;
  const base = { ...services, ...scenario.records };
  let last = once(base, { lookups: [...(scenario.lookups ?? []), { outcomes: ["database"] }] });
  const results: SystemResult[] = [];
  const known = new Set<string>();
  for (let round = 0; round < ROUNDS; round++) {
    const fresh = last.asked.queries.filter((query) => hostAsked(query) !== undefined && !known.has(keyOf(query)));
    if (fresh.length === 0 && round > 0) return last;
    for (const query of fresh) known.add(keyOf(query));
    results.push(...(await resolveHosts(fresh, resolver)));
    last = once(systemRecords(results, { hosts: [], ...base }));
  }
  warn(`names: the run asked for new ones ${ROUNDS} times; those of the last time count as not found`);
  return last;
}

const keyOf = (query: Query): string => `${query.kind} ${hostAsked(query)}`;

/** One line: each host that was asked for and what it is. */
export function namesText(source: NameSource, records: ScriptedRecords): string {
  const found = (records.hosts ?? []).map((host) => `${[host.name, ...(host.aliases ?? [])].join(" = ")} ${host.addresses.join(" ")}`);
  const failed = (records.hostErrors ?? []).map((one) => `${one.name} ${one.error}`);
  const services = (records.services ?? []).map((one) => `${one.name} ${one.port}/${one.protocol}`);
  const protocols = (records.protocols ?? []).map((one) => `${one.name} ${one.number}`);
  return `names (${source}): ${[...found, ...failed, ...services, ...protocols].join(", ") || "none was asked for"}`;
}

/** Writes a scenario with which the run can be repeated: the given one, with the names that were found in place of its tables. */
export function writeScenario(
  file: string,
  source: NameSource,
  records: ScriptedRecords,
  read: ReadScenario | undefined,
  providers: readonly string[],
): void {
  const { $schema, description, ...rest } = read?.file ?? {};
  const when = new Date().toISOString().slice(0, 16).replace("T", " ");
  const value = {
    ...($schema !== undefined && { $schema }),
    description: description ?? `names of the ${source}, ${when} UTC`,
    ...rest,
    ...records,
    providers,
  };
  try {
    writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);
  } catch (error) {
    throw new UsageError(`scenario '${file}': ${reasonOf(error)}`);
  }
}

/**
 * The incremental core that the entries use. An immutable snapshot of texts goes in, units come out, or the list of files that are
 * needed first: the entry reads these and asks again (at most `MAX_ROUNDS` times). What did not change is not computed again.
 */
import type { Configuration } from "../source/configuration.ts";
import type { Parser } from "../source/syntax.ts";
import { type Declared, type DeclaredEntry, declaredSeeds } from "./declared.ts";
import { type CachedFile, Cancelled, type CancellationToken, FileCache } from "./cache.ts";
import { scanFact } from "./facts.ts";
import { knownFunctions } from "./known.ts";
import { otherChoice, unseenBranches } from "./otherChoice.ts";
import { createPlan, type FileFact, type Plan, type PlannedUnit } from "./plan.ts";
import type { Project } from "./projects/types.ts";
import { createTextFacts, DEFAULT_BUDGET, type Reach, type ReachBudget, reach } from "./reach.ts";
import type { Target, Unit } from "./types.ts";
import { isHeader } from "./uris.ts";
import { createUnit, type UnitFileInput } from "./unit.ts";
import { createUnitMacros } from "./unitMacros.ts";

export type { CancellationToken } from "./cache.ts";

export const MAX_ROUNDS = 8;

export interface WorkspaceOptions {
  readonly parser: Parser;
  readonly target: Target;
  /** `--define`: value text, or undefined for a name that is not defined. They win over projects. */
  readonly defines?: ReadonlyMap<string, string | undefined>;
  readonly includeFolders?: readonly string[];
  /** Words to blank that the person listed. */
  readonly words?: readonly string[];
  /** Functions of the program that stand for others: `safe_WSACancelAsyncRequest` for `WSACancelAsyncRequest`. */
  readonly wrappers?: Declared;
  /** Macros of the program in message maps. */
  readonly messageMaps?: ReadonlyMap<string, DeclaredEntry>;
  readonly budget?: ReachBudget;
  /** Trees kept at a time (default 48). */
  readonly maxTrees?: number;
  /** Files whose declarations and functions are kept (default 2,000). */
  readonly maxFiles?: number;
}

/** What is known of the tree at one moment. Equal strings and objects mean unchanged content. */
export interface Snapshot {
  /** Decoded texts by uri: open documents and files that were read. */
  readonly texts: ReadonlyMap<string, string>;
  /** Facts of the first pass for files that are known but whose text need not be there. */
  readonly facts?: ReadonlyMap<string, FileFact>;
  readonly projects?: readonly Project[];
}

export interface UnitAnswer {
  readonly planned: PlannedUnit;
  /** `missing`: read `missing` and ask again. `failed`: a file of it could not be read by us; `unit` holds the others. */
  readonly status: "ready" | "missing" | "cancelled";
  readonly unit?: Unit;
  readonly missing: readonly string[];
  /** Candidates of the program that nothing leads to. */
  readonly passed: readonly string[];
  /** A budget ended the reading of the program. */
  readonly cut: boolean;
  readonly failures: readonly { readonly uri: string; readonly message: string }[];
}

export interface Workspace {
  plan(snapshot: Snapshot): Plan;
  /** The unit of a plan. */
  unit(snapshot: Snapshot, planned: PlannedUnit, token?: CancellationToken): UnitAnswer;
  /** The units that contain a file; those without calls belong to the units that reach them. */
  unitsOf(snapshot: Snapshot, uri: string, token?: CancellationToken): readonly UnitAnswer[];
  /** Numbers for tests and `--stats`. */
  readonly statistics: { readonly parses: number; readonly lowerings: number };
  /** Functions that could not be lowered by our own fault, since the beginning: exit status 3 of the command line. */
  readonly failures: readonly { readonly uri: string; readonly message: string }[];
  /** Drops the unit of a plan, for a caller that asks for each only once. Its files stay, for other units have them too. */
  forget(planned: PlannedUnit): void;
  /** Deletes every tree. The workspace must not be used afterwards. */
  dispose(): void;
}

/** The units that a file with calls belongs to; for one without, those that may hold it. */
export function unitsAround(plan: Plan, uri: string): readonly PlannedUnit[] {
  const own = plan.units.filter((unit) => unit.seeds.includes(uri));
  if (own.length > 0) return own;
  return plan.units.filter(
    (unit) => unit.candidates.includes(uri) || unit.headers.includes(uri) || unit.seeds.some((s) => plan.includes.closure(s).includes(uri)),
  );
}

export function createWorkspace(options: WorkspaceOptions): Workspace {
  return new IncrementalWorkspace(options);
}

class IncrementalWorkspace implements Workspace {
  private readonly cache: FileCache;
  private readonly textFacts = createTextFacts();
  private readonly facts = new Map<string, { text: string; fact: FileFact }>();
  private planned: { key: readonly unknown[]; plan: Plan; facts: ReadonlyMap<string, FileFact> } | undefined;
  private readonly units = new Map<string, { parts: readonly unknown[]; answer: UnitAnswer }>();

  /** Further names that make a file worth reading. */
  private readonly seeds: readonly string[];

  constructor(private readonly options: WorkspaceOptions) {
    this.seeds = declaredSeeds(options.wrappers ?? new Map());
    this.cache = new FileCache(options.parser, options.maxTrees ?? 48, options.maxFiles ?? 2000, false, options.wrappers);
  }

  get statistics() {
    return { parses: this.cache.parses, lowerings: this.cache.lowerings };
  }

  get failures() {
    return this.cache.failures;
  }

  plan(snapshot: Snapshot): Plan {
    const facts = new Map<string, FileFact>(snapshot.facts ?? []);
    for (const [uri, text] of snapshot.texts) {
      const own = this.factOf(uri, text);
      const given = snapshot.facts?.get(uri);
      // a file that was read after the first pass says the same again, and the plan stays; and a caller may count a file as a seed
      // that names none of the calls: a program that is run for itself
      facts.set(uri, given && (given.hits > own.hits || saysTheSame(given, own)) ? given : own);
    }
    const key = [...facts.values(), ...(snapshot.projects ?? [])];
    if (this.planned && sameParts(this.planned.key, key)) return this.planned.plan;
    const plan = createPlan(facts, snapshot.projects ?? [], this.options.includeFolders ?? []);
    this.planned = { key, plan, facts };
    return plan;
  }

  /** An edit that changes neither calls nor includes leaves the fact, and so the plan, as it is. */
  private factOf(uri: string, text: string): FileFact {
    const before = this.facts.get(uri);
    if (before?.text === text) return before.fact;
    let fact = scanFact(uri, text, text.length, this.seeds);
    if (before && saysTheSame(before.fact, fact)) fact = before.fact;
    this.facts.set(uri, { text, fact });
    return fact;
  }

  unit(snapshot: Snapshot, planned: PlannedUnit, token?: CancellationToken): UnitAnswer {
    const plan = this.plan(snapshot);
    const reached = reach(planned, plan.includes, (uri) => snapshot.texts.get(uri), this.textFacts, this.options.budget ?? DEFAULT_BUDGET);
    const empty = { planned, missing: reached.missing, passed: reached.passed, cut: reached.cut, failures: [] };
    if (reached.missing.length > 0) return { ...empty, status: "missing" };
    try {
      return this.build(snapshot, planned, plan, reached, token);
    } catch (error) {
      if (error instanceof Cancelled) return { ...empty, status: "cancelled" };
      throw error;
    }
  }

  private build(snapshot: Snapshot, planned: PlannedUnit, plan: Plan, reached: Reach, token: CancellationToken | undefined): UnitAnswer {
    const read = (assumed?: ReadonlyMap<string, boolean>, by?: CancellationToken) =>
      this.readFiles(snapshot, planned, plan, reached, assumed, by);
    const { files, failures } = read(undefined, token);
    const parts = [...files, reached.passed.length, reached.cut, failures.length];
    const before = this.units.get(planned.id);
    if (before && sameParts(before.parts, parts)) return before.answer;
    const unit = this.makeUnit(planned, plan, reached, files, failures.length === 0, () => {
      const sources = files.map((file) => file.description);
      const truths = otherChoice(sources);
      if (!truths) return undefined;
      const other = read(truths);
      const unseen = unseenBranches(sources, new Map(other.files.map(({ description }) => [description.uri, description])));
      if (unseen.length === 0) return undefined;
      return { unit: this.makeUnit(planned, plan, reached, other.files, other.failures.length === 0), unseen };
    });
    const answer: UnitAnswer = { planned, status: "ready", unit, missing: [], passed: reached.passed, cut: reached.cut, failures };
    this.units.set(planned.id, { parts, answer });
    return answer;
  }

  /** The files of a program, under what they say of each other's conditions; `assumed` is chosen wherever a file has to choose. */
  private readFiles(
    snapshot: Snapshot,
    planned: PlannedUnit,
    plan: Plan,
    reached: Reach,
    assumed: ReadonlyMap<string, boolean> | undefined,
    token: CancellationToken | undefined,
  ): { readonly files: readonly CachedFile[]; readonly failures: readonly { readonly uri: string; readonly message: string }[] } {
    const { configuration, key } = this.configurationOf(planned.project);
    const files: CachedFile[] = [];
    const failures: { uri: string; message: string }[] = [];
    const inReach = new Set(reached.files);
    const macros = createUnitMacros<CachedFile>({
      configuration,
      key,
      ...(assumed ? { assumed } : {}),
      parse: (uri, under, underKey) => {
        if (!inReach.has(uri)) return undefined;
        const file = this.cache.get(uri, snapshot.texts.get(uri)!, under, underKey, token);
        // bodies in headers are few: their trees make room for those of the sources, which are lowered next
        if (file.hasTree && isHeader(uri) && !planned.seeds.includes(uri)) {
          void file.names; // while its tree is at hand
          file.release();
        }
        return file;
      },
      describe: (file) => file.description,
      included: (uri) => plan.includes.direct(uri),
    });
    for (const uri of reached.files) {
      try {
        const file = macros.file(uri);
        if (!file) continue;
        void file.names; // while its tree is at hand
        files.push(file);
      } catch (error) {
        if (error instanceof Cancelled) throw error;
        failures.push({ uri, message: error instanceof Error ? error.message : String(error) });
      }
    }
    return { files, failures };
  }

  private makeUnit(
    planned: PlannedUnit,
    plan: Plan,
    reached: Reach,
    files: readonly CachedFile[],
    whole: boolean,
    other?: () => ReturnType<Unit["otherChoice"]>,
  ): Unit {
    const { configuration, key } = this.configurationOf(planned.project);
    const inReach = new Set(reached.files);
    const inputs = files.map((file): UnitFileInput => {
      const { uri } = file.description;
      return {
        uri,
        source: file.description,
        live: () => file.source,
        names: file.names,
        visible: plan.includes.closure(uri).filter((other) => inReach.has(other)),
        lower: (declaration, names) => file.lower(declaration, names),
        lowerToRun: (declaration, names) => file.lowerToRun(declaration, names),
      };
    });
    return createUnit({
      target: this.options.target,
      files: inputs,
      macros: [...(configuration.defines ?? [])].flatMap(([name, body]) => (body === undefined ? [] : [{ name, body, offset: 0 }])),
      known: knownFunctions,
      ...(this.options.wrappers === undefined ? {} : { wrappers: this.options.wrappers }),
      ...(this.options.messageMaps === undefined ? {} : { messageMaps: this.options.messageMaps }),
      closed: !reached.cut && whole,
      missing: [],
      ...(other ? { other } : {}),
      read: (uri, text) => fileInput(this.cache.get(uri, text, configuration, key)),
    });
  }

  unitsOf(snapshot: Snapshot, uri: string, token?: CancellationToken): readonly UnitAnswer[] {
    return unitsAround(this.plan(snapshot), uri)
      .map((unit) => this.unit(snapshot, unit, token))
      .filter((answer) => answer.planned.seeds.includes(uri) || answer.status !== "ready" || answer.unit?.files.has(uri) === true);
  }

  private configurationOf(project: Project | undefined): { configuration: Configuration; key: string } {
    const defines = new Map<string, string | undefined>();
    // what only some configurations of the project define is undecided
    for (const define of project?.defines ?? []) {
      const at = define.indexOf("=");
      const name = (at < 0 ? define : define.slice(0, at)).trim();
      if (!/^[A-Za-z_]\w*$/.test(name) || /^_?N?DEBUG$/.test(name)) continue;
      defines.set(name, at < 0 ? "1" : define.slice(at + 1));
    }
    for (const [name, value] of this.options.defines ?? []) defines.set(name, value);
    const unicode = project === undefined ? true : defines.has("UNICODE") || defines.has("_UNICODE");
    const configuration: Configuration = {
      target: this.options.target,
      unicode,
      defines,
      ...(this.options.words === undefined ? {} : { words: this.options.words }),
    };
    return { configuration, key: JSON.stringify([[...defines].sort(), unicode]) };
  }

  forget(planned: PlannedUnit): void {
    this.units.delete(planned.id);
  }

  dispose(): void {
    this.units.clear();
    this.cache.dispose();
  }
}

/** A text that stands for itself. */
export function fileInput(file: CachedFile): Omit<UnitFileInput, "visible"> {
  return {
    uri: file.description.uri,
    source: file.description,
    live: () => file.source,
    names: file.names,
    lower: (declaration, names) => file.lower(declaration, names),
    lowerToRun: (declaration, names) => file.lowerToRun(declaration, names),
  };
}

function saysTheSame(a: FileFact, b: FileFact): boolean {
  if (a.hits !== b.hits || a.includes.length !== b.includes.length) return false;
  return a.includes.every(({ path, angle }, i) => path === b.includes[i]?.path && angle === b.includes[i]?.angle);
}

function sameParts(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((part, i) => part === b[i]);
}

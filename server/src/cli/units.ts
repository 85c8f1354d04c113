/** From a tree of files to the units that hold calls: plans, reads what is missing, and builds each unit. */
import { readFileSync } from "node:fs";
import { workspaceOptions } from "../features/settings.ts";
import type { Parser } from "../source/syntax.ts";
import { parseProject, type Project } from "../program/projects/parse.ts";
import type { PlannedUnit } from "../program/plan.ts";
import { createWorkspace, MAX_ROUNDS, type UnitAnswer, unitsAround, type Workspace } from "../program/workspace.ts";
import { reasonOf } from "../node/collect.ts";
import { warn } from "./output.ts";
import type { Settings } from "./settings.ts";
import { type Tree, uriOf } from "./tree.ts";
import type { UnitChecker, UnitReport } from "./unitReport.ts";

export function readProjects(paths: readonly string[]): Project[] {
  return paths.flatMap((path) => {
    try {
      const project = parseProject(uriOf(path), readFileSync(path, "utf8"));
      return project ? [project] : [];
    } catch (error) {
      warn(`${path}: ${reasonOf(error)}`);
      return [];
    }
  });
}

/** Files whose declarations and functions are kept from one unit to the next: a large program and its headers. */
const MAX_FILES = 600;

export class Units {
  private readonly workspace: Workspace;

  constructor(
    private readonly tree: Tree,
    private readonly projects: readonly Project[],
    parser: Parser,
    settings: Settings,
  ) {
    this.workspace = createWorkspace({ parser, maxFiles: MAX_FILES, ...workspaceOptions(settings.configuration, settings.include) });
  }

  private snapshot() {
    return { texts: this.tree.texts, facts: this.tree.facts, projects: this.projects };
  }

  /** Reads what an answer misses and asks again, at most eight rounds. */
  private complete(ask: () => UnitAnswer): UnitAnswer {
    let answer = ask();
    for (let round = 0; answer.status === "missing" && round < MAX_ROUNDS; round++) {
      for (const uri of answer.missing) if (this.tree.text(uri) === undefined) this.tree.texts.set(uri, "");
      answer = ask();
    }
    return answer;
  }

  /** The units with a call. */
  get planned(): readonly PlannedUnit[] {
    return this.workspace.plan(this.snapshot()).units;
  }

  /** Indices of the units that say something of the files of the tree; all, unless others are read around them. */
  get wanted(): readonly number[] {
    const plan = this.workspace.plan(this.snapshot());
    const all = plan.units.map((_, i) => i);
    if (!this.tree.isPart) return all;
    const wanted = new Set([...this.tree.status.keys()].flatMap((uri) => unitsAround(plan, uri)));
    return all.filter((i) => wanted.has(plan.units[i]!));
  }

  /** Every unit that is wanted, one at a time; a unit's trees may be gone when the next one is asked for. */
  *all(): Generator<UnitAnswer> {
    for (const planned of this.wanted.map((i) => this.planned[i]!)) {
      yield this.complete(() => this.workspace.unit(this.snapshot(), planned));
      this.workspace.forget(planned);
    }
  }

  /** The check of one unit of the plan, by its index there, with the functions that our own failure kept from being read. */
  report(index: number, checker: UnitChecker): UnitReport {
    const planned = this.planned[index];
    if (!planned) throw new Error(`there is no unit ${index}`);
    const before = this.failures.length;
    const report = checker.check(this.complete(() => this.workspace.unit(this.snapshot(), planned)));
    this.workspace.forget(planned);
    return { ...report, failures: [...report.failures, ...this.failures.slice(before)] };
  }

  /** Units that contain one file. */
  of(uri: string): UnitAnswer[] {
    for (let round = 0; ; round++) {
      const answers = this.workspace.unitsOf(this.snapshot(), uri);
      const missing = answers.flatMap((answer) => answer.missing);
      if (missing.length === 0 || round >= MAX_ROUNDS) return [...answers];
      for (const name of missing) if (this.tree.text(name) === undefined) this.tree.texts.set(name, "");
    }
  }

  /** Functions that our own failure kept from being read. */
  get failures() {
    return this.workspace.failures;
  }

  dispose(): void {
    this.workspace.dispose();
  }
}

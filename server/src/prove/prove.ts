/**
 * Joins the findings of a unit with schedules: each entry that can come to a finding is searched once under each provider, and what the runs
 * break is laid beside what the checker says. Works in slices, as the search does.
 */
import type { Goal } from "../explorer/direction.ts";
import { createSimulation, SimulationError, type SimulationDriver } from "../explorer/simulate.ts";
import type { Coverage } from "../explorer/simulateTypes.ts";
import { boundText, type SimulationRun, type Violation } from "../explorer/trace.ts";
import type { ProgramFunction, Unit } from "../program/types.ts";
import type { Finding } from "../rules/types.ts";
import { incompleteness, MAX_EVENTS, openness } from "./closed.ts";
import { entriesFor, functionAt, programOf } from "./entries.ts";
import { Matching } from "./matching.ts";
import { refutable, shownBy } from "./shownBy.ts";
import type { Proof, ProveOptions } from "./types.ts";

interface Searched {
  readonly entry: ProgramFunction;
  readonly provider: string;
  readonly run?: SimulationRun;
  readonly violations: readonly Violation[];
  readonly coverage?: Coverage;
  /** Why there is no run. */
  readonly failed?: string;
}

interface Job {
  readonly entry: ProgramFunction;
  readonly provider: string;
}

/** Mistakes that need starts that fail; a search lets one of them fail in a run. */
const NEEDS_FAILED_START: ReadonlySet<string> = new Set(["unchecked-start", "cancel-zero-handle"]);

const onlyConfig = (violation: Violation): boolean => violation.assumptions.every(({ kind }) => kind === "config");

/** Fewest assumptions, then fewest events. */
const simpler = (a: Violation, b: Violation): number =>
  Number(onlyConfig(b)) - Number(onlyConfig(a)) || a.assumptions.length - b.assumptions.length || a.events.length - b.events.length;

export class Prover {
  private readonly entries: ReadonlyMap<Finding, readonly ProgramFunction[]>;
  private readonly matching: Matching;
  private readonly rules: ReadonlySet<string>;
  private readonly jobs: Job[];
  private readonly done: Searched[] = [];
  private running: { readonly job: Job; readonly driver: SimulationDriver } | undefined;

  /** Findings whose rule no run can break are left open. */
  constructor(
    private readonly unit: Unit,
    private readonly findings: readonly Finding[],
    private readonly options: ProveOptions,
  ) {
    const searched = findings.filter((finding) => shownBy(finding.rule).size > 0);
    this.matching = new Matching(unit, searched);
    this.rules = new Set(searched.flatMap((finding) => [...shownBy(finding.rule)]));
    this.entries = new Map(searched.map((finding) => [finding, entriesFor(unit, finding)]));
    const entries = [...new Set([...this.entries.values()].flat())];
    this.jobs = entries.flatMap((entry) => options.providers.map((provider) => ({ entry, provider })));
  }

  /** Works for about `milliseconds`; true when done. */
  run(milliseconds: number): boolean {
    const { now } = this.options;
    const end = now() + milliseconds;
    do {
      if (!this.running) {
        const job = this.jobs.shift();
        if (!job) return true;
        if (this.isNeeded(job)) this.begin(job);
        continue;
      }
      const { job, driver } = this.running;
      try {
        if (!driver.run(Math.max(1, end - now()))) continue;
        this.done.push({ ...job, run: driver.result(), violations: driver.everyViolation(this.rules), coverage: driver.coverage });
      } catch (error) {
        // one entry that cannot be run leaves its findings open; the others go on
        this.done.push({ ...job, violations: [], failed: error instanceof Error ? error.message : String(error) });
      }
      this.running = undefined;
    } while (now() < end);
    return this.jobs.length === 0 && !this.running;
  }

  private begin(job: Job): void {
    const { options } = this;
    try {
      const driver = createSimulation(this.unit, job.entry, {
        provider: job.provider as "documented",
        maxEvents: MAX_EVENTS,
        thorough: true,
        goals: this.goalsOf(job.entry),
        maxSeconds: options.seconds / options.providers.length,
        now: options.now,
        ...(options.maxStates === undefined ? {} : { maxStates: options.maxStates }),
      });
      this.running = { job, driver };
    } catch (error) {
      if (!(error instanceof SimulationError) && !(error instanceof Error)) throw error;
      this.done.push({ ...job, violations: [], failed: error.message });
    }
  }

  /** Places of the findings that wait for what an entry shows. */
  private goalsOf(entry: ProgramFunction): readonly Goal[] {
    return [...this.entries].flatMap(([finding, entries]) =>
      entries.includes(entry) ? [finding, ...finding.related].map(({ uri, start }) => ({ uri, start })) : [],
    );
  }

  /** Somebody still waits for what this entry shows. */
  private isNeeded({ entry }: Job): boolean {
    for (const [finding, entries] of this.entries)
      if (entries.includes(entry) && !this.matches(finding).some(({ violation }) => onlyConfig(violation))) return true;
    return false;
  }

  private matches(finding: Finding): { readonly searched: Searched; readonly violation: Violation }[] {
    return this.done.flatMap((searched) =>
      searched.violations.filter((violation) => this.matching.shows(violation, finding)).map((violation) => ({ searched, violation })),
    );
  }

  /** For each finding, in order; complete once `run` has answered true. */
  result(): ReadonlyMap<Finding, Proof> {
    return new Map(this.findings.map((finding) => [finding, this.proofOf(finding)]));
  }

  private proofOf(finding: Finding): Proof {
    const entries = this.entries.get(finding);
    if (!entries) return { kind: "open", why: "no run can show a mistake of this rule" };
    const best = this.matches(finding).sort((a, b) => simpler(a.violation, b.violation))[0];
    if (best) {
      const { searched, violation } = best;
      return {
        kind: onlyConfig(violation) ? "proven" : "shown",
        witness: { entry: searched.entry.name, provider: searched.provider, schedule: violation.schedule },
        message: violation.message,
        assumptions: violation.assumptions,
        events: violation.events,
      };
    }
    return this.refutation(finding, entries);
  }

  /** Refuted, or why not. */
  private refutation(finding: Finding, entries: readonly ProgramFunction[]): Proof {
    const open = (why: string): Proof => ({ kind: "open", why });
    const runs = this.done.filter(({ entry }) => entries.includes(entry));
    if (runs.length === 0) return open("there is no entry from which a run comes to it");
    const names = [...new Set(runs.map(({ entry }) => entry.name))].join(", ");
    const failed = runs.find((one) => one.failed !== undefined);
    if (failed) return open(`${failed.entry.name} could not be run: ${failed.failed}`);
    const program = programOf(this.unit);
    const fn = functionAt(this.unit, finding.uri, finding.start);
    const unshown = `no order of ${names} shows it`;
    if (!program || !fn || !refutable.has(finding.rule))
      return open(`${unshown}${hindrance(runs, fn)}, and no order of a whole program was tried`);
    if (NEEDS_FAILED_START.has(finding.rule)) return open(`${unshown}, but only one start fails in a run`);
    const broken = runs.flatMap(({ violations }) => violations).find(({ rule }) => shownBy(finding.rule).has(rule));
    if (broken) return open(`${unshown} at this place, but one breaks the rule elsewhere: ${broken.message}`);
    const unknown = openness(this.unit);
    if (unknown !== undefined) return open(`${unshown}, but ${unknown}`);
    const { providers } = this.options;
    let orders = 0;
    for (const provider of providers) {
      const one = runs.find(({ entry, provider: other }) => entry === program && other === provider);
      if (!one?.run || !one.coverage) return open(`${unshown}, but ${program.name} was not tried under ${provider}`);
      const left = incompleteness(one.run, one.coverage, fn);
      if (left !== undefined) return open(`${unshown}, but under ${provider}: ${left}`);
      orders += one.run.executions;
    }
    return { kind: "refuted", by: `all ${orders} orders of ${program.name} were tried under ${providers.join(", ")}, and none shows it` };
  }
}

/** What kept the runs from a finding, if that can be told. */
function hindrance(runs: readonly Searched[], fn: ProgramFunction | undefined): string {
  if (fn && !runs.some(({ coverage }) => coverage?.functions.has(fn.index))) return `: no run comes to ${fn.name}`;
  const bound = runs.flatMap(({ run }) => run?.bounds ?? [])[0];
  return bound ? `: ${boundText(bound)}` : "";
}

/** Runs a prover to its end. */
export function prove(unit: Unit, findings: readonly Finding[], options: ProveOptions): ReadonlyMap<Finding, Proof> {
  const prover = new Prover(unit, findings, options);
  while (!prover.run(1000)) {
    // slices only matter to those who share the thread
  }
  return prover.result();
}

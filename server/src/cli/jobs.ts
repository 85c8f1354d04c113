/** Spreads the units of a tree over threads. What comes out does not depend on their number: reports are put in the order of the plan. */
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { FileFact, PlannedUnit } from "../program/plan.ts";
import type { Project } from "../program/projects/parse.ts";
import { parserNamed } from "./parsers.ts";
import type { Settings } from "./settings.ts";
import type { Tree } from "./tree.ts";
import { type CheckSettings, UnitChecker, type UnitReport } from "./unitReport.ts";
import { Units } from "./units.ts";

/** What a thread is given at its start: enough to make the same plan, and to read the files of its units. */
export interface ThreadData {
  readonly facts: ReadonlyMap<string, FileFact>;
  readonly paths: ReadonlyMap<string, string>;
  readonly projects: readonly Project[];
  readonly settings: Settings;
  readonly check: CheckSettings;
  readonly parser: string;
}

/** The index of a unit in the plan. */
export interface ToThread {
  readonly unit: number;
}
export interface FromThread {
  readonly unit: number;
  readonly report: UnitReport;
}

export interface CheckUnitsOptions {
  readonly check: CheckSettings;
  readonly parser: string;
  /** Threads; by default as many as the machine has processors, and no more than the work is worth. */
  readonly jobs?: number | undefined;
  /** What the threads run: the command line's own file. Without one there are none. */
  readonly script?: URL | undefined;
}

/** Reports of all units of a tree, in the order of the plan. */
export async function checkUnits(
  tree: Tree,
  projects: readonly Project[],
  settings: Settings,
  { check, parser, jobs, script }: CheckUnitsOptions,
): Promise<readonly UnitReport[]> {
  const units = new Units(tree, projects, await parserNamed(parser), settings);
  try {
    const { planned, wanted } = units;
    const worth = worthwhile(
      wanted.map((i) => planned[i]!),
      tree,
    );
    const threads = Math.min(jobs ?? worth, wanted.length);
    if (!script || threads <= 1) {
      const checker = new UnitChecker(tree, check, check.prove && (await import("../prove/prove.ts")).prove);
      return wanted.map((i) => units.report(i, checker));
    }
    const paths = new Map([...tree.status].map(([uri, { file }]) => [uri, file]));
    const data = { facts: tree.facts, paths, projects, settings, check, parser };
    return await checkInThreads(script, data, wanted, threads, (unit, message) => ({
      findings: [],
      status: [],
      failures: (planned[unit]?.seeds ?? []).map((uri) => ({ uri, message })),
      heldBack: {},
    }));
  } finally {
    units.dispose();
  }
}

/** Below this many bytes of files with calls the start of a thread costs more than it saves. */
const WORTH_A_THREAD = 100_000;

function worthwhile(planned: readonly PlannedUnit[], tree: Tree): number {
  const bytes = planned.flatMap((unit) => unit.seeds).reduce((sum, uri) => sum + (tree.facts.get(uri)?.size ?? 0), 0);
  return Math.min(availableParallelism(), Math.ceil(bytes / WORTH_A_THREAD));
}

/** Size of the generation of short-lived objects, in MB: paths fork a great deal. */
const YOUNG_GENERATION = 64;

/**
 * Each thread takes the units of its own stretch, for neighbours share files; who is through takes from the end of the longest stretch
 * that is left.
 */
class Stretches {
  private readonly left: { next: number; end: number }[];

  constructor(count: number, threads: number) {
    this.left = Array.from({ length: threads }, (_, i) => ({
      next: Math.floor((count * i) / threads),
      end: Math.floor((count * (i + 1)) / threads),
    }));
  }

  take(thread: number): number | undefined {
    const own = this.left[thread];
    if (own && own.next < own.end) return own.next++;
    const longest = this.left.reduce((a, b) => (b.end - b.next > a.end - a.next ? b : a));
    return longest.next < longest.end ? --longest.end : undefined;
  }
}

/** Checks the units of these indices with `threads` threads that run `script`. A thread that ends early fails the unit it was at. */
async function checkInThreads(
  script: URL,
  data: ThreadData,
  units: readonly number[],
  threads: number,
  failed: (unit: number, message: string) => UnitReport,
): Promise<UnitReport[]> {
  const reports = new Array<UnitReport>(units.length);
  const stretches = new Stretches(units.length, threads);
  const run = async (thread: number): Promise<void> => {
    for (let at = stretches.take(thread); at !== undefined; at = stretches.take(thread)) {
      const first = at;
      // until there is nothing left to take, or the thread ends
      const lost = await new Promise<{ at: number; reason: string } | undefined>((resolve) => {
        let now = first;
        const worker = new Worker(script, { workerData: data, resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION } });
        const ask = (): void => worker.postMessage({ unit: units[now]! } satisfies ToThread);
        worker.on("message", ({ report }: FromThread) => {
          reports[now] = report;
          const next = stretches.take(thread);
          if (next === undefined) {
            resolve(undefined);
            void worker.terminate();
          } else {
            now = next;
            ask();
          }
        });
        worker.on("error", (error) => resolve({ at: now, reason: error.message }));
        // after an answer this changes nothing
        worker.on("exit", (code) => resolve({ at: now, reason: `the thread ended with status ${code}` }));
        ask();
      });
      if (lost) reports[lost.at] = failed(units[lost.at]!, lost.reason);
    }
  };
  await Promise.all(Array.from({ length: threads }, (_, i) => run(i)));
  return reports;
}

/**
 * Whether a program notices that a start has failed: the run in which it fails is laid beside the one in which the request begins, up to
 * where the thread waits or the entry has returned. A failure is unnoticed if both take the same way and give the caller the same.
 */
import type { Environment } from "./environment/environment.ts";
import { Interner } from "./interner.ts";
import { positionOf } from "./interpreter/position.ts";
import type { Simulation } from "./interpreter/simulation.ts";
import type { World } from "./interpreter/world.ts";
import { Scheduler, Walk } from "./scheduler.ts";
import { collect } from "./interpreter/collect.ts";
import { internState } from "./stateKey.ts";
import type { Value } from "./values.ts";

/** Statements after the start that are compared; a longer way is not judged. */
const MAX_STEPS = 20_000;

interface Way {
  /** Function and offset of each statement, and how it ended. */
  readonly text: string;
  readonly result: Value | undefined;
}

/** @param path to the choice between the start's outcomes, of which the first is that the request begins. */
export function isUnnoticed(sim: Simulation, root: World, environment: Environment, maxEvents: number, path: readonly number[]): boolean {
  const begun = wayOf(sim, root, environment, maxEvents, [...path, 0]);
  if (!begun) return false;
  const failed = wayOf(sim, root, environment, maxEvents, [...path, 1]);
  return failed !== undefined && begun.text === failed.text && begun.result === failed.result;
}

function wayOf(sim: Simulation, root: World, environment: Environment, maxEvents: number, path: readonly number[]): Way | undefined {
  const states = new Interner();
  const scheduler = new Scheduler(environment, maxEvents, (world) => internState(world, states), 0);
  const world = root.fork();
  try {
    for (const chosen of path) {
      sim.activate(world);
      const standing = scheduler.advance(world);
      sim.suspend();
      // as in the search, before a statement is done again with its answer
      collect(world);
      const option = standing.kind === "decision" ? standing.options[chosen] : undefined;
      if (!option) return undefined;
      sim.activate(world);
      scheduler.apply(world, option);
    }
    // behind the entry the environment is the caller, and looks at nothing
    if (world.stage === 1) return undefined;
    const acting = world.threads.findIndex((thread) => thread.answers.length > 0);
    const steps: string[] = [];
    let walk = new Walk(true);
    while (steps.length < MAX_STEPS) {
      sim.activate(world);
      const standing = scheduler.advance(world, walk);
      const thread = world.threads[acting];
      if (!thread || world.stage === 1) return { text: steps.join(" "), result: world.modelState.get("entry result") };
      if (standing.kind === "paused") {
        // the environment has acted: the thread waits
        if (standing.thread < 0) return { text: steps.join(" "), result: undefined };
        const at = positionOf(thread);
        if (standing.thread === acting && at) steps.push(`${at.fn.index}+${at.start}`);
        continue;
      }
      if (standing.kind !== "decision")
        return { text: `${steps.join(" ")} ${world.exit?.kind ?? standing.kind}`, result: world.exit?.code };
      const on = standing.options.findIndex((option) => option.kind === "thread" && option.index === acting);
      const first = standing.options[0]!;
      collect(world);
      if (on < 0 && first.kind !== "answer") return { text: steps.join(" "), result: undefined };
      scheduler.apply(world, standing.options[Math.max(on, 0)]!);
      walk = new Walk(true);
    }
    return undefined;
  } finally {
    sim.suspend();
  }
}

/** One run again, by its decisions: silently for its state, loudly for its events. */
import { type Option, Scheduler } from "./scheduler.ts";
import type { Environment } from "./environment/environment.ts";
import type { RunEvent } from "./events.ts";
import type { Position, Simulation } from "./interpreter/simulation.ts";
import type { World } from "./interpreter/world.ts";
import { Interner } from "./interner.ts";
import { collect } from "./interpreter/collect.ts";
import { internState } from "./stateKey.ts";

export interface LoggedEvent {
  readonly event: RunEvent;
  readonly position: Position | undefined;
  readonly thread: number;
}

export interface Decision {
  readonly options: readonly Option[];
  readonly chosen: number;
  /** Events before this decision. */
  readonly at: number;
}

export interface Replayed {
  readonly world: World;
  readonly log: readonly LoggedEvent[];
  readonly decisions: readonly Decision[];
  /** The run repeats itself for ever from here. */
  readonly cycle: boolean;
  /** Number of the decision at which the path asked for an option that is not there. */
  readonly drift: number | undefined;
}

const MAX_EXTRA = 4000;

/** @param stopAtPath do not go on with defaults when the path is used up. */
export function replay(
  sim: Simulation,
  root: World,
  environment: Environment,
  maxEvents: number,
  path: readonly number[],
  stopAtPath = false,
): Replayed {
  const states = new Interner();
  const keyOf = (world: World): number => internState(world, states);
  const scheduler = new Scheduler(environment, maxEvents, keyOf, 0);
  const world = root.fork();
  const log: LoggedEvent[] = [];
  const decisions: Decision[] = [];
  sim.reached.clear();
  sim.reached.add(environment.entry.index);
  sim.log = log;
  const seen = new Set<number>();
  try {
    for (let i = 0; ; i++) {
      sim.activate(world);
      const standing = scheduler.advance(world);
      sim.suspend();
      if (standing.kind === "over") return { world, log, decisions, cycle: false, drift: undefined };
      if (standing.kind === "cycle") return { world, log, decisions, cycle: true, drift: undefined };
      // as in the search: what a statement made that is done again after a question is forgotten, or it would ask for ever
      collect(world);
      if (i >= path.length) {
        const key = keyOf(world);
        if (seen.has(key)) return { world, log, decisions, cycle: true, drift: undefined };
        seen.add(key);
        if (stopAtPath || i > path.length + MAX_EXTRA) return { world, log, decisions, cycle: stopAtPath, drift: undefined };
      }
      const chosen = path[i] ?? 0;
      const option = standing.options[chosen];
      if (!option) return { world, log, decisions, cycle: false, drift: i };
      decisions.push({ options: standing.options, chosen, at: log.length });
      sim.activate(world);
      if (option.kind !== "answer" && option.kind !== "thread") world.environmentSteps++;
      scheduler.apply(world, option);
    }
  } finally {
    sim.suspend();
    sim.log = undefined;
  }
}

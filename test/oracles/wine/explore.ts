/**
 * All schedules of a deterministic piece of code that asks `choose(n)` wherever something else could happen first. The code is run again
 * from its start with other answers until every answer has been tried; a run that reaches a point it has been at before ends there.
 */

export interface Schedule {
  /** An index below `options`. */
  choose(options: number): number;
  /** Names the whole situation. Ends the run if an earlier one has been here, by an exception that only {@link outcomesOf} may catch. */
  reached(situation: string): void;
}

class SeenBefore extends Error {}

/** A run that asks for more decisions than this is not the small program that is meant here. */
const decisionLimit = 2000;

export interface Outcomes {
  /** Different results, in order of discovery; the first is that of the schedule of all zeros. */
  readonly results: readonly string[];
  /** Complete runs and runs that ended at a known situation. */
  readonly runs: number;
}

/** Every result of `run`. Throws after `limit` runs, for then the answer would not be complete. */
export function outcomesOf(run: (schedule: Schedule) => string, limit = 200_000): Outcomes {
  const results = new Set<string>();
  const seen = new Set<string>();
  let decisions: { chosen: number; options: number }[] = [];
  for (let runs = 1; runs <= limit; runs++) {
    let position = 0;
    const schedule: Schedule = {
      choose(options) {
        if (position === decisions.length) decisions.push({ chosen: 0, options });
        const decision = decisions[position++]!;
        if (decision.options !== options) throw new Error("the run is not deterministic");
        if (position > decisionLimit) throw new Error("the run does not end");
        return decision.chosen;
      },
      reached(situation) {
        // Up to the last decision the run repeats an earlier one; only what comes after it is new.
        if (position < decisions.length) return;
        if (seen.has(situation)) throw new SeenBefore();
        seen.add(situation);
      },
    };
    try {
      results.add(run(schedule));
    } catch (error) {
      if (!(error instanceof SeenBefore)) throw error;
    }
    while (decisions.length > 0 && decisions.at(-1)!.chosen + 1 === decisions.at(-1)!.options) decisions.pop();
    if (decisions.length === 0) return { results: [...results], runs };
    decisions = decisions.slice();
    decisions[decisions.length - 1] = { ...decisions.at(-1)!, chosen: decisions.at(-1)!.chosen + 1 };
  }
  throw new Error(`more than ${limit} runs`);
}

/** Whether all that can happen to the requests of a program was in a search: only then does a search that finds nothing refute anything. */
import type { Coverage } from "../explorer/simulateTypes.ts";
import { boundText, type SimulationRun } from "../explorer/trace.ts";
import type { ProgramFunction, Unit } from "../program/types.ts";

/** User events in one run of a search. */
export const MAX_EVENTS = 2;

/** Why something could take or touch a request that no search knows of; undefined: every completion has its handlers, and all of them are known. */
export function openness(unit: Unit): string | undefined {
  if (unit.missing.length > 0) return `${unit.missing[0]} was not found`;
  for (const start of unit.starts) {
    if (start.unresolved.length > 0) return start.unresolved[0];
    if (start.handlers.length === 0) return `nothing that is known takes ${start.message.text}`;
    const open = start.messages.find((message) => !unit.handlersComplete(message));
    if (open) return `not every handler of ${open.text} is known`;
  }
  return undefined;
}

/** Why a search of the whole program says nothing about what it did not find in a function; undefined: it left nothing out and took nothing for granted. */
export function incompleteness(run: SimulationRun, coverage: Coverage, fn: ProgramFunction): string | undefined {
  const bound = run.bounds[0];
  if (bound) return boundText(bound);
  if (!run.exhaustive || run.outcomes.some((outcome) => outcome.exit.kind === "cut")) return "the search is not complete";
  if (run.assumptions[0]) return run.assumptions[0].text;
  if (coverage.users > MAX_EVENTS) return `the user can do ${coverage.users} things, and ${MAX_EVENTS} of them are tried in one run`;
  if (!coverage.functions.has(fn.index)) return `no run comes to ${fn.name}`;
  return undefined;
}

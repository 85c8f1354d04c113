/** Functions that run on threads of their own. */
import type { Facts } from "../analysis/facts.ts";
import { before, type PathEvent } from "../analysis/events.ts";
import { bare } from "../analysis/roles.ts";
import { callsOf } from "../analysis/relevance.ts";
import { calleeName } from "../analysis/valueFlow.ts";
import type { ProgramFunction, Unit } from "../program/types.ts";
import { strip } from "../program/values.ts";

const STARTS = new Map([
  ["CreateThread", 2],
  ["_beginthreadex", 2],
  ["_beginthread", 0],
  ["AfxBeginThread", 0],
]);

const known = new WeakMap<Unit, ReadonlySet<ProgramFunction>>();

/** Procedures that the unit starts as threads, also from functions that have to do with no request. */
export function threadProcedures(facts: Facts): ReadonlySet<ProgramFunction> {
  const old = known.get(facts.unit);
  if (old) return old;
  const found = new Set<ProgramFunction>();
  for (const fn of facts.unit.mentioning(STARTS.keys())) {
    for (const { statement } of callsOf(fn)) {
      const index = STARTS.get(bare(calleeName(statement)));
      const arg = index === undefined ? undefined : statement.args[index];
      const value = arg && strip(fn.ir, arg);
      if (value?.kind !== "function") continue;
      const procedure = facts.unit.functions.find((f) => f.name === value.name || f.name.endsWith(`::${value.name}`));
      if (procedure) found.add(procedure);
    }
  }
  known.set(facts.unit, found);
  return found;
}

/** The event lies between taking and giving back a lock. */
export function isLocked(event: PathEvent): boolean {
  for (const e of before(event)) {
    if (e.kind !== "call") continue;
    const name = bare(e.name);
    if (/^(?:LeaveCriticalSection|Unlock|unlock|ReleaseMutex|ReleaseSRWLock\w+)$/.test(name)) return false;
    if (/^(?:EnterCriticalSection|Lock|lock|AcquireSRWLock\w+)$/.test(name) || /(?:Lock|Guard)$/.test(name)) return true;
  }
  return false;
}

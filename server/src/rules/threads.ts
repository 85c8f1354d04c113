/** Functions that run on threads of their own. */
import type { Facts } from "../analysis/facts.ts";
import { before, type PathEvent } from "../analysis/events.ts";
import { bare } from "../analysis/roles.ts";
import type { ProgramFunction } from "../program/types.ts";

const STARTS = new Map([
  ["CreateThread", 2],
  ["_beginthreadex", 2],
  ["_beginthread", 0],
  ["AfxBeginThread", 0],
]);

/** Procedures that the unit starts as threads. */
export function threadProcedures(facts: Facts): ReadonlySet<ProgramFunction> {
  const found = new Set<ProgramFunction>();
  for (const call of facts.all("call")) {
    const index = STARTS.get(bare(call.name));
    const arg = index === undefined ? undefined : call.args[index];
    if (arg?.kind !== "function") continue;
    const fn = facts.unit.functions.find((f) => f.name === arg.name || f.name.endsWith(`::${arg.name}`));
    if (fn) found.add(fn);
  }
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

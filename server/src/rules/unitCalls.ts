/** Calls in all of a unit's functions, also in those that have to do with no request and are not analysed. */
import type { Facts } from "../analysis/facts.ts";
import { callsOf } from "../analysis/relevance.ts";
import { bare } from "../analysis/roles.ts";
import { calleeName } from "../analysis/valueFlow.ts";
import type { CallSite } from "../program/types.ts";
import { definitionOf, strip } from "../program/values.ts";

/** The calls whose bare name matches. */
export function callsInUnit(facts: Facts, name: RegExp): CallSite[] {
  const found: CallSite[] = [];
  for (const fn of facts.unit.functions) for (const site of callsOf(fn)) if (name.test(bare(calleeName(site.statement)))) found.push(site);
  return found;
}

/** The constant that is passed, if it is one whatever the path. */
export function constantArgument(site: CallSite, index: number): bigint | undefined {
  const arg = site.statement.args[index];
  const value = arg && strip(site.function.ir, arg);
  if (value?.kind === "int") return value.value;
  if (value?.kind !== "temp") return undefined;
  const made = definitionOf(site.function.ir, value.id);
  if (made?.kind !== "call" || bare(calleeName(made)) !== "MAKEWORD") return undefined;
  const [low, high] = made.args.map((a) => strip(site.function.ir, a));
  return low?.kind === "int" && high?.kind === "int" ? (low.value & 0xffn) | ((high.value & 0xffn) << 8n) : undefined;
}

/** A call's place, for a report. */
export function siteOf(site: CallSite): {
  readonly function: CallSite["function"];
  readonly range: CallSite["statement"]["range"];
  readonly statement: CallSite["statement"];
} {
  return { function: site.function, range: site.statement.range, statement: site.statement };
}

/** Calls in all of a unit's functions, also in those that have to do with no request and are not analysed. */
import type { Facts } from "../analysis/facts.ts";
import { callsOf } from "../analysis/relevance.ts";
import { bare, dispatches, takesMessages } from "../analysis/roles.ts";
import { calleeName } from "../analysis/valueFlow.ts";
import type { CallSite, ProgramFunction } from "../program/types.ts";
import { definitionOf, strip } from "../program/values.ts";

/** The calls of functions of these names. */
export function callsInUnit(facts: Facts, names: readonly string[]): CallSite[] {
  const found: CallSite[] = [];
  for (const fn of facts.unit.mentioning(names))
    for (const site of callsOf(fn)) if (names.includes(bare(calleeName(site.statement)))) found.push(site);
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

const pumping = new WeakMap<Facts, Map<string, boolean>>();

/** The program's own function of this name takes or dispatches messages, itself or through others. */
export function takesMessagesInside(facts: Facts, name: string): boolean {
  let known = pumping.get(facts);
  if (!known) pumping.set(facts, (known = new Map()));
  const old = known.get(name);
  if (old !== undefined) return old;
  known.set(name, false);
  const found = facts.unit.functions
    .filter((fn) => fn.name === name || fn.name.endsWith(`::${name}`))
    .some((fn) => {
      for (const { statement } of callsOf(fn)) {
        const callee = calleeName(statement);
        if (takesMessages(callee) || dispatches(callee) || (callee !== name && takesMessagesInside(facts, callee))) return true;
      }
      return false;
    });
  known.set(name, found);
  return found;
}

/** Calls of functions of that name in the function and in the functions of the unit that it calls, at most four deep. */
export function* callsWithin(
  facts: Facts,
  fn: ProgramFunction,
  name: RegExp,
  seen = new Set<ProgramFunction>(),
  depth = 4,
): Generator<CallSite> {
  if (seen.has(fn) || depth < 0) return;
  seen.add(fn);
  for (const site of callsOf(fn)) {
    if (name.test(bare(calleeName(site.statement)))) yield site;
    const target = facts.callGraph.resolve(site);
    if (target.kind === "program") for (const to of target.functions) yield* callsWithin(facts, to, name, seen, depth - 1);
  }
}

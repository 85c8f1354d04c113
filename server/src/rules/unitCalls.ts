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

/** Levels of calls that are followed. */
const DEEPEST = 4;

/** Calls of functions of these names in the function and in the functions of the unit that it calls, at most four deep. */
export function callsWithin(facts: Facts, fn: ProgramFunction, names: readonly string[]): Iterable<CallSite> {
  return walk(facts, fn, names, mayReach(facts, names), new Set(), DEEPEST);
}

function* walk(
  facts: Facts,
  fn: ProgramFunction,
  names: readonly string[],
  worth: ReadonlySet<ProgramFunction>,
  seen: Set<ProgramFunction>,
  depth: number,
): Generator<CallSite> {
  if (seen.has(fn) || depth < 0 || !worth.has(fn)) return;
  seen.add(fn);
  for (const site of callsOf(fn)) {
    if (names.includes(bare(calleeName(site.statement)))) yield site;
    const target = facts.callGraph.resolve(site);
    if (target.kind === "program") for (const to of target.functions) yield* walk(facts, to, names, worth, seen, depth - 1);
  }
}

const reaching = new WeakMap<Facts, Map<string, ReadonlySet<ProgramFunction>>>();

/**
 * The functions whose texts can lead to a call of these names, level by level: the others need not be read. A constructor is named by its
 * class; a call through a pointer is followed where the text names the function too.
 */
function mayReach(facts: Facts, names: readonly string[]): ReadonlySet<ProgramFunction> {
  let known = reaching.get(facts);
  if (!known) reaching.set(facts, (known = new Map()));
  const key = names.join(" ");
  const old = known.get(key);
  if (old) return old;
  const found = new Set<ProgramFunction>(facts.unit.mentioning(names));
  let layer: readonly ProgramFunction[] = [...found];
  for (let level = 0; level < DEEPEST && layer.length > 0; level++) {
    const words = new Set(layer.flatMap((fn) => fn.name.split(/\W+/).slice(-2)));
    layer = facts.unit.mentioning([...words].filter(Boolean)).filter((fn) => !found.has(fn));
    for (const fn of layer) found.add(fn);
  }
  known.set(key, found);
  return found;
}

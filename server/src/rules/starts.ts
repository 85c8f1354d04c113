/** Small helpers of the rules about the arguments of a start. */
import type { EventOf } from "../analysis/events.ts";
import type { Facts } from "../analysis/facts.ts";
import { bare } from "../analysis/roles.ts";
import { constantOf, zeroness } from "../analysis/state.ts";
import { someTerm, stripNarrow, type Term } from "../analysis/terms.ts";
import { argumentIndex } from "../winsock/functions.ts";
import type { ParameterRole } from "../winsock/types.ts";
import type { Location } from "./types.ts";
import { argumentLocation, argumentText } from "./context.ts";

export interface Argument {
  readonly start: EventOf<"start">;
  readonly value: Term;
  /** Source text. */
  readonly text: string;
  readonly at: Location;
  readonly constant: bigint | undefined;
}

/** The argument with this role of every start that has it, once a call site and value. */
export function* argumentsOf(facts: Facts, role: ParameterRole): Generator<Argument> {
  const seen = new Set<string>();
  for (const start of facts.all("start")) {
    const index = argumentIndex(start.name, role);
    const value = index === undefined ? undefined : start.args[index];
    const at = index === undefined ? undefined : argumentLocation(start, index);
    if (index === undefined || !value || !at) continue;
    const key = `${at.uri}:${at.start}:${value.id}:${zeroness(start.state, value)}`;
    if (seen.has(key)) continue;
    seen.add(key);
    yield { start, value, text: argumentText(facts.unit, start, index), at, constant: constantOf(start.state, value) };
  }
}

/** The value was made by a call of one of these functions. */
export function madeBy(value: Term, names: RegExp): boolean {
  return someTerm(value, (t) => t.kind === "call" && names.test(bare(t.name)));
}

/** The arguments of the call whose result this is. */
export function argsOfCall(from: EventOf<"start">, result: Term): readonly Term[] | undefined {
  const t = stripNarrow(result);
  for (let e = from.previous; e; e = e.previous) if (e.kind === "call" && e.result === t) return e.args;
  return undefined;
}

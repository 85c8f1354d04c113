/** Functions of the program that only forward to a Winsock function: a call of them is that call. */
import type { Value } from "../ir/types.ts";
import type { FunctionEntry } from "./functions.ts";
import type { CallStatement } from "./resolve.ts";
import type { CallTarget } from "./types.ts";
import { parameterChanged, parameterOf, rootPlace, statementsOf, strip } from "./values.ts";

export interface Forwarding {
  /** Winsock function to which the body hands its parameters unchanged and in order, returning its result. */
  forwardsTo(fn: FunctionEntry): string | undefined;
}

export function createForwarding(resolve: (fn: FunctionEntry, call: CallStatement) => CallTarget): Forwarding {
  const forwarding = new Map<number, string | undefined>();

  /** Winsock function to which the body hands its parameters unchanged and in order, returning its result. */
  function forwardsTo(fn: FunctionEntry): string | undefined {
    if (forwarding.has(fn.index)) return forwarding.get(fn.index);
    forwarding.set(fn.index, undefined); // a function that calls itself forwards nothing
    const result = fn.text.length > 1500 || !/WSA|wsa|Async|Cancel/.test(fn.text) ? undefined : forwardTarget(fn);
    forwarding.set(fn.index, result);
    return result;
  }

  function forwardTarget(fn: FunctionEntry): string | undefined {
    const { ir } = fn;
    let found: { name: string; call: CallStatement } | undefined;
    for (const { statement } of statementsOf(ir)) {
      if (statement.kind === "unknown" || statement.kind === "delete") return undefined;
      if (statement.kind === "store" && rootPlace(statement.place).kind !== "local") return undefined;
      if (statement.kind !== "call") continue;
      const target = resolve(fn, statement);
      if (target.kind === "winsock") {
        if (found) return undefined;
        found = { name: target.name, call: statement };
      } else if (statement.callee.kind !== "constructor" && statement.callee.kind !== "destructor" && !builds(fn, statement))
        return undefined;
    }
    if (!found || found.call.target === undefined) return undefined;
    const { call } = found;
    if (call.args.length !== ir.params.length || ir.params.length === 0) return undefined;
    if (!call.args.every((arg, i) => parameterOf(ir, arg) === i && !parameterChanged(ir, i))) return undefined;
    const returns = ir.blocks
      .filter((b) => b.end.kind === "return" && b.end.value !== undefined)
      .map((b) => (b.end as { value: Value }).value);
    const isResult = (v: Value) => {
      const at = strip(ir, v);
      return at.kind === "temp" && at.id === call.target;
    };
    return returns.length === 1 && isResult(returns[0]!) ? found.name : undefined;
  }

  /** A call that only prepares the functor or pointer: its arguments name an exported function. */
  function builds(fn: FunctionEntry, call: CallStatement): boolean {
    return call.args.length === 0 || call.args.some((arg) => strip(fn.ir, arg).kind === "string");
  }

  return { forwardsTo };
}

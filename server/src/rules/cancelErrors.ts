/** How a program tells the errors of a failed cancel apart. */
import type { EventOf, PathEvent } from "../analysis/events.ts";
import type { Facts } from "../analysis/facts.ts";
import { bare, isLogging } from "../analysis/roles.ts";
import { stripNarrow, type Term } from "../analysis/terms.ts";

export const WSAEINVAL = 10022n;
export const WSAEALREADY = 10037n;

export interface ErrorTest {
  readonly cancel: EventOf<"cancel">;
  /** WSAGetLastError after the cancel. */
  readonly read: EventOf<"call">;
  readonly branch: EventOf<"branch">;
  /** The constant compared with. */
  readonly code: bigint;
  /** The comparison held. */
  readonly equal: boolean;
}

/** The cancel whose error this WSAGetLastError reads: the last Winsock call before it. */
export function cancelOfError(facts: Facts, read: EventOf<"call">): EventOf<"cancel"> | undefined {
  for (let e: PathEvent | undefined = read.previous; e; e = e.previous) {
    if (e.kind === "cancel") return e;
    if (e.kind === "start" || (facts.isWinsockCall(e) && e.kind === "call" && bare(e.name) !== "WSAGetLastError")) return undefined;
  }
  return undefined;
}

/** Every comparison, on any path, of the error of a cancel with a constant. */
export function errorTests(facts: Facts): ErrorTest[] {
  const reads = new Map<Term, EventOf<"call">>();
  const cancels = new Map<EventOf<"call">, EventOf<"cancel">>();
  for (const e of facts.calls("WSAGetLastError", "GetLastError")) {
    const cancel = cancelOfError(facts, e);
    if (cancel) {
      reads.set(e.result, e);
      cancels.set(e, cancel);
    }
  }
  const tests: ErrorTest[] = [];
  for (const branch of facts.all("branch")) {
    const c = branch.condition;
    // past every label of a switch
    const chosen = branch.origin === "default" ? reads.get(stripNarrow(c)) : undefined;
    if (chosen) {
      const of = cancels.get(chosen);
      for (const { term: known, constraint } of branch.state.constraints.values())
        if (of && stripNarrow(known) === chosen.result)
          for (const code of constraint.notEqual) tests.push({ cancel: of, read: chosen, branch, code, equal: false });
      continue;
    }
    const inner = c.kind === "op" && c.op === "not" ? c.left : c;
    if (inner.kind !== "op" || inner.op !== "eq" || inner.right?.kind !== "int") continue;
    const term = stripNarrow(inner.left);
    const read = reads.get(term);
    const cancel = read ? cancels.get(read) : undefined;
    if (!read || !cancel) continue;
    tests.push({ cancel, read, branch, code: inner.right.value, equal: branch.truth === (inner === c) });
  }
  return tests;
}

/** What the program does after this event until its function ends, logging apart, as comparable text. */
export function behaviourAfter(facts: Facts, event: PathEvent): ReadonlySet<string> {
  const all = new Set<string>();
  facts.after(
    event,
    (e) => {
      switch (e.kind) {
        case "call":
          if (!isLogging(e.name) && !e.name.endsWith("GetLastError")) all.add(`call ${e.name}`);
          break;
        case "start":
        case "cancel":
          all.add(`${e.kind} ${e.at.range.start}`);
          break;
        case "free":
          all.add(`free ${e.pointer.id}`);
          break;
        case "store":
          if (e.path.kind !== "local") all.add(`store ${e.path.key}=${e.value.kind === "int" ? e.value.value : "?"}`);
          break;
        case "exit":
          all.add(`${e.how} ${e.result?.kind === "int" ? e.result.value : ""}`);
          break;
        default:
          break;
      }
      return false;
    },
    2000,
  );
  return all;
}

export function sameBehaviour(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((x) => b.has(x));
}

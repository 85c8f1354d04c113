/** What the program does with the result of a start: tests it, keeps it, hands it on, or nothing. */
import type { EventOf, PathEvent } from "../analysis/events.ts";
import type { Facts } from "../analysis/facts.ts";
import { bare, isLogging } from "../analysis/roles.ts";
import { type Path, rootOf, someTerm, stripNarrow, type Term } from "../analysis/terms.ts";
import { edit, fix, lineAt, statementExtent, textAt } from "./context.ts";
import type { Unit } from "../program/types.ts";
import { callAt, onlyCall, standsAlone } from "./edits.ts";
import type { Fix } from "./types.ts";

export interface Look {
  /** Some path looks at the result (or hands it to code that may). */
  readonly looked: boolean;
  /** An assertion, a comparison with a wrong constant: what there is instead. */
  readonly instead?: { readonly event: PathEvent; readonly kind: "assertion" | "wrong constant" | "log line" };
}

/** How the result of this start is looked at, on all paths after it. */
export function lookAt(facts: Facts, starts: readonly EventOf<"start">[]): Look {
  let looked = false;
  let instead: Look["instead"];
  for (const start of starts) {
    const has = (t: Term): boolean => someTerm(t, (x) => x === start.result);
    facts.after(start, (e) => {
      switch (e.kind) {
        case "branch":
          if (!has(e.condition)) break;
          if (e.origin === "assert") instead ??= { event: e, kind: "assertion" };
          else if (comparesWithOther(e.condition, start.result)) instead ??= { event: e, kind: "wrong constant" };
          else if (onlyLogs(facts, e)) instead ??= { event: e, kind: "log line" };
          else looked = true;
          break;
        case "exit":
          if (e.result && has(e.result)) looked = true;
          break;
        case "store":
          if (e.value !== start.result && has(e.value) && stripNarrow(e.value) !== start.result) looked = true;
          else if (has(e.value) && (e.path.kind === "deref" || testedThroughAccessor(facts, e))) looked = true;
          break;
        case "call":
          if (e.args.some((a) => has(a)) && !isLogging(e.name) && !/^(?:CloseHandle|ASSERT|assert)$/.test(bare(e.name))) looked = true;
          break;
        default:
          break;
      }
      return looked;
    });
  }
  return { looked, ...(instead ? { instead } : {}) };
}

/** Stored through `v.back()` or `*it`, and tested or returned through another such call: `v.back().h = start(…); if (v.back().h == 0)`. */
function testedThroughAccessor(facts: Facts, store: EventOf<"store">): boolean {
  const { path } = store;
  const accessor = accessorOf(path);
  if (path.kind !== "field" || accessor === undefined) return false;
  const isSame = (t: Term): boolean =>
    (t.kind === "entry" || t.kind === "havoc") &&
    t.path.kind === "field" &&
    t.path.member === path.member &&
    accessorOf(t.path) === accessor;
  const looks = (e: PathEvent): boolean =>
    e.kind === "branch"
      ? e.origin !== "assert" && someTerm(e.condition, isSame)
      : e.kind === "exit" && e.result !== undefined && someTerm(e.result, isSame);
  return facts.firstAfter(store, looks) !== undefined;
}

/** Name of the call that gave the reference or pointer through which the path goes. */
function accessorOf(path: Path): string | undefined {
  const root = rootOf(path);
  const pointer = root.kind === "deref" ? stripNarrow(root.pointer) : undefined;
  // `v.back()->h`: the element that the call refers to is a pointer itself
  if (pointer?.kind === "entry" || pointer?.kind === "havoc") return accessorOf(pointer.path);
  return pointer?.kind === "call" ? bare(pointer.name) : undefined;
}

/** `h == INVALID_HANDLE_VALUE`, `h != -1`: says nothing of zero. */
function comparesWithOther(condition: Term, result: Term): boolean {
  const c = condition.kind === "op" && condition.op === "not" ? condition.left : condition;
  return c.kind === "op" && c.op === "eq" && stripNarrow(c.left) === result && c.right?.kind === "int" && c.right.value !== 0n;
}

/**
 * The branch only decides on log lines: nothing but logging follows on the zero side that does not follow on the other, and state is
 * then changed as if the request were running.
 */
function onlyLogs(facts: Facts, branch: EventOf<"branch">): boolean {
  const fn = branch.at.function;
  const block = fn.ir.blocks.find((b) => b.end.range === branch.at.range);
  if (block?.end.kind !== "branch") return false;
  const { then, else: otherwise } = block.end;
  const silent = (from: number, join: number): boolean => {
    const b = fn.ir.blocks[from];
    if (b?.end.kind !== "jump" || b.end.to !== join) return false;
    return (
      b.statements.some((s) => s.kind === "call") &&
      b.statements.every(
        (s) =>
          s.kind === "load" ||
          s.kind === "cast" ||
          s.kind === "addressOf" ||
          (s.kind === "call" && isLogging(s.callee.kind === "name" || s.callee.kind === "member" ? s.callee.name : "")),
      )
    );
  };
  if (!silent(then, otherwise) && !silent(otherwise, then)) return false;
  // what follows takes the request for running: state is set on the path on which the start failed
  return facts.firstAfter(branch, (e) => e.kind === "store" && e.path.kind === "field" && e.value.kind === "int") !== undefined;
}

/** Inserts a test after the start, where the statement stands on its own. */
export function zeroTestFix(unit: Unit, start: EventOf<"start"> | { readonly at: EventOf<"start">["at"] }): Fix | undefined {
  const statement = start.at.statement;
  if (statement?.kind !== "call") return undefined;
  const call = callAt(start.at);
  const extent = statementExtent(unit, call);
  if (!extent || !standsAlone(unit, extent)) return undefined;
  const text = textAt(unit, extent);
  const line = lineAt(unit, extent.uri, extent.start);
  const body = `${line.eol}${line.indent}{${line.eol}${line.indent}    int startError = WSAGetLastError();${line.eol}${line.indent}    (void)startError; /* the request was not started: no message will come */${line.eol}${line.indent}}`;
  const assigned = /^(?:[\w:]+[\s*]+)?([\w.:[\]]+(?:->[\w.[\]]+)*)\s*=(?!=)/.exec(text);
  if (assigned && !text.startsWith("else"))
    return fix("Test for zero", [
      edit({ uri: extent.uri, start: extent.end, end: extent.end }, `${line.eol}${line.indent}if (${assigned[1]} == 0)${body}`),
    ]);
  return onlyCall(unit, start.at) && fix("Test for zero", [edit(extent, `if (${textAt(unit, call)} == 0)${body}`)]);
}

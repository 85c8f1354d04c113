import { before, type PathEvent } from "../analysis/events.ts";
import type { Facts } from "../analysis/facts.ts";
import { someTerm, type Term } from "../analysis/terms.ts";
import { type Report, defineRule, edit, fix, lineAt, locate, related, statementExtent } from "./context.ts";
import { readsBuffer } from "./requests.ts";

export const rule = defineRule({
  id: "unchecked-completion",
  catalogue: "M7",
  severity: "error",
  profile: "default",
  documentation: {
    summary: "The handler reads the result without looking at the error.",
    why: "The buffer holds a result only if `WSAGETASYNCERROR(lParam)` is 0. On any other code its content is not defined. Any code of the header can come, so one test against 0 is what is needed.",
    seen: "A failed lookup: the old content, zeros or NULL pointers are used as an answer.",
    wrong: "case WM_RESOLVED: {\n    HOSTENT *host = (HOSTENT *)buffer;\n    connectTo(host->h_addr_list[0]);",
    right:
      "case WM_RESOLVED:\n    if (WSAGETASYNCERROR(lParam) == 0) {\n        HOSTENT *host = (HOSTENT *)buffer;\n        connectTo(host->h_addr_list[0]);",
  },
  check({ facts, unit }, report) {
    const done = new Set<number>();
    impossible(facts, report);
    for (const read of facts.all("read")) {
      const root = read.root;
      // who only hands the outcome on has looked
      if (root.outcomeOnly || done.has(root.index)) continue;
      const request = facts.requests.find((r) => root.completes.includes(r.start) && readsBuffer(facts, read, r));
      if (!request) continue;
      // any decision that depends on lParam, or on something computed with it, counts as the test
      const looked = [...before(read)].some(
        (e) =>
          e.kind === "branch" &&
          (facts.mentionsLParam(e.condition) ||
            errorMacro(read, e.condition) ||
            someTerm(e.condition, (t) => t.kind === "call" && passedLParam(facts, read, t))),
      );
      if (looked) continue;
      done.add(root.index);
      const extent = statementExtent(unit, locate(read.at));
      const l = typeof root.handler?.lParam === "number" ? root.function.ir.params[root.handler.lParam]?.name : undefined;
      const line = extent ? lineAt(unit, extent.uri, extent.start) : undefined;
      report(
        read.at,
        `The result of ${request.start.call} is read without a look at WSAGETASYNCERROR(lParam): after a failed lookup the buffer holds nothing`,
        {
          related: [
            related(
              { function: request.start.site.function, range: request.start.site.statement.range, statement: request.start.site.statement },
              "the request whose reply this is",
            ),
          ],
          possible: read.state.unknown,
          fixes:
            extent && line && l && read.at.function === root.function
              ? [
                  fix("Test the error first", [
                    edit(
                      { uri: extent.uri, start: extent.start, end: extent.start },
                      `if (WSAGETASYNCERROR(${l}) != 0)${line.eol}${line.indent}    return 0;${line.eol}${line.indent}`,
                    ),
                  ]),
                ]
              : [],
        },
      );
    }
  },
});

/** The error, 16 bits, is compared with a value it can never have: every failure is lost. */
function impossible(facts: Facts, report: Report): void {
  for (const e of facts.all("compare")) {
    if ((e.op !== "eq" && e.op !== "ne") || e.root.completes.length === 0 || !facts.isError(e.left) || e.right.kind !== "int") continue;
    const value = BigInt.asIntN(64, e.right.value);
    if (value >= 0n && value <= 0xffffn) continue;
    const tested = facts
      .all("compare")
      .some((o) => o.root === e.root && facts.isError(o.left) && o.right.kind === "int" && o.right.value >= 0n && o.right.value <= 0xffffn);
    if (!tested) report(e.at, `The error has 16 bits and is never ${value}: a failed lookup is not noticed`, { possible: e.state.unknown });
  }
}

function passedLParam(facts: Facts, from: PathEvent, result: Term): boolean {
  for (const e of before(from)) if (e.kind === "call" && e.result === result) return e.args.some((a) => facts.mentionsLParam(a));
  return false;
}

/** The macro for the error, applied to something else: a mistake of its own. */
function errorMacro(from: PathEvent, condition: Term): boolean {
  for (const e of before(from))
    if (e.kind === "macro" && e.name === "WSAGETASYNCERROR" && someTerm(condition, (t) => t === e.result)) return true;
  return false;
}

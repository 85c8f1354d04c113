import { ownRequest } from "./cancel-in-own-handler.ts";
import type { EventOf } from "../analysis/events.ts";
import type { Facts } from "../analysis/facts.ts";
import { zeroness } from "../analysis/state.ts";
import { pathText, someTerm, stripNarrow, type Term } from "../analysis/terms.ts";
import { argumentText, defineRule, edit, fix, lineAt, nameOf, nameOfArgument, related, textAt } from "./context.ts";
import { guardsBefore } from "./requests.ts";
import { lookAt } from "./startResult.ts";
import type { Unit } from "../program/types.ts";
import { callAt, insideIf, onlyCall, standsAlone } from "./edits.ts";
import type { Fix } from "./types.ts";

export const rule = defineRule({
  id: "cancel-zero-handle",
  catalogue: "H1",
  severity: "error",
  profile: "default",
  documentation: {
    summary: "Zero can reach WSACancelAsyncRequest.",
    why: "A start returns 0 when nothing was started, and zero is always an invalid task handle: the cancel fails with `WSAEINVAL` (10022).",
    seen: "Usually an error that nobody looks at. ReactOS with an idle worker, and Wine always, return 0 (success), so code that frees on success then believes that something was cancelled.",
    wrong: "h = WSAAsyncGetHostByName(hwnd, WM_RESOLVED, name, buffer, MAXGETHOSTSTRUCT);\n/* later */\nWSACancelAsyncRequest(h);",
    right: "if (h != 0)\n    WSACancelAsyncRequest(h);",
  },
  check({ facts, unit }, report) {
    for (const cancel of facts.all("cancel")) {
      const handle = stripNarrow(cancel.handle);
      const known = zeroness(cancel.state, cancel.handle);
      // what was found equal to the message's handle is a request
      if (known === "nonzero" || ownRequest(facts, cancel)) continue;
      const name = nameOfArgument(unit, cancel, 0, handle);
      const origin = known === "zero" ? zeroOnPath(cancel, handle) : zeroOrigin(facts, cancel, handle);
      if (!origin) continue;
      const possible = origin.possible || cancel.state.unknown;
      const fixes = guard(unit, cancel, argumentText(unit, cancel, 0));
      report(cancel.at, `${name} can be zero here: ${origin.text}. Zero is never a request`, { related: origin.related, possible, fixes });
    }
  },
});

/** A test for zero: a line before the call, a part of the condition in which it stands, or a choice inside an expression. */
function guard(unit: Unit, cancel: EventOf<"cancel">, handle: string): Fix[] {
  if (!/^[\w.:>\-[\]]+$/.test(handle)) return [];
  const title = "Cancel only a handle that is not zero";
  const call = callAt(cancel.at);
  const alone = onlyCall(unit, cancel.at);
  if (alone && standsAlone(unit, alone)) {
    const { eol, indent } = lineAt(unit, alone.uri, alone.start);
    return [fix(title, [edit(alone, `if (${handle} != 0)${eol}${indent}    ${textAt(unit, alone)}`)])];
  }
  const condition = insideIf(unit, call);
  if (condition) return [fix(title, [edit(condition, `${handle} != 0 && `)])];
  return alone ? [] : [fix(title, [edit(call, `(${handle} != 0 ? ${textAt(unit, call)} : 0)`)])];
}

interface Origin {
  readonly text: string;
  readonly related: ReturnType<typeof related>[];
  readonly possible: boolean;
}

function zeroOnPath(cancel: EventOf<"cancel">, handle: Term): Origin {
  for (let e = cancel.previous; e; e = e.previous) {
    if (e.kind === "branch" && someTerm(e.condition, (t) => t === handle))
      return {
        text: "the test before it holds for zero",
        related: [related(e.at, "on this side of the test the handle is zero")],
        possible: false,
      };
    if (e.kind === "store" && e.value === handle)
      return { text: `\`${pathText(e.path)}\` was set to zero`, related: [related(e.at, "set to zero here")], possible: false };
  }
  return { text: "it is zero on this path", related: [], possible: false };
}

/** Where a zero in the handle's storage can come from, if no guard on the path excludes it. */
function zeroOrigin(facts: Facts, cancel: EventOf<"cancel">, handle: Term): Origin | undefined {
  // the result of a start on the same path, never tested
  if (handle.kind === "call") {
    const start = facts.all("start").find((s) => s.result === handle);
    if (!start) return undefined;
    return {
      text: `${start.name} returns 0 when it fails`,
      related: [related(start.at, "started here; the result was not tested on this path")],
      possible: false,
    };
  }
  const slot = facts.slotOfValue(handle);
  if (slot === undefined) return undefined;
  const requests = facts.requestsIn(slot);
  if (requests.length === 0) return undefined;
  const name = nameOf(handle);
  // another condition may imply that the handle is set: a state, a flag, a list that is not empty
  const guards = guardsBefore(facts, cancel, (t) => t === handle);
  // a function that others call may be guarded there
  const guarded = guards.length > 0 || (cancel.root.uncalled && !cancel.root.function.ir.isDestructor && !cancel.root.handler);
  for (const request of requests) {
    const look = lookAt(facts, request.events);
    if (!look.looked && request.events.length > 0)
      return {
        text: `${name} is 0 when ${request.start.call} failed, which is not tested`,
        related: [
          related(
            { function: request.start.site.function, range: request.start.site.statement.range, statement: request.start.site.statement },
            "the start whose failure goes unnoticed",
          ),
        ],
        possible: guarded,
      };
  }
  const zero = facts.flow.origins(slot).leaves.find((l) => l.kind === "int" && l.value === 0n);
  if (zero?.kind !== "int" || !zero.at.statement) return undefined;
  return {
    text: `${name} is zero while no request runs`,
    related: [related({ function: zero.at.function, range: zero.at.statement.range }, "set to zero here")],
    possible: guarded,
  };
}

import type { Facts, Request } from "../analysis/facts.ts";
import { before, type EventOf, type Frame, type PathEvent, type Root } from "../analysis/events.ts";
import { bare } from "../analysis/roles.ts";
import { someTerm } from "../analysis/terms.ts";
import { defineRule, related, type Place } from "./context.ts";
import { cancelOutcome, holdsBack, isHandleOf, isOutside, matchOf, windowGoes } from "./requests.ts";
import { compareFirst } from "./edits.ts";

export const rule = defineRule({
  id: "wparam-ignored",
  catalogue: "M1",
  severity: "warning",
  profile: "default",
  documentation: {
    summary: "The handler uses a reply without looking its request up by wParam, although another reply can arrive there.",
    why: "`wParam` of the completion message is the task handle: the only documented way to tell whose reply this is. No order is promised, and after a cancel that came too late the old reply still arrives. One window, one message number, or strictly one request at a time without any cancel need no comparison.",
    seen: "With two requests pending the results swap (a thread pool answers in any order). R4 and R5: the stale reply of a cancelled request completes the wrong one.",
    wrong: "case WM_RESOLVED:\n    hLookup = 0;\n    finish(buffer, WSAGETASYNCERROR(lParam));\n    return 0;",
    right:
      "case WM_RESOLVED:\n    if ((HANDLE)wParam != hLookup)\n        return 0;\n    hLookup = 0;\n    finish(buffer, WSAGETASYNCERROR(lParam));\n    return 0;",
  },
  check({ facts }, report) {
    for (const root of facts.roots) {
      const requests = facts.requests.filter((r) => root.completes.includes(r.start));
      const reason = outstanding(facts, requests);
      if (!reason) continue;
      const match = matchOf(facts, root);
      if (match.kind !== "unmatched" || !match.event) continue;
      const at = placeOf(facts, root, match.event);
      report(at, `The reply is used without comparing wParam, but ${reason.text}`, {
        related: [related(match.event.at, "used here without a match"), ...reason.related],
        possible: match.event.state.unknown,
        subjects: reason.related,
        fixes: compareFirst(facts, root, requests),
      });
    }
  },
});

/** The case label; else the head of the handler, which is the function that a mere relay hands the message to. */
function placeOf(facts: Facts, root: Root, use: PathEvent): Place {
  if (root.handler && root.handler.block !== 0) return { function: root.function, range: root.handler.range };
  let body = root.function;
  if (isRelay(facts, root))
    for (let f: Frame | undefined = use.frame; f?.parent; f = f.parent) if (f.parent.function === root.function) body = f.function;
  return { function: body, range: body.ir.nameRange };
}

/** A handler that hands the message's words on and decides nothing by them itself. */
function isRelay(facts: Facts, root: Root): boolean {
  const own = (e: PathEvent): boolean => e.root === root && e.frame.depth === 0;
  return (
    !facts.all("macro").some(own) &&
    !facts.all("branch").some((e) => own(e) && (facts.mentionsLParam(e.condition) || facts.mentionsWParam(e.condition)))
  );
}

interface Reason {
  readonly text: string;
  readonly related: ReturnType<typeof related>[];
}

/** The cancel may have failed, and the program goes on as if the request were over: the handle is cleared, or the next one starts. */
function forgottenOnFailure(facts: Facts, cancel: EventOf<"cancel">): boolean {
  const slot = facts.slotOfValue(cancel.handle);
  return (
    facts.firstAfter(cancel, (e) => {
      if (cancelOutcome(cancel, e) === "succeeded") return false;
      if (e.kind === "start" || e.kind === "free") return true;
      if (e.kind === "store") return slot === undefined || facts.slot(e.path) === slot;
      // kept in its variable whatever the cancel said: the next start overwrites it
      return e.kind === "exit" && cancelOutcome(cancel, e) === "unknown";
    }) !== undefined
  );
}

/** Why more than one reply of these requests can be under way. */
function outstanding(facts: Facts, requests: readonly Request[]): Reason | undefined {
  // a cancel that may fail, and a window that lives on
  for (const request of requests) {
    for (const cancel of facts.all("cancel")) {
      if (!isHandleOf(facts, cancel.handle, request)) continue;
      if (cancel.root.function.ir.isDestructor || cancel.root.completes.includes(request.start)) continue;
      if (windowGoes(facts, cancel)) continue;
      if (!forgottenOnFailure(facts, cancel)) continue;
      return {
        text: "the reply of a request that was cancelled too late arrives here as well",
        related: [related(cancel.at, "this cancel can fail: its reply is then still queued")],
      };
    }
  }
  // two starts on one path, none of them over in between
  for (const request of requests) {
    for (const start of request.events) {
      const window = facts.argument(start, "hWnd");
      for (const e of before(start)) {
        if (
          e.kind === "start" &&
          requests.some((r) => r.events.includes(e)) &&
          facts.argument(e, "wMsg") === facts.argument(start, "wMsg") &&
          facts.argument(e, "hWnd") === window
        ) {
          return {
            text: "several requests run at once, and their replies come in any order",
            related: [related(e.at, "one request"), related(start.at, "another, while the first may be running")],
          };
        }
        if (e.kind === "call" && /^(?:GetMessage|PeekMessage)[AW]?$/.test(bare(e.name))) break;
        // a queue, a state or an idle test between the two may make them one at a time
        if (e.kind === "branch" && isOutside(facts, e) && holdsBack(e, start)) break;
      }
    }
  }
  // an assertion that no request runs, and nothing in a release build that holds the next one back
  for (const request of requests) {
    for (const start of request.events) {
      const tests = [...before(start)].flatMap((e) =>
        e.kind === "branch" && someTerm(e.condition, (t) => isHandleOf(facts, t, request)) ? [e] : [],
      );
      const [asserted] = tests;
      if (!asserted || tests.some((e) => e.origin !== "assert")) continue;
      return {
        text: "only an assertion keeps a second request from starting meanwhile",
        related: [related(asserted.at, "gone in a release build"), related(start.at, "the request starts here")],
      };
    }
  }
  return undefined;
}

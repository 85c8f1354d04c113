import { before, type EventOf, type PathEvent, type Place } from "../analysis/events.ts";
import { constantOf } from "../analysis/state.ts";
import type { Facts } from "../analysis/facts.ts";
import { stripNarrow } from "../analysis/terms.ts";
import { defineRule, related, fix } from "./context.ts";
import { isRecognition } from "./requests.ts";
import { onlyCall, removal } from "./edits.ts";

export const rule = defineRule({
  id: "cancel-in-own-handler",
  catalogue: "C12",
  severity: "warning",
  profile: "default",
  documentation: {
    summary: "The request whose reply is being handled is cancelled.",
    why: "Its message has been taken, so the request is over: the cancel can only fail (`WSAEALREADY` or `WSAEINVAL`).",
    seen: "R6: always fails; with a reused handle value another request is cancelled.",
    wrong: "case WM_RESOLVED:\n    WSACancelAsyncRequest((HANDLE)wParam);\n    use(buffer);",
    right: "case WM_RESOLVED:\n    hLookup = 0;                  /* over: nothing to cancel */\n    use(buffer);",
  },
  check({ facts }, report) {
    const done = new Set<string>();
    const found = facts.all("cancel").filter((c) => c.root.completes.length > 0 && ownRequest(facts, c));
    // the first place in source order stands for the handler
    const inHandler = found.map((cancel) => ({ cancel, at: placeInHandler(facts, cancel) }));
    inHandler.sort((a, b) => a.at.function.offset + a.at.range.start - (b.at.function.offset + b.at.range.start));
    for (const { cancel, at } of inHandler) {
      const statement = cancel.at.statement;
      const key = `${cancel.root.index}:${statement ? facts.engine.terms.number(statement) : ""}`;
      if (done.has(key)) continue;
      done.add(key);
      const match = recognisedBy(facts, cancel);
      const direct = at === cancel.at;
      const alone = direct ? onlyCall(facts.unit, cancel.at) : undefined;
      report(
        at,
        direct
          ? "The request being handled is over: this cancel can only fail"
          : "This ends in a cancel of the request that is being handled, which is over: the cancel can only fail",
        {
          related: [
            ...(match ? [related(match.at, "the handler recognises its request here")] : []),
            ...(direct ? [] : [related(cancel.at, "the cancel")]),
          ],
          possible: cancel.state.unknown || guessed(cancel),
          subjects: match ? [cancel.at, match.at] : [],
          fixes: alone ? [fix("Remove the cancel", [removal(facts.unit, alone)])] : [],
        },
      );
    }
  },
});

/** The cancelled handle is wParam, or storage that was found equal to wParam. */
export function ownRequest(facts: Facts, cancel: EventOf<"cancel">): boolean {
  const handle = stripNarrow(cancel.handle);
  if (facts.isWParam(handle)) return true;
  for (const { term } of cancel.state.constraints.values()) {
    if (term.kind !== "op" || term.op !== "eq" || !term.right) continue;
    const [l, r] = [stripNarrow(term.left), stripNarrow(term.right)];
    if (facts.isWParam(l) && r === handle && constantOf(cancel.state, term) === 1n) return true;
  }
  return false;
}

function recognisedBy(facts: Facts, cancel: EventOf<"cancel">): PathEvent | undefined {
  for (const e of before(cancel)) if (isRecognition(facts, e)) return e;
  return undefined;
}

/** The cancel itself, or the call, in the function that recognises the reply, that leads to it. */
function placeInHandler(facts: Facts, cancel: EventOf<"cancel">): Place {
  const home = recognisedBy(facts, cancel)?.frame.id;
  for (let f = cancel.frame; f.parent; f = f.parent) if (f.call && f.parent.id === home) return f.call;
  return cancel.at;
}

/** The way to the cancel goes through a call that could mean several functions. */
function guessed(cancel: EventOf<"cancel">): boolean {
  return [...before(cancel)].some((e) => e.kind === "enter" && e.choices > 1 && leadsTo(e, cancel));
}

function leadsTo(enter: EventOf<"enter">, cancel: EventOf<"cancel">): boolean {
  for (let f: PathEvent["frame"] | undefined = cancel.frame; f; f = f.parent)
    if (f.call?.statement === enter.at.statement && f.parent?.id === enter.frame.id) return true;
  return false;
}

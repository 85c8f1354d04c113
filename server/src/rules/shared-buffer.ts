import { before, type EventOf } from "../analysis/events.ts";
import type { Facts } from "../analysis/facts.ts";
import { zeroness } from "../analysis/state.ts";
import type { Path, Term } from "../analysis/terms.ts";
import { argumentText, defineRule, related } from "./context.ts";
import { guardsBefore, isOutside, pumpsBetween, recognisedBetween } from "./requests.ts";

export const rule = defineRule({
  id: "shared-buffer",
  catalogue: "B5",
  severity: "error",
  profile: "default",
  documentation: {
    summary: "Two requests that can run at the same time write into one buffer.",
    why: "The buffer belongs to its request until that is over. Each request needs one of its own, or the next must wait for the one before.",
    seen: "Both replies show the record that was written last.",
    wrong:
      'static char buffer[MAXGETHOSTSTRUCT];\nh1 = WSAAsyncGetProtoByName(hwnd, WM_A, "tcp", buffer, sizeof buffer);\nh2 = WSAAsyncGetProtoByName(hwnd, WM_B, "udp", buffer, sizeof buffer);',
    right:
      'static char buffer[2][MAXGETHOSTSTRUCT];\nh1 = WSAAsyncGetProtoByName(hwnd, WM_A, "tcp", buffer[0], sizeof buffer[0]);\nh2 = WSAAsyncGetProtoByName(hwnd, WM_B, "udp", buffer[1], sizeof buffer[1]);',
  },
  check({ facts }, report) {
    const done = new Set<string>();
    for (const later of facts.all("start")) {
      const buffer = facts.bufferOf(later);
      if (!buffer || buffer.kind === "unknown") continue;
      for (const e of before(later)) {
        if (e.kind === "cancel" || (e.kind === "branch" && isOutside(facts, e))) break;
        if (e.kind !== "start" || facts.bufferOf(e) !== buffer) continue;
        if (zeroness(later.state, e.result) === "zero") break;
        if (pumpsBetween(e, later) || recognisedBetween(facts, e, later) || variesByIndex(buffer)) break;
        say(facts, later, e, report);
        done.add(`${later.at.function.index}:${later.at.range.start}`);
        break;
      }
    }
    betweenHandlers(facts, report);
  },
});

function say(facts: Facts, later: EventOf<"start">, first: EventOf<"start">, report: import("./context.ts").Report): void {
  const text = argumentText(facts.unit, later, later.args.length - 2);
  report(later.at, `\`${text}\` already belongs to a request that may be running: both results are written into it`, {
    related: [related(first.at, "the request that has the buffer")],
    possible: later.state.unknown,
    subjects: [first.at],
  });
}

/** A buffer of a loop's round: the element is another one each time although its index is one symbol. */
function variesByIndex(buffer: Term): boolean {
  if (buffer.kind !== "address") return false;
  for (let p: Path = buffer.path; p.kind === "field" || p.kind === "index"; p = p.of)
    if (p.kind === "index" && p.index.kind !== "int") return true;
  return false;
}

/** Different kinds of request (other message numbers), started by a person's separate actions, with nothing that holds one back. */
function betweenHandlers(facts: Facts, report: import("./context.ts").Report): void {
  const sites = facts.requests
    .map((r) => r.events.find((e) => e.root.handler !== undefined && e.root.completes.length === 0))
    .filter((e): e is EventOf<"start"> => e !== undefined)
    .sort((a, b) => a.at.function.offset + a.at.range.start - b.at.function.offset - b.at.range.start);
  for (let i = 0; i < sites.length; i++) {
    const later = sites[i] as EventOf<"start">;
    const buffer = facts.bufferOf(later);
    if (buffer?.kind !== "address" || facts.slot(buffer.path) === undefined || !facts.slot(buffer.path)?.startsWith("g")) continue;
    const number = facts.argument(later, "wMsg");
    const first = sites
      .slice(0, i)
      .find((e) => facts.bufferOf(e) === buffer && facts.argument(e, "wMsg") !== number && number?.kind === "int");
    if (!first || facts.all("cancel").length > 0) continue;
    if (guardsBefore(facts, later, () => false).length > 0 || guardsBefore(facts, first, () => false).length > 0) continue;
    say(facts, later, first, report);
    return;
  }
}

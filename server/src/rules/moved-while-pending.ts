import { before } from "../analysis/events.ts";
import { bare, REALLOCATES } from "../analysis/roles.ts";
import { zeroness } from "../analysis/state.ts";
import { rootOf, someTerm, stripNarrow } from "../analysis/terms.ts";
import { defineRule, related } from "./context.ts";
import { pumpsBetween, recognisedBetween, inside } from "./requests.ts";

export const rule = defineRule({
  id: "moved-while-pending",
  catalogue: "B7",
  severity: "error",
  profile: "default",
  documentation: {
    summary: "The memory of a running request is moved.",
    why: "The address of the buffer is fixed for the whole operation. A `realloc`, or a vector that grows, moves it.",
    seen: "R1 to R3: the result is written into the freed block.",
    wrong: "v.back().h = WSAAsyncGetHostByName(hwnd, WM_RESOLVED, name, v.back().buffer, MAXGETHOSTSTRUCT);\nv.push_back(Request());",
    right: "std::list<Request> v;            /* its elements do not move */",
  },
  check({ facts }, report) {
    for (const call of facts.all("call")) {
      const index = REALLOCATES.get(bare(call.name));
      const grows = /^(?:push_back|emplace_back|resize|insert|reserve|emplace)$/.test(bare(call.name));
      if (index === undefined && !grows) continue;
      for (const e of before(call)) {
        if (e.kind !== "start") continue;
        const buffer = facts.bufferOf(e);
        if (!buffer || zeroness(call.state, e.result) === "zero") break;
        const old = index === undefined || call.args[index] === undefined ? undefined : stripNarrow(call.args[index]);
        const moved =
          index !== undefined
            ? old !== undefined && (old === buffer || inside(buffer, old))
            : call.object !== undefined && comesFrom(buffer, call.object, facts, e);
        if (!moved || pumpsBetween(e, call) || recognisedBetween(facts, e, call)) continue;
        report(call.at, "This can move the buffer of a request that is running", {
          related: [related(e.at, "the request has the old address")],
          possible: call.state.unknown,
        });
        break;
      }
    }
  },
});

/** The buffer lies in an element that a call on the container gave. */
function comesFrom(
  buffer: import("../analysis/terms.ts").Term,
  container: import("../analysis/terms.ts").Term,
  _facts: unknown,
  start: import("../analysis/events.ts").PathEvent,
): boolean {
  const calls = new Set<import("../analysis/terms.ts").Term>();
  someTerm(buffer, (t) => {
    if (t.kind === "call" && /^(?:back|front|operator\[\]|at|begin|end)$/.test(bare(t.name))) calls.add(t);
    return false;
  });
  if (buffer.kind === "address") {
    const root = rootOf(buffer.path);
    if (root.kind === "deref" && root.pointer.kind === "call") calls.add(root.pointer);
  }
  // a list does not move its elements
  for (const e of before(start))
    if (e.kind === "call" && calls.has(e.result) && e.object === container && !/list|map|deque/i.test(e.name)) return true;
  return false;
}

import { before } from "../analysis/events.ts";
import { lastName } from "../analysis/relevance.ts";
import { defineRule, headOf, related, fix, edit } from "./context.ts";
import { isHandleOf } from "./requests.ts";

export const rule = defineRule({
  id: "abandoned-request",
  catalogue: "-",
  severity: "warning",
  profile: "default",
  documentation: {
    summary: "The last copy of a handle dies while its request may be running.",
    why: "A request that nobody can cancel runs on for an object that is no longer there.",
    seen: "R1 to R3: the lookup goes on for nothing; its reply meets whatever has the number then.",
    wrong: "CLookup::~CLookup()\n{\n    m_hLookup = 0;\n}",
    right: "CLookup::~CLookup()\n{\n    if (m_hLookup != 0)\n        WSACancelAsyncRequest(m_hLookup);\n}",
  },
  check({ facts }, report) {
    const done = new Set<string>();
    for (const request of facts.requests) {
      for (const slot of request.slots) {
        const kept = facts.all("store").find((s) => facts.slot(s.path) === slot && isHandleOf(facts, s.value, request))?.path;
        if (kept?.kind !== "field" || kept.record === undefined) continue;
        // a handle that some code cancels elsewhere is the program's choice of when
        if (facts.all("cancel").some((c) => facts.slotOfValue(c.handle) === slot)) continue;
        const destructor = facts.methods(kept.record).find((f) => lastName(f.name).startsWith("~"));
        if (!destructor || done.has(destructor.name)) continue;
        const exits = facts.all("exit").filter((e) => e.root.function === destructor);
        const leaves = exits.some((e) => [...before(e)].some((b) => b.kind === "call" && !b.known));
        if (exits.length === 0 || leaves) continue;
        done.add(destructor.name);
        const site = request.start.site;
        const head = headOf(destructor);
        const at = { function: site.function, range: site.statement.range, statement: site.statement };
        const brace = (facts.unit.files.get(head.uri)?.source.text ?? "").indexOf("{", head.end) + 1;
        report(head, `The handle of ${request.start.call} dies with the object, and nothing cancels the request`, {
          related: [related(at, "the request starts here")],
          // where the reply goes to a window that dies with the object no harm is shown
          possible: true,
          fixes: [
            fix("Cancel it there", [
              edit({ ...head, start: brace, end: brace }, ` if (${kept.member} != 0) WSACancelAsyncRequest(${kept.member});`),
            ]),
          ],
          subjects: [at],
        });
      }
    }
  },
});

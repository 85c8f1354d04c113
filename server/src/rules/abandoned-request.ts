import { before } from "../analysis/events.ts";
import { lastName } from "../analysis/relevance.ts";
import { bare } from "../analysis/roles.ts";
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
        if (slot[0] !== "s") continue;
        // a handle that some code cancels elsewhere is the program's choice of when
        const cancelled = facts.all("cancel").some((c) => facts.slotOfValue(c.handle) === slot);
        const holder = facts
          .all("store")
          .find((s) => s.value.kind === "call" && isHandleOf(facts, s.value, request) && facts.slot(s.path) === slot);
        const record = holder?.path.kind === "field" ? (holder.path.record ?? holder.frame.function.record) : undefined;
        if (!record || cancelled) continue;
        const destructor = facts.methods(record).find((f) => lastName(f.name).startsWith("~"));
        if (!destructor || done.has(destructor.name)) continue;
        const exits = facts.all("exit").filter((e) => e.root.function === destructor);
        const touches = exits.some((e) =>
          [...before(e)].some((b) => b.kind === "call" && (!b.known || /cancel|abort|close|stop/i.test(bare(b.name)))),
        );
        if (exits.length === 0 || touches) continue;
        done.add(destructor.name);
        const site = request.start.site;
        const head = headOf(destructor);
        const brace = (facts.unit.files.get(head.uri)?.source.text.indexOf("{", head.end) ?? -1) + 1;
        const member = holder?.path.kind === "field" ? holder.path.member : undefined;
        report(headOf(destructor), `The handle of ${request.start.call} dies with the object, and nothing cancels the request`, {
          related: [
            related({ function: site.function, range: site.statement.range, statement: site.statement }, "the request starts here"),
          ],
          // where the reply goes to a window that dies with the object no harm is shown
          possible: true,
          fixes:
            brace > 0 && member !== undefined
              ? [
                  fix("Cancel it there", [
                    edit({ ...head, start: brace, end: brace }, ` if (${member} != 0) WSACancelAsyncRequest(${member});`),
                  ]),
                ]
              : [],
          subjects: [{ function: site.function, range: site.statement.range, statement: site.statement }],
        });
      }
    }
  },
});

import { before } from "../analysis/events.ts";
import type { Facts, Request } from "../analysis/facts.ts";
import { lastName } from "../analysis/relevance.ts";
import { typeName } from "../program/functions.ts";
import { bare } from "../analysis/roles.ts";
import { someTerm } from "../analysis/terms.ts";
import type { ProgramFunction } from "../program/types.ts";
import { defineRule, headOf, related, type Report } from "./context.ts";

export const rule = defineRule({
  id: "object-deleted-with-requests",
  catalogue: "T7",
  severity: "error",
  profile: "default",
  documentation: {
    summary: "An object goes while a request may still write into a buffer that is its member, and nothing cancels it.",
    why: "A buffer that is a member ends with its object. Unless every request is over or was cancelled with success, the object must live on.",
    seen: "R1 to R3: the resolver writes into the memory of a dead object; R5: the handler then uses it.",
    wrong: "CLookup::~CLookup()\n{\n    m_window.DestroyWindow();     /* m_buffer dies under a running lookup */\n}",
    right:
      "CLookup::~CLookup()\n{\n    if (m_h != 0)\n        WSACancelAsyncRequest(m_h);   /* if it fails, leave the buffer to the handler */\n    m_window.DestroyWindow();\n}",
  },
  check({ facts }, report) {
    inHandlers(facts, report);
    const done = new Set<ProgramFunction>();
    for (const request of facts.requests) {
      for (const owner of owners(facts, request)) {
        const destructor = facts.methods(owner).find((f) => lastName(f.name).startsWith("~"));
        if (!destructor || done.has(destructor)) continue;
        const exits = facts.all("exit").filter((e) => e.root.function === destructor);
        if (exits.length === 0) continue;
        const cancels = (e: (typeof exits)[number]): boolean =>
          [...before(e)].some(
            (b) => b.kind === "cancel" || (b.kind === "call" && b.frame.depth === 0 && /cancel|abort/i.test(bare(b.name))),
          );
        if (exits.some(cancels)) continue;
        // calls of the class's own functions that cannot be seen may cancel
        const unseen = exits.some((e) =>
          [...before(e)].some(
            (b) =>
              b.kind === "call" &&
              !b.known &&
              b.frame.depth === 0 &&
              /^(?:Close|Stop|Reset|Clear|Cleanup|Shutdown|Cancel|Kill|Done|Term|Destroy|Free|Release|Disconnect)/i.test(bare(b.name)) &&
              bare(b.name) !== "DestroyWindow",
          ),
        );
        done.add(destructor);
        report(
          headOf(destructor),
          `~${lastName(owner)} does not cancel the request of ${request.start.site.function.name}: its buffer, a member, goes with the object while Winsock may still write into it`,
          {
            related: [
              related(
                {
                  function: request.start.site.function,
                  range: request.start.site.statement.range,
                  statement: request.start.site.statement,
                },
                "the request gets a buffer inside the object",
              ),
            ],
            possible:
              unseen || isStaticOnly(facts, owner) || hasUnseenBase(facts, owner, destructor.uri) || exits.some((e) => e.state.unknown),
            subjects: [
              { function: request.start.site.function, range: request.start.site.statement.range, statement: request.start.site.statement },
            ],
          },
        );
      }
    }
  },
});

/** A handler of one reply deletes the object while other requests of it may be running. */
function inHandlers(facts: Facts, report: Report): void {
  for (const free of facts.all("free")) {
    if (free.record === undefined || free.root.completes.length === 0) continue;
    const own = facts.requests.filter((r) => owners(facts, r).some((o) => lastName(o) === lastName(free.record as string)));
    if (own.length < 2 || !own.some((r) => free.root.completes.includes(r.start))) continue;
    const chain = [...before(free)];
    if (chain.some((e) => e.kind === "cancel")) continue;
    const counted = chain.some(
      (e) => e.kind === "branch" && someTerm(e.condition, (t) => (t.kind === "entry" || t.kind === "havoc") && t.path.kind === "field"),
    );
    report(
      free.at,
      `${lastName(free.record)} goes with the first reply that gets here, while its other requests may be running and write into it`,
      {
        related: own.map((r) =>
          related(
            { function: r.start.site.function, range: r.start.site.statement.range, statement: r.start.site.statement },
            "a request with a buffer inside the object",
          ),
        ),
        // it may count what is outstanding
        possible: counted || free.state.unknown,
      },
    );
  }
}

/** Every object of the class that is in view lives until the program ends, and its storage longer: nothing is derived from it, none is local or made by `new`. */
function isStaticOnly(facts: Facts, owner: string): boolean {
  const name = lastName(owner);
  const other = new RegExp(
    `\\bnew\\s+(?:\\w+::)*${name}\\b|[:,]\\s*(?:(?:public|protected|private|virtual)\\s+)*${name}\\s*[,{]|^[ \\t]+${name}\\s+\\w+\\s*[;(={\\[]`,
    "m",
  );
  let isStatic = false;
  for (const { names, source } of facts.unit.files.values()) {
    if (other.test(source.blanked)) return false;
    isStatic ||= names.variables.some(({ type }) => lastName(typeName(type)) === name);
  }
  return isStatic;
}

/** A base of the class, near or far, is not in view: its destructor may cancel. */
function hasUnseenBase(facts: Facts, owner: string, uri: string, depth = 0): boolean {
  const bases = facts.unit.record(owner, uri)?.bases ?? [];
  return depth < 20 && bases.some((base) => facts.unit.record(base, uri) === undefined || hasUnseenBase(facts, base, uri, depth + 1));
}

/** Classes of which the buffer is a member (an array, not a pointer). */
function owners(facts: Facts, request: Request): string[] {
  const found = new Set<string>();
  for (const start of request.events) {
    const buffer = facts.bufferOf(start);
    if (buffer?.kind !== "address") continue;
    for (let p = buffer.path; p.kind === "field" || p.kind === "index"; p = p.of) {
      if (p.kind !== "field" || p.of.kind !== "deref") continue;
      const pointer = p.of.pointer;
      if (pointer.kind === "entry" && pointer.path.kind === "local" && pointer.path.name === "this") {
        const record = start.frame.function.record ?? p.record;
        if (record !== undefined) found.add(record);
      } else if (p.record !== undefined) found.add(p.record);
    }
  }
  return [...found];
}

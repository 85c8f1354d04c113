import type { PathEvent } from "../analysis/events.ts";
import type { Facts } from "../analysis/facts.ts";
import { someTerm, type Term } from "../analysis/terms.ts";
import { defineRule, related, fix, edit, locate } from "./context.ts";
import type { Unit } from "../program/types.ts";
import type { Fix, Location } from "./types.ts";

export const rule = defineRule({
  id: "buflen-read-on-success",
  catalogue: "M18",
  severity: "warning",
  profile: "default",
  documentation: {
    summary: "The length in the low word of lParam is used although the lookup may have succeeded.",
    why: "`WSAGETASYNCBUFLEN` is defined only when the error is `WSAENOBUFS`: then it is the size that is needed. On success most providers happen to put the used size there; nothing promises it, and it wraps above 65,535 bytes.",
    seen: "A valid result is thrown away on a provider that leaves the word 0, or when a large answer wraps.",
    wrong: "if (WSAGETASYNCERROR(lParam) == 0 && WSAGETASYNCBUFLEN(lParam) >= sizeof(HOSTENT))\n    use(buffer);",
    right: "if (WSAGETASYNCERROR(lParam) == 0)\n    use(buffer);",
  },
  check({ facts }, report) {
    const see = (e: PathEvent, terms: readonly Term[]): void => {
      if (facts.errorKnown(e) === "nonzero") return;
      for (const t of terms) {
        if (!someTerm(t, (x) => facts.isLength(x))) continue;
        const source = macroOf(facts, e);
        // taken apart by hand in code that is no handler: nothing says that it is the length
        if (!source) continue;
        report(source.at, "The length is defined only when the error is WSAENOBUFS: on success this word means nothing", {
          related: [related(e.at, "used here, where the error may be 0")],
          possible: e.state.unknown,
          fixes: e.kind === "compare" ? dropTest(facts.unit, locate(e.at)) : [],
        });
        return;
      }
    };
    for (const e of facts.all("compare")) see(e, [e.left, e.right]);
    for (const e of facts.all("call")) see(e, e.args);
  },
});

/** The newest extraction of the low word before this event. */
function macroOf(facts: Facts, e: PathEvent): PathEvent | undefined {
  for (let b: PathEvent | undefined = e.previous; b; b = b.previous) {
    if (b.kind === "macro" && facts.isLength(b.result)) return /BUFLEN/.test(b.name) || b.root.completes.length > 0 ? b : undefined;
  }
  return undefined;
}

/** Takes the comparison out of its `&&`. */
function dropTest(unit: Unit, at: Location): Fix[] {
  const text = unit.files.get(at.uri)?.source.text ?? "";
  const before = /\s*&&\s*$/.exec(text.slice(0, at.start));
  const after = /^\s*&&\s*/.exec(text.slice(at.end));
  const title = "Drop the test of the length";
  if (before) return [fix(title, [edit({ ...at, start: before.index }, "")])];
  return after ? [fix(title, [edit({ ...at, end: at.end + after[0].length }, "")])] : [];
}

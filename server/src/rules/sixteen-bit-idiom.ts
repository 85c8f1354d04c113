import { defineRule, fix, edit, rangeOf } from "./context.ts";
import type { Unit } from "../program/types.ts";
import type { Fix, Location } from "./types.ts";

export const rule = defineRule({
  id: "sixteen-bit-idiom",
  catalogue: "P13",
  severity: "warning",
  profile: "default",
  documentation: {
    summary: "A message's words go through types of 16 bits.",
    why: "`WPARAM` and `LPARAM` have the width of a pointer; a `WORD` for them is a relic of 16-bit Windows.",
    seen: "Handles above 65,535 and every error are cut off.",
    wrong: "LRESULT CALLBACK proc(HWND w, UINT m, WORD wParam, LONG lParam)",
    right: "LRESULT CALLBACK proc(HWND w, UINT m, WPARAM wParam, LPARAM lParam)",
  },
  check({ facts }, report) {
    for (const root of facts.roots) {
      const h = root.handler;
      if (!h || root.completes.length === 0 || typeof h.wParam !== "number") continue;
      const param = root.function.ir.params[h.wParam];
      if (param?.type.kind !== "int" || param.type.bits > 16) continue;
      report({ function: root.function, range: param.range }, `\`${param.name}\` has 16 bits: a handle has the width of a pointer`, {
        fixes: widen(facts.unit, rangeOf(root.function, param.range), "WPARAM"),
      });
    }
  },
});

/** The type before the name, if it is one word of 16 bits. */
function widen(unit: Unit, name: Location, type: string): Fix[] {
  const text = unit.files.get(name.uri)?.source.text ?? "";
  const before = /\b(?:WORD|USHORT|u_short|unsigned\s+short|short)\s+$/.exec(text.slice(0, name.start));
  return before ? [fix(`Use ${type}`, [edit({ uri: name.uri, start: before.index, end: name.start }, `${type} `)])] : [];
}

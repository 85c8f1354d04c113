import { isModal } from "../analysis/roles.ts";
import { before, type PathEvent } from "../analysis/events.ts";
import type { Facts } from "../analysis/facts.ts";
import { defineRule, related, suggestion, textAt } from "./context.ts";
import { lineAfter, onlyCall, removal, statementOf } from "./edits.ts";
import { readsBuffer } from "./requests.ts";
import type { Fix } from "./types.ts";

export const rule = defineRule({
  id: "handler-reentrancy",
  catalogue: "M21",
  severity: "warning",
  profile: "default",
  documentation: {
    summary: "Between two uses of the buffer the handler opens a modal dialog.",
    why: "A modal loop dispatches further messages: the handler runs again inside itself, and other requests may take the buffer.",
    seen: "The buffer holds another result, or is freed, when the dialog is closed.",
    wrong: 'case WM_RESOLVED:\n    MessageBox(hwnd, host->h_name, "", 0);\n    connectTo(host->h_addr_list[0]);',
    right:
      'case WM_RESOLVED:\n    address = *(IN_ADDR *)host->h_addr_list[0];\n    MessageBox(hwnd, text, "", 0);\n    connectTo(address);',
  },
  check({ facts }, report) {
    for (const modal of facts.all("call")) {
      if (!isModal(modal.name)) continue;
      const requests = facts.requests.filter((r) => modal.root.completes.includes(r.start));
      const reads = (e: PathEvent): boolean => e.kind === "read" && requests.some((r) => readsBuffer(facts, e, r));
      const earlier = [...before(modal)].find(reads);
      const later = earlier && facts.firstAfter(modal, reads);
      if (earlier && later)
        report(modal.at, "A modal loop dispatches more messages: the buffer may hold something else afterwards", {
          related: [related(earlier.at, "used before"), related(later.at, "and after")],
          possible: modal.state.unknown,
          fixes: afterLastUse(facts, modal, reads),
        });
    }
  },
});

/** Moves the modal call behind the last use, where both are statements of one list and nothing between them leads elsewhere. */
function afterLastUse(facts: Facts, modal: PathEvent, reads: (e: PathEvent) => boolean): Fix[] {
  let last: PathEvent | undefined;
  facts.after(modal, (e) => {
    if (reads(e)) last = e;
    return false;
  });
  const from = onlyCall(facts.unit, modal.at);
  const to = last && last.at.function === modal.at.function ? statementOf(facts.unit, last) : undefined;
  if (from === undefined || to === undefined || to.start < from.end) return [];
  const text = facts.unit.files.get(from.uri)?.source.text ?? "";
  if (/[{}:#]|\b(?:return|break|continue|goto|if|else|for|while|do|switch)\b/.test(text.slice(from.end, to.end))) return [];
  return [suggestion("Move it behind the last use", [removal(facts.unit, from), lineAfter(facts.unit, to, textAt(facts.unit, from))])];
}

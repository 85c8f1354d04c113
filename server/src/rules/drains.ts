/** Loops that take messages out of the queue after a cancel. */
import { before, type EventOf } from "../analysis/events.ts";
import type { Facts } from "../analysis/facts.ts";
import { bare, dispatches } from "../analysis/roles.ts";
import { constantOf } from "../analysis/state.ts";
import type { Term } from "../analysis/terms.ts";
import { isHandle } from "./requests.ts";

export interface Drain {
  readonly cancel: EventOf<"cancel">;
  readonly peek: EventOf<"call">;
  /** Smallest and largest number taken; undefined if unknown. */
  readonly low: bigint | undefined;
  readonly high: bigint | undefined;
  readonly window: Term | undefined;
  /** What is done with a message that is not the one looked for. */
  readonly passesOn: boolean;
  /** wParam of the taken message is looked at. */
  readonly compares: boolean;
  /** WM_QUIT is put back, or the loop tests for it. */
  readonly keepsQuit: boolean;
}

/** PeekMessage(PM_REMOVE) after a cancel, in the same function, not part of a general pump. */
export function drains(facts: Facts): Drain[] {
  const found: Drain[] = [];
  for (const peek of facts.calls("PeekMessage", "PeekMessageA", "PeekMessageW")) {
    const remove = peek.args[4];
    const flags = remove ? constantOf(peek.state, remove) : undefined;
    if (flags === undefined || (flags & 1n) === 0n) continue;
    let cancel: EventOf<"cancel"> | undefined;
    for (const e of before(peek)) {
      if (e.kind === "start") break;
      if (e.kind === "call" && e.at.statement === peek.at.statement) break;
      if (e.kind === "cancel" && isHandle(facts, e.handle) && e.frame.function === peek.frame.function) {
        cancel = e;
        break;
      }
    }
    if (!cancel || found.some((d) => d.peek.at.statement === peek.at.statement)) continue;
    const later = (test: (name: string) => boolean): boolean =>
      facts.firstAfter(peek, (e) => e.kind === "call" && test(bare(e.name))) !== undefined;
    const [, window, low, high] = peek.args;
    found.push({
      cancel,
      peek,
      low: low ? constantOf(peek.state, low) : undefined,
      high: high ? constantOf(peek.state, high) : undefined,
      window,
      passesOn: later((n) => dispatches(n) || /^PostMessage[AW]?$|^SendMessage[AW]?$/.test(n)),
      compares:
        facts.firstAfter(
          peek,
          (e) =>
            (e.kind === "compare" && (facts.isWParam(e.left) || facts.isWParam(e.right))) ||
            (e.kind === "branch" && facts.mentionsWParam(e.condition)),
        ) !== undefined,
      keepsQuit: later((n) => n === "PostQuitMessage"),
    });
  }
  return found;
}

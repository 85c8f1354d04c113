/** Loops that take messages out of the queue after a cancel. */
import { before, type EventOf } from "../analysis/events.ts";
import type { Facts } from "../analysis/facts.ts";
import { bare, dispatches } from "../analysis/roles.ts";
import { constantOf } from "../analysis/state.ts";
import type { Term } from "../analysis/terms.ts";
import { argumentText, edit, fix, lineAt } from "./context.ts";
import { callAt } from "./edits.ts";
import { isHandle, isHandleOf } from "./requests.ts";
import type { Fix } from "./types.ts";

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
      if (e.kind === "cancel" && isHandle(facts, e.handle) && e.frame.function === peek.frame.function) {
        cancel = e;
        break;
      }
    }
    if (!cancel) continue;
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

/** The variable that the message is taken into. */
function messageName(facts: Facts, drain: Drain): string | undefined {
  return /^&\s*(\w+)$/.exec(argumentText(facts.unit, drain.peek, 0))?.[1];
}

/** The loop `while (PeekMessage(…)) ;` as one that takes the one reply, dispatches the rest and keeps WM_QUIT. */
export function rightDrain(facts: Facts, drain: Drain): Fix[] {
  const { unit } = facts;
  const call = callAt(drain.peek.at);
  const text = unit.files.get(call.uri)?.source.text ?? "";
  const head = /\bwhile\s*\(\s*$/.exec(text.slice(0, call.start));
  const tail = /^\s*\)\s*;/.exec(text.slice(call.end));
  const handle = argumentText(unit, drain.cancel, 0);
  const request = facts.requests.find((r) => isHandleOf(facts, drain.cancel.handle, r));
  const slot = facts.slotOfValue(drain.cancel.handle);
  const cleared = [...before(drain.peek)].some(
    (e) => e.kind === "store" && slot !== undefined && facts.slot(e.path) === slot && e.order > drain.cancel.order,
  );
  const message = messageName(facts, drain);
  if (!head || !tail || !request || cleared || !message || !/^[\w.>-]+$/.test(handle)) return [];
  const number = request.start.message.text;
  const window = argumentText(unit, drain.peek, 1);
  const { eol, indent } = lineAt(unit, call.uri, head.index);
  const lines = [
    `while (PeekMessage(&${message}, ${window}, ${number}, ${number}, PM_REMOVE)) {`,
    `    if (${message}.message == WM_QUIT) { PostQuitMessage((int)${message}.wParam); break; }`,
    `    if ((HANDLE)${message}.wParam != ${handle}) DispatchMessage(&${message});`,
    "}",
  ];
  return [
    fix("Take this reply only", [
      edit({ uri: call.uri, start: head.index, end: call.end + tail[0].length }, lines.join(`${eol}${indent}`)),
    ]),
  ];
}

/** `if (m.message == WM_QUIT)` at the start of the loop's body. */
export function keepQuit(facts: Facts, drain: Drain): Fix[] {
  const call = callAt(drain.peek.at);
  const text = facts.unit.files.get(call.uri)?.source.text ?? "";
  const open = /^[^;{}]*\)\s*\{/.exec(text.slice(call.end))?.[0];
  const message = messageName(facts, drain);
  if (!open || !message || !/\bwhile\s*\([^;{}]*$/.test(text.slice(0, call.start))) return [];
  const at = call.end + open.length;
  return [
    fix("Put WM_QUIT back", [
      edit(
        { uri: call.uri, start: at, end: at },
        ` if (${message}.message == WM_QUIT) { PostQuitMessage((int)${message}.wParam); break; }`,
      ),
    ]),
  ];
}

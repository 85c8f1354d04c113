/** Edits that several fixes share. All of them look at the text alone and give nothing where it is not as simple as they need. */
import type { EventOf, PathEvent, Place } from "../analysis/events.ts";
import type { Root } from "../analysis/events.ts";
import type { Facts, Request } from "../analysis/facts.ts";
import { lastName } from "../analysis/relevance.ts";
import { pathText } from "../analysis/terms.ts";
import type { ProgramFunction, Unit } from "../program/types.ts";
import { edit, fix, lineAt, rangeOf, statementExtent, textAt } from "./context.ts";
import type { Fix, Location, TextEdit } from "./types.ts";
import { written } from "./written.ts";

/** The whole call, arguments included. */
export function callAt(at: Place): Location {
  return rangeOf(at.function, at.statement?.range ?? at.range);
}

/** The statement at the place, where it is only the call: `f(x);`, `(void)f(x);`, `::f(x);`. */
export function onlyCall(unit: Unit, at: Place): Location | undefined {
  const extent = statementExtent(unit, callAt(at));
  if (!extent || !/^(?:\(\s*void\s*\)\s*)?(?:::\s*)?(?!if\b|while\b|for\b|switch\b|return\b|else\b)[\w:]+\s*\(/.test(textAt(unit, extent)))
    return undefined;
  // more than one call in the statement: an operator outside of the parentheses
  const rest = textAt(unit, { ...extent, start: callAt(at).end }).trim();
  return rest === ";" ? extent : undefined;
}

/** A statement that begins its line or follows another one: no `if (…)`, `else` or label before it. */
export function standsAlone(unit: Unit, extent: Location): boolean {
  const before = (unit.files.get(extent.uri)?.source.text ?? "").slice(0, extent.start).trimEnd();
  return /[;{}]$/.test(before) || /(?:\/\/[^\n]*|\*\/|:)$/.test(before);
}

/** Takes a statement away, with its line if nothing else stands there; the body of an `if` becomes empty. */
export function removal(unit: Unit, extent: Location): TextEdit {
  const text = unit.files.get(extent.uri)?.source.text ?? "";
  if (!standsAlone(unit, extent)) return edit(extent, ";");
  const { start } = lineAt(unit, extent.uri, extent.start);
  const after = /^[ \t]*(?:\r\n|\r|\n)/.exec(text.slice(extent.end));
  return text.slice(start, extent.start).trim() === "" && after
    ? edit({ ...extent, start, end: extent.end + after[0].length }, "")
    : edit(extent, "");
}

/** A line of its own before the statement. */
export function lineBefore(unit: Unit, extent: Location, line: string): TextEdit {
  const { indent, eol } = lineAt(unit, extent.uri, extent.start);
  return edit({ ...extent, end: extent.start }, `${line}${eol}${indent}`);
}

/** A line of its own behind the statement. */
export function lineAfter(unit: Unit, extent: Location, line: string): TextEdit {
  const { indent, eol } = lineAt(unit, extent.uri, extent.start);
  return edit({ ...extent, start: extent.end }, `${eol}${indent}${line}`);
}

/** The statement around the event, if it stands alone. */
export function statementOf(unit: Unit, e: PathEvent): Location | undefined {
  const extent = statementExtent(unit, callAt(e.at));
  return extent && standsAlone(unit, extent) ? extent : undefined;
}

/** `if (` of the condition in which the call stands, as the place behind the parenthesis; undefined if an `||` stands in it. */
export function insideIf(unit: Unit, call: Location): Location | undefined {
  const text = unit.files.get(call.uri)?.source.text ?? "";
  const from = Math.max(text.lastIndexOf(";", call.start), text.lastIndexOf("{", call.start), text.lastIndexOf("}", call.start)) + 1;
  const head = /\bif\s*\((?!.*\bif\s*\()/s.exec(text.slice(from, call.start));
  if (!head) return undefined;
  const open = from + head.index + head[0].length;
  let depth = 1;
  let end = open;
  for (; end < text.length && depth > 0; end++) {
    if (text[end] === "(") depth++;
    else if (text[end] === ")") depth--;
  }
  if (end <= call.end || text.slice(open, end).includes("||")) return undefined;
  return { uri: call.uri, start: open, end: open };
}

/** Name of the variable or member that holds the start's result, as this function would write it; undefined for what it cannot name. */
export function keptName(facts: Facts, start: EventOf<"start">, by: ProgramFunction): string | undefined {
  const store = facts.firstAfter(start, (e) => e.kind === "store" && e.value === start.result);
  if (store?.kind !== "store") return undefined;
  const { path } = store;
  const isOwn = path.kind === "field" && pathText(path) === path.member;
  const { name, assignable, constant } = written(facts.unit, store.at, path);
  const isSeen = path.kind === "global" || (path.kind === "local" && store.at.function === by) || isOwn;
  return isSeen && assignable && constant ? lastName(name) : undefined;
}

/** Cancels the request of the start before the statement. */
export function cancelBefore(facts: Facts, start: EventOf<"start">, e: PathEvent): Fix[] {
  const name = keptName(facts, start, e.at.function);
  const extent = statementOf(facts.unit, e);
  return name && extent
    ? [fix("Cancel the request first", [lineBefore(facts.unit, extent, `if (${name} != 0) WSACancelAsyncRequest(${name});`)])]
    : [];
}

/** Leaves the handler for any other reply, where one variable holds the handle of every request. */
export function compareFirst(facts: Facts, root: Root, requests: readonly Request[]): Fix[] {
  const names = new Set(requests.map((r) => (r.events[0] ? keptName(facts, r.events[0], root.function) : undefined)));
  const h = root.handler;
  const w = typeof h?.wParam === "number" ? root.function.ir.params[h.wParam]?.name : undefined;
  const name = names.size === 1 ? [...names][0] : undefined;
  if (!h || !w || !name || h.block === 0) return [];
  const label = rangeOf(root.function, h.range);
  const text = facts.unit.files.get(label.uri)?.source.text ?? "";
  const colon = /^[^\n:]*:/.exec(text.slice(label.start))?.[0];
  if (!colon) return [];
  const at = label.start + colon.length;
  const { eol, indent } = lineAt(facts.unit, label.uri, label.start);
  return [
    fix("Leave for any other reply", [edit({ ...label, start: at, end: at }, `${eol}${indent}    if ((HANDLE)${w} != ${name}) return 0;`)]),
  ];
}

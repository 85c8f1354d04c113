/** Who handles the messages of an entry's requests. */
import type { Handler, ProgramFunction, StartSite, Unit } from "../../program/types.ts";
import type { World } from "../interpreter/world.ts";
import type { MessageNumbers } from "./messageNumbers.ts";
import { type UnseenHandler, unseenHandlers } from "./unseenHandlers.ts";

/** The procedure of the entry's window: the one that gets its replies; the program's first one if its replies are met in loops alone. */
export function procedureOf(unit: Unit, own: readonly Handler[]): ProgramFunction | undefined {
  const direct = (handlers: readonly Handler[]) => handlers.find((handler) => handler.kind === "window-procedure")?.function;
  const inLoops = own.every(({ kind }) => kind === "message-loop" || kind === "hook" || kind === "dispatcher");
  return direct(own) ?? (inLoops ? direct(unit.handlers) : undefined);
}

/** Handlers of the requests that the entry starts; if it starts none, of those of its class; else of all. */
export function ownHandlers(unit: Unit, entry: ProgramFunction): readonly Handler[] {
  const { record } = entry.ir;
  const own = unit.starts.filter((start) => start.site.function === entry);
  const ofClass = record === undefined ? [] : unit.starts.filter((start) => start.site.function.ir.record === record);
  return (own.length > 0 ? own : ofClass.length > 0 ? ofClass : unit.starts).flatMap((start) => start.handlers);
}

/** The start that the current thread of a run is at. */
export function startAt(unit: Unit, world: World): StartSite | undefined {
  const at = world.position();
  if (!at) return undefined;
  const inside = unit.starts.filter(({ site }) => site.function.index === at.fn.index);
  return (
    inside.find(({ site }) => site.function.offset + site.statement.range.start === at.start) ??
    (inside.length === 1 ? inside[0] : undefined)
  );
}

/** Handlers by message number: the given ones, then those of other requests, then what else their classes and procedures handle. */
export function handlerTable(unit: Unit, own: readonly Handler[], numbers: MessageNumbers): ReadonlyMap<number, Handler> {
  const table = new Map<number, Handler>();
  const add = (handler: Handler): void => {
    if (handler.kind === "message-loop" || handler.kind === "hook" || handler.kind === "dispatcher") return;
    const value = handler.message && numbers.of(handler.message);
    if (value !== undefined && !table.has(value)) table.set(value, handler);
  };
  own.forEach(add);
  const owners = new Set(own.map(({ function: fn }) => fn.ir.record ?? fn.name));
  for (const start of unit.starts) start.handlers.forEach(add);
  for (const handler of unit.handlers)
    if (own.length === 0 || owners.has(handler.function.ir.record ?? handler.function.name)) add(handler);
  return table;
}

/** Those who are told of requests whose messages nobody in view takes. */
export function unseenTable(
  unit: Unit,
  handlers: ReadonlyMap<number, Handler>,
  numbers: MessageNumbers,
): ReadonlyMap<number, UnseenHandler> {
  const table = new Map<number, UnseenHandler>();
  for (const start of unit.starts) {
    const number = numbers.ofStart(start);
    if (start.handlers.length > 0 || handlers.has(number) || table.has(number)) continue;
    const [first] = unseenHandlers(unit, start);
    if (first) table.set(number, first);
  }
  return table;
}

/** 1: all four arguments of a window procedure; else bit 1 for wParam, bit 2 for lParam. */
export function shapeOf(handler: Handler | undefined): number {
  if (!handler) return 0;
  if (/procedure|hook/.test(handler.kind)) return 1;
  return (handler.wParam === undefined ? 0 : 2) | (handler.lParam === undefined ? 0 : 4);
}

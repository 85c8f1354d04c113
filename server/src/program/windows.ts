/** Whose window a handle is: the C++ class of its object, or the window class it was created with. */
import type { Place, Value } from "../ir/types.ts";
import { typeOfPlace } from "./buffers.ts";
import { argumentFor, type ProgramContext } from "./context.ts";
import { lastPart, plainName, recordOf } from "./functions.ts";
import type { ProgramFunction } from "./types.ts";
import { definitionOf, statementsOf, storesToLocal, stringOf, strip } from "./values.ts";

/** Members in which frameworks keep the handle of the object's own window. */
const OWN_WINDOW = /^(?:m_hWnd|HWindow|FHandle|Handle)$/;
const GETTERS = /^(?:GetSafeHwnd|GetHwnd|GetHWnd|GetHWND|GetWnd|GetHandle|Handle|hwnd|handle|operator HWND)$/;

/** Names of C++ classes and registered window classes; empty if nothing is known. */
export function windowOwners(context: ProgramContext, fn: ProgramFunction, value: Value): ReadonlySet<string> {
  const found = new Set<string>();
  const seen = new Set<string>();

  const add = (name: string | undefined) => {
    if (name !== undefined && name !== "") found.add(plainName(name));
  };

  function objectRecord(at: ProgramFunction, place: Place): string | undefined {
    if (place.kind === "deref") {
      const { pointer } = place;
      if (pointer.kind === "temp" && pointer.id === at.ir.thisTemp) return at.record ?? at.ir.record;
      const definition = pointer.kind === "temp" ? definitionOf(at.ir, pointer.id) : undefined;
      return definition && "type" in definition ? recordOf(definition.type) : undefined;
    }
    return recordOf(typeOfPlace(context, at, place));
  }

  function walk(at: ProgramFunction, v: Value, depth: number): void {
    const value = strip(at.ir, v);
    const definition = value.kind === "temp" ? definitionOf(at.ir, value.id) : undefined;
    if (!definition || depth > 5) return;
    if (definition.kind === "call") {
      const { callee } = definition;
      const name = callee.kind === "name" || callee.kind === "member" ? lastPart(callee.name) : "";
      const created = /^CreateWindow(Ex)?[AW]?$/.exec(name);
      if (created) {
        const className = definition.args[created[1] ? 1 : 0];
        add(className && stringOf(at.ir, className));
        return;
      }
      const target = context.resolver.resolve(at, definition);
      const before = found.size;
      if (target.kind === "program" && target.functions.length <= 3) {
        for (const to of target.functions)
          for (const block of to.ir.blocks) if (block.end.kind === "return" && block.end.value) walk(to, block.end.value, depth + 1);
      }
      if (found.size > before || !GETTERS.test(name)) return;
      // an accessor without a visible body: the window of the object it is asked of
      if (callee.kind === "member") add(callee.record ?? objectRecord(at, { kind: "deref", pointer: callee.object }));
      else if (callee.kind === "name" && callee.implicitThis) add(at.record ?? at.ir.record);
      return;
    }
    if (definition.kind !== "load") return;
    const { place } = definition;
    if (place.kind === "field" && OWN_WINDOW.test(place.member)) {
      const record = objectRecord(at, place.of);
      // a class of the program may keep any window in a member of that name
      if (record !== undefined && !context.classes.record(record)?.fields.some((f) => f.name === place.member)) {
        add(record);
        return;
      }
    }
    if (place.kind === "local") for (const store of storesToLocal(at.ir, place.id)) walk(at, store.value, depth + 1);
    else if (place.kind === "param") parameter(at, place.index, depth);
    else if (place.kind === "field" || place.kind === "global")
      storage(place.kind, place.kind === "field" ? place.member : lastPart(place.name), depth);
  }

  function parameter(at: ProgramFunction, index: number, depth: number): void {
    const key = `p${at.index}:${index}`;
    if (seen.has(key)) return;
    seen.add(key);
    for (const caller of context.callers(at)) {
      const argument = argumentFor(caller.statement, index);
      if (argument) walk(caller.function, argument, depth + 1);
    }
  }

  function storage(kind: "field" | "global", name: string, depth: number): void {
    if (seen.has(`${kind}:${name}`)) return;
    seen.add(`${kind}:${name}`);
    const stores = new RegExp(`\\b${name}\\s*(?:=[^=]|\\()`);
    for (const user of context.functions.mentioning(name)) {
      if (!stores.test(user.text)) continue;
      for (const { statement } of statementsOf(user.ir)) {
        if (statement.kind !== "store") continue;
        const to = statement.place;
        const same = kind === "field" ? to.kind === "field" && to.member === name : to.kind === "global" && lastPart(to.name) === name;
        if (same) walk(user, statement.value, depth + 1);
      }
    }
  }

  walk(fn, value, 0);
  return found;
}

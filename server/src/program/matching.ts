/** How a handler finds the request that a completion belongs to. */
import type { IrFunction, Value } from "../ir/types.ts";
import type { ProgramContext } from "./context.ts";
import { successors } from "./messages.ts";
import type { Handler, MatchKind, ProgramFunction } from "./types.ts";
import { definitionOf, parameterOf, storesToLocal, strip, uncast } from "./values.ts";

/** Blocks that run for this handler: what its first block leads to, without other labels of the same switch. */
export function handlerBlocks(fn: IrFunction, from: number, limit = 400): number[] {
  const seen = new Set<number>([from]);
  const queue = [from];
  while (queue.length > 0 && seen.size < limit) {
    const block = queue.shift()!;
    const { end } = fn.blocks[block]!;
    if (end.kind === "jump" && end.back === true) continue;
    for (const to of successors(fn, block)) {
      if (seen.has(to)) continue;
      seen.add(to);
      queue.push(to);
    }
  }
  return [...seen];
}

const FORWARDS =
  /^(?:Def\w*Proc\w*|CallWindowProc\w*|DispatchMessage\w*|TranslateMessage|PostMessage\w*|SendMessage\w*|WindowProc|DefWindowProc|Default|OnWndMsg|Dispatch|TRACE\d?|ATLTRACE|wsprintf\w*|sprintf|printf|fprintf)$/;
const WINDOW_LOOKUPS =
  /^(?:GetWindowLong(?:Ptr)?|GetProp|GetWindowWord|GetClassLong(?:Ptr)?|FromHandle|FromHandlePermanent|GetWindowPtr|FindControl)[AW]?$/;

/** `distinct`: this number belongs to one start alone. */
export function matchKind(context: ProgramContext, handler: Handler, distinct: boolean): MatchKind {
  const { ir } = handler.function;
  if (ir.understood.statements > 0 && ir.understood.unknown > ir.understood.statements / 2) return "unknown";
  if (usesWParam(context, handler.function, handler, 0)) return "wParam";
  if (usesWindow(handler)) return "window";
  return distinct ? "number" : "none";
}

function isWParam(fn: ProgramFunction, wParam: Handler["wParam"], value: Value, depth = 0): boolean {
  if (wParam === undefined || depth > 6) return false;
  if (typeof wParam === "number" && parameterOf(fn.ir, value) === wParam) return true;
  const at = strip(fn.ir, value);
  const definition = at.kind === "temp" ? definitionOf(fn.ir, at.id) : undefined;
  const is = (other: Value) => isWParam(fn, wParam, other, depth + 1);
  if (definition?.kind === "addressOf" || definition?.kind === "load") {
    const { place } = definition;
    if (wParam === "msg" && place.kind === "field" && (place.member === "wParam" || place.member === "WParam")) return true;
    // a copy handed on by reference, and what such a reference refers to
    if (place.kind === "local") return storesToLocal(fn.ir, place.id).some((store) => is(store.value));
    if (place.kind === "deref") return is(place.pointer);
  }
  return false;
}

function usesWParam(
  context: ProgramContext,
  fn: ProgramFunction,
  at: { wParam?: Handler["wParam"]; block: number },
  depth: number,
): boolean {
  const is = (value: Value) => isWParam(fn, at.wParam, value);
  for (const id of handlerBlocks(fn.ir, at.block)) {
    const block = fn.ir.blocks[id]!;
    if (block.end.kind === "switch" && is(block.end.value)) return true;
    for (const s of block.statements) {
      if (s.kind === "binary" && (s.op === "eq" || s.op === "ne")) {
        const side = is(s.left) ? s.right : is(s.right) ? s.left : undefined;
        // `wParam == 0` finds no request
        if (side && uncast(fn.ir, side).kind !== "int") return true;
      } else if (s.kind === "binary" && (s.op === "lt" || s.op === "gt") && (is(s.left) || is(s.right))) return true;
      else if ((s.kind === "load" || s.kind === "addressOf" || s.kind === "store") && s.place.kind === "index" && is(s.place.index))
        return true;
      else if (s.kind === "store" && s.place.kind === "field" && is(s.value))
        return true; // key of a search record
      else if (s.kind === "call") {
        const name = s.callee.kind === "name" || s.callee.kind === "member" ? s.callee.name : "";
        const position = s.args.findIndex(is);
        if (position < 0 || FORWARDS.test(name.slice(name.lastIndexOf(":") + 1))) continue;
        const target = context.resolver.resolve(fn, s);
        if (target.kind !== "program" || target.functions.length === 0) return true;
        // handed on to a function of the program: what counts is what that one does with it
        if (depth >= 3 || target.functions.some((to) => usesWParam(context, to, { wParam: position, block: 0 }, depth + 1))) return true;
      }
    }
  }
  return false;
}

/** The object is found by its window: stored in the window's extra memory, or the handler is a member of the window's own object. */
function usesWindow(handler: Handler): boolean {
  const { ir } = handler.function;
  for (const id of handlerBlocks(ir, 0)) {
    for (const s of ir.blocks[id]!.statements) {
      if (
        s.kind === "call" &&
        (s.callee.kind === "name" || s.callee.kind === "member") &&
        WINDOW_LOOKUPS.test(s.callee.name.slice(s.callee.name.lastIndexOf(":") + 1))
      ) {
        return true;
      }
    }
  }
  return false;
}

/** Which message number a value is: by its value where the unit says it, else by the spelling of where it comes from. */
import type { IrFunction, Place, Value } from "../ir/types.ts";
import { evaluateConstant } from "../names/constants.ts";
import { argumentFor, type ProgramContext } from "./context.ts";
import { lastPart } from "./functions.ts";
import { pathOfPlace, pathText } from "./paths.ts";
import type { MessageNumber, ProgramFunction } from "./types.ts";
import { definitionOf, parameterChanged, statementsOf, storesToLocal, uncast } from "./values.ts";

export interface Messages {
  /** Every number the value can be, at least one; several where a parameter gets several from its callers. */
  of(fn: ProgramFunction, value: Value, at?: { readonly block: number; readonly index: number }): readonly MessageNumber[];
  /** Number of an expression as a table or label writes it. */
  ofText(uri: string, text: string, fromRecord?: string): MessageNumber;
}

/** Two numbers are the same if their values, else their texts, agree; a name may be written with or without its class. */
export function sameMessage(a: MessageNumber, b: MessageNumber): boolean {
  if (a.value !== undefined && b.value !== undefined) return a.value === b.value;
  if (a.own || b.own) return false;
  return a.text === b.text || (spelling(a.text) === spelling(b.text) && /^[A-Za-z_]\w*$/.test(spelling(a.text)));
}

/** Without its class; an accessor whose body is not in view is taken for what it names (`TSys::GetDnsMsg()` for `TSys::DnsMsg`). */
function spelling(text: string): string {
  return text.replace(/^(?:\w+(?:::|->|\.))+/, "").replace(/^Get_?([A-Z]\w*)\(\)$/, "$1");
}

/** `WM_USER+1` of `( (UINT) (WM_USER + 1) )`: blanks, outer parentheses and casts taken off. */
export function messageText(source: string): string {
  let text = source
    .replace(/\/\*[\s\S]*?\*\/|\/\/[^\r\n]*/g, " ")
    .replace(/\s+/g, " ")
    .trim();
  for (let before = ""; before !== text; ) {
    before = text;
    text = text
      .replace(/^\(\s*(?:unsigned(?:\s+int)?|UINT|u_int|uint|int|DWORD|WORD|LONG)\s*\)\s*/, "")
      .replace(/^(?:UINT|static_cast<\w+>)\s*\((.*)\)$/, "$1")
      .trim();
    if (text.startsWith("(") && text.endsWith(")") && balanced(text.slice(1, -1))) text = text.slice(1, -1).trim();
  }
  return text.replace(/^this\s*->\s*/, "").replace(/\s*([-+*/|&(),:<>])\s*/g, "$1");
}

function balanced(text: string): boolean {
  let depth = 0;
  for (const c of text) {
    if (c === "(") depth++;
    else if (c === ")" && --depth < 0) return false;
  }
  return depth === 0;
}

const MAX_NUMBERS = 16;

/** `WM_X+1` and `+1` give `WM_X+2`; zero adds nothing. */
function sumText(left: string, sign: "+" | "-", right: string): string {
  if (right === "0") return left;
  if (/^-?\d+$/.test(left) && /^\d+$/.test(right)) return String(Number(left) + Number(`${sign}${right}`));
  const before = /^(.*[A-Za-z_)]\w*)([+-])(\d+)$/.exec(left);
  if (!before || !/^\d+$/.test(right)) return `${left}${sign}${right}`;
  const total = Number(`${before[2]}${before[3]}`) + Number(`${sign}${right}`);
  return total === 0 ? before[1]! : `${before[1]}${total > 0 ? "+" : "-"}${Math.abs(total)}`;
}

export function createMessages(context: () => ProgramContext): Messages {
  const stored = new Map<string, MessageNumber | undefined>();

  function ofText(uri: string, text: string, fromRecord?: string): MessageNumber {
    const normal = messageText(text);
    const constant = evaluateConstant(normal, context().names(uri), fromRecord);
    if (constant !== undefined) return { value: Number(constant.value), text: normal };
    const variable = /^(?:\w+::)*\w+$/.test(normal) ? ofStorage("global", normal) : undefined;
    return variable ? { ...variable, text: normal } : { text: normal };
  }

  function of(
    fn: ProgramFunction,
    value: Value,
    at: { readonly block: number; readonly index: number } | undefined,
    depth: number,
  ): readonly MessageNumber[] {
    if (value.kind === "int") return [{ value: Number(value.value), text: value.name ?? String(value.value) }];
    if (value.kind === "unknown") return [ofText(fn.uri, value.text, fn.record)];
    if (value.kind !== "temp" || depth > 60) return [{ text: "?" }];
    const definition = definitionOf(fn.ir, value.id);
    switch (definition?.kind) {
      case "cast":
        return of(fn, definition.operand, at, depth + 1);
      case "load":
        return ofPlace(fn, definition.place, at, depth + 1);
      case "binary": {
        const left = of(fn, definition.left, at, depth + 1);
        const right = of(fn, definition.right, at, depth + 1);
        const sign = definition.op === "add" ? 1 : definition.op === "sub" ? -1 : 0;
        if (sign === 0) break;
        return left
          .flatMap((x) =>
            right.map((y): MessageNumber => {
              const text = sumText(x.text, sign > 0 ? "+" : "-", y.text);
              return x.value === undefined || y.value === undefined ? { text } : { value: x.value + sign * y.value, text };
            }),
          )
          .slice(0, MAX_NUMBERS);
      }
      case "call":
        if (definition.callee.kind === "name" && /^RegisterWindowMessage[AW]?$/.test(definition.callee.name)) {
          return [{ text: messageText(context().sourceText(fn, definition.range.start, definition.range.end)) }];
        }
        {
          // an accessor of the program: what it returns
          const target = depth < 40 ? context().resolver.resolve(fn, definition) : undefined;
          const only = target?.kind === "program" && target.functions.length === 1 ? target.functions[0]! : undefined;
          const returns =
            only?.ir.blocks.flatMap((b) => (b.end.kind === "return" && b.end.value ? [{ value: b.end.value, block: b.id }] : [])) ?? [];
          if (only && returns.length === 1)
            return of(only, returns[0]!.value, { block: returns[0]!.block, index: Number.MAX_SAFE_INTEGER }, depth + 20);
        }
        break;
      default:
    }
    return [{ text: definition ? messageText(context().sourceText(fn, definition.range.start, definition.range.end)) : "?" }];
  }

  function ofPlace(
    fn: ProgramFunction,
    place: Place,
    at: { readonly block: number; readonly index: number } | undefined,
    depth: number,
  ): readonly MessageNumber[] {
    const text = pathText(pathOfPlace(fn.ir, place));
    switch (place.kind) {
      case "local": {
        const value = at && localBefore(fn.ir, place.id, at.block, at.index);
        if (value) return of(fn, value.value, value.at, depth + 1);
        const all = storesToLocal(fn.ir, place.id);
        if (all.length === 1) return of(fn, all[0]!.value, undefined, depth + 1);
        return [{ text, own: true }];
      }
      case "param": {
        if (parameterChanged(fn.ir, place.index) || depth > 6) return [{ text, own: true }];
        const numbers: MessageNumber[] = [];
        for (const caller of context().callers(fn)) {
          const argument = argumentFor(caller.statement, place.index);
          if (argument === undefined) continue;
          for (const n of of(caller.function, argument, { block: caller.block, index: caller.index }, depth + 3)) {
            if (!numbers.some((known) => sameMessage(known, n))) numbers.push(n);
          }
          if (numbers.length >= MAX_NUMBERS) break;
        }
        return numbers.length > 0 ? numbers : [{ text, own: true }];
      }
      case "global":
        return [{ ...ofStorage("global", place.name), text: place.name }];
      case "field":
        return [{ ...ofStorage("field", place.member, place.record), text: /^\w+$/.test(text) ? text : place.member }];
      default:
        return [{ text }];
    }
  }

  /** The one number that a variable or member visibly gets, if it gets only one. */
  function ofStorage(kind: "global" | "field", name: string, record?: string): MessageNumber | undefined {
    const last = lastPart(name);
    const key = `${kind}:${last}`;
    if (stored.has(key)) return stored.get(key);
    stored.set(key, undefined);
    const found = new Map<number | string, MessageNumber>();
    const { functions, variables, names } = context();
    if (kind === "global") {
      for (const { uri, variable } of variables) {
        if (lastPart(variable.name) !== last || variable.initialiser === undefined) continue;
        const constant = evaluateConstant(messageText(variable.initialiser.text.replace(/^\s*=/, "")), names(uri), record);
        found.set(constant === undefined ? variable.initialiser.text : Number(constant.value), {
          value: constant && Number(constant.value),
          text: last,
        });
      }
    }
    for (const fn of functions.mentioning(last)) {
      if (!new RegExp(`\\b${last}\\s*(?:=[^=]|\\()`).test(fn.text)) continue;
      for (const { block, index, statement } of statementsOf(fn.ir)) {
        if (statement.kind !== "store") continue;
        const { place } = statement;
        if (
          !(kind === "global" ? place.kind === "global" && lastPart(place.name) === last : place.kind === "field" && place.member === last)
        )
          continue;
        for (const n of of(fn, statement.value, { block, index }, 4)) found.set(n.value ?? n.text, n);
      }
    }
    // zero is the state before the number is chosen
    found.delete(0);
    const only = found.size === 1 ? [...found.values()][0] : undefined;
    stored.set(key, only?.value === undefined ? undefined : only);
    return stored.get(key);
  }

  return { of: (fn, value, at) => of(fn, uncast(fn.ir, value), at, 0), ofText };
}

/** Value of a local at a statement, if straight code before it stores one; looks back through blocks with one predecessor. */
export function localBefore(
  fn: IrFunction,
  local: number,
  block: number,
  index: number,
): { readonly value: Value; readonly at: { readonly block: number; readonly index: number } } | undefined {
  let at = block;
  let from = index - 1;
  for (let hops = 0; hops < 64; hops++) {
    const { statements } = fn.blocks[at]!;
    for (let i = Math.min(from, statements.length - 1); i >= 0; i--) {
      const s = statements[i]!;
      if (s.kind === "store" && s.place.kind === "local" && s.place.id === local) return { value: s.value, at: { block: at, index: i } };
      if (s.kind === "addressOf" && s.place.kind === "local" && s.place.id === local) return undefined;
    }
    const before = predecessors(fn)[at]!;
    if (before.length !== 1) return undefined;
    at = before[0]!;
    from = Number.MAX_SAFE_INTEGER;
  }
  return undefined;
}

const predecessorLists = new WeakMap<IrFunction, number[][]>();

export function successors(fn: IrFunction, block: number): number[] {
  const { end } = fn.blocks[block]!;
  if (end.kind === "jump") return [end.to];
  if (end.kind === "branch") return [end.then, end.else];
  if (end.kind === "switch") return [...end.cases.map((c) => c.to), end.default];
  return [];
}

export function predecessors(fn: IrFunction): number[][] {
  const known = predecessorLists.get(fn);
  if (known) return known;
  const lists: number[][] = fn.blocks.map(() => []);
  for (const block of fn.blocks) for (const to of new Set(successors(fn, block.id))) lists[to]?.push(block.id);
  predecessorLists.set(fn, lists);
  return lists;
}

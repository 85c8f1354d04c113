/** The starts and cancels of a unit. Functions are looked at only if their text can reach one: a name, a pointer, a macro or a wrapper. */
import { argumentIndex, isCancel, isStart } from "../winsock/functions.ts";
import type { ProgramContext } from "./context.ts";
import { callSite } from "./context.ts";
import { type Declared, declaredSeeds } from "./declared.ts";
import type { FunctionEntry } from "./functions.ts";
import { lastPart, plainName } from "./functions.ts";
import { type MessageGraph, takes } from "./handlers.ts";
import type { Messages } from "./messages.ts";
import { loadedName } from "./pointers.ts";
import type { CallSite, CancelSite, Handler, MessageNumber, StartSite } from "./types.ts";
import { statementsOf, strip } from "./values.ts";
import { windowOwners } from "./windows.ts";

/** Part of every name that leads to one of the calls. */
export const SEED_TEXT = /WSA_?Async_?Get|WSA_?Cancel_?Async/i;

export interface Sites {
  readonly calls: readonly { readonly site: CallSite; readonly name: string; readonly via?: string }[];
}

/** Every call of a start or cancel function, in order of functions and blocks. */
export function findSites(context: ProgramContext, wrappers: Declared, macros: readonly { name: string; body: string }[]): Sites {
  const words = new Set<string>(declaredSeeds(wrappers));
  for (const macro of macros) if (SEED_TEXT.test(macro.body)) words.add(macro.name);
  // a macro of a macro
  for (const macro of macros) for (const word of macro.body.match(/[A-Za-z_]\w*/g) ?? []) if (words.has(word)) words.add(macro.name);
  for (const { variable } of context.variables) {
    if (!variable.initialiser || !SEED_TEXT.test(variable.initialiser.text)) continue;
    words.add(lastPart(variable.name));
    for (const match of variable.initialiser.text.matchAll(/&\s*(?:\w+\s*(?:\.|->|::)\s*)*([A-Za-z_]\w*)/g)) words.add(match[1]!);
  }
  const looked = new Set<number>();
  const found = new Map<number, { site: CallSite; name: string; via?: string }[]>();
  const look = (fn: FunctionEntry) => {
    if (looked.has(fn.index)) return;
    looked.add(fn.index);
    for (const { block, index, statement } of statementsOf(fn.ir)) {
      if (statement.kind !== "call") {
        // the pointer that gets the address of a start leads to its calls
        if (statement.kind === "store" && (statement.place.kind === "field" || statement.place.kind === "global")) {
          const at = strip(fn.ir, statement.value);
          if (at.kind === "function" && SEED_TEXT.test(at.name)) words.add(lastWord(statement.place));
        }
        continue;
      }
      const target = context.resolver.resolve(fn, statement);
      if (target.kind === "winsock" && (isStart(target.name) || isCancel(target.name))) {
        const list = found.get(fn.index) ?? [];
        list.push({
          site: callSite(fn, block, index, statement),
          name: target.name,
          ...(target.via === undefined ? {} : { via: target.via }),
        });
        found.set(fn.index, list);
        if (target.via?.startsWith("wrapper ") === true) words.add(lastPart(target.via.slice(8).split(" ")[0]!));
      }
      const exported = loadedName(fn.ir, statement);
      if (exported !== undefined && SEED_TEXT.test(exported)) for (const word of storedIn(fn, statement.target)) words.add(word);
    }
  };
  for (const fn of context.functions.all) if (SEED_TEXT.test(fn.text)) look(fn);
  for (let size = -1; size !== words.size; ) {
    size = words.size;
    for (const word of [...words]) for (const fn of context.functions.mentioning(word)) look(fn);
  }
  const order = [...found.keys()].sort((a, b) => a - b);
  return { calls: order.flatMap((index) => found.get(index)!) };
}

function lastWord(place: { kind: string; member?: string; name?: string }): string {
  return place.kind === "field" ? place.member! : lastPart(place.name!);
}

/** Names of the variables and members that get a temp, behind casts. */
function storedIn(fn: FunctionEntry, temp: number | undefined): string[] {
  const names: string[] = [];
  for (const { statement } of statementsOf(fn.ir)) {
    if (statement.kind !== "store") continue;
    const at = strip(fn.ir, statement.value);
    if (at.kind !== "temp" || at.id !== temp) continue;
    if (statement.place.kind === "global" || statement.place.kind === "field") names.push(lastWord(statement.place));
  }
  return names;
}

/** A start with its message and the handlers that get it. */
export function startSite(context: ProgramContext, messages: Messages, graph: MessageGraph, call: Sites["calls"][number]): StartSite {
  const { site, name } = call;
  const unresolved: string[] = [];
  const argument = site.statement.args[argumentIndex(name, "wMsg") ?? 1];
  const numbers: readonly MessageNumber[] = argument
    ? messages.of(site.function, argument, { block: site.block, index: site.index })
    : [{ text: "?" }];
  const handlers = new Set<Handler>();
  for (const number of numbers) for (const handler of ofWindow(context, call, number, graph.handling(number))) handlers.add(handler);
  if (numbers.every((n) => n.value === undefined) && !numbers.some((n) => graph.handlers.some((h) => takes(h, n)))) {
    unresolved.push(`message number ${numbers[0]?.text ?? "?"} has no visible value`);
  }
  if (handlers.size === 0) unresolved.push(`no handler of ${numbers.map((n) => n.text).join(", ")} is in view`);
  return { site, call: name, message: numbers[0] ?? { text: "?" }, messages: numbers, handlers: [...handlers], unresolved };
}

/**
 * Numbers are used again for other windows: the handlers of the class whose window is given stand, else those whose label has the same
 * name as the number in the call; where neither tells, all.
 */
function ofWindow(
  context: ProgramContext,
  call: Sites["calls"][number],
  message: MessageNumber,
  handlers: readonly Handler[],
): readonly Handler[] {
  const { site, name } = call;
  const window = site.statement.args[argumentIndex(name, "hWnd") ?? 0];
  if (handlers.length < 2) return handlers;
  const owners = window === undefined ? new Set<string>() : windowOwners(context, site.function, window);
  if (owners.size > 0) {
    const family = new Set(
      [...owners].flatMap((owner) => [owner, ...context.classes.lineage(owner), ...context.classes.derived(owner)]).map(plainName),
    );
    const own = handlers.filter(
      (h) =>
        (h.owner !== undefined && family.has(plainName(h.owner))) ||
        (h.function.record !== undefined && family.has(plainName(h.function.record))),
    );
    // a local loop takes messages of any window
    if (own.length > 0) return handlers.filter((h) => own.includes(h) || h.kind === "message-loop" || h.kind === "pre-translate");
  }
  if (!/^(?:\w+::)*[A-Za-z_]\w*$/.test(message.text)) return handlers;
  const named = handlers.filter((h) => h.message?.text === message.text);
  return named.length > 0 ? named : handlers;
}

export function cancelSite(call: Sites["calls"][number]): CancelSite {
  return { site: call.site };
}

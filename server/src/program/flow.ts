/** Where the result of a call goes: through casts, chained assignments, locals and setters into the storage it lives in. */
import type { IrFunction, Place, Statement, TempId, Value } from "../ir/types.ts";
import { argumentFor, type ProgramContext } from "./context.ts";
import { lastPart, plainName } from "./functions.ts";
import { dereference, type Path, pathOfPlace, pathText } from "./paths.ts";
import type { CallStatement } from "./resolve.ts";
import type { ProgramFunction } from "./types.ts";
import { definitionOf, rootPlace, statementsOf } from "./values.ts";

/** How long the storage lives and who can reach it. */
export type StorageKind = "discarded" | "local" | "static" | "global" | "member" | "collection" | "returned" | "other";

export interface Storage {
  readonly kind: StorageKind;
  readonly text: string;
  readonly function: ProgramFunction;
  /** Key under which the same storage is met again from other functions: `field:m_hLookup`, `global:g_h`, `local:3:1`. */
  readonly key?: string;
  readonly path?: Path;
}

/** Most lasting first: the first of these a handle reaches is where it lives. */
const ORDER: readonly StorageKind[] = ["collection", "member", "global", "static", "returned", "other", "local", "discarded"];

interface Use {
  readonly statement: Statement;
  readonly argument?: number;
}

const useLists = new WeakMap<
  IrFunction,
  { uses: Map<TempId, Use[]>; loads: Map<string, TempId[]>; returned: Set<TempId>; tested: Set<TempId> }
>();

function operands(statement: Statement): readonly Value[] {
  switch (statement.kind) {
    case "store":
      return [statement.value];
    case "unary":
    case "cast":
    case "delete":
      return [statement.operand];
    case "binary":
      return [statement.left, statement.right];
    case "call":
      return statement.args;
    default:
      return [];
  }
}

function usesOf(fn: IrFunction) {
  const known = useLists.get(fn);
  if (known) return known;
  const uses = new Map<TempId, Use[]>();
  const loads = new Map<string, TempId[]>();
  const returned = new Set<TempId>();
  const tested = new Set<TempId>();
  for (const { statement } of statementsOf(fn)) {
    operands(statement).forEach((value, argument) => {
      if (value.kind !== "temp") return;
      const list = uses.get(value.id) ?? [];
      list.push({ statement, argument });
      uses.set(value.id, list);
    });
    if (statement.kind === "load" && (statement.place.kind === "local" || statement.place.kind === "param")) {
      const key = rootKey(statement.place);
      loads.set(key, [...(loads.get(key) ?? []), statement.target]);
    }
  }
  for (const { end } of fn.blocks) {
    if (end.kind === "return" && end.value?.kind === "temp") returned.add(end.value.id);
    if (end.kind === "branch" && end.condition.kind === "temp") tested.add(end.condition.id);
    if (end.kind === "switch" && end.value.kind === "temp") tested.add(end.value.id);
  }
  const made = { uses, loads, returned, tested };
  useLists.set(fn, made);
  return made;
}

function rootKey(place: Place): string {
  return place.kind === "local" ? `l${place.id}` : place.kind === "param" ? `p${place.index}` : "";
}

/** Methods that keep their argument in a container. */
const KEEPS =
  /^(?:push_back|push_front|push|insert|emplace|emplace_back|Add|AddTail|AddHead|Append|SetAt|InsertAt|Insert|Enqueue|put|set|operator\[\]|append|AddElement|AddKeyDat|AddDat)$/;

/** Storage that a path names. */
export function storageOfPath(context: ProgramContext, fn: ProgramFunction, path: Path): Storage {
  const { root, steps } = path;
  const text = pathText(path);
  const make = (kind: StorageKind, key?: string): Storage => ({ kind, text, function: fn, path, ...(key === undefined ? {} : { key }) });
  const field = steps.findLast((s) => s.kind === "field");
  const indexed = steps.some((s) => s.kind === "index");
  const through = steps.some((s) => s.kind === "deref" || (s.kind === "field" && s.arrow));
  if (field?.kind === "field") {
    const key = `field:${field.member}`;
    if (root.kind === "local" && !through)
      return make(fn.ir.locals[root.id]?.storage === "static" ? "static" : "local", `local:${fn.index}:${root.id}.${field.member}`);
    return make(indexed ? "collection" : "member", key);
  }
  switch (root.kind) {
    case "global":
      return make(indexed ? "collection" : isFileStatic(context, fn, root.name) ? "static" : "global", `global:${lastPart(root.name)}`);
    case "local": {
      const local = fn.ir.locals[root.id];
      if (through) return make("other");
      return make(local?.storage === "static" ? "static" : "local", `local:${fn.index}:${root.id}`);
    }
    case "param":
      return through ? make("returned") : make("local", `param:${fn.index}:${root.index}`);
    case "this":
      return make("member");
    case "result":
      return make(indexed || /operator\[\]|GetAt|ElementAt|find|at\(/.test(root.text) ? "collection" : "other");
    default:
      return make("other");
  }
}

function isFileStatic(context: ProgramContext, fn: ProgramFunction, name: string): boolean {
  return context.variables.some(({ uri, variable }) => variable.internal && uri === fn.uri && plainName(variable.name) === plainName(name));
}

export interface ResultFlow {
  /** Everything the result reaches, most lasting first; one entry of kind `discarded` if nothing keeps it. */
  readonly storages: readonly Storage[];
  /** The value is compared or used as a condition somewhere. */
  readonly tested: boolean;
}

/** Follows the value of a temp (the result of a start) through the function and one level of setters. */
export function flowOf(context: ProgramContext, fn: ProgramFunction, start: TempId | undefined, depth = 0): ResultFlow {
  const storages: Storage[] = [];
  let tested = false;
  const { uses, loads, returned, tested: conditions } = usesOf(fn.ir);
  const seen = new Set<TempId>();
  const seenRoots = new Set<string>();
  const queue: TempId[] = start === undefined ? [] : [start];
  const follow = (key: string) => {
    if (seenRoots.has(key)) return;
    seenRoots.add(key);
    queue.push(...(loads.get(key) ?? []));
  };
  while (queue.length > 0 && seen.size < 500) {
    const temp = queue.pop()!;
    if (seen.has(temp)) continue;
    seen.add(temp);
    if (returned.has(temp)) storages.push({ kind: "returned", text: "return value", function: fn });
    if (conditions.has(temp)) tested = true;
    for (const { statement, argument } of uses.get(temp) ?? []) {
      switch (statement.kind) {
        case "cast":
        case "unary":
          if (statement.kind === "unary" && statement.op === "not") tested = true;
          else queue.push(statement.target);
          break;
        case "binary":
          if (statement.op === "eq" || statement.op === "ne") tested = true;
          break;
        case "store": {
          const { place } = statement;
          const synthetic = place.kind === "local" && fn.ir.locals[place.id]?.synthetic === true;
          if (!synthetic) storages.push(storageOfPath(context, fn, pathOfPlace(fn.ir, place)));
          if (place.kind === "local" || place.kind === "param") follow(rootKey(place));
          break;
        }
        case "call":
          storages.push(...kept(context, fn, statement, argument ?? 0, depth));
          break;
        default:
      }
    }
  }
  storages.sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
  if (storages.length === 0) storages.push({ kind: "discarded", text: "", function: fn });
  return { storages, tested };
}

/** A call that gets the value: a container that keeps it, or a setter of the program that stores its parameter. */
function kept(context: ProgramContext, fn: ProgramFunction, call: CallStatement, argument: number, depth: number): Storage[] {
  const { callee } = call;
  const target = depth >= 2 ? undefined : context.resolver.resolve(fn, call);
  // a constructor's first argument is the object, its parameters follow
  const shift = callee.kind === "constructor" ? 1 : 0;
  const inside = (target?.kind === "program" ? target.functions : []).flatMap((to) => {
    const temps = usesOf(to.ir).loads.get(`p${argument - shift}`) ?? [];
    return temps.flatMap((temp) =>
      flowOf(context, to, temp, depth + 1).storages.filter((s) => s.kind !== "discarded" && s.kind !== "local" && s.kind !== "returned"),
    );
  });
  if (inside.length > 0 || callee.kind !== "member" || !KEEPS.test(callee.name)) return inside;
  const object = dereference(fn.ir, callee.object);
  const field = object.steps.findLast((s) => s.kind === "field");
  const key =
    field?.kind === "field" ? `field:${field.member}` : object.root.kind === "global" ? `global:${lastPart(object.root.name)}` : undefined;
  return [{ kind: "collection", text: pathText(object), function: fn, path: object, ...(key === undefined ? {} : { key }) }];
}

/** Storages that a value visibly comes from: the place it was loaded from, through locals and, one level, parameters of callers. */
export function sourcesOf(context: ProgramContext, fn: ProgramFunction, value: Value, depth = 0): readonly Storage[] {
  if (value.kind !== "temp" || depth > 12) return [];
  const definition = definitionOf(fn.ir, value.id);
  if (definition?.kind === "cast") return sourcesOf(context, fn, definition.operand, depth + 1);
  if (definition?.kind === "call") {
    // a getter of the program: what it returns
    const target = depth < 3 ? context.resolver.resolve(fn, definition) : { kind: "unknown" as const };
    if (target.kind !== "program") return [];
    return target.functions.flatMap((to) =>
      to.ir.blocks.flatMap((b) => (b.end.kind === "return" && b.end.value ? sourcesOf(context, to, b.end.value, depth + 4) : [])),
    );
  }
  if (definition?.kind !== "load") return [];
  const { place } = definition;
  const here = storageOfPath(context, fn, pathOfPlace(fn.ir, place));
  const root = rootPlace(place);
  if (place.kind === "param" && depth < 8) {
    const up = context.callers(fn).flatMap((caller) => {
      const argument = argumentFor(caller.statement, place.index);
      return argument ? sourcesOf(context, caller.function, argument, depth + 6) : [];
    });
    return [here, ...up];
  }
  if (place.kind === "local" && root.kind === "local") {
    const from = [...statementsOf(fn.ir)].flatMap(({ statement }) =>
      statement.kind === "store" && statement.place.kind === "local" && statement.place.id === root.id
        ? sourcesOf(context, fn, statement.value, depth + 3)
        : [],
    );
    return [here, ...from];
  }
  return [here];
}

/** Is the result of the call looked at (compared, a condition, returned or kept)? */
export function isLookedAt(context: ProgramContext, fn: ProgramFunction, call: CallStatement): boolean {
  if (call.discarded || call.target === undefined) return false;
  const flow = flowOf(context, fn, call.target);
  return flow.tested || flow.storages.some((s) => s.kind === "returned");
}

/**
 * What a call statement calls. Winsock functions are recognised directly, through `::`, through pointers that visibly hold them (or
 * that nothing contradicts, by their name), through functors built with the name, and through functions that only forward to them.
 * A function of the program is never Winsock because its name is similar.
 */
import type { Callee, Statement, Value } from "../ir/types.ts";
import { winsockByPointerName, winsockName } from "./api.ts";
import type { ClassIndex } from "./classes.ts";
import { type FunctionEntry, type FunctionIndex, lastPart, plainName, recordOf } from "./functions.ts";
import { type Declared, declaredAs } from "./declared.ts";
import { accepts, byArguments } from "./overloads.ts";
import { functorName, type PointerIndex, type PointerValue } from "./pointers.ts";
import type { CallTarget, ProgramFunction } from "./types.ts";
import { createForwarding } from "./wrappers.ts";
import { definitionOf, loadedFrom, rootPlace, strip, uncast } from "./values.ts";

export type CallStatement = Extract<Statement, { kind: "call" }>;

/** What `platform/` knows. */
export interface KnownFunctions {
  /** A function outside any class has a model. */
  function(name: string): boolean;
  /** Name of the model of a framework or library class's method, looked up through its bases. */
  method(record: string, method: string): string | undefined;
}

export interface ResolverInput {
  readonly functions: FunctionIndex;
  readonly classes: ClassIndex;
  readonly pointers: PointerIndex;
  readonly known: KnownFunctions;
  /** Functions of the program that the settings declare to be others. */
  readonly wrappers: Declared;
  /** Is this name declared (not only defined) as a function in the unit? */
  declared(name: string): boolean;
  /** Every file of the program was read. */
  readonly closed: boolean;
}

export interface Resolver {
  resolve(fn: ProgramFunction, call: CallStatement): CallTarget;
  /** What a function's name means where it stands as a value (`lpfnWndProc = WndProc`, `&CFoo::Proc`). */
  named(fn: ProgramFunction, name: string): readonly FunctionEntry[];
  /** Functions a value can be: by name, or what the place it was loaded from visibly holds. `complete`: nothing unknown among them. */
  functionsOf(fn: ProgramFunction, value: Value): { readonly functions: readonly FunctionEntry[]; readonly complete: boolean };
}

const UNKNOWN: CallTarget = { kind: "unknown" };

export function createResolver(input: ResolverInput): Resolver {
  const { functions, classes, pointers, known } = input;
  const forwarding = createForwarding(resolve);
  const cache = new WeakMap<CallStatement, CallTarget>();

  function resolve(fn: ProgramFunction, call: CallStatement): CallTarget {
    const before = cache.get(call);
    if (before) return before;
    const target = compute(fn as FunctionEntry, call);
    cache.set(call, target);
    return target;
  }

  function compute(fn: FunctionEntry, call: CallStatement): CallTarget {
    const callee = call.callee;
    switch (callee.kind) {
      case "name":
        return byName(fn, call, callee);
      case "member":
        return byMember(fn, call, callee);
      case "value":
        return byValue(fn, call, callee);
      case "constructor":
      case "destructor":
        return byLifetime(call, callee.record, callee.kind === "destructor");
    }
  }

  /** A call that the settings declare to be another one. */
  function byDeclaration(name: string, record: string | undefined): CallTarget | undefined {
    const wrapper = declaredAs(input.wrappers, name, record);
    if (wrapper === undefined) return undefined;
    return wrapper.kind === "platform"
      ? { kind: "platform", name: wrapper.name }
      : { kind: "winsock", name: wrapper.name, via: `wrapper ${name} of the settings` };
  }

  // ------------------------------------------------------------------------------------------------ names

  function byName(fn: FunctionEntry, call: CallStatement, callee: Extract<Callee, { kind: "name" }>): CallTarget {
    const name = plainName(callee.name);
    const declared = byDeclaration(name, callee.implicitThis === undefined ? undefined : (fn.record ?? fn.ir.record));
    if (declared) return declared;
    const scope = name.includes("::") ? name.slice(0, name.lastIndexOf("::")) : undefined;
    const last = lastPart(name);

    if (!callee.global && scope === undefined) {
      const local = fn.ir.locals.find((l) => l.name === last);
      const functor = local && winsockName(last) ? functorName(fn.ir, local.id) : undefined;
      if (functor) return exported(functor, `functor ${last}`);
    }
    if (!callee.global && callee.implicitThis && scope === undefined) {
      const record = fn.record ?? fn.ir.record;
      const own = record === undefined ? undefined : method(record, last, call.args.length, { dispatch: true, from: fn.uri });
      if (own) return forward(own, last);
    }
    if (scope !== undefined) {
      const qualified = classMember(scope, last, call, fn.uri);
      if (qualified) return qualified;
    }
    const free = freeFunctions(fn, callee.global ? last : name, call.args.length, scope);
    if (free.length > 0) return forward({ kind: "program", functions: free, complete: true }, last);

    const winsock = winsockName(last);
    // `Wrapper::WSAAsyncGetHostByName` whose body is not in view: programs give that name to nothing else
    if (winsock) return { kind: "winsock", name: winsock, ...(scope === undefined ? {} : { via: `${scope}::` }) };
    if (scope === undefined && known.function(last)) return { kind: "platform", name: last };
    if (callee.implicitThis && scope === undefined) {
      const record = fn.record ?? fn.ir.record;
      const model = record === undefined ? undefined : frameworkMethod(record, last);
      if (model) return { kind: "platform", name: model };
    }
    if (known.function(name)) return { kind: "platform", name };
    const pointer = pointerNamed(fn, { kind: "global", name });
    if (pointer) return pointer;
    return { kind: "unknown", name };
  }

  /** Free functions a name in this file means; the enclosing namespaces are tried first. */
  function freeFunctions(fn: FunctionEntry, name: string, args: number, scope: string | undefined): readonly FunctionEntry[] {
    const spaces = plainName(fn.name).split("::").slice(0, -1);
    for (let n = spaces.length; n >= 0; n--) {
      const found = functions.named([...spaces.slice(0, n), name].join("::")).filter((e) => e.record === undefined || scope !== undefined);
      const picked = byArguments(functions.pick(found, fn.uri), args);
      if (picked.length > 0) return picked;
    }
    // the definition stands in a namespace that a `using` opened
    if (scope === undefined)
      return byArguments(
        functions.pick(
          functions.ending(name).filter((e) => e.record === undefined),
          fn.uri,
        ),
        args,
      );
    return [];
  }

  // ---------------------------------------------------------------------------------------------- members

  /** `C::f(…)`: a static or base member; undefined if `C` is no class of the program and defines no such function. */
  function classMember(record: string, name: string, call: CallStatement, from: string): CallTarget | undefined {
    const own = method(record, name, call.args.length, { dispatch: false, from });
    if (own) return forward(own, name);
    const model = frameworkMethod(record, name);
    return model ? { kind: "platform", name: model } : undefined;
  }

  function byMember(fn: FunctionEntry, call: CallStatement, callee: Extract<Callee, { kind: "member" }>): CallTarget {
    const record = callee.qualified ?? callee.record ?? recordOfObject(fn, callee.object);
    const declared = byDeclaration(callee.name, record);
    if (declared) return declared;
    if (record?.includes("<lambda@")) {
      const found = functions.named(record).filter((f) => f.uri === fn.uri);
      return { kind: "program", functions: found, complete: found.length === 1 };
    }
    if (callee.name === "operator()" || callee.name === "operator ()") {
      const place = addressed(fn, callee.object);
      const local = place && rootPlace(place);
      const functor = local?.kind === "local" ? functorName(fn.ir, local.id) : undefined;
      if (functor) return exported(functor, `functor ${functor}`);
      const key = place && pointers.keyOf(fn, place);
      if (key) {
        const held = fromValues(pointers.values(key), "functor", "functor");
        if (held) return held;
      }
    }
    if (record !== undefined) {
      const own = method(record, callee.name, call.args.length, { dispatch: callee.qualified === undefined, from: fn.uri });
      if (own) return forward(own, callee.name);
      const model = frameworkMethod(record, callee.name);
      if (model) return { kind: "platform", name: model };
      // a pointer member that is called like a method: `m_dll.pfnCancel(h)`
      const pointer = pointerNamed(fn, { kind: "field", member: callee.name, record });
      if (pointer) return pointer;
    } else {
      const all = functions.ending(callee.name).filter((e) => e.record !== undefined && accepts(e, call.args.length));
      const classesOf = new Set(all.map((e) => plainName(e.record!)));
      // the class of the object is not visible: the one class that has such a method is a guess and says so
      if (classesOf.size === 1) return { kind: "program", functions: all, complete: false };
      const pointer = pointerNamed(fn, { kind: "field", member: callee.name });
      if (pointer) return pointer;
    }
    const winsock = winsockName(callee.name);
    if (winsock) return { kind: "winsock", name: winsock, via: `member of ${record ?? "an object"}` };
    return { kind: "unknown", name: record === undefined ? callee.name : `${record}::${callee.name}` };
  }

  /** Class of the object at this address, from the type of the place it was loaded from. */
  function recordOfObject(fn: FunctionEntry, object: Value): string | undefined {
    if (object.kind === "temp" && object.id === fn.ir.thisTemp) return fn.record ?? fn.ir.record;
    if (object.kind !== "temp") return undefined;
    const definition = definitionOf(fn.ir, object.id);
    return definition && "type" in definition ? recordOf(definition.type) : undefined;
  }

  /** Definitions of a method for an object whose static class is `record`; undefined if the program declares none. */
  function method(
    record: string,
    name: string,
    args: number,
    options: { dispatch: boolean; from: string },
  ): Extract<CallTarget, { kind: "program" }> | undefined {
    let found: readonly FunctionEntry[] = [];
    let declared = false;
    for (const at of classes.lineage(record)) {
      declared ||= classes.declares(at, name);
      found = byArguments(functions.member(at, name), args);
      if (found.length > 0 || classes.declares(at, name)) break;
    }
    const virtual = options.dispatch && classes.isVirtual(record, name) === true;
    if (!virtual)
      return found.length > 0
        ? { kind: "program", functions: found, complete: true }
        : declared
          ? { kind: "program", functions: [], complete: false }
          : undefined;
    const all = new Set(found);
    for (const derived of classes.derived(record)) for (const e of byArguments(functions.member(derived, name), args)) all.add(e);
    // a class of the program that overrides it in a file nobody read would be missing here
    return { kind: "program", functions: [...all], complete: input.closed && all.size > 0 };
  }

  function frameworkMethod(record: string, name: string): string | undefined {
    for (const at of classes.lineage(record)) {
      const model = known.method(plainName(at), name);
      if (model) return model;
    }
    return undefined;
  }

  function byLifetime(call: CallStatement, record: string, destructor: boolean): CallTarget {
    const last = lastPart(record);
    const name = destructor ? `~${last}` : last;
    const found = byArguments(functions.member(record, name), Math.max(0, call.args.length - 1));
    if (found.length > 0) return { kind: "program", functions: found, complete: true };
    const model = known.method(plainName(record), name);
    if (model) return { kind: "platform", name: model };
    const visible = classes.record(record);
    // no constructor written in a visible class: nothing of the program runs, members aside
    if (visible && !classes.declares(record, name)) return { kind: "program", functions: [], complete: true };
    return { kind: "unknown", name: `${plainName(record)}::${name}` };
  }

  // --------------------------------------------------------------------------------------------- pointers

  function byValue(fn: FunctionEntry, call: CallStatement, callee: Extract<Callee, { kind: "value" }>): CallTarget {
    const at = uncast(fn.ir, callee.value);
    if (at.kind === "function") return byName(fn, call, { kind: "name", name: at.name, global: at.name.startsWith("::") });
    const definition = at.kind === "temp" ? definitionOf(fn.ir, at.id) : undefined;
    // WS_CALL (Fn)(args): an unknown macro applied to the function's name
    if (definition?.kind === "call" && definition.args.length === 1) {
      const inner = strip(fn.ir, definition.args[0]!);
      const name = inner.kind === "function" ? inner.name : inner.kind === "unknown" ? inner.text : undefined;
      if (name !== undefined && winsockName(name)) return { kind: "winsock", name: winsockName(name)!, via: callee.text };
    }
    if (definition?.kind === "addressOf" && definition.place.kind === "global") {
      return byName(fn, call, { kind: "name", name: definition.place.name });
    }
    const place = callee.place ?? (definition?.kind === "load" ? definition.place : undefined);
    const key = place && pointers.keyOf(fn, place);
    if (key) {
      const pointer = pointerNamed(fn, key);
      if (pointer) return pointer;
    }
    const text = /([A-Za-z_]\w*)\s*\)*\s*$/.exec(callee.text)?.[1];
    const winsock = text === undefined ? undefined : winsockName(text);
    if (winsock) return { kind: "winsock", name: winsock, via: `pointer ${callee.text}` };
    return callee.text === "" ? UNKNOWN : { kind: "unknown", name: callee.text };
  }

  type Key = Parameters<PointerIndex["values"]>[0];

  /** What is stored in a pointer, else what its name promises if nothing visible contradicts. */
  function pointerNamed(fn: FunctionEntry, key: Key): CallTarget | undefined {
    const name = key.kind === "field" ? key.member : key.kind === "global" ? lastPart(key.name) : (fn.ir.locals[key.id]?.name ?? "");
    const held = fromValues(pointers.values(key), `pointer ${name}`, name);
    if (held) return held;
    const promised = winsockName(name) ?? (input.declared(name) ? undefined : winsockByPointerName(name));
    return promised ? { kind: "winsock", name: promised, via: `pointer ${name} (by its name)` } : undefined;
  }

  function fromValues(values: readonly PointerValue[], via: string, name: string): CallTarget | undefined {
    if (values.length === 0) return undefined;
    const programs: FunctionEntry[] = [];
    let winsock: string | undefined;
    let platform: string | undefined;
    let unknown = false;
    for (const value of values) {
      if (value.kind === "unknown") {
        unknown = true;
        continue;
      }
      const defined =
        value.kind === "name" ? functionsNamed(value.from, value.name) : value.how === "assigned" ? functions.named(value.name) : [];
      if (defined.length > 0) programs.push(...defined);
      else if (winsockName(lastPart(value.name))) winsock = winsockName(lastPart(value.name));
      else if (known.function(lastPart(value.name))) platform = lastPart(value.name);
      else unknown = true;
    }
    if (programs.length > 0) return { kind: "program", functions: [...new Set(programs)], complete: !unknown && !winsock && !platform };
    if (winsock && !platform) return { kind: "winsock", name: winsock, via };
    if (platform && !winsock && !unknown) return { kind: "platform", name: platform };
    const promised = winsockByPointerName(name);
    if (promised && unknown && !platform) return { kind: "winsock", name: promised, via: `${via} (by its name)` };
    return { kind: "unknown", name };
  }

  function exported(name: string, via: string): CallTarget {
    const winsock = winsockName(name);
    if (winsock) return { kind: "winsock", name: winsock, via };
    return known.function(name) ? { kind: "platform", name } : { kind: "unknown", name };
  }

  function addressed(fn: FunctionEntry, value: Value) {
    const at = uncast(fn.ir, value);
    const definition = at.kind === "temp" ? definitionOf(fn.ir, at.id) : undefined;
    return definition?.kind === "addressOf" || definition?.kind === "load" ? definition.place : loadedFrom(fn.ir, value);
  }

  // --------------------------------------------------------------------------------------------- wrappers

  /** A call of one function that only forwards to Winsock is that call. */
  function forward(target: Extract<CallTarget, { kind: "program" }>, name: string): CallTarget {
    if (target.functions.length === 0) {
      // declared in a class of the program, body not in view: the exact name of the API means the API
      const winsock = winsockName(name);
      return winsock ? { kind: "winsock", name: winsock, via: "wrapper without a visible body" } : target;
    }
    if (target.functions.length !== 1) return target;
    const only = target.functions[0] as FunctionEntry;
    const winsock = forwarding.forwardsTo(only);
    return winsock ? { kind: "winsock", name: winsock, via: `wrapper ${only.name}` } : target;
  }

  // ----------------------------------------------------------------------------------------------- values

  function functionsNamed(fn: FunctionEntry, name: string): readonly FunctionEntry[] {
    const plain = plainName(name);
    if (plain.includes("::")) {
      const record = plain.slice(0, plain.lastIndexOf("::"));
      const last = lastPart(plain);
      for (const at of classes.lineage(record)) {
        const members = functions.member(at, last);
        if (members.length > 0) return members;
      }
      return functions.pick(functions.named(plain), fn.uri);
    }
    const record = fn.record;
    if (record !== undefined) {
      for (const at of classes.lineage(record)) {
        const members = functions.member(at, plain);
        if (members.length > 0) return members;
      }
    }
    return freeFunctions(fn, plain, -1, undefined);
  }

  function functionsOf(caller: ProgramFunction, value: Value): { functions: readonly FunctionEntry[]; complete: boolean } {
    const fn = caller as FunctionEntry;
    const at = strip(fn.ir, value);
    if (at.kind === "int") return { functions: [], complete: at.value === 0n };
    if (at.kind === "function") {
      const found = functionsNamed(fn, at.name);
      return { functions: found, complete: found.length > 0 };
    }
    if (at.kind === "unknown") {
      const word = /^[&\s(]*((?:\w+::)*\w+)[\s)]*$/.exec(at.text.replace(/\([\w\s*]+\)/g, ""))?.[1];
      const found = word === undefined ? [] : functionsNamed(fn, word);
      return { functions: found, complete: found.length > 0 };
    }
    if (at.kind !== "temp") return { functions: [], complete: false };
    const definition = definitionOf(fn.ir, at.id);
    if (definition?.kind === "call" && definition.args.length > 0) {
      // MakeProcInstance(fn, instance)
      return functionsOf(fn, definition.args[0]!);
    }
    const place = definition?.kind === "load" || definition?.kind === "addressOf" ? definition.place : undefined;
    if (!place) return { functions: [], complete: false };
    if (place.kind === "global") {
      const found = functionsNamed(fn, place.name);
      if (found.length > 0) return { functions: found, complete: true };
    }
    const key = pointers.keyOf(fn, place);
    const held = key ? pointers.values(key) : [];
    const found = held.flatMap((v) =>
      v.kind === "name" ? functionsNamed(v.from, v.name) : v.kind === "api" ? functions.named(v.name) : [],
    );
    return { functions: [...new Set(found)], complete: found.length > 0 && held.every((v) => v.kind !== "unknown") };
  }

  return { resolve, named: (fn, name) => functionsNamed(fn as FunctionEntry, name), functionsOf };
}

/** Which functions and names matter to requests: the engine walks into these and keeps paths apart by these alone. */
import type { IrFunction, Place, Statement, Value } from "../ir/types.ts";
import type { Calls } from "./calls.ts";
import { definitionOf } from "../program/values.ts";
import type { CallSite, ProgramFunction, Unit } from "../program/types.ts";
import { roleOf } from "../winsock/functions.ts";
import { bare } from "./roles.ts";
import { calleeName, isKept, type Node, type ValueFlow } from "./valueFlow.ts";

export interface Relevance {
  /** Functions that start, cancel, free or hold requests, directly or through what they call. */
  readonly functions: ReadonlySet<ProgramFunction>;
  /** Functions in which something of a request stands itself. */
  readonly direct: ReadonlySet<ProgramFunction>;
  /** Members, globals and static locals that hold handles or buffers, by flow node. */
  readonly handleNodes: ReadonlySet<Node>;
  readonly bufferNodes: ReadonlySet<Node>;
  /** Last names of these. */
  readonly names: ReadonlySet<string>;
  /** Classes that hold a handle or a buffer. */
  readonly records: ReadonlySet<string>;
  /** Names of locals tested at least twice in the function. */
  testedTwice(fn: ProgramFunction): ReadonlySet<string>;
}

export function* statementsOf(fn: IrFunction): Generator<{ statement: Statement; block: number; index: number }> {
  for (const block of fn.blocks)
    for (let index = 0; index < block.statements.length; index++)
      yield { statement: block.statements[index] as Statement, block: block.id, index };
}

export function* callsOf(fn: ProgramFunction): Generator<CallSite> {
  for (const { statement, block, index } of statementsOf(fn.ir))
    if (statement.kind === "call") yield { function: fn, block, index, statement };
}

/** Destructor of the class in the unit, if its body is visible. */
export function destructorOf(unit: Unit, record: string): ProgramFunction | undefined {
  return methodsOf(unit, record).find((f) => lastName(f.name).startsWith("~"));
}

const methodIndex = new WeakMap<Unit, ReadonlyMap<string, readonly ProgramFunction[]>>();

/** Member functions of the records of that last name. */
export function methodsOf(unit: Unit, record: string): readonly ProgramFunction[] {
  let index = methodIndex.get(unit);
  if (!index) {
    const built = new Map<string, ProgramFunction[]>();
    for (const fn of unit.functions) {
      if (fn.record === undefined) continue;
      const name = lastName(fn.record);
      const list = built.get(name);
      if (list) list.push(fn);
      else built.set(name, [fn]);
    }
    methodIndex.set(unit, (index = built));
  }
  return index.get(lastName(record)) ?? [];
}

/** The class, itself or its nearest base in view, that declares a member. */
export function declaringClasses(unit: Unit): (record: string, member: string) => string {
  const known = new Map<string, string>();
  const find = (record: string, member: string, depth: number): string | undefined => {
    const declared = depth > 32 ? undefined : unit.record(record);
    if (declared === undefined || declared.fields.some((f) => f.name === member)) return declared && record;
    for (const base of declared.bases) {
      const found = find(base, member, depth + 1);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return (record, member) => {
    const key = `${record}.${member}`;
    let found = known.get(key);
    if (found === undefined) known.set(key, (found = find(record, member, 0) ?? record));
    return found;
  };
}

/** Functions that can touch a request, and those that start Winsock up or down. Other bodies are not lowered. */
export function analysedFunctions(unit: Unit): readonly ProgramFunction[] {
  const found = new Set(unit.relevant);
  // where the owner of a buffer or a handle ends
  for (const { site } of unit.starts) {
    const owner = site.function.record === undefined ? undefined : destructorOf(unit, site.function.record);
    if (owner) found.add(owner);
  }
  if (unit.starts.length + unit.cancels.length === 0 && ![...unit.files.values()].some((f) => /GetAddrInfoEx/.test(f.source.text)))
    return [...found];
  for (const file of unit.files.values()) {
    const text = file.source.blanked;
    if (!SURROUNDINGS.test(text)) continue;
    const functions = [...file.functions].sort((a, b) => a.offset - b.offset);
    functions.forEach((fn, i) => {
      const end = functions[i + 1]?.offset ?? text.length;
      if (SURROUNDINGS.test(text.slice(fn.offset, end))) found.add(fn);
    });
  }
  return [...found];
}

/** What takes the lParam of a reply apart. */
const MACROS: ReadonlySet<string> = new Set(["WSAGETASYNCERROR", "WSAGETASYNCBUFLEN"]);

const SURROUNDINGS = /WSAStartup|WSACleanup|WSAGETASYNC|GetAddrInfoEx/;

export function lastName(name: string): string {
  const at = name.lastIndexOf("::");
  return at < 0 ? name : name.slice(at + 2);
}

export function relevanceOf(unit: Unit, calls: Calls, flow: ValueFlow, all: readonly ProgramFunction[]): Relevance {
  const handleNodes = new Set<Node>();
  const bufferNodes = new Set<Node>();
  const names = new Set<string>();
  const records = new Set<string>();
  const note = (nodes: Iterable<Node>, into: Set<Node>): void => {
    for (const n of nodes) {
      if (!isKept(n)) continue;
      into.add(n);
      const name = n.replace(/^[sg*S][^.]*\./, "").replace(/^[sgS*]/, "");
      if (n[0] !== "S" && n[0] !== "*") names.add(lastName(name));
    }
  };
  for (const start of unit.starts) {
    const site = start.site;
    if (site.statement.target !== undefined)
      note(flow.reached([flow.nodeOfValue(site.function, { kind: "temp", id: site.statement.target })]), handleNodes);
    const buffer = site.statement.args.at(-2);
    if (buffer) {
      const found = flow.origins(flow.nodeOfValue(site.function, buffer));
      note(found.nodes, bufferNodes);
      note(
        found.leaves.flatMap((leaf) => (leaf.kind === "address" ? [leaf.node] : [])),
        bufferNodes,
      );
    }
  }
  for (const cancel of unit.cancels) {
    const arg = cancel.site.statement.args[0];
    if (arg) note(flow.origins(flow.nodeOfValue(cancel.site.function, arg)).nodes, handleNodes);
  }
  const direct = new Set<ProgramFunction>();
  for (const fn of all) {
    for (const { statement: s } of statementsOf(fn.ir)) {
      if ((s.kind === "load" || s.kind === "store" || s.kind === "addressOf") && touches(fn, s.place, flow, handleNodes, bufferNodes)) {
        direct.add(fn);
        if (s.place.kind === "field" && s.place.record) records.add(s.place.record);
      }
    }
  }
  for (const handler of unit.handlers) if (handler.trigger === "completion") direct.add(handler.function);
  for (const start of unit.starts) {
    direct.add(start.site.function);
    for (const handler of start.handlers) direct.add(handler.function);
  }
  for (const cancel of unit.cancels) direct.add(cancel.site.function);
  for (const fn of all) {
    for (const call of callsOf(fn)) {
      const role = roleOf(bare(calleeName(call.statement)));
      if (role === "startup" || role === "cleanup" || role === "addrinfoStart" || role === "addrinfoCancel") direct.add(fn);
      if (bare(calleeName(call.statement)) === "GetAddrInfoExA") direct.add(fn);
      if (MACROS.has(calleeName(call.statement))) direct.add(fn);
    }
    if (fn.ir.isDestructor && unit.starts.some((start) => start.site.function.record === fn.record)) direct.add(fn);
    if (fn.ir.isDestructor && fn.record !== undefined && records.has(fn.record)) direct.add(fn);
    for (const { statement: s } of statementsOf(fn.ir)) {
      if (s.kind === "delete" && s.record !== undefined && records.has(s.record)) direct.add(fn);
      if (s.macro !== undefined && MACROS.has(s.macro)) direct.add(fn);
    }
  }
  // callers of relevant functions, at most three levels up: further away nothing of a request is decided
  const functions = new Set(direct);
  let layer = [...direct];
  for (let level = 0; level < 3 && layer.length > 0; level++) {
    const next: ProgramFunction[] = [];
    for (const fn of layer) {
      for (const call of calls.callers(fn)) {
        if (functions.has(call.function)) continue;
        functions.add(call.function);
        next.push(call.function);
      }
    }
    layer = next;
  }
  const tested = new Map<ProgramFunction, ReadonlySet<string>>();
  const starts = new Set<Statement>(unit.starts.map((start) => start.site.statement));
  return {
    functions,
    direct,
    handleNodes,
    bufferNodes,
    names,
    records,
    testedTwice(fn) {
      let known = tested.get(fn);
      if (!known) tested.set(fn, (known = namesTestedTwice(fn.ir, starts)));
      return known;
    },
  };
}

function touches(fn: ProgramFunction, place: Place, flow: ValueFlow, ...sets: readonly ReadonlySet<Node>[]): boolean {
  const node = flow.nodeOfPlace(fn, place);
  if (node && sets.some((set) => set.has(node))) return true;
  return place.kind === "field" || place.kind === "index" ? touches(fn, place.of, flow, ...sets) : false;
}

/** Names of variables and members on which two or more branches depend. */
function namesTestedTwice(fn: IrFunction, starts: ReadonlySet<Statement>): ReadonlySet<string> {
  const count = new Map<string, number>();
  for (const block of fn.blocks) {
    const end = block.end;
    // what is returned the caller may test
    const value = end.kind === "branch" ? end.condition : end.kind === "switch" || end.kind === "return" ? end.value : undefined;
    const note = (tested: Value): void => {
      const names = new Set<string>();
      collect(fn, tested, names, 6);
      for (const name of names) count.set(name, (count.get(name) ?? 0) + 1);
    };
    if (value) note(value);
    // what a request is started with is asked as well
    for (const s of block.statements) if (s.kind === "call" && starts.has(s)) for (const arg of s.args) note(arg);
  }
  return new Set([...count].filter(([, n]) => n > 1).map(([name]) => name));
}

function collect(fn: IrFunction, value: Value, into: Set<string>, depth: number): void {
  if (value.kind === "config") into.add(`config ${value.condition}`);
  if (value.kind !== "temp" || depth === 0) return;
  const s = definitionOf(fn, value.id);
  if (!s) return;
  switch (s.kind) {
    case "load": {
      const name = placeName(fn, s.place);
      if (name) into.add(name);
      return;
    }
    case "cast":
    case "unary":
      collect(fn, s.operand, into, depth - 1);
      return;
    case "binary":
      collect(fn, s.left, into, depth - 1);
      collect(fn, s.right, into, depth - 1);
      return;
  }
}

export function placeName(fn: IrFunction, place: Place): string | undefined {
  switch (place.kind) {
    case "local":
      return fn.locals[place.id]?.name;
    case "param":
      return fn.params[place.index]?.name;
    case "global":
      return place.name;
    case "field":
      return place.member;
    case "index":
      return placeName(fn, place.of);
  }
}

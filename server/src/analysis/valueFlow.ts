/**
 * Which values can reach which places in the whole unit, without regard to order: assignments, arguments, results, members
 * and globals. Cheap (one pass over all bodies), and complete enough to say where a cancelled handle can come from.
 */
import type { IrFunction, Place, Statement, Value } from "../ir/types.ts";
import type { CallSite, ProgramFunction } from "../program/types.ts";
import type { Calls } from "./calls.ts";

export type Node = string;

export type Leaf =
  | { readonly kind: "int"; readonly value: bigint; readonly name?: string; readonly at: FlowPlace }
  | { readonly kind: "call"; readonly site: CallSite; readonly name: string; readonly start: boolean }
  | { readonly kind: "address"; readonly place: Place; readonly node: Node; readonly at: FlowPlace }
  | { readonly kind: "new"; readonly at: FlowPlace }
  | { readonly kind: "function"; readonly name: string; readonly at: FlowPlace }
  | { readonly kind: "string"; readonly at: FlowPlace }
  /** Parameter of a function that nothing in the unit calls, or another way in from outside. */
  | { readonly kind: "outside"; readonly text: string; readonly at: FlowPlace }
  /** Computed from other values. */
  | { readonly kind: "computed"; readonly at: FlowPlace }
  | { readonly kind: "unknown"; readonly at: FlowPlace };

export interface FlowPlace {
  readonly function: ProgramFunction;
  readonly statement?: Statement;
}

interface Edge {
  readonly from: Node;
  readonly at: FlowPlace;
}

/** A place where a value is used other than by moving it. */
export interface Use {
  readonly kind: "argument" | "compare" | "branch" | "return" | "arithmetic";
  readonly at: FlowPlace;
  /** Argument index of a call. */
  readonly index?: number;
  readonly site?: CallSite;
  readonly callee?: string;
  readonly otherSide?: Value;
}

export class ValueFlow {
  readonly #into = new Map<Node, Edge[]>();
  readonly #outOf = new Map<Node, { readonly to: Node; readonly at: FlowPlace }[]>();
  readonly #leaves = new Map<Node, Leaf[]>();
  readonly #uses = new Map<Node, Use[]>();
  readonly #calls: Calls;
  readonly #fieldRecords = new Map<string, Set<string>>();
  readonly #params = new Map<Node, { readonly fn: ProgramFunction; readonly text: string }>();

  readonly #declaring: (record: string, member: string) => string;

  /** `declaring`: the class that declares the member of a class, itself or a base. */
  constructor(
    calls: Calls,
    functions: readonly ProgramFunction[],
    isStart: (name: string) => boolean,
    declaring: (record: string, member: string) => string = (record) => record,
  ) {
    this.#calls = calls;
    this.#declaring = declaring;
    const note = (record: string, member: string): void => {
      const declared = declaring(record, member);
      const set = this.#fieldRecords.get(member);
      if (set) set.add(declared);
      else this.#fieldRecords.set(member, new Set([declared]));
    };
    for (const fn of functions) for (const block of fn.ir.blocks) for (const s of block.statements) noteRecords(s, note);
    for (const fn of functions) this.#read(fn, isStart);
  }

  // ------------------------------------------------------------------------------------------------------------ nodes

  nodeOfValue(fn: ProgramFunction, value: Value): Node | undefined {
    return value.kind === "temp" ? `t${fn.index}:${value.id}` : undefined;
  }

  /** Storage by name: all objects of a class share the node of a member, all elements that of their array. */
  nodeOfPlace(fn: ProgramFunction, place: Place): Node | undefined {
    switch (place.kind) {
      case "local": {
        const local = fn.ir.locals[place.id];
        return local?.storage === "static" ? `S${fn.index}:${place.id}` : `l${fn.index}:${place.id}`;
      }
      case "param":
        return `p${fn.index}:${place.index}`;
      case "global":
        return `g${place.name}`;
      case "temp":
        return `t${fn.index}:${place.id}`;
      case "index":
        return this.nodeOfPlace(fn, place.of);
      case "field":
        return this.fieldNode(place.member, place.record ?? recordOf(place.of));
      case "deref": {
        // *p: what the pointer variable points at, by the variable
        const pointer = place.pointer;
        if (pointer.kind !== "temp") return undefined;
        const target = this.#pointee.get(`t${fn.index}:${pointer.id}`);
        return target;
      }
    }
  }

  readonly #pointee = new Map<Node, Node>();

  fieldNode(member: string, record: string | undefined): Node {
    const records = this.#fieldRecords.get(member);
    if (!records || records.size <= 1) return `s.${member}`;
    if (record === undefined) return `s?.${member}`;
    return `s${this.#declaring(record, member)}.${member}`;
  }

  #edge(from: Node | undefined, to: Node | undefined, at: FlowPlace): void {
    if (!from || !to) return;
    put(this.#into, to, { from, at });
    put(this.#outOf, from, { to, at });
  }

  #leaf(to: Node | undefined, leaf: Leaf): void {
    if (to) put(this.#leaves, to, leaf);
  }

  #flow(fn: ProgramFunction, value: Value, to: Node | undefined, at: FlowPlace): void {
    switch (value.kind) {
      case "temp":
        this.#edge(`t${fn.index}:${value.id}`, to, at);
        return;
      case "int":
        this.#leaf(to, { kind: "int", value: value.value, at, ...(value.name === undefined ? {} : { name: value.name }) });
        return;
      case "function":
        this.#leaf(to, { kind: "function", name: value.name, at });
        return;
      case "string":
        this.#leaf(to, { kind: "string", at });
        return;
      default:
        this.#leaf(to, { kind: "unknown", at });
    }
  }

  // -------------------------------------------------------------------------------------------------------- one body

  #read(fn: ProgramFunction, isStart: (name: string) => boolean): void {
    const ir: IrFunction = fn.ir;
    if (ir.thisTemp !== undefined)
      put(this.#leaves, `t${fn.index}:${ir.thisTemp}`, { kind: "outside", text: "this", at: { function: fn } });
    ir.params.forEach((param, i) => {
      this.#params.set(`p${fn.index}:${i}`, { fn, text: param.name });
    });
    const own = (temp: number): Node => `t${fn.index}:${temp}`;
    for (const block of ir.blocks) {
      block.statements.forEach((s, index) => {
        const at: FlowPlace = { function: fn, statement: s };
        const target = "target" in s && s.target !== undefined ? own(s.target) : undefined;
        switch (s.kind) {
          case "load": {
            const node = this.nodeOfPlace(fn, s.place);
            this.#edge(node, target, at);
            // a pointer or reference variable: what it points at is named after it
            if (node) this.#pointee.set(own(s.target), `*${node}`);
            else this.#leaf(target, { kind: "unknown", at });
            break;
          }
          case "store":
            this.#flow(fn, s.value, this.nodeOfPlace(fn, s.place), at);
            break;
          case "addressOf": {
            const node = this.nodeOfPlace(fn, s.place);
            if (node) {
              this.#pointee.set(own(s.target), node);
              this.#leaf(target, { kind: "address", place: s.place, node, at });
            }
            break;
          }
          case "cast": {
            this.#flow(fn, s.operand, target, at);
            const inner = s.operand.kind === "temp" ? this.#pointee.get(own(s.operand.id)) : undefined;
            if (inner) this.#pointee.set(own(s.target), inner);
            break;
          }
          case "unary":
            this.#leaf(target, { kind: "computed", at });
            this.#use(fn, s.operand, { kind: s.op === "not" ? "compare" : "arithmetic", at });
            break;
          case "binary":
            // a pointer that moves
            if (s.type.kind === "pointer") this.#flow(fn, s.left, target, at);
            else this.#leaf(target, { kind: "computed", at });
            for (const [own, other] of [
              [s.left, s.right],
              [s.right, s.left],
            ] as const) {
              const compares = s.op === "eq" || s.op === "ne" || s.op === "lt" || s.op === "le" || s.op === "gt" || s.op === "ge";
              this.#use(fn, own, { kind: compares ? "compare" : "arithmetic", at, otherSide: other });
            }
            break;
          case "new":
            this.#leaf(target, { kind: "new", at });
            break;
          case "unknown":
            this.#leaf(target, { kind: "unknown", at });
            break;
          case "call":
            this.#call(fn, { function: fn, block: block.id, index, statement: s }, target, at, isStart);
            break;
        }
      });
      const end = block.end;
      if (end.kind === "return" && end.value) {
        this.#flow(fn, end.value, `r${fn.index}`, { function: fn });
        this.#use(fn, end.value, { kind: "return", at: { function: fn } });
      }
      if (end.kind === "branch") this.#use(fn, end.condition, { kind: "branch", at: { function: fn } });
      if (end.kind === "switch") this.#use(fn, end.value, { kind: "branch", at: { function: fn } });
    }
  }

  #call(fn: ProgramFunction, site: CallSite, target: Node | undefined, at: FlowPlace, isStart: (name: string) => boolean): void {
    const s = site.statement;
    const callee = this.#calls.resolve(site);
    const name = callee.kind === "program" ? (callee.functions[0]?.name ?? "?") : (callee.name ?? calleeName(s));
    s.args.forEach((arg, index) => {
      this.#use(fn, arg, { kind: "argument", at, index, site, callee: name });
    });
    if (callee.kind === "program" && callee.functions.length > 0) {
      for (const f of callee.functions) {
        s.args.slice(parameterOffset(site)).forEach((arg, i) => {
          const to = `p${f.index}:${i}`;
          this.#flow(fn, arg, to, at);
          // by reference or pointer: both names mean one storage
          const node = arg.kind === "temp" ? this.#pointee.get(`t${fn.index}:${arg.id}`) : undefined;
          this.#edge(`*${to}`, node, at);
          this.#edge(node, `*${to}`, at);
        });
        this.#edge(`r${f.index}`, target, at);
      }
      if (!callee.complete) this.#leaf(target, { kind: "call", site, name, start: false });
      return;
    }
    const start = callee.kind === "winsock" && isStart(callee.name);
    this.#leaf(target, { kind: "call", site, name, start });
  }

  #use(fn: ProgramFunction, value: Value, use: Use): void {
    const node = this.nodeOfValue(fn, value);
    if (node) put(this.#uses, node, use);
  }

  // ------------------------------------------------------------------------------------------------------- questions

  /** Where the value can come from. */
  origins(node: Node | undefined): { readonly leaves: readonly Leaf[]; readonly nodes: ReadonlySet<Node> } {
    const nodes = new Set<Node>();
    const leaves: Leaf[] = [];
    const work = node ? [node] : [];
    while (work.length > 0 && nodes.size < 5000) {
      const n = work.pop() as Node;
      if (nodes.has(n)) continue;
      nodes.add(n);
      leaves.push(...this.leavesOf(n));
      for (const e of this.#into.get(n) ?? []) work.push(e.from);
    }
    return { leaves, nodes };
  }

  /** What the value of these nodes can reach. */
  reached(from: readonly (Node | undefined)[]): ReadonlySet<Node> {
    const nodes = new Set<Node>();
    const work = from.filter((n): n is Node => n !== undefined);
    while (work.length > 0 && nodes.size < 5000) {
      const n = work.pop() as Node;
      if (nodes.has(n)) continue;
      nodes.add(n);
      for (const e of this.#outOf.get(n) ?? []) work.push(e.to);
    }
    return nodes;
  }

  uses(nodes: Iterable<Node>): readonly Use[] {
    const all: Use[] = [];
    for (const n of nodes) all.push(...(this.#uses.get(n) ?? []));
    return all;
  }

  /** Something is stored there by name: a variable or pointer member. An array never is. */
  isAssigned(node: Node): boolean {
    return this.#leaves.has(node) || this.#into.has(node);
  }

  leavesOf(node: Node): readonly Leaf[] {
    const own = this.#leaves.get(node) ?? [];
    const param = this.#params.get(node);
    // who calls is asked only here: to know it, every function that may call is lowered
    if (!param || this.#calls.callers(param.fn).length > 0) return own;
    return [{ kind: "outside", text: param.text, at: { function: param.fn } }, ...own];
  }
}

/** Storage that outlives a function call: member, global, static local. */
export function isKept(node: Node): boolean {
  return node[0] === "s" || node[0] === "g" || node[0] === "S" || node[0] === "*";
}

export function calleeName(s: Extract<Statement, { kind: "call" }>): string {
  switch (s.callee.kind) {
    case "name":
    case "member":
      return s.callee.name;
    case "value":
      return s.callee.text;
    default:
      return s.callee.record;
  }
}

/** Number of leading arguments of the call that are not in `ir.params` (the object of a member call). */
export function parameterOffset(site: CallSite): number {
  const kind = site.statement.callee.kind;
  return kind === "constructor" || kind === "destructor" ? 1 : 0;
}

export function recordOf(place: Place): string | undefined {
  return place.kind === "deref" && place.type?.kind === "record" ? place.type.name : undefined;
}

function noteRecords(s: Statement, note: (record: string, member: string) => void): void {
  if (s.kind !== "load" && s.kind !== "store" && s.kind !== "addressOf" && s.kind !== "zero") return;
  for (let p: Place = s.place; ; ) {
    if (p.kind === "field") {
      const record = p.record ?? recordOf(p.of);
      if (record !== undefined) note(record, p.member);
      p = p.of;
    } else if (p.kind === "index") p = p.of;
    else return;
  }
}

/** Appends to the list of the key. */
export function put<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

/** Structural invariants of the representation, for tests: an empty answer means that they hold. */
import { successors } from "./builder.ts";
import type { BlockId, IrFunction, Place, Statement, TempId, Terminator, Value } from "./types.ts";

/** What is wrong, in words; at most 50 entries. */
export function verifyFunction(fn: IrFunction): string[] {
  const problems = new Verifier(fn).run();
  return problems.slice(0, 50);
}

interface Definition {
  readonly block: BlockId;
  /** -1 for `this`, which is there from the start. */
  readonly index: number;
}

class Verifier {
  private readonly problems: string[] = [];
  private readonly definitions = new Map<TempId, Definition>();
  private dominators: readonly (number | undefined)[] = [];
  private order: readonly number[] = [];

  constructor(private readonly fn: IrFunction) {}

  run(): string[] {
    const { fn } = this;
    if (fn.blocks.length === 0) return ["no blocks"];
    for (const [i, b] of fn.blocks.entries()) this.check(b.id === i, `block ${i} has id ${b.id}`);
    for (const [i, l] of fn.locals.entries()) this.check(l.id === i, `local ${i} has id ${l.id}`);
    for (const block of fn.blocks) {
      for (const to of [...successors(block.end), ...(block.handlers ?? [])])
        this.check(fn.blocks[to] !== undefined, `b${block.id} goes to b${to}, which is not there`);
    }
    if (this.problems.length > 0) return this.problems;
    this.collect();
    this.dominate();
    for (const block of fn.blocks) {
      block.statements.forEach((s, i) => {
        for (const value of operands(s)) this.use(value, block.id, i, s);
        this.locals(s, block.id);
        this.check(s.range.start >= 0 && s.range.end >= s.range.start, `b${block.id}/${i}: range ${s.range.start}..${s.range.end}`);
      });
      for (const value of endOperands(block.end)) this.use(value, block.id, block.statements.length, undefined);
    }
    return this.problems;
  }

  private check(condition: boolean, problem: string): void {
    if (!condition) this.problems.push(problem);
  }

  private collect(): void {
    if (this.fn.thisTemp !== undefined) this.definitions.set(this.fn.thisTemp, { block: 0, index: -1 });
    for (const block of this.fn.blocks) {
      block.statements.forEach((s, index) => {
        const target = "target" in s ? s.target : undefined;
        if (target === undefined) return;
        this.check(!this.definitions.has(target), `t${target} is defined twice`);
        this.check(target < this.fn.tempCount, `t${target} is beyond the count ${this.fn.tempCount}`);
        this.definitions.set(target, { block: block.id, index });
      });
    }
  }

  /**
   * Immediate dominators by Cooper, Harvey and Kennedy. A block is two nodes, its start 2i and its statements 2i + 1: a throw may leave
   * it before any of them has run, so handlers follow the start.
   */
  private dominate(): void {
    const blocks = this.fn.blocks.flatMap((b) => [b, b]);
    const next = blocks.map((b, node) =>
      node % 2 === 0 ? [node + 1, ...(b.handlers ?? []).map((h) => 2 * h)] : successors(b.end).map((to) => 2 * to),
    );
    const postorder: number[] = [];
    const number = new Array<number>(blocks.length).fill(-1);
    const seen = new Set<number>([0]);
    const stack: [number, number][] = [[0, 0]];
    while (stack.length > 0) {
      const top = stack[stack.length - 1]!;
      const to = next[top[0]]![top[1]++];
      if (to === undefined) {
        number[top[0]] = postorder.length;
        postorder.push(top[0]);
        stack.pop();
      } else if (!seen.has(to)) {
        seen.add(to);
        stack.push([to, 0]);
      }
    }
    const before: number[][] = blocks.map(() => []);
    for (const id of seen) for (const to of next[id]!) before[to]!.push(id);
    const dominator = new Array<number | undefined>(blocks.length).fill(undefined);
    dominator[0] = 0;
    const meet = (a: number, b: number): number => {
      while (a !== b) {
        while (number[a]! < number[b]!) a = dominator[a]!;
        while (number[b]! < number[a]!) b = dominator[b]!;
      }
      return a;
    };
    for (let changed = true; changed; ) {
      changed = false;
      for (let i = postorder.length - 1; i >= 0; i--) {
        const id = postorder[i]!;
        if (id === 0) continue;
        let found: number | undefined;
        for (const p of before[id]!) if (dominator[p] !== undefined) found = found === undefined ? p : meet(found, p);
        if (found !== undefined && dominator[id] !== found) {
          dominator[id] = found;
          changed = true;
        }
      }
    }
    this.dominators = dominator;
    this.order = number;
  }

  private dominates(a: number, b: number): boolean {
    // What nothing reaches is dominated by everything.
    if (this.order[b] === -1) return true;
    for (let at = b; ; at = this.dominators[at]!) {
      if (at === a) return true;
      if (at === 0 || this.dominators[at] === undefined) return false;
    }
  }

  private use(value: Value, block: number, index: number, s: Statement | undefined): void {
    if (value.kind !== "temp") return;
    const found = this.definitions.get(value.id);
    const where = `b${block}/${index}${s === undefined ? "" : ` (${s.kind})`}`;
    if (found === undefined) {
      this.problems.push(`${where}: t${value.id} is not defined`);
      return;
    }
    // `this` is there before anything runs.
    const isBefore = found.index < 0 || (found.block === block ? found.index < index : this.dominates(2 * found.block + 1, 2 * block + 1));
    this.check(isBefore, `${where}: t${value.id} of b${found.block}/${found.index} does not dominate its use`);
  }

  private locals(s: Statement, block: number): void {
    const ids = s.kind === "declare" ? [s.local] : s.kind === "scopeEnd" ? s.locals : [];
    for (const id of ids) this.check(this.fn.locals[id] !== undefined, `b${block}: local ${id} is not there`);
    for (const place of placesOf(s)) {
      for (let at: Place | undefined = place; at !== undefined; at = at.kind === "field" || at.kind === "index" ? at.of : undefined) {
        if (at.kind === "local") this.check(this.fn.locals[at.id] !== undefined, `b${block}: local ${at.id} is not there`);
        if (at.kind === "param") this.check(this.fn.params[at.index] !== undefined, `b${block}: parameter ${at.index} is not there`);
      }
    }
    if (s.kind === "call")
      this.check(s.args.length === s.argRanges.length, `b${block}: ${s.args.length} arguments with ${s.argRanges.length} ranges`);
  }
}

function placesOf(s: Statement): Place[] {
  switch (s.kind) {
    case "load":
    case "store":
    case "addressOf":
    case "zero":
      return [s.place];
    case "call":
      return [
        ...(s.resultPlace === undefined ? [] : [s.resultPlace]),
        ...(s.callee.kind === "value" && s.callee.place !== undefined ? [s.callee.place] : []),
      ];
    default:
      return [];
  }
}

/** Values that a place is computed from. */
export function placeValues(place: Place): Value[] {
  switch (place.kind) {
    case "deref":
      return [place.pointer];
    case "field":
      return placeValues(place.of);
    case "index":
      return [...placeValues(place.of), place.index];
    default:
      return [];
  }
}

/** Values that a statement reads. */
export function operands(s: Statement): Value[] {
  const inPlaces = placesOf(s).flatMap(placeValues);
  switch (s.kind) {
    case "store":
      return [...inPlaces, s.value];
    case "unary":
    case "cast":
    case "delete":
      return [s.operand];
    case "binary":
      return [s.left, s.right];
    case "call": {
      const { callee } = s;
      const called =
        callee.kind === "value"
          ? [callee.value]
          : callee.kind === "member"
            ? [callee.object]
            : callee.kind === "name" && callee.implicitThis !== undefined
              ? [callee.implicitThis]
              : [];
      return [...inPlaces, ...called, ...s.args];
    }
    case "new":
      return [...(s.count === undefined ? [] : [s.count]), ...(s.placement === undefined ? [] : [s.placement])];
    default:
      return inPlaces;
  }
}

export function endOperands(end: Terminator): Value[] {
  switch (end.kind) {
    case "branch":
      return [end.condition];
    case "switch":
      return [end.value];
    case "return":
    case "throw":
      return end.value === undefined ? [] : [end.value];
    default:
      return [];
  }
}

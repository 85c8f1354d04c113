/** Which temps and registers are read later: what is dead does not distinguish two states. */
import type { IrFunction, Place, Statement, Terminator, Value } from "../../ir/types.ts";

export interface VariableIndex {
  /** Register of a local or parameter that lives in one; undefined if it lives in memory. */
  local(id: number): number | undefined;
  param(index: number): number | undefined;
}

type Visit = (variable: number) => void;

/** Variables are numbered: temps first, then registers. */
export function liveness(
  ir: IrFunction,
  index: VariableIndex,
  regCount: number,
): (block: number, pc: number) => { temps: number[]; regs: number[] } {
  const count = ir.tempCount + regCount;
  const words = (count + 31) >> 5;
  const register = (place: Place): number | undefined => {
    const reg = place.kind === "local" ? index.local(place.id) : place.kind === "param" ? index.param(place.index) : undefined;
    return reg === undefined ? undefined : ir.tempCount + reg;
  };
  const usesOfValue = (value: Value | undefined, visit: Visit): void => {
    if (value?.kind === "temp") visit(value.id);
  };
  const usesOfPlace = (place: Place, visit: Visit): void => {
    if (place.kind === "deref") usesOfValue(place.pointer, visit);
    else if (place.kind === "field") usesOfPlace(place.of, visit);
    else if (place.kind === "index") {
      usesOfPlace(place.of, visit);
      usesOfValue(place.index, visit);
    } else {
      const reg = register(place);
      if (reg !== undefined) visit(reg);
    }
  };
  const uses = (statement: Statement, visit: Visit): void => {
    switch (statement.kind) {
      case "load":
      case "addressOf":
      case "zero":
        usesOfPlace(statement.place, visit);
        return;
      case "store":
        usesOfValue(statement.value, visit);
        if (register(statement.place) === undefined) usesOfPlace(statement.place, visit);
        return;
      case "unary":
      case "cast":
      case "delete":
        usesOfValue(statement.operand, visit);
        return;
      case "binary":
        usesOfValue(statement.left, visit);
        usesOfValue(statement.right, visit);
        return;
      case "call":
        for (const arg of statement.args) usesOfValue(arg, visit);
        if (statement.callee.kind === "name") usesOfValue(statement.callee.implicitThis, visit);
        else if (statement.callee.kind === "member") usesOfValue(statement.callee.object, visit);
        else if (statement.callee.kind === "value") {
          usesOfValue(statement.callee.value, visit);
          usesOfValue(statement.callee.object, visit);
        }
        if (statement.resultPlace) usesOfPlace(statement.resultPlace, visit);
        return;
      case "new":
        usesOfValue(statement.count, visit);
        usesOfValue(statement.placement, visit);
        return;
      default:
    }
  };
  const defines = (statement: Statement): number | undefined => {
    if (statement.kind === "store") return register(statement.place);
    if (statement.kind === "declare") return register({ kind: "local", id: statement.local });
    return "target" in statement ? statement.target : undefined;
  };
  const usesOfEnd = (end: Terminator, visit: Visit): void => {
    if (end.kind === "branch") usesOfValue(end.condition, visit);
    else if (end.kind === "switch" || end.kind === "return" || end.kind === "throw") usesOfValue(end.value, visit);
  };
  const successors = (block: number): number[] => {
    const { end, handlers } = ir.blocks[block]!;
    const next =
      end.kind === "jump"
        ? [end.to]
        : end.kind === "branch"
          ? [end.then, end.else]
          : end.kind === "switch"
            ? [...end.cases.map((one) => one.to), end.default]
            : [];
    return handlers ? [...next, ...handlers] : next;
  };

  const liveIn = ir.blocks.map(() => new Int32Array(words));
  const set = (bits: Int32Array, variable: number): void => {
    bits[variable >> 5]! |= 1 << (variable & 31);
  };
  const clear = (bits: Int32Array, variable: number): void => {
    bits[variable >> 5]! &= ~(1 << (variable & 31));
  };
  const before = (block: number, pc: number): Int32Array => {
    const bits = new Int32Array(words);
    for (const next of successors(block)) for (let i = 0; i < words; i++) bits[i]! |= liveIn[next]![i]!;
    const { statements, end } = ir.blocks[block]!;
    usesOfEnd(end, (variable) => set(bits, variable));
    for (let i = statements.length - 1; i >= pc; i--) {
      const defined = defines(statements[i]!);
      if (defined !== undefined) clear(bits, defined);
      uses(statements[i]!, (variable) => set(bits, variable));
    }
    // A throw anywhere in the block goes to its handlers with the values of before.
    for (const handler of ir.blocks[block]!.handlers ?? []) for (let i = 0; i < words; i++) bits[i]! |= liveIn[handler]![i]!;
    return bits;
  };
  let solved = false;
  const solve = (): void => {
    solved = true;
    for (let changed = true; changed; ) {
      changed = false;
      for (let block = ir.blocks.length - 1; block >= 0; block--) {
        const bits = before(block, 0);
        const old = liveIn[block]!;
        if (bits.some((word, i) => word !== old[i])) {
          old.set(bits);
          changed = true;
        }
      }
    }
  };
  const cache = new Map<number, { temps: number[]; regs: number[] }>();
  return (block, pc) => {
    const key = block * 4096 + pc;
    const known = cache.get(key);
    if (known) return known;
    if (!solved) solve();
    const bits = before(block, pc);
    const result = { temps: [] as number[], regs: [] as number[] };
    for (let i = 0; i < count; i++) {
      if (!(bits[i >> 5]! & (1 << (i & 31)))) continue;
      if (i < ir.tempCount) result.temps.push(i);
      else result.regs.push(i - ir.tempCount);
    }
    cache.set(key, result);
    return result;
  };
}

/** The control flow of a body as far as its blocks and edges tell it: computed once, however many paths run through. */
import type { BlockId, IrFunction } from "../ir/types.ts";
import { type Loop, loopsOf } from "./loops.ts";

export interface BodyShape {
  /** Position of each block in reverse postorder. */
  readonly order: readonly number[];
  /** Number of edges into each block. */
  readonly entries: readonly number[];
  readonly loops: ReadonlyMap<BlockId, Loop>;
  /** Temps used in a block other than the one that defines them. */
  readonly crossing: ReadonlySet<number>;
}

const shapes = new WeakMap<IrFunction, BodyShape>();

export function shapeOf(fn: IrFunction): BodyShape {
  let shape = shapes.get(fn);
  if (!shape) {
    const order = orderOf(fn);
    shape = { order, entries: entriesOf(fn), loops: loopsOf(fn, order, (id) => successors(fn, id)), crossing: crossingTemps(fn) };
    shapes.set(fn, shape);
  }
  return shape;
}

export function successors(fn: IrFunction, id: BlockId): readonly BlockId[] {
  const block = fn.blocks[id];
  if (!block) return [];
  const out: BlockId[] = [...(block.handlers ?? [])];
  const end = block.end;
  if (end.kind === "jump") out.push(end.to);
  if (end.kind === "branch") out.push(end.then, end.else);
  if (end.kind === "switch") out.push(...end.cases.map((c) => c.to), end.default);
  return out;
}

function orderOf(fn: IrFunction): readonly number[] {
  const position = new Array<number>(fn.blocks.length).fill(fn.blocks.length);
  const state = new Uint8Array(fn.blocks.length);
  const post: number[] = [];
  for (let r = 0; r < fn.blocks.length; r++) {
    if (state[r]) continue;
    const stack: { id: number; next: readonly number[]; i: number }[] = [{ id: r, next: successors(fn, r), i: 0 }];
    state[r] = 1;
    while (stack.length > 0) {
      const top = stack[stack.length - 1] as { id: number; next: readonly number[]; i: number };
      const to = top.next[top.i++];
      if (to === undefined) {
        post.push(top.id);
        stack.pop();
      } else if (!state[to]) {
        state[to] = 1;
        stack.push({ id: to, next: successors(fn, to), i: 0 });
      }
    }
  }
  post.reverse().forEach((id, i) => {
    position[id] = i;
  });
  return position;
}

function entriesOf(fn: IrFunction): readonly number[] {
  const count = new Array<number>(fn.blocks.length).fill(0);
  for (const b of fn.blocks) for (const to of successors(fn, b.id)) count[to] = (count[to] ?? 0) + 1;
  return count;
}

function crossingTemps(fn: IrFunction): ReadonlySet<number> {
  const home = new Map<number, number>();
  for (const b of fn.blocks) for (const s of b.statements) if ("target" in s && s.target !== undefined) home.set(s.target, b.id);
  const crossing = new Set<number>();
  if (fn.thisTemp !== undefined) crossing.add(fn.thisTemp);
  for (const b of fn.blocks) {
    const visit = (v: unknown): void => {
      if (Array.isArray(v)) for (const x of v) visit(x);
      else if (v !== null && typeof v === "object") {
        const o = v as { kind?: unknown; id?: unknown };
        if (o.kind === "temp" && typeof o.id === "number") {
          if (home.get(o.id) !== b.id) crossing.add(o.id);
        } else for (const x of Object.values(v)) visit(x);
      }
    };
    for (const s of b.statements) visit(s);
    visit(b.end);
  }
  return crossing;
}

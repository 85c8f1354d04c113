/** How blocks end: jumps, branches, switches, returns and throws. */
import type { Block, Terminator, Value as IrValue } from "../../ir/types.ts";
import { Fault } from "../memory/object.ts";
import { convert, fromBig, type Int, isConcrete, type Scalar } from "../values.ts";
import { type Get, type Op, type Run, SWITCH } from "./compiled.ts";
import type { FunctionContext } from "./context.ts";
import { leave } from "./control.ts";
import { converted } from "./conversion.ts";
import { raise } from "./exceptions.ts";
import { isAggregate } from "./places.ts";

const BOOL: Scalar = { kind: "bool", size: 1, signed: false };
const MAX_UNKNOWN_ITERATIONS = 64;

export function compileEnd(context: FunctionContext, block: Block): Op {
  const { end } = block;
  return { run: endOf(context, end, block), range: end.range };
}

function endOf(context: FunctionContext, end: Terminator, block: Block): Run {
  switch (end.kind) {
    case "jump": {
      const { to } = end;
      return (world, frame) => {
        frame.block = to;
        frame.pc = 0;
        if (to <= block.id) world.turn();
        return SWITCH;
      };
    }
    case "branch": {
      const condition = context.get(end.condition);
      const why = end.origin === "config" ? "config" : "branch";
      const loop = end.origin === "loop";
      return (world, frame) => {
        const value = condition(world, frame);
        let truth: boolean;
        if (typeof value === "number") truth = value !== 0;
        else {
          const known = world.eval(value);
          if (!isConcrete(known) && loop) countUnknownIteration(world, frame, block.id);
          truth = world.truth(known, why);
        }
        const next = truth ? end.then : end.else;
        frame.block = next;
        frame.pc = 0;
        if (next <= block.id) world.turn();
        return SWITCH;
      };
    }
    case "switch": {
      const get = context.get(end.value);
      const scalar = context.scalarOf(end.value) ?? { kind: "int" as const, size: 4 as const, signed: true };
      const cases = end.cases.map((one) => ({
        low: constantOf(one.value),
        high: one.high ? constantOf(one.high) : undefined,
        // declared elsewhere
        unseen: constantOf(one.value) === undefined && one.high === undefined ? context.get(one.value) : undefined,
        to: one.to,
      }));
      return (world, frame) => {
        const value = get(world, frame);
        let next = end.default;
        for (const one of cases) {
          if (one.unseen && world.truth(world.apply("eq", BOOL, value, one.unseen(world, frame), scalar))) {
            next = one.to;
            break;
          }
          if (one.low === undefined) continue;
          const low = convert(one.low, { kind: "int", size: 8, signed: true }, scalar);
          let hit: boolean;
          if (isConcrete(value)) hit = one.high === undefined ? value === low : value >= low && value <= one.high;
          else if (one.high === undefined) hit = world.truth(world.apply("eq", BOOL, value, low, scalar));
          else
            hit = world.truth(world.apply("ge", BOOL, value, low, scalar)) && world.truth(world.apply("le", BOOL, value, one.high, scalar));
          if (hit) {
            next = one.to;
            break;
          }
        }
        frame.block = next;
        frame.pc = 0;
        return SWITCH;
      };
    }
    case "return": {
      const result = context.ir.result;
      const scalar = result.kind === "void" || isAggregate(result) ? undefined : context.image.layouts.scalar(result);
      const get = end.value ? converted(context, end.value, scalar) : undefined;
      return (world, frame) => leave(world, frame, get ? get(world, frame) : undefined);
    }
    case "throw": {
      const get = end.value ? context.get(end.value) : undefined;
      const type = end.value ? context.typeOf(end.value) : undefined;
      return (world, frame) => raise(world, get ? get(world, frame) : undefined, type);
    }
    case "unreachable":
      return () => {
        throw new Fault("abort", "runs into code that is never to be reached");
      };
  }
}

function constantOf(value: IrValue): Int | undefined {
  return value.kind === "int" ? fromBig(value.value) : undefined;
}

function countUnknownIteration(world: Parameters<Get>[0], frame: Parameters<Get>[1], block: number): void {
  frame.unknownIterations ??= new Map();
  const count = (frame.unknownIterations.get(block) ?? 0) + 1;
  frame.unknownIterations.set(block, count);
  const limit = world.sim.options.maxIterations ?? MAX_UNKNOWN_ITERATIONS;
  if (count > limit) world.cut({ kind: "loop", limit });
}

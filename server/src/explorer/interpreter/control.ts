/** Entering and leaving functions, on a stack that belongs to the run and not to JavaScript. */
import type { CType } from "../../ir/types.ts";
import type { RunValue } from "../../platform/run/types.ts";
import { Fault } from "../memory/object.ts";
import { Blob, isConcrete, type Value } from "../values.ts";
import { type CompiledFunction, type Control, OVER, SWITCH } from "./compiled.ts";
import type { CodeFrame, ModelFrame, Thread } from "./frame.ts";
import { resumeModel } from "./modelCalls.ts";
import { beginVariable } from "./places.ts";
import type { World } from "./world.ts";

export interface ResultPlace {
  readonly temp: number;
  readonly address: number;
}
export const NO_RESULT: ResultPlace = { temp: -1, address: 0 };

/** Pushes a frame for `fn`. Arguments beyond the parameters are the variadic ones; missing ones are unknown. */
export function enter(
  world: World,
  thread: Thread,
  fn: CompiledFunction,
  args: readonly Value[],
  self: Value | undefined,
  result: ResultPlace,
): void {
  const { ir } = fn.program;
  const frame: CodeFrame = {
    owner: {},
    kind: "code",
    fn,
    block: 0,
    pc: 0,
    temps: new Array<Value | undefined>(ir.tempCount).fill(undefined),
    regs: new Array<Value | undefined>(fn.regCount).fill(undefined),
    bases: new Array<number>(fn.baseCount).fill(0),
    resultTemp: result.temp,
    resultAddress: result.address,
    unknownIterations: undefined,
  };
  world.push(thread, frame);
  if (ir.thisTemp !== undefined && self !== undefined) frame.temps[ir.thisTemp] = self;
  fn.params.forEach((param, i) => {
    const value =
      args[i] ??
      world.fresh(`default ${fn.index}.${i}`, param.scalar ?? { kind: "int", size: 4, signed: true }, `argument ${param.name} (left out)`);
    if (!param.memory) {
      frame.regs[param.index] = value;
      return;
    }
    beginVariable(world, frame, param);
    const address = frame.bases[param.index]!;
    if (value instanceof Blob)
      world.space.writeBlob(
        address,
        value.size > param.size ? new Blob(value.bytes.slice(0, param.size), value.shadow.slice(0, param.size), value.syms) : value,
      );
    else if (param.scalar) world.space.store(address, value, param.scalar);
    else if (isConcrete(value) && Number(value) !== 0) world.space.writeBlob(address, world.space.readBlob(Number(value), param.size));
  });
  world.sim.entered(fn);
}

/** Ends what lives in the frame and pops it. Done again after a scheduling point in the middle, so each step clears what it ended. */
function unwind(world: World, frame: CodeFrame): void {
  for (let i = 0; i < frame.bases.length; i++) {
    const base = frame.bases[i]!;
    if (!base) continue;
    const object = world.space.at(base);
    if (object?.life === "live") world.endObject(object, "ended", `${frame.fn.name} returns`);
    frame.bases[i] = 0;
  }
  world.current!.frames.pop();
}

export function leave(world: World, frame: CodeFrame, value: Value | undefined): Control {
  unwind(world, frame);
  // Back in the constructor of a derived class, the object is one of that class (again).
  const { ir } = frame.fn.program;
  if (ir.isConstructor || ir.isDestructor) {
    const below = world.current!.frames.at(-1);
    if (below?.kind === "code" && (below.fn.program.ir.isConstructor || below.fn.program.ir.isDestructor)) {
      const self = below.temps[below.fn.program.ir.thisTemp ?? -1];
      if (typeof self === "number") world.constructing(self, below.fn.program.ir.record!);
    }
  }
  return deliver(world, value, frame.resultTemp, frame.resultAddress);
}

/** Hands a result to what is now the top of the stack. */
export function deliver(world: World, value: Value | undefined, temp: number, address: number): Control {
  const thread = world.current!;
  const below = world.top(thread);
  if (!below) return OVER;
  if (below.kind === "model") return resumeModel(world, thread, below as ModelFrame, (value ?? 0) as RunValue);
  if (address && value instanceof Blob) world.space.writeBlob(address, value);
  if (temp >= 0) below.temps[temp] = value;
  return SWITCH;
}

/** A C++ exception: to the nearest handler, frames in between are left. */
export function raise(world: World, _frame: CodeFrame, value: Value | undefined, _type: CType | undefined): Control {
  const thread = world.current!;
  for (;;) {
    const top = world.top(thread);
    if (!top) throw new Fault("unhandled-exception", "throws an exception that nothing catches");
    if (top.kind === "model") {
      if (top.purpose !== "resume" && top.purpose !== "discard")
        throw new Fault("unhandled-exception", "throws an exception that nothing catches");
      thread.frames.pop();
      continue;
    }
    const handlers = top.fn.program.ir.blocks[top.block]!.handlers;
    if (handlers && handlers.length > 0) {
      top.block = handlers[0]!;
      top.pc = 0;
      world.thrown = value;
      return SWITCH;
    }
    unwind(world, top);
  }
}

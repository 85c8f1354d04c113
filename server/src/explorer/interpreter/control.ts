/** Entering and leaving functions, on a stack that belongs to the run and not to JavaScript. */
import type { RunValue } from "../../platform/run/types.ts";
import { Fault } from "../memory/object.ts";
import { Blob, isConcrete, type Value } from "../values.ts";
import { type CompiledFunction, type Control, OVER, SWITCH } from "./compiled.ts";
import { constructing } from "./dynamicType.ts";
import type { CodeFrame, ModelFrame, Thread } from "./frame.ts";
import { beginVariable } from "./places.ts";
import { endObject } from "./watches.ts";
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
    world.uninterrupted(() => {
      if (value instanceof Blob)
        world.space.writeBlob(
          address,
          value.size > param.size ? new Blob(value.bytes.slice(0, param.size), value.shadow.slice(0, param.size), value.syms) : value,
        );
      else if (param.scalar) world.space.store(address, value, param.scalar);
      else if (isConcrete(value) && Number(value) !== 0) world.space.writeBlob(address, world.space.readBlob(Number(value), param.size));
    });
  });
  world.sim.entered(fn);
}

/** Ends what lives in the frame and pops it. Done again after a scheduling point in the middle, so each step clears what it ended. */
export function unwind(world: World, frame: CodeFrame): void {
  for (let i = 0; i < frame.bases.length; i++) {
    const base = frame.bases[i]!;
    if (!base) continue;
    const object = world.space.at(base);
    if (object?.life === "live") endObject(world, object, "ended", `${frame.fn.name} returns`);
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
      if (typeof self === "number") constructing(world, self, below.fn.program.ir.record!);
    } else if (ir.isDestructor) {
      const self = frame.temps[ir.thisTemp ?? -1];
      if (typeof self === "number" && world.space.at(self)?.life === "live") world.space.setType(self, undefined);
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
  if (address && value instanceof Blob) world.uninterrupted(() => world.space.writeBlob(address, value));
  if (temp >= 0) below.temps[temp] = value;
  return SWITCH;
}

/** Runs the code at an address with a fresh frame on top of the stack. */
export function callAddress(
  world: World,
  thread: Thread,
  address: number,
  args: readonly Value[],
  self: number | undefined,
  result: ResultPlace,
): void {
  const { image } = world.sim;
  const code = image.codeAt(address);
  if (!code) {
    const object = world.space.at(address);
    throw new Fault(
      "bad-call",
      address === 0
        ? "calls through a null function pointer"
        : `calls ${object ? object.label : `0x${address.toString(16)}`}, which is no function`,
      address,
    );
  }
  if (code.kind === "program") {
    enter(world, thread, image.compiled(code.fn), args, self, result);
    return;
  }
  const marker: ModelFrame = {
    owner: {},
    kind: "model",
    model: code.name,
    data: args as readonly RunValue[],
    resultTemp: result.temp,
    resultAddress: result.address,
    purpose: "start",
  };
  world.push(thread, marker);
}

/** Goes on in the model frame that is now on top, with the result of what it had called. */
export function resumeModel(world: World, thread: Thread, frame: ModelFrame, value: RunValue): Control {
  switch (frame.purpose) {
    case "entry":
      thread.frames.pop();
      world.entryReturned(thread, value as Value);
      return OVER;
    case "thread":
      thread.frames.pop();
      world.threadReturned(thread, value as Value);
      return OVER;
    case "discard":
      thread.frames.pop();
      return deliver(world, value as Value, frame.resultTemp, frame.resultAddress);
    default: {
      // Kept until the model is done: it may stop at a point and be asked again.
      const waiting: ModelFrame = { ...frame, purpose: "ready", result: value };
      thread.frames[thread.frames.length - 1] = waiting;
      return SWITCH;
    }
  }
}

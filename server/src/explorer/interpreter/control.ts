/** Entering and leaving functions, on a stack that belongs to the run and not to JavaScript. */
import type { CType, IrFunction } from "../../ir/types.ts";
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
  if (address && value instanceof Blob) world.space.writeBlob(address, value);
  if (temp >= 0) below.temps[temp] = value;
  return SWITCH;
}

/** A C++ exception: to the nearest handler that takes it; frames in between are left. */
export function raise(world: World, value: Value | undefined, type: CType | undefined): Control {
  const thread = world.current!;
  if (value !== undefined) keepException(world, value, type);
  for (;;) {
    const top = world.top(thread);
    if (!top) throw new Fault("unhandled-exception", "throws an exception that nothing catches");
    if (top.kind === "model") {
      if (top.purpose !== "resume" && top.purpose !== "discard")
        throw new Fault("unhandled-exception", "throws an exception that nothing catches");
      thread.frames.pop();
      continue;
    }
    const handler = top.fn.program.ir.blocks[top.block]!.handlers?.find((block) => takes(world, top.fn.program.ir, block));
    if (destroyLocals(world, thread, top, handler)) return SWITCH;
    if (handler !== undefined) {
      top.block = handler;
      top.pc = 0;
      return SWITCH;
    }
    unwind(world, top);
  }
}

/**
 * Destructors of the locals that an exception ends: all of the frame, or those of the try block whose handler takes it. They run in a model
 * frame that throws again when they are done. Answers false if there is nothing to run.
 */
function destroyLocals(world: World, thread: Thread, frame: CodeFrame, handler: number | undefined): boolean {
  const { fn } = frame;
  const { image } = world.sim;
  const data: number[] = [];
  for (let i = fn.locals.length - 1; i >= 0; i--) {
    const local = fn.locals[i]!;
    const base = local.memory ? frame.bases[local.index]! : 0;
    if (base <= 0 || local.type.kind !== "record") continue;
    const object = world.space.at(base);
    if (object?.life !== "live" || !world.space.typeAt(base)) continue;
    if (handler !== undefined && !declaredUnder(fn.program.ir, i, handler)) continue;
    const calls = image.destruction(local.type.name, fn.program.uri);
    if (calls.length === 0) continue;
    for (const call of calls) data.push(image.functionAddress(call.fn), base + call.offset);
    // Once is enough: without a dynamic type it is no object any more.
    world.space.setType(base, undefined);
  }
  if (data.length === 0) return false;
  world.push(thread, { owner: {}, kind: "model", model: "environment:unwind", data, resultTemp: -1, resultAddress: 0, purpose: "start" });
  return true;
}

/** Whether the local is declared in a block that the handler guards. */
function declaredUnder(ir: IrFunction, local: number, handler: number): boolean {
  return ir.blocks.some(
    (block) =>
      block.handlers?.includes(handler) && block.statements.some((statement) => statement.kind === "declare" && statement.local === local),
  );
}

const EXCEPTION = "exception";

/** The thrown object gets storage that outlives the frames; its type is kept by name. */
function keepException(world: World, value: Value, type: CType | undefined): void {
  const { image } = world.sim;
  const resolved: CType = type?.kind === "reference" ? type.to : (type ?? { kind: "int", bits: 32, signed: true });
  const { size } = image.layouts.of(resolved);
  const object = world.create({ size: Math.max(size, 8), kind: "system", label: "the exception", site: EXCEPTION, fill: 1 });
  const scalar = image.layouts.scalar(resolved);
  if (value instanceof Blob) world.space.writeBlob(object.base, value);
  else if (scalar) world.space.store(object.base, value, scalar);
  const { texts } = image.shared;
  world.modelState = new Map(world.modelState).set(EXCEPTION, object.base).set("exception type", texts.id(typeKey(resolved)));
}

function typeKey(type: CType): string {
  return type.kind === "record"
    ? `record ${type.name}`
    : type.kind === "pointer"
      ? "pointer"
      : type.kind === "int"
        ? `int ${type.bits}`
        : type.kind;
}

/** Whether the handler that starts with this block catches what is in flight: by the type of its parameter. */
function takes(world: World, ir: IrFunction, block: number): boolean {
  const first = ir.blocks[block]!.statements[0];
  if (first?.kind !== "declare") return true;
  const { type } = ir.locals[first.local]!;
  const caught = type.kind === "reference" ? type.to : type;
  const key = world.modelState.get("exception type");
  const thrown = typeof key === "number" ? world.sim.image.shared.texts.texts[key]! : "";
  if (thrown === typeKey(caught)) return true;
  return (
    caught.kind === "record" &&
    thrown.startsWith("record ") &&
    world.sim.image.layouts.baseOffset(thrown.slice(7), caught.name) !== undefined
  );
}

/** What a handler's parameter holds: the exception, or its address for a reference. */
export function caughtValue(world: World, type: CType): Value {
  const at = world.modelState.get(EXCEPTION);
  if (typeof at !== "number") return 0;
  if (type.kind === "reference" || type.kind === "array") return at;
  const { layouts } = world.sim.image;
  const scalar = type.kind === "record" ? undefined : layouts.scalar(type);
  return scalar ? world.space.load(at, scalar) : world.space.readBlob(at, layouts.of(type).size);
}

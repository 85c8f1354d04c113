/** C++ exceptions: to the handler that takes them, with the destructors of what lies between. */
import type { CType, IrFunction } from "../../ir/types.ts";
import { Fault } from "../memory/object.ts";
import { Blob, type Value } from "../values.ts";
import { type Control, SWITCH } from "./compiled.ts";
import { unwind } from "./control.ts";
import { constructing } from "./dynamicType.ts";
import type { CodeFrame, Thread } from "./frame.ts";
import type { World } from "./world.ts";

/** A C++ exception: to the nearest handler that takes it; frames in between are left. */
export function raise(world: World, value: Value | undefined, type: CType | undefined): Control {
  const thread = world.current!;
  if (value !== undefined) keepException(world, value, type);
  const catcher = thread.frames.some((frame) => frame.kind === "code" && frame.fn.program.ir.blocks[frame.block]!.handlers);
  // Nobody catches it: the program ends here, with its stack as it is.
  if (!catcher) throw new Fault("unhandled-exception", "throws an exception that nothing catches");
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
    const self = top.fn.program.ir.isConstructor ? top.temps[top.fn.program.ir.thisTemp ?? -1] : undefined;
    // An object whose constructor is left by an exception never was one.
    if (typeof self === "number" && world.space.at(self)?.life === "live") world.space.setType(self, undefined);
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
    // What no person declared is handed on (arguments, what is thrown) or ends with its expression.
    if (base <= 0 || local.type.kind !== "record" || local.synthetic) continue;
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
  if (resolved.kind === "record") constructing(world, object.base, resolved.name);
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

/** What a person may set in a stopped run: numbers, truth values, handles, and pointers to NULL or to what another pointer holds. */
import type { CType } from "../../names/ctype.ts";
import type { World } from "../interpreter/world.ts";
import { convert, type Int, isConcrete, type Scalar } from "../values.ts";
import { ExpressionError } from "./expression.ts";
import type { Inspector, Ref } from "./values.ts";

/** A value given by hand: to a variable of a frame, or to a place in memory. */
export interface Assignment {
  readonly to:
    | { readonly kind: "register"; readonly thread: number; readonly frame: number; readonly register: number }
    | { readonly kind: "memory"; readonly address: number };
  readonly type: Scalar;
  readonly value: Int;
}

/** The frame whose variable is set: indexes of the thread and in its stack. */
export interface FramePlace {
  readonly thread: number;
  readonly index: number;
}

const FLOAT: Scalar = { kind: "float", size: 8, signed: true };

function isHandle(type: CType): boolean {
  return type.kind === "pointer" && (/^H[A-Z]/.test(type.name ?? "") || (type.to.kind === "record" && type.to.name.endsWith("__")));
}

/** Whether a person may set what is shown. */
export function isSettable(ref: Ref | undefined): boolean {
  if (ref === undefined || ref.bit !== undefined || (ref.register === undefined && ref.address === undefined)) return false;
  return /^(?:int|bool|enum|float|pointer)$/.test(ref.type.kind);
}

/** @throws ExpressionError with a sentence for the person. */
export function assignment(inspector: Inspector, target: Ref, place: FramePlace | undefined, given: Ref): Assignment {
  const type = inspector.scalar(target.type);
  if (!type || !isSettable(target)) throw new ExpressionError("Only numbers, truth values, handles and pointers can be set.");
  const value = inspector.read(given);
  if (value === undefined || !isConcrete(value)) throw new ExpressionError(`${given.path ?? "that"} has no known value`);
  const points = given.type.kind === "pointer" || given.type.kind === "array";
  if (target.type.kind === "pointer" && !isHandle(target.type) && Number(value) !== 0 && !points)
    throw new ExpressionError("A pointer can be set to NULL or to what another pointer holds.");
  const from = inspector.scalar(given.type) ?? (Number.isInteger(Number(value)) ? { ...FLOAT, kind: "int" as const } : FLOAT);
  const converted = convert(value, from, type);
  if (target.register !== undefined) {
    if (!place) throw new ExpressionError("There is no function of the program here.");
    return { to: { kind: "register", thread: place.thread, frame: place.index, register: target.register }, type, value: converted };
  }
  const object = inspector.world.space.at(target.address!);
  if (object?.life !== "live" || object.readOnly) throw new ExpressionError("The program could not write there.");
  return { to: { kind: "memory", address: target.address! }, type, value: converted };
}

/** Does it, in a run that stands between two statements. */
export function assign(world: World, { to, type, value }: Assignment): void {
  if (to.kind === "memory") world.space.store(to.address, value, type);
  else {
    const frame = world.ownFrame(to.thread, to.frame);
    if (frame?.kind === "code") frame.regs[to.register] = value;
  }
}

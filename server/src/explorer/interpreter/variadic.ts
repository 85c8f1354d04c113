/** Variadic functions: the arguments behind the last parameter lie in memory, one slot each, and a list is the address of the next one. */
import type { CType, Statement, Value as IrValue } from "../../ir/types.ts";
import type { Scalar, Value } from "../values.ts";
import { type Get, NEXT, type Run } from "./compiled.ts";
import type { FunctionContext } from "./context.ts";
import type { CodeFrame } from "./frame.ts";
import { reader, writer } from "./places.ts";
import type { World } from "./world.ts";

type Call = Extract<Statement, { kind: "call" }>;

/** Puts the arguments behind the parameters into memory; a slot is as wide as a pointer, on win32 8 bytes for what is wider. */
export function placeVariadic(world: World, frame: CodeFrame, args: readonly Value[], types: readonly (Scalar | undefined)[]): void {
  if (args.length === 0) return;
  const p = world.space.pointerSize;
  const sizes = args.map((_, i) => (p === 4 && types[i]?.size === 8 ? 8 : p));
  const object = world.create({
    size: sizes.reduce((sum: number, size) => sum + size, 0),
    kind: "stack-argument",
    label: `the arguments of ${frame.fn.name}`,
    site: `variadic ${frame.fn.index}`,
  });
  let at = object.base;
  args.forEach((value, i) => {
    const type = types[i] ?? { kind: "int" as const, size: p, signed: true };
    if (typeof value === "object" && "aggregate" in value) world.space.writeBlob(at, value);
    else if (type.kind === "float") world.space.store(at, value, { kind: "float", size: 8, signed: true });
    else if (type.size < sizes[i]!) {
      // The rest of the slot is not defined; it is zero or the sign here.
      world.space.store(
        at,
        typeof value === "number" ? value : world.apply("cast", { kind: "int", size: p, signed: type.signed }, value, undefined, type),
        { kind: "int", size: p, signed: type.signed },
      );
    } else world.space.store(at, value, type);
    at += sizes[i]!;
  });
  frame.bases.push(object.base);
}

export function variadicMacro(context: FunctionContext, call: Call, name: string): Run {
  const list = listPlace(context, call.args[0]);
  const { layouts } = context.image;
  const pointer: Scalar = { kind: "pointer", size: layouts.pointerSize, signed: false };
  const type: CType = { kind: "pointer", to: { kind: "int", bits: 8, signed: true } };
  if (!list || name.endsWith("end")) return () => NEXT;
  if (name.endsWith("start")) {
    let start: Get = () => 0;
    const write = writer(context, list, type, (world, frame) => start(world, frame));
    const own = context;
    start = (_world, frame) => (frame.bases.length > own.baseCount ? frame.bases[own.baseCount]! : 0);
    return (world, frame) => {
      write(world, frame);
      return NEXT;
    };
  }
  if (name.endsWith("copy")) {
    const from = listPlace(context, call.args[1]);
    if (!from) return () => NEXT;
    const write = writer(context, list, type, reader(context, from, type));
    return (world, frame) => {
      write(world, frame);
      return NEXT;
    };
  }
  const asked = argumentType(context, call.args[1], call.type);
  const scalar = layouts.scalar(asked) ?? pointer;
  const slot = layouts.pointerSize === 4 && scalar.size === 8 ? 8 : layouts.pointerSize;
  const read = reader(context, list, type);
  let next: Value = 0;
  const write = writer(context, list, type, () => next);
  return (world, frame) => {
    const at = world.address(read(world, frame));
    const value = world.space.load(at, scalar.size < 4 ? { ...scalar, size: 4 } : scalar);
    next = at + slot;
    write(world, frame);
    if (call.target !== undefined) frame.temps[call.target] = value;
    return NEXT;
  };
}

/** The place that a list argument was loaded from. */
function listPlace(context: FunctionContext, value: IrValue | undefined) {
  if (value?.kind !== "temp") return undefined;
  for (const block of context.ir.blocks) {
    for (const statement of block.statements) {
      if (statement.kind === "load" && statement.target === value.id) return statement.place;
    }
  }
  return undefined;
}

/** The type that va_arg names: read as a value by the lowering, so found again by its text. */
function argumentType(context: FunctionContext, value: IrValue | undefined, result: CType): CType {
  if (result.kind !== "unknown") return result;
  let name = "";
  if (value?.kind === "unknown") name = value.text;
  else if (value?.kind === "temp") {
    for (const block of context.ir.blocks) {
      for (const statement of block.statements) {
        if (statement.kind === "load" && statement.target === value.id && statement.place.kind === "global") name = statement.place.name;
      }
    }
  }
  const names = context.image.names(context.uri);
  const text = name.replace(/\bconst\b/g, "").trim();
  if (text.endsWith("*")) return { kind: "pointer", to: { kind: "void" } };
  if (text === "double" || text === "float") return { kind: "float", bits: 64 };
  if (/long\s+long|__int64/.test(text)) return { kind: "int", bits: 64, signed: !text.includes("unsigned") };
  if (/^(unsigned|signed|int|long|short|char)\b/.test(text)) return { kind: "int", bits: 32, signed: !text.includes("unsigned") };
  return names.type(text) ?? { kind: "int", bits: 32, signed: true };
}

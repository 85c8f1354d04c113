/** Compiles one function of the IR to closures. */
import type { Block, CType, Place, Statement } from "../../ir/types.ts";
import type { ProgramFunction } from "../../program/types.ts";
import { Fault } from "../memory/object.ts";
import { compute, computeUnary, convert, isComparison, isConcrete, type Scalar, type Value } from "../values.ts";
import { compileCall } from "./calls.ts";
import { compileDelete, compileNew } from "./lifetimes.ts";
import { type CompiledBlock, type CompiledFunction, type Get, NEXT, type Run } from "./compiled.ts";
import { FunctionContext } from "./context.ts";
import { globalAddress } from "./globals.ts";
import type { ProgramImage } from "./image.ts";
import { liveness } from "./liveness.ts";
import { returnsTwice } from "./longJumps.ts";
import { beginVariable, isAggregate, locate, pointee, reader, writer } from "./places.ts";
import { converted } from "./conversion.ts";
import { compileEnd } from "./terminators.ts";
import { endObject } from "./watches.ts";

const BOOL: Scalar = { kind: "bool", size: 1, signed: false };

export function compileFunction(image: ProgramImage, fn: ProgramFunction): CompiledFunction {
  const context = new FunctionContext(image, fn);
  const { ir } = fn;
  const blocks = ir.blocks.map((block) => compileBlock(context, block));
  const live = liveness(
    ir,
    {
      local: (id) => (context.locals[id]!.memory ? undefined : context.locals[id]!.index),
      param: (index) => (context.params[index]!.memory ? undefined : context.params[index]!.index),
    },
    context.regCount,
  );
  const all = returnsTwice(ir)
    ? { temps: Array.from({ length: ir.tempCount }, (_, i) => i), regs: Array.from({ length: context.regCount }, (_, i) => i) }
    : undefined;
  return {
    index: fn.index,
    program: fn,
    name: ir.name,
    params: context.params,
    locals: context.locals,
    regCount: context.regCount,
    baseCount: context.baseCount,
    blocks,
    result: ir.result.kind === "void" || isAggregate(ir.result) ? undefined : image.layouts.scalar(ir.result),
    live: all ? () => all : live,
  };
}

function compileBlock(context: FunctionContext, block: Block): CompiledBlock {
  return {
    ops: block.statements.map((statement, i) => ({ run: compileStatement(context, block, i, statement), range: statement.range })),
    end: compileEnd(context, block),
  };
}

/** A variable of the program that nothing has written yet holds what it holds at the start: an entry that is not the program relies on it. */
function fromStart(context: FunctionContext, place: Place, read: Get): Get {
  let root = place;
  while (root.kind === "field" || root.kind === "index") root = root.of;
  if (root.kind !== "global") return read;
  const { name } = root;
  const { address } = globalAddress(context.image, name, context.uri, context.fn.ir.record);
  const part = root !== place;
  return (world, frame) => {
    world.readsGlobal(name, address, part);
    return read(world, frame);
  };
}

function compileStatement(context: FunctionContext, block: Block, index: number, statement: Statement): Run {
  const { layouts } = context.image;
  switch (statement.kind) {
    case "load": {
      // The list that va_start begins is written, not read.
      if (context.variadicTemps.has(statement.target)) return () => NEXT;
      const read = fromStart(context, statement.place, reader(context, statement.place, statement.type));
      const { target } = statement;
      return (world, frame) => {
        frame.temps[target] = read(world, frame);
        return NEXT;
      };
    }
    case "store": {
      const scalar = isAggregate(statement.type) ? undefined : layouts.scalar(statement.type);
      const write = writer(context, statement.place, statement.type, converted(context, statement.value, scalar));
      return (world, frame) => {
        write(world, frame);
        return NEXT;
      };
    }
    case "addressOf": {
      const { target, place } = statement;
      if (place.kind === "global") {
        const fn = context.image.functionByName(place.name, context.uri);
        if (fn !== undefined && !context.image.names(context.uri).variable(place.name)) {
          return (_world, frame) => {
            frame.temps[target] = fn;
            return NEXT;
          };
        }
      }
      const located = locate(context, place);
      const address = located.kind === "memory" ? located.address : () => 0;
      return (world, frame) => {
        frame.temps[target] = address(world, frame);
        return NEXT;
      };
    }
    case "unary": {
      const scalar = layouts.scalar(statement.type) ?? BOOL;
      const operandType = statement.op === "not" ? (context.scalarOf(statement.operand) ?? scalar) : scalar;
      const operand = converted(context, statement.operand, operandType);
      const { target, op } = statement;
      return (world, frame) => {
        const value = operand(world, frame);
        frame.temps[target] = isConcrete(value)
          ? computeUnary(op, value, operandType)
          : world.apply(op, scalar, value, undefined, operandType);
        return NEXT;
      };
    }
    case "binary":
      return compileBinary(context, statement);
    case "cast": {
      const { target } = statement;
      const to = layouts.scalar(statement.type);
      // Also a name that turns out to be a class elsewhere.
      if (to === undefined || isAggregate(statement.type) || statement.type.kind === "void") {
        const get = context.get(statement.operand);
        return (world, frame) => {
          frame.temps[target] = get(world, frame);
          return NEXT;
        };
      }
      const from = layouts.scalar(statement.from) ?? to;
      const get = context.get(statement.operand);
      const upcast = pointerAdjustment(context, statement.from, statement.type);
      return (world, frame) => {
        const value = get(world, frame);
        let result: Value;
        if (isConcrete(value)) result = convert(value, from, to);
        else result = world.apply("cast", to, value, undefined, from);
        frame.temps[target] = upcast !== 0 && isConcrete(result) && result !== 0 ? Number(result) + upcast : result;
        return NEXT;
      };
    }
    case "call":
      return compileCall(context, block, index, statement);
    case "new":
      return compileNew(context, statement);
    case "delete":
      return compileDelete(context, statement);
    case "declare": {
      const variable = context.locals[statement.local]!;
      const local = context.ir.locals[statement.local]!;
      if (local.storage === "static") return () => NEXT;
      if (!variable.memory) {
        return (_world, frame) => {
          frame.regs[variable.index] = undefined;
          return NEXT;
        };
      }
      return (world, frame) => {
        const old = frame.bases[variable.index]!;
        if (old) {
          const object = world.space.at(old);
          if (object) endObject(world, object, "ended", "declared again");
          frame.bases[variable.index] = 0;
        }
        beginVariable(world, frame, variable);
        return NEXT;
      };
    }
    case "scopeEnd": {
      const variables = statement.locals
        .map((id) => context.locals[id]!)
        .filter((_, i) => context.ir.locals[statement.locals[i]!]!.storage === "auto");
      return (world, frame) => {
        for (const variable of variables) {
          if (!variable.memory) {
            frame.regs[variable.index] = undefined;
            continue;
          }
          const base = frame.bases[variable.index]!;
          if (!base) continue;
          const object = world.space.at(base);
          if (object?.life === "live") endObject(world, object, "ended", "end of scope");
          frame.bases[variable.index] = 0;
        }
        return NEXT;
      };
    }
    case "zero": {
      const located = locate(context, statement.place);
      const { size } = layouts.of(located.kind === "memory" ? (located.type ?? statement.type) : statement.type);
      if (located.kind === "register") {
        return (_world, frame) => {
          frame.regs[located.index] = 0;
          return NEXT;
        };
      }
      return (world, frame) => {
        const address = located.address(world, frame);
        world.space.fill(address, 0, Math.min(size, world.restOf(address)));
        return NEXT;
      };
    }
    case "unknown":
      return compileUnknown(context, statement);
  }
}

/** Difference between a pointer to a class and a pointer to its base (or back), where both are visible. */
function pointerAdjustment(context: FunctionContext, from: CType, to: CType): number {
  const source = pointee(from);
  const target = pointee(to);
  if (source?.kind !== "record" || target?.kind !== "record" || source.name === target.name) return 0;
  const { layouts } = context.image;
  const up = layouts.baseOffset(source.name, target.name);
  if (up !== undefined) return up;
  const down = layouts.baseOffset(target.name, source.name);
  return down !== undefined ? -down : 0;
}

function compileBinary(context: FunctionContext, statement: Extract<Statement, { kind: "binary" }>): Run {
  const { layouts } = context.image;
  const { op, target } = statement;
  const resultType = layouts.scalar(statement.type) ?? BOOL;
  const leftType = context.typeOf(statement.left);
  const rightType = context.typeOf(statement.right);
  // Pointers count in elements: of the result's type, or, for a difference, of the type in which they are subtracted.
  const difference = op === "sub" && statement.operandType.kind === "pointer" && statement.type.kind !== "pointer";
  const rightIsPointer = rightType?.kind === "pointer" || rightType?.kind === "array";
  const leftIsPointer = leftType?.kind === "pointer" || leftType?.kind === "array";
  const element = difference
    ? elementSize(context, statement.operandType)
    : statement.type.kind === "pointer"
      ? elementSize(context, statement.type)
      : 0;
  const leftElement = element !== 0 && (difference || leftIsPointer || !rightIsPointer) ? element : 0;
  const rightElement = element !== 0 && (difference || (rightIsPointer && !leftIsPointer)) ? element : 0;

  if ((op === "add" || op === "sub") && (leftElement || rightElement)) {
    const left = context.get(statement.left);
    const right = context.get(statement.right);
    const pointer: Scalar = { kind: "pointer", size: layouts.pointerSize, signed: false };
    const signed: Scalar = { kind: "int", size: layouts.pointerSize, signed: true };
    if (difference) {
      return (world, frame) => {
        const a = left(world, frame);
        const b = right(world, frame);
        const bytes = world.apply("sub", signed, a, b, signed);
        frame.temps[target] = leftElement === 1 ? bytes : world.apply("div", signed, bytes, leftElement, signed);
        return NEXT;
      };
    }
    const scale = leftElement || rightElement;
    return (world, frame) => {
      const a = left(world, frame);
      const b = right(world, frame);
      const base = leftElement ? a : b;
      const count = leftElement ? b : a;
      if (typeof base === "number" && typeof count === "number") {
        const moved = op === "add" ? base + count * scale : base - count * scale;
        frame.temps[target] =
          Number.isSafeInteger(moved) && moved >= 0
            ? convert(moved, pointer, pointer)
            : world.apply(op, pointer, base, count * scale, pointer);
        return NEXT;
      }
      const offset = scale === 1 ? count : world.apply("mul", signed, count, scale, signed);
      frame.temps[target] = world.apply(op, pointer, base, offset, pointer);
      return NEXT;
    };
  }

  const operandType = layouts.scalar(statement.operandType) ?? { kind: "int", size: layouts.pointerSize, signed: true };
  const left = converted(context, statement.left, operandType);
  // The right side of a shift keeps its own type.
  const right = converted(context, statement.right, op === "shl" || op === "shr" ? undefined : operandType);
  const comparison = isComparison(op);
  const needsConversion =
    !comparison &&
    (resultType.kind !== operandType.kind || resultType.size !== operandType.size || resultType.signed !== operandType.signed);
  return (world, frame) => {
    const a = left(world, frame);
    const b = right(world, frame);
    if (isConcrete(a) && isConcrete(b)) {
      const result = compute(op, a, b, operandType);
      if (result === undefined) throw new Fault("division-by-zero", "divides by zero");
      frame.temps[target] = needsConversion ? convert(result, operandType, resultType) : result;
      return NEXT;
    }
    if ((op === "div" || op === "mod") && operandType.kind !== "float") {
      if (!world.truth(world.apply("ne", BOOL, b, 0, operandType))) throw new Fault("division-by-zero", "divides by zero");
    }
    const result = world.apply(op, comparison ? resultType : operandType, a, b, operandType);
    frame.temps[target] = needsConversion && !isConcrete(result) ? world.apply("cast", resultType, result, undefined, operandType) : result;
    return NEXT;
  };
}

function elementSize(context: FunctionContext, type: CType | undefined): number {
  const element = pointee(type);
  if (!element || element.kind === "void" || element.kind === "function") return 1;
  return context.image.layouts.of(element).size;
}

/** What could not be read: its result is unknown, and so is what it mentions. */
function compileUnknown(context: FunctionContext, statement: Extract<Statement, { kind: "unknown" }>): Run {
  const { target, text } = statement;
  const site = `unread ${context.fn.index}.${statement.range.start}`;
  const scalar: Scalar = { kind: "int", size: context.image.layouts.pointerSize, signed: true };
  const touched = context.locals.filter((local) => statement.mentions.includes(local.name) && local.name !== "");
  return (world, frame) => {
    world.assume("call", `"${text}" could not be read and was taken to do nothing but change what it names`);
    for (const variable of touched) {
      if (!variable.memory)
        frame.regs[variable.index] = world.fresh(`${site} ${variable.name}`, variable.scalar ?? scalar, `${variable.name} after "${text}"`);
      else if (frame.bases[variable.index]) {
        const object = world.space.at(frame.bases[variable.index]!);
        if (object) world.space.forgetUninitialised(object, 0, object.size);
      }
    }
    if (target !== undefined) frame.temps[target] = world.fresh(site, scalar, `the value of "${text}"`);
    return NEXT;
  };
}

/** `new`, `delete`, and objects whose constructor the program does not write. */
import type { Statement } from "../../ir/types.ts";
import { LIBRARY } from "../../platform/library/index.ts";
import type { ProgramFunction } from "../../program/types.ts";
import { Fault } from "../memory/object.ts";
import { isConcrete } from "../values.ts";
import { NEXT, POINT, type Run, SWITCH } from "./compiled.ts";
import type { FunctionContext } from "./context.ts";
import { enter, NO_RESULT } from "./control.ts";
import { constructing, dynamicType } from "./dynamicType.ts";
import { pointee } from "./places.ts";
import { endObject } from "./watches.ts";
import type { World } from "./world.ts";

export function compileNew(context: FunctionContext, statement: Extract<Statement, { kind: "new" }>): Run {
  const { layouts } = context.image;
  const layout = layouts.of(statement.type);
  const count = statement.count ? context.get(statement.count) : undefined;
  const placement = statement.placement ? context.get(statement.placement) : undefined;
  const { target } = statement;
  const site = `new ${context.fn.index}.${statement.range.start}`;
  const what =
    statement.type.kind === "record" ? statement.type.name : statement.type.kind === "int" ? (statement.type.name ?? "integers") : "data";
  const label = `${count ? "the array of" : "the"} ${what} allocated ${context.uri === LIBRARY ? "by the library" : `in ${context.ir.name}`}`;
  const record = statement.type.kind === "record" ? statement.type.name : undefined;
  return (world, frame) => {
    if (placement) {
      frame.temps[target] = placement(world, frame);
      return NEXT;
    }
    const n = count ? Number(world.concrete(count(world, frame))) : 1;
    if (n < 0 || n * layout.size > 0x1000_0000) throw new Fault("bad-allocation", `asks for ${n} elements of ${layout.size} bytes`);
    const object = world.create({
      size: Math.max(n * layout.size, 1),
      kind: "heap",
      label,
      site,
      fuzzy: layout.fuzzy,
      allocator: count ? "new[]" : "new",
    });
    if (record && !count) world.space.setType(object.base, record);
    world.sim.observe(world, { kind: "alloc", address: object.base, length: object.size, object: label, how: count ? "new[]" : "new" });
    frame.temps[target] = object.base;
    return NEXT;
  };
}

/** A member function of a class or the nearest of its bases. */
function memberOf(context: FunctionContext, record: string, name: string, depth: number): ProgramFunction | undefined {
  const { image } = context;
  const own = image.functionsNamed(`${record}::${name}`, context.uri)[0];
  if (own || depth > 12) return own;
  for (const base of image.layouts.record(record).bases) {
    const inherited = memberOf(context, base.name, name, depth + 1);
    if (inherited) return inherited;
  }
  return undefined;
}

export function compileDelete(context: FunctionContext, statement: Extract<Statement, { kind: "delete" }>): Run {
  const operand = context.get(statement.operand);
  const type = pointee(context.typeOf(statement.operand));
  const staticRecord = statement.record ?? (type?.kind === "record" ? type.name : undefined);
  const { image } = context;
  const how = statement.array ? "delete[]" : "delete";
  const ownDelete = (record: string): ProgramFunction | undefined =>
    statement.global ? undefined : memberOf(context, record, `operator ${how}`, 0);
  return (world, frame) => {
    const value = operand(world, frame);
    if (!isConcrete(value)) {
      if (
        !world.truth(
          world.apply("ne", { kind: "bool", size: 1, signed: false }, value, 0, {
            kind: "pointer",
            size: image.layouts.pointerSize,
            signed: false,
          }),
        )
      )
        return NEXT;
    }
    const address = world.address(value, type);
    if (address === 0) return NEXT;
    const object = world.space.at(address);
    // Destructors first; the statement is done again for the storage once they have returned.
    const done = frame.bases[frame.bases.length - 1]! === -address;
    if (!done && staticRecord !== undefined && object?.life === "live") {
      const dynamic = dynamicType(world, address) ?? { record: staticRecord, offset: 0 };
      const calls = image.destruction(dynamic.record, context.uri);
      if (calls.length > 0) {
        const start = address - dynamic.offset;
        const size = image.layouts.record(dynamic.record).size;
        const count = statement.array ? Math.min(1024, Math.floor(object.size / size)) : 1;
        const data: number[] = [];
        for (let i = count - 1; i >= 0; i--)
          for (const call of calls) data.push(image.functionAddress(call.fn), start + i * size + call.offset);
        const own = ownDelete(dynamic.record);
        if (own) frame.bases.push(-image.functionAddress(own));
        frame.bases.push(-address);
        world.push(world.current!, {
          owner: {},
          kind: "model",
          model: "environment:destroy",
          data,
          resultTemp: -1,
          resultAddress: 0,
          purpose: "start",
        });
        return SWITCH;
      }
    }
    if (object?.watch && !world.current!.passed) return POINT;
    // Others may act before the storage goes, but the destructors have run.
    if (object?.life === "live") world.space.onShared?.(object, true);
    if (done) frame.bases.pop();
    // The class's own `operator delete` gets the storage, of the class that the object was before its destructor ran.
    const noted = done ? image.codeAt(-(frame.bases.at(-1) ?? 0)) : undefined;
    if (noted) frame.bases.pop();
    const own = done
      ? noted?.kind === "program"
        ? noted.fn
        : undefined
      : staticRecord === undefined
        ? undefined
        : ownDelete(staticRecord);
    if (own) {
      frame.pc++;
      enter(world, world.current!, image.compiled(own), [address, image.layouts.record(staticRecord!).size], undefined, NO_RESULT);
      return SWITCH;
    }
    // A pointer to a base class may lie inside the object.
    freeBlock(world, object && object.kind === "heap" && dynamicType(world, address) ? object.base : address, how);
    return NEXT;
  };
}

const PAIRS: Readonly<Record<string, readonly string[]>> = {
  delete: ["new"],
  "delete[]": ["new[]"],
};

/** Gives back a block; faults as the heap would notice at once. */
export function freeBlock(world: World, address: number, how: string): void {
  const object = world.space.at(address);
  if (object?.kind === "unknown") {
    if (object.life === "freed") throw new Fault("double-free", `frees ${object.label} a second time`, address, object);
    endObject(world, object, "freed", how);
    return;
  }
  if (object?.kind !== "heap" || address !== object.base) {
    throw new Fault(
      "invalid-free",
      `frees ${object ? object.label : `0x${address.toString(16)}`}, which no allocation gave`,
      address,
      object,
    );
  }
  if (object.life === "freed") throw new Fault("double-free", `frees ${object.label} a second time`, address, object);
  const partners = PAIRS[how];
  if (partners && !partners.includes(object.allocator) && object.allocator !== "") {
    world.sim.observe(world, {
      kind: "mismatched-free",
      address,
      length: object.size,
      object: object.label,
      how: `${how} of what ${object.allocator} gave`,
    });
  }
  endObject(world, object, "freed", how);
}

/** The object begins: its dynamic type is known from now on. */
export function defaultConstruct(world: World, at: number, record: string, unknownLayout: boolean): void {
  constructing(world, at, record);
  if (unknownLayout) {
    const object = world.space.at(at);
    if (object) world.space.forgetUninitialised(object, at - object.base, object.size);
  }
}

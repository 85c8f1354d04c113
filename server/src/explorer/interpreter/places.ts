/** Places of the IR as closures that give an address, or as registers. */
import type { CType, Local, Place } from "../../ir/types.ts";
import { isConcrete, type Scalar } from "../values.ts";
import type { AddressOf, Get, Variable } from "./compiled.ts";
import type { FunctionContext } from "./context.ts";
import { constructing } from "./dynamicType.ts";
import { globalAddress } from "./globals.ts";
import { handlePublished, handleStored } from "./handles.ts";
import { memberApart } from "./invention.ts";

/** Where a place is. */
export type Located =
  | { readonly kind: "register"; readonly index: number; readonly variable: Variable }
  | {
      readonly kind: "memory";
      readonly address: AddressOf;
      readonly type: CType | undefined;
      readonly bit?: { readonly shift: number; readonly width: number };
    };

export function isAggregate(type: CType): boolean {
  return type.kind === "array" || type.kind === "record" || (type.kind === "unknown" && /^[A-Z][a-z]\w*::|::|^C[A-Z][a-z]/.test(type.text));
}

/** Locals and parameters that need an address: aggregates, and what the body takes the address of. */
export function variablesInMemory(context: Pick<FunctionContext, "ir">): {
  readonly locals: ReadonlySet<number>;
  readonly params: ReadonlySet<number>;
} {
  const locals = new Set<number>();
  const params = new Set<number>();
  const root = (place: Place, whole: boolean): void => {
    if (place.kind === "local" && !whole) locals.add(place.id);
    else if (place.kind === "param" && !whole) params.add(place.index);
    else if (place.kind === "field" || place.kind === "index") root(place.of, false);
  };
  for (const local of context.ir.locals) if (isAggregate(local.type) || local.storage === "static") locals.add(local.id);
  context.ir.params.forEach((param, i) => {
    if (isAggregate(param.type) && param.type.kind !== "array") params.add(i);
  });
  for (const block of context.ir.blocks) {
    for (const statement of block.statements) {
      if (statement.kind === "load" || statement.kind === "store") root(statement.place, !isAggregate(statement.type));
      else if (statement.kind === "addressOf" || statement.kind === "zero") root(statement.place, false);
      else if (statement.kind === "call" && statement.resultPlace) root(statement.resultPlace, false);
    }
  }
  return { locals, params };
}

export function locate(context: FunctionContext, place: Place): Located {
  switch (place.kind) {
    case "local": {
      const local = context.ir.locals[place.id]!;
      if (local.storage === "static") return staticLocal(context, local);
      return variable(context.locals[place.id]!);
    }
    case "param":
      return variable(context.params[place.index]!);
    case "global": {
      const { image, uri } = context;
      const found = globalAddress(image, place.name, uri, context.fn.ir.record);
      const address = found.address;
      return { kind: "memory", address: () => address, type: found.type };
    }
    case "temp": {
      const index = context.temporary(place.id);
      const made = context.temporaries.get(place.id)!;
      return {
        kind: "memory",
        type: made.type,
        address: (world, frame) => {
          const base = frame.bases[index]!;
          if (base) return base;
          const object = world.create({ size: made.size, kind: "local", label: made.label, site: made.site, fuzzy: made.fuzzy });
          frame.bases[index] = object.base;
          return object.base;
        },
      };
    }
    case "deref": {
      const pointer = context.get(place.pointer);
      const pointed = place.type ?? pointee(context.typeOf(place.pointer));
      return {
        kind: "memory",
        type: pointed,
        address: (world, frame) => {
          const value = pointer(world, frame);
          return typeof value === "number" ? value : world.address(value, pointed);
        },
      };
    }
    case "field":
      return locateField(context, place);
    case "index":
      return locateIndex(context, place);
  }
}

function variable(found: Variable): Located {
  if (!found.memory) return { kind: "register", index: found.index, variable: found };
  const index = found.index;
  return {
    kind: "memory",
    type: found.type,
    address: (world, frame) => {
      const base = frame.bases[index]!;
      if (base) return base;
      // Reached without its declaration (a jump over it, or a catch variable): it begins now.
      return context_begin(world, frame, found);
    },
  };
}

function context_begin(world: Parameters<AddressOf>[0], frame: Parameters<AddressOf>[1], found: Variable): number {
  const object = world.create({
    size: found.size,
    kind: "local",
    label: found.name || "a temporary",
    site: `local ${frame.fn.index}.${found.index}`,
    fuzzy: found.fuzzy,
  });
  frame.bases[found.index] = object.base;
  if (found.type.kind === "record" && world.sim.image.layouts.record(found.type.name).declaration)
    constructing(world, object.base, found.type.name);
  return object.base;
}

/** Storage of the variable begins, uninitialised. */
export const beginVariable = context_begin;

function staticLocal(context: FunctionContext, local: Local): Located {
  const layout = context.image.layouts.of(local.type);
  const address = context.image.staticObject(`static ${context.fn.index}.${local.id}`, local.name, layout.size, layout.fuzzy, local.type);
  return { kind: "memory", address: () => address, type: local.type };
}

export function pointee(type: CType | undefined): CType | undefined {
  return type?.kind === "pointer" || type?.kind === "reference" ? type.to : type?.kind === "array" ? type.of : undefined;
}

function memoryOf(context: FunctionContext, place: Place): Extract<Located, { kind: "memory" }> {
  const located = locate(context, place);
  if (located.kind === "memory") return located;
  // A member or element of a scalar: broken code; it reads as the scalar's own bytes would.
  return { kind: "memory", type: located.variable.type, address: () => 1 };
}

function locateField(context: FunctionContext, place: Extract<Place, { kind: "field" }>): Located {
  const { layouts } = context.image;
  const of = memoryOf(context, place.of);
  const own = of.type?.kind === "record" ? of.type.name : of.type?.kind === "unknown" ? of.type.text : undefined;
  const record = own ?? place.record ?? "?";
  let field = layouts.field(record, place.member);
  // The place names the class that declares the member, which can be a base that another base hides.
  if (place.record !== undefined && own !== undefined && place.record !== own) {
    const offset = layouts.baseOffset(own, place.record);
    if (offset !== undefined) {
      const inner = layouts.field(place.record, place.member);
      field = { ...inner, offset: offset + inner.offset };
    }
  }
  const { offset, apart } = field;
  const base = of.address;
  if (apart !== undefined)
    return { kind: "memory", type: field.type, address: (world, frame) => memberApart(world, base(world, frame), apart) };
  return {
    kind: "memory",
    type: field.type,
    address: offset === 0 ? base : (world, frame) => base(world, frame) + offset,
    ...(field.bit ? { bit: field.bit } : {}),
  };
}

function locateIndex(context: FunctionContext, place: Extract<Place, { kind: "index" }>): Located {
  const of = memoryOf(context, place.of);
  const element = of.type?.kind === "array" ? of.type.of : of.type;
  const size = element ? context.image.layouts.of(element).size : 1;
  const base = of.address;
  const index = context.get(place.index);
  if (place.index.kind === "int") {
    const offset = Number(place.index.value) * size;
    return { kind: "memory", type: element, address: (world, frame) => base(world, frame) + offset };
  }
  return {
    kind: "memory",
    type: element,
    address: (world, frame) => {
      const start = base(world, frame);
      const at = index(world, frame);
      return start + (typeof at === "number" ? at : Number(world.concrete(at))) * size;
    },
  };
}

/** Reads a place as a value of `type`. */
export function reader(context: FunctionContext, place: Place, type: CType): Get {
  const { layouts } = context.image;
  const located = locate(context, place);
  const scalar = layouts.scalar(type);
  if (located.kind === "register") return registerReader(context, located, scalar);
  const address = located.address;
  if (type.kind === "array") return address;
  if (!scalar || (type.kind === "unknown" && isAggregate(type))) {
    const { size } = layouts.of(type);
    const record = type.kind === "record" ? type.name : undefined;
    return (world, frame) => world.space.readBlob(address(world, frame), size, record);
  }
  const { bit } = located;
  if (bit) {
    const high = scalar.size * 8 - bit.shift - bit.width;
    return (world, frame) => {
      const unit = world.space.load(address(world, frame), scalar);
      const moved = world.apply("shl", scalar, unit, bit.shift + high - bit.shift, scalar);
      return world.apply("shr", scalar, moved, bit.shift + high, scalar);
    };
  }
  const text = placeText(context, place);
  if (isWindow(type)) {
    return (world, frame) => world.window(world.eval(world.space.load(address(world, frame), scalar, text)), text);
  }
  return (world, frame) => {
    const value = world.space.load(address(world, frame), scalar, text);
    return typeof value === "number" ? value : world.eval(value);
  };
}

function registerReader(context: FunctionContext, located: Extract<Located, { kind: "register" }>, scalar: Scalar | undefined): Get {
  const { index, variable: found } = located;
  const own = found.scalar ?? { kind: "int", size: context.image.layouts.pointerSize, signed: false };
  const site = `uninitialised ${context.fn.index}.${index}`;
  const name = found.name;
  const same = !scalar || (scalar.kind === own.kind && scalar.size === own.size && scalar.signed === own.signed);
  const read: Get = (world, frame) => {
    const value = frame.regs[index];
    if (value === undefined) {
      const unknown = world.fresh(site, own, `the uninitialised ${name || "temporary"}`);
      if (!found.synthetic) world.sim.observe(world, { kind: "uninitialised-read", object: name, offset: 0 });
      frame.regs[index] = unknown;
      return unknown;
    }
    return typeof value === "number" ? value : world.eval(value);
  };
  if (same) return read;
  return (world, frame) => world.apply("cast", scalar, read(world, frame), undefined, own);
}

/** Writes a place; the value has the type already. */
export function writer(context: FunctionContext, place: Place, type: CType, value: Get): (...args: Parameters<Get>) => void {
  const { layouts } = context.image;
  const located = locate(context, place);
  // A handle can be lost where a variable as wide as a handle gets another value.
  const holdsHandle = layouts.scalar(type)?.size === layouts.pointerSize && !isAggregate(type) && type.kind !== "float";
  if (located.kind === "register") {
    const { index, variable: found } = located;
    return (world, frame) => {
      const next = value(world, frame);
      if (holdsHandle && world.ledger.requests.length > 0 && !found.synthetic) handleStored(world, frame.regs[index], next, found.name);
      frame.regs[index] = next;
    };
  }
  const address = located.address;
  const scalar = layouts.scalar(type);
  if (!scalar || isAggregate(type)) {
    const { size } = layouts.of(type);
    return (world, frame) => {
      const to = address(world, frame);
      const blob = value(world, frame);
      if (typeof blob === "object" && "aggregate" in blob) world.space.writeBlob(to, blob);
      else if (isConcrete(blob) && Number(blob) !== 0) {
        // An array from a string literal: what the literal does not fill is zero.
        const length = Math.min(size, world.restOf(Number(blob)));
        world.space.writeBlob(to, world.space.readBlob(Number(blob), length));
        world.space.fill(to + length, 0, size - length);
      } else world.space.fill(to, 0, size);
    };
  }
  const { bit } = located;
  if (bit) {
    const mask = ((1n << BigInt(bit.width)) - 1n) << BigInt(bit.shift);
    return (world, frame) => {
      const to = address(world, frame);
      const quiet = world.space.onUninitialised;
      world.space.onUninitialised = undefined;
      const unit = world.concrete(world.space.load(to, scalar));
      world.space.onUninitialised = quiet;
      const bits = (BigInt(world.concrete(value(world, frame))) << BigInt(bit.shift)) & mask;
      const next = BigInt.asUintN(scalar.size * 8, (BigInt(unit) & ~mask) | bits);
      world.space.store(to, next <= 9007199254740991n ? Number(next) : next, scalar);
    };
  }
  return (world, frame) => {
    const to = address(world, frame);
    const next = value(world, frame);
    if (!holdsHandle || world.ledger.requests.length === 0) {
      world.space.store(to, next, scalar);
      return;
    }
    // Told after the store, which may have to wait for others.
    const before = world.space.peekInt(to, scalar);
    world.space.store(to, next, scalar);
    handleStored(world, before, next, placeText(context, place));
    if (typeof next === "number") handlePublished(world, to, next, placeText(context, place));
  };
}

/** The place as a person would write it. */
export function placeText(context: FunctionContext, place: Place): string {
  switch (place.kind) {
    case "local":
      return context.ir.locals[place.id]?.name ?? "a local";
    case "param":
      return context.ir.params[place.index]?.name ?? "a parameter";
    case "global":
      return place.name;
    case "temp":
      return "a temporary";
    case "field":
      return place.of.kind === "deref" ? place.member : `${placeText(context, place.of)}.${place.member}`;
    case "index":
      return `${placeText(context, place.of)}[${place.index.kind === "int" ? place.index.value : "…"}]`;
    case "deref":
      return "what a pointer names";
  }
}

/** A handle of a window. */
export function isWindow(type: CType): boolean {
  return type.kind === "pointer" && (type.name === "HWND" || (type.to.kind === "record" && type.to.name === "HWND__"));
}

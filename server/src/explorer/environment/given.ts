/** What an entry that is no program is given: windows, arguments, the object whose member it is. Nothing is known about what is inside. */
import type { CType } from "../../names/ctype.ts";
import type { ProgramFunction } from "../../program/types.ts";
import { constructing } from "../interpreter/dynamicType.ts";
import { globalAddress } from "../interpreter/globals.ts";
import type { ProgramImage } from "../interpreter/image.ts";
import { emptied } from "../interpreter/invention.ts";
import { isWindow } from "../interpreter/places.ts";
import type { World } from "../interpreter/world.ts";
import type { Value } from "../values.ts";
import type { Environment } from "./environment.ts";

/** Window handles that nothing set yet are the environment's window, pointers to the class of the entry its object. */
export function giveWindows(world: World, window: number, image: ProgramImage, record: string | undefined, self: number | undefined): void {
  for (const [uri, file] of image.unit.files) {
    for (const variable of file.names.variables) {
      if (variable.initialiser && !/^\s*=?\s*(0|NULL|nullptr)\s*$/.test(variable.initialiser.text)) continue;
      const type = image.names(uri).resolve(variable.type);
      if (self !== undefined && type.kind === "pointer" && type.to.kind === "record" && type.to.name === record) {
        const pointer = globalAddress(image, variable.name, uri, undefined);
        if (!holdsPointer(pointer.type)) continue;
        world.space.store(pointer.address, self, { kind: "pointer", size: image.layouts.pointerSize, signed: false });
        world.sim.givenGlobals.set(variable.name, `${variable.name} was taken to point to the ${record}`);
        continue;
      }
      if (!isWindow(type)) continue;
      const place = globalAddress(image, variable.name, uri, undefined);
      if (!holdsPointer(place.type)) continue;
      world.space.store(place.address, window, { kind: "pointer", size: image.layouts.pointerSize, signed: false });
      world.sim.givenGlobals.set(variable.name, `${variable.name} was taken to be a window of the thread`);
    }
  }
}

/** Another file of the unit may declare the name with another type, and the place was made for that one. */
const holdsPointer = (type: CType | undefined): boolean => type?.kind === "pointer";

/** What a pointer to a class is called by: two arguments of it are taken for the same object. */
export function pointedRecord(type: CType): string | undefined {
  if (type.kind === "unknown" && type.text !== "") return type.text;
  if (type.kind !== "pointer" && type.kind !== "reference") return undefined;
  return type.to.kind === "record" ? type.to.name : type.to.kind === "unknown" ? type.to.text : undefined;
}

/** The argument of the entry that a function called after it is given again. */
export function sameArgument(world: World, type: CType): number | undefined {
  const of = pointedRecord(type);
  const value = of === undefined ? undefined : world.modelState.get(`argument to ${of}`);
  return value === undefined ? undefined : world.address(value, type.kind === "pointer" || type.kind === "reference" ? type.to : undefined);
}

export function argument(world: World, environment: Environment, type: CType, label: string, site: string): Value {
  const { layouts } = world.sim.image;
  if (isWindow(type)) return environment.window;
  const scalar = layouts.scalar(type);
  if (!scalar || type.kind === "record" || type.kind === "array") {
    const layout = layouts.of(type);
    const object = world.create({ size: layout.size, kind: "unknown", label, site, fill: 3, fuzzy: layout.fuzzy });
    if (type.kind === "record") emptied(world, object, type.name);
    return world.space.readBlob(object.base, layout.size);
  }
  const value = world.fresh(site, scalar, label);
  // A reference names an object.
  if (type.kind === "reference") world.address(value, type.to);
  return value;
}

/** The object whose members the handlers of a class run on: one for each class, unknown inside. */
export function objectFor(world: World, fn: ProgramFunction | undefined): number {
  const record = fn?.ir.record;
  if (!fn || record === undefined || fn.ir.isStatic) return 0;
  const key = `object of ${record}`;
  const known = world.modelState.get(key);
  if (typeof known === "number") return known;
  const { image } = world.sim;
  // A handler of a base class runs on the object of the derived class that is already there.
  for (const [other, value] of world.modelState) {
    if (!other.startsWith("object of ") || typeof value !== "number") continue;
    const offset = image.layouts.baseOffset(other.slice(10), record);
    if (offset !== undefined) return value + offset;
  }
  const layout = image.layouts.record(record);
  const object = world.create({
    size: layout.size,
    kind: "heap",
    label: `the ${record}`,
    site: key,
    fill: 3,
    fuzzy: layout.fuzzy,
    allocator: "new",
  });
  world.space.setType(object.base, record);
  constructing(world, object.base, record);
  emptied(world, object, record);
  world.modelState = new Map(world.modelState).set(key, object.base);
  joinObjects(world, record, object.base);
  return object.base;
}

/** Invented objects that have pointers to each other's classes point to each other: a window and its owner. */
function joinObjects(world: World, record: string, address: number): void {
  const { layouts } = world.sim.image;
  const others = [...world.modelState].flatMap(([name, at]) =>
    name.startsWith("object of ") && typeof at === "number" ? [{ record: name.slice(10), at }] : [],
  );
  const point = (from: { record: string; at: number }, to: { record: string; at: number }): void => {
    const layout = layouts.record(from.record);
    for (const [name, field] of layout.fields) {
      const { type } = field;
      if (type?.kind !== "pointer" || type.to.kind !== "record" || type.to.name !== to.record) continue;
      // what a constructor or the program has written stays
      if (world.space.peekInt(from.at + field.offset, { kind: "pointer", size: layouts.pointerSize, signed: false }) !== undefined)
        continue;
      world.space.store(from.at + field.offset, to.at, { kind: "pointer", size: layouts.pointerSize, signed: false });
      world.assume("entry", `${name} of the ${from.record} was taken to point to the ${to.record}`);
    }
  };
  for (const other of others) {
    if (other.record === record) continue;
    point({ record, at: address }, other);
    point(other, { record, at: address });
  }
}

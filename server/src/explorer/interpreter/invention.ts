/** Objects that are invented: what an unknown pointer points to, and what hangs on such a thing. */
import type { CType } from "../../names/ctype.ts";
import type { AssumptionKind } from "../../rules/types.ts";
import { Fault, type MemObject } from "../memory/object.ts";
import { relate } from "../symbols.ts";
import { isConcrete, Sym, type Value } from "../values.ts";
import type { World } from "./world.ts";

/** Assumptions under which a plain fault is no news. */
const INVENTION: ReadonlySet<AssumptionKind> = new Set<AssumptionKind>(["entry", "alias", "layout", "call", "bound"]);

/** The address of the object of its own that an unknown pointer points to. */
export function pointeeOf(world: World, sym: Sym, pointee: CType | undefined): number {
  const own = ownObject(world, sym, pointee);
  if (own !== undefined) return own;
  // p + k: the object belongs to p.
  if ((sym.op === "add" || sym.op === "cast") && sym.left instanceof Sym && (sym.right === undefined || isConcrete(sym.right))) {
    pointeeOf(world, world.eval(sym.left) as Sym, undefined);
    const known = world.eval(sym);
    if (isConcrete(known)) return Number(known);
  }
  const layout = pointee && pointee.kind !== "void" ? world.sim.image.layouts.of(pointee) : undefined;
  const isRecord = pointee?.kind === "record";
  const depth = world.sim.image.shared.depthOfSymbol.get(sym.id) ?? 0;
  const label = !sym.label
    ? "what an unknown pointer points to"
    : depth > 0
      ? sym.label.replace(/^what /, "")
      : `*${sym.label.replace(/^argument /, "")}`;
  world.sim.image.shared.depthOfSite.set(`pointee of ${sym.id}`, depth + 1);
  const object = world.create({
    size: layout && isRecord ? layout.size : Math.max(layout?.size ?? 0, 4096),
    kind: "unknown",
    label,
    site: `pointee of ${sym.id}`,
    fill: 3,
    // How many there are behind the first nobody knows.
    fuzzy: true,
  });
  if (pointee?.kind === "record") {
    world.space.setType(object.base, pointee.name);
    emptied(world, object, pointee.name);
  }
  world.facts = relate(world.facts, sym, "eq", object.base);
  world.assume(
    sym.label.startsWith("argument ") ? "entry" : "alias",
    `${sym.label || "an unknown pointer"} points to an object of its own`,
  );
  return object.base;
}

/** What a window keeps, taken for a pointer to the class of the entry or a base of it, is the entry's object. */
function ownObject(world: World, sym: Sym, pointee: CType | undefined): number | undefined {
  if (pointee?.kind !== "record") return undefined;
  let kept: Value | undefined = sym;
  while (kept instanceof Sym && kept.op === "cast") kept = kept.left;
  if (!(kept instanceof Sym)) return undefined;
  // a window's pointer to its owner: a member of an object of another class
  const owner = /^\w+ of the (\w+)$/.exec(kept.label)?.[1];
  const other = owner !== undefined && owner !== pointee.name && world.modelState.has(`object of ${owner}`);
  if (!other && !/^(?:what the window keeps|the result of Get(?:Prop|WindowLong|WindowLongPtr)[AW]?)$/.test(kept.label)) return undefined;
  for (const [name, object] of world.modelState) {
    if (!name.startsWith("object of ") || typeof object !== "number") continue;
    const record = name.slice(10);
    const offset = record === pointee.name ? 0 : world.sim.image.layouts.baseOffset(record, pointee.name);
    if (offset === undefined) continue;
    world.facts = relate(world.facts, kept, "eq", object + offset);
    world.assume("entry", `${kept.label} was taken to be the ${record}`);
    return object + offset;
  }
  return undefined;
}

/** Where an object keeps a member that its visible class does not declare; nothing is known about what it holds. */
export function memberApart(world: World, object: number, member: string): number {
  if (object === 0) throw new Fault("null-dereference", `reads ${member} through a null pointer`, 0);
  const key = `apart ${member} ${object}`;
  const known = world.modelState.get(key);
  if (typeof known === "number") return known;
  world.assume("layout", `${member}, which its class does not declare, was taken to be there`);
  const made = world.create({ size: 4096, kind: "unknown", label: member, site: key, fill: 3, fuzzy: true });
  world.modelState = new Map(world.modelState).set(key, made.base);
  return made.base;
}

/** Strings and containers inside an invented object are empty: nothing else that could be invented is one. */
export function emptied(world: World, object: MemObject, record: string, offset = 0, depth = 0): void {
  const { layouts, running } = world.sim.image;
  const layout = layouts.record(record);
  if (running.isLibrary(record)) {
    world.space.fill(object.base + offset, 0, layout.size);
    world.assume("entry", `what ${object.label} has of containers was taken to be empty`);
    return;
  }
  if (depth > 6 || layout.declaration === undefined) return;
  for (const base of layout.bases) emptied(world, object, base.name, offset + base.offset, depth + 1);
  for (const field of layout.declaration.fields) {
    const place = field.isStatic ? undefined : layout.fields.get(field.name);
    if (place?.type?.kind === "record") emptied(world, object, place.type.name, offset + place.offset, depth + 1);
  }
}

/** What goes wrong with this object may be the fault of what was invented, not of the program. */
export function restsOnInvention(world: World, object: MemObject | undefined): boolean {
  if (object?.kind === "unknown") return true;
  // An object that the program made is what it is, whatever was invented elsewhere, unless it is its size that was.
  for (const kind of world.assumptions.values()) if (object ? kind === "layout" : INVENTION.has(kind)) return true;
  return false;
}

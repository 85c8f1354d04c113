/** The class that an object is of while its constructors and destructors run, and in between. */
import type { World } from "./world.ts";

/** The object's dynamic type is now that of the class whose constructor or destructor runs. */
export function constructing(world: World, address: number, record: string, start = address, whole = record): void {
  world.space.setType(address, start === address ? whole : `${whole}@${address - start}`);
  constructingBases(world, address, record, start, whole);
}

/** A base at the start shares the address, and so the type, of the class. */
function constructingBases(world: World, address: number, record: string, start: number, whole: string): void {
  for (const base of world.sim.image.layouts.record(record).bases) {
    if (base.offset !== 0) constructing(world, address + base.offset, base.name, start, whole);
    else constructingBases(world, address, base.name, start, whole);
  }
}

/** Most derived class of the object that has a part at this address, and the part's offset in it. */
export function dynamicType(world: World, address: number): { readonly record: string; readonly offset: number } | undefined {
  const text = world.space.typeAt(address);
  if (text === undefined) return undefined;
  const at = text.lastIndexOf("@");
  return at < 0 || text.includes(">", at) ? { record: text, offset: 0 } : { record: text.slice(0, at), offset: Number(text.slice(at + 1)) };
}

/** Forgetting: memory that nothing points to, unknown values that nothing holds, facts about them. Equal states then look equal. */
import { referencesOf } from "../memory/contents.ts";
import type { MemObject } from "../memory/object.ts";
import { leavesOf } from "../symbols.ts";
import { Blob, type Sym, type Value } from "../values.ts";
import { eachValue } from "./heldValues.ts";
import type { World } from "./world.ts";

/** Forgets what nothing refers to any more. Called between statements. */
export function collect(world: World): void {
  if (world.space.dead > 0) {
    const referenced = new Set<number>();
    for (const object of world.space.objects()) {
      if (object.life === "live") for (const slot of referencesOf(world.space.shared, object)) referenced.add(slot);
    }
    const book = world.sim.addresses;
    eachValue(world, (value) => {
      if (typeof value === "number" && value >= book.lowest) referenced.add(book.slotAt(value));
      else if (value instanceof Blob) referencesIn(value, book.pointerSize, (address) => referenced.add(book.slotAt(address)));
    });
    for (const fact of world.facts.map.values())
      if (typeof fact.low === "number" && fact.low === fact.high) referenced.add(book.slotAt(fact.low));
    for (const [address, length] of world.ledger.buffers()) referenced.add(book.slotAt(address)).add(book.slotAt(address + length));
    const gone: MemObject[] = [];
    for (const object of world.space.objects())
      if (object.life !== "live" && !referenced.has(object.slot) && !gone.includes(object)) gone.push(object);
    for (const object of gone) world.space.remove(object);
  }
  if (world.leaves.size > 0 || world.facts.map.size > 0) collectLeaves(world);
}

function collectLeaves(world: World): void {
  const live = new Set<Sym>();
  const add = (value: Value): void => leavesOf(value, (leaf) => live.add(leaf));
  eachValue(world, add);
  for (const object of world.space.objects()) for (const sym of object.syms?.values() ?? []) add(sym);
  const leaves = new Map<string, Set<number>>();
  for (const leaf of live) {
    const at = leaf.site.lastIndexOf("#");
    const site = leaf.site.slice(0, at);
    const set = leaves.get(site);
    if (set) set.add(Number(leaf.site.slice(at + 1)));
    else leaves.set(site, new Set([Number(leaf.site.slice(at + 1))]));
  }
  world.leaves = leaves;
  const all = world.sim.symbols.all;
  world.facts = world.facts.keep((id) => {
    const sym = all[id]!;
    if (leafIsLasting(sym)) return true;
    let alive = true;
    leavesOf(sym, (leaf) => {
      if (!live.has(leaf) && !leafIsLasting(leaf)) alive = false;
    });
    return alive;
  });
}

/** Values that the program can get again at any time by reading the same thing. */
function leafIsLasting(sym: Sym): boolean {
  return (
    sym.site.startsWith("config ") || sym.site.startsWith("constant ") || sym.site.startsWith("memory ") || sym.site.startsWith("mixture ")
  );
}

function referencesIn(blob: Blob, pointerSize: number, visit: (address: number) => void): void {
  const view = new DataView(blob.bytes.buffer, blob.bytes.byteOffset, blob.size);
  for (let i = 0; i + pointerSize <= blob.size; i += 4) {
    const low = view.getUint32(i, true);
    visit(pointerSize === 8 ? low + view.getUint32(i + 4, true) * 4294967296 : low);
  }
}

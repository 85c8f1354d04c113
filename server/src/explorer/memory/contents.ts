/** Contents of pages and objects: their numbers, kept until they change, and what they may point to. */
import type { Interner } from "../interner.ts";
import type { AddressBook } from "./addresses.ts";
import { type MemObject, PAGE, type Page } from "./object.ts";
import type { SpaceShared } from "./objects.ts";

const scratch = new Int32Array(PAGE / 2);

function internPage(contents: Interner, page: Page): number {
  const words = page.bytes.length >> 2;
  const bytes = new Int32Array(page.bytes.buffer, page.bytes.byteOffset, words);
  const shadow = new Int32Array(page.shadow.buffer, page.shadow.byteOffset, words);
  scratch.set(bytes, 0);
  scratch.set(shadow, words);
  return contents.intern(scratch, words * 2);
}

/** Slots that any word of the page, at any alignment, may be an address in. */
function pointersIn(page: Page, book: AddressBook): number[] {
  const found = new Set<number>();
  const { bytes } = page;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const size = book.pointerSize;
  for (let i = 0; i + size <= bytes.length; i++) {
    const low = view.getUint32(i, true);
    const value = size === 8 ? low + view.getUint32(i + 4, true) * 4294967296 : low;
    if (value >= book.lowest && value < book.highest) found.add(book.slotAt(value));
  }
  return [...found];
}

/** Number of the object's whole content, kept until it changes. */
export function keyOf(shared: SpaceShared, object: MemObject): number {
  if (object.id >= 0) return object.id;
  const { contents, texts, references } = shared;
  const sequence: number[] = [
    object.slot,
    object.size,
    object.life === "live" ? 0 : object.life === "freed" ? 1 : 2,
    object.watch,
    object.fill,
  ];
  // Several threads: who made it decides where others may act. Of the first thread nothing is said, so that it costs nothing alone.
  if (object.maker > 0) sequence.push(-3, object.maker);
  const targets = new Set<number>();
  if (object.life === "live") {
    for (const page of object.pages) {
      if (!page) {
        sequence.push(-1);
        continue;
      }
      if (page.id < 0) {
        page.id = internPage(contents, page);
        references[page.id] ??= pointersIn(page, shared.addresses);
      }
      sequence.push(page.id);
      for (const slot of references[page.id]!) targets.add(slot);
    }
    for (const [offset, sym] of sorted(object.syms)) sequence.push(offset, ~sym.id);
    for (const [offset, type] of sorted(object.types)) sequence.push(-2, offset, texts.id(type));
  }
  const id = contents.intern(sequence, sequence.length);
  references[id] ??= [...targets];
  object.id = id;
  return id;
}

/** Slots that the object's bytes may point to. */
export function referencesOf(shared: SpaceShared, object: MemObject): readonly number[] {
  return shared.references[keyOf(shared, object)]!;
}

function sorted<T>(map: ReadonlyMap<number, T> | undefined): readonly (readonly [number, T])[] {
  return map ? [...map].sort((a, b) => a[0] - b[0]) : [];
}

/** Pages as contents: their numbers, and what they may point to. */
import type { Interner } from "../interner.ts";
import type { AddressBook } from "./addresses.ts";
import { PAGE, type Page } from "./object.ts";

const scratch = new Int32Array(PAGE / 2);

export function internPage(contents: Interner, page: Page): number {
  const words = page.bytes.length >> 2;
  const bytes = new Int32Array(page.bytes.buffer, page.bytes.byteOffset, words);
  const shadow = new Int32Array(page.shadow.buffer, page.shadow.byteOffset, words);
  scratch.set(bytes, 0);
  scratch.set(shadow, words);
  return contents.intern(scratch, words * 2);
}

/** Slots that any word of the page, at any alignment, may be an address in. */
export function pointersIn(page: Page, book: AddressBook): number[] {
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

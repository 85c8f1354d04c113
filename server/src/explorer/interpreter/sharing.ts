/**
 * Memory that several threads use. Between two calls of the library a thread runs through, unless it comes to an object that another thread
 * uses too and that one of them changes: there the others may act first. Which objects these are is found out by running: the first search
 * takes none for shared, notes who uses what once there is a second thread, and is begun again with what it found, until nothing more is
 * found. Nothing is lost by that: as long as an object is not known to be shared, what one thread does with it commutes with all that the
 * others do.
 *
 * An object is known by the place that made it and the thread that did, so that the same place in another run is the same.
 */
import type { MemObject } from "../memory/object.ts";

/** Bits of the name of a place in a schedule. */
export const PLACE_BITS = 24;
const MOST_THREADS = 30;

interface Users {
  readers: number;
  writers: number;
}

export class Sharing {
  /** Places whose objects are shared, by number. */
  readonly places = new Set<number>();
  readonly #users = new Map<number, Users>();
  readonly #numbers = new Map<string, number>();
  readonly #found = new Set<number>();

  /** Number of the place that made an object: the same in every run of the same program. */
  placeOf(object: MemObject): number {
    const name = object.maker < 0 ? object.site : `${object.site}@${object.maker}`;
    let number = this.#numbers.get(name);
    if (number === undefined) this.#numbers.set(name, (number = hashOf(name)));
    return number;
  }

  /** A thread uses an object after another one was started. */
  used(place: number, thread: number, write: boolean): void {
    if (this.places.has(place) || this.#found.has(place)) return;
    let users = this.#users.get(place);
    if (!users) this.#users.set(place, (users = { readers: 0, writers: 0 }));
    const bit = 1 << Math.min(thread, MOST_THREADS);
    if (write) users.writers |= bit;
    else users.readers |= bit;
    const all = users.readers | users.writers;
    if (users.writers !== 0 && (all & (all - 1)) !== 0) this.#found.add(place);
  }

  /** Takes over what was found; true if there was something, so that what was searched has to be searched again. */
  learn(): boolean {
    if (this.#found.size === 0) return false;
    for (const place of this.#found) this.places.add(place);
    this.#found.clear();
    return true;
  }

  /** Replaces the shared places by those of a schedule. */
  assume(places: Iterable<number>): void {
    this.places.clear();
    for (const place of places) this.places.add(place);
  }
}

/** FNV-1a, folded. */
function hashOf(name: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  return ((hash >>> PLACE_BITS) ^ hash) & (2 ** PLACE_BITS - 1);
}

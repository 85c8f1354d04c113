/**
 * What each step does, remembered. A step of the emulator looks at a few components of the state (a request, a queue, the memory) and changes
 * a few. Made once, it does the same in every state in which those that it looked at are the same: the rest of the row is copied. So a search
 * over the bare protocol runs the emulator only for what is new, which is a small part of its transitions. No second implementation of the
 * rules: what is remembered is what the emulator itself did, and each answer depends on every component that the emulator looked at.
 */
import type { Snapshot, Step } from "./api.ts";
import { MemoryState } from "./core/layout.ts";
import { hashOfPlace, type Store } from "./core/store.ts";

/** What the emulator lends for this. */
export interface Remembered {
  readonly store: Store;
  snapshot(): Snapshot;
  restore(snapshot: Snapshot): void;
  /** The steps that can happen, in parts that depend on little each; undefined behind the last part. */
  enabledPart(part: number, grain: "merged" | "fine"): Step[] | undefined;
  perform(step: Step): unknown;
  /** Counts accesses to the memory; undefined if the memory does not tell. */
  memoryAccesses(): number | undefined;
}

/** What a remembered step changes. */
interface Effect {
  readonly shape: number;
  /** Places in a row of that shape, and the ids there. */
  readonly slots: Int32Array;
  readonly ids: Int32Array;
  /** What is added to the hash. */
  readonly hash: number;
  readonly result: number;
}

const EMPTY = -1;
/** Bits of a place for the field that is looked at. */
const FIELD_BITS = 7;
const FIELDS = (1 << FIELD_BITS) - 1;
/** Marks the edges of a node whose labels are wide numbers. */
const WIDE = 1 << 30;

export class Successors {
  readonly #emulator: Remembered;
  readonly #actions: (() => number)[] = [];
  readonly #stepActions = new Map<string, number>();
  readonly #lists: (readonly number[])[] = [];
  readonly #parts: Readonly<Record<"merged" | "fine", number[]>> = { merged: [], fine: [] };
  /** What each node looks at next: a packed place and field + 1 (0: all of it), or ~effect at the end. */
  readonly #nodes: number[] = [];
  readonly #effects: Effect[] = [];
  /** Edges (node, id or shape) to nodes: three numbers each, open addressing. */
  #edges = new Int32Array(3 * 1024).fill(EMPTY);
  #edgeCount = 0;
  #row = new Int32Array(64);
  /** Numbers that do not fit 32 bits, as labels of edges. */
  readonly #wide = new Map<number, number>();
  /** What the last step answered. */
  result = 0;
  /** How often the emulator itself had to run. */
  misses = 0;

  constructor(emulator: Remembered) {
    this.#emulator = emulator;
  }

  /**
   * Number of an action of the host: one or more calls of the emulator, and an answer. It must depend on nothing but the emulator's state (a
   * `choose` of the host must answer the same each time), touch nothing but the emulator, and not restore.
   */
  action(run: () => number): number {
    return this.#actions.push(run) - 1;
  }

  /** Number of the action that performs a step. A completion routine of the program must not run in it. */
  step(step: Step): number {
    const key = JSON.stringify(step);
    let action = this.#stepActions.get(key);
    if (action === undefined) {
      action = this.action(() => {
        if (this.#emulator.perform(step) !== undefined) throw new TypeError("a step that runs code of the program cannot be remembered");
        return 0;
      });
      this.#stepActions.set(key, action);
    }
    return action;
  }

  /** The actions of the steps that can happen in a state, in the order of `enabledSteps`. */
  steps(state: Snapshot, grain: "merged" | "fine" = "merged"): readonly number[] {
    const parts = this.#parts[grain];
    const all: number[] = [];
    for (let part = 0; ; part++) {
      if (part === parts.length) parts.push(this.#part(part, grain));
      this.after(state, parts[part]!);
      if (this.result < 0) return all;
      const list = this.#lists[this.result]!;
      for (let i = 0; i < list.length; i++) all.push(list[i]!);
    }
  }

  #part(part: number, grain: "merged" | "fine"): number {
    return this.action(() => {
      const steps = this.#emulator.enabledPart(part, grain);
      return steps ? this.#lists.push(steps.map((step) => this.step(step))) - 1 : -1;
    });
  }

  /** The state after an action. The emulator itself may be left in any state. */
  after(state: Snapshot, action: number): Snapshot {
    const { vectors, families } = this.#emulator.store;
    const shape = vectors.shapeOf(state);
    const { offsets } = vectors.shapes[shape]!;
    const { data } = vectors;
    const start = vectors.startOf(state);
    let node = this.#edge(~action, shape);
    while (node >= 0) {
      const place = this.#nodes[node]!;
      if (place < 0) return this.#apply(state, start, shape, this.#effects[~place]!);
      const id = data[start + this.#slot(place, offsets, families)]!;
      node = place & FIELDS ? this.#edgeOfField(node, id, (place & FIELDS) - 1) : this.#edge(node, id);
    }
    return this.#learn(state, action);
  }

  #slot(place: number, offsets: Int32Array, families: number): number {
    const packed = place >> FIELD_BITS;
    const family = packed % families;
    return offsets[family]! + (packed - family) / families;
  }

  #edgeOfField(node: number, id: number, field: number): number {
    const value = this.#emulator.store.component(id)[field]!;
    return (value | 0) === value ? this.#edge(node, value) : this.#edge(node + WIDE, this.#wideNumber(value));
  }

  #wideNumber(value: number): number {
    let number = this.#wide.get(value);
    if (number === undefined) this.#wide.set(value, (number = this.#wide.size));
    return number;
  }

  #apply(state: Snapshot, start: number, shape: number, effect: Effect): Snapshot {
    this.result = effect.result;
    const { slots, ids } = effect;
    if (effect.shape === shape && slots.length === 0) return state;
    const { vectors, families } = this.#emulator.store;
    const { offsets } = vectors.shapes[effect.shape]!;
    const length = offsets[families]!;
    if (length > this.#row.length) this.#row = new Int32Array(length * 2);
    const row = this.#row;
    const { data } = vectors;
    if (effect.shape === shape) for (let i = 0; i < length; i++) row[i] = data[start + i]!;
    else {
      const before = vectors.shapes[shape]!;
      for (let family = 0; family < families; family++) {
        const from = start + before.offsets[family]!;
        const to = offsets[family]!;
        for (let i = 0; i < before.counts[family]!; i++) row[to + i] = data[from + i]!;
      }
    }
    for (let i = 0; i < slots.length; i++) row[slots[i]!] = ids[i]!;
    return vectors.intern(effect.shape, row, length, (vectors.hashOf(state) + effect.hash) | 0);
  }

  /** Runs the emulator, and remembers what it looked at and what it changed. */
  #learn(state: Snapshot, action: number): Snapshot {
    const emulator = this.#emulator;
    const { store } = emulator;
    const { vectors, families } = store;
    this.misses++;
    emulator.restore(state);
    // Nobody may rely on what was looked at before: it would not be seen here.
    store.epoch++;
    const { counts } = vectors.shapes[vectors.shapeOf(state)]!;
    const seen = new Set<number>();
    const places: number[] = [];
    const note = (packed: number, field?: number): void => {
      const place = (packed << FIELD_BITS) + (field === undefined || field >= FIELDS ? 0 : field + 1);
      if (seen.has(place) || seen.has(packed << FIELD_BITS)) return;
      seen.add(place);
      const family = packed % families;
      // What is not there yet is known by the shape.
      if ((packed - family) / families < counts[family]!) places.push(place);
    };
    let accesses = emulator.memoryAccesses();
    // What is looked at after the memory may depend on what was found in it.
    const noteMemory = (): void => {
      const now = emulator.memoryAccesses();
      if (now !== undefined && now === accesses) return;
      accesses = now;
      note(MemoryState);
    };
    if (accesses === undefined) note(MemoryState);
    const epoch = store.epoch;
    store.watcher = (place, field) => {
      noteMemory();
      note(place, field);
    };
    let result: number;
    try {
      result = this.#actions[action]!();
      noteMemory();
    } finally {
      store.watcher = undefined;
    }
    if (store.epoch !== epoch) throw new TypeError("an action that is to be remembered must not restore");
    const next = emulator.snapshot();
    this.result = result;
    this.#remember(state, action, places, this.#effect(state, next, result));
    return next;
  }

  #effect(state: Snapshot, next: Snapshot, result: number): Effect {
    const { vectors, families } = this.#emulator.store;
    const before = vectors.shapes[vectors.shapeOf(state)]!;
    const shape = vectors.shapeOf(next);
    const after = vectors.shapes[shape]!;
    const { data } = vectors;
    const slots: number[] = [];
    const ids: number[] = [];
    let hash = 0;
    for (let family = 0; family < families; family++) {
      for (let index = 0; index < after.counts[family]!; index++) {
        const slot = after.offsets[family]! + index;
        const id = data[vectors.startOf(next) + slot]!;
        if (index < before.counts[family]!) {
          const old = data[vectors.startOf(state) + before.offsets[family]! + index]!;
          if (old === id) continue;
          hash = (hash - hashOfPlace(family, index, old)) | 0;
        }
        hash = (hash + hashOfPlace(family, index, id)) | 0;
        slots.push(slot);
        ids.push(id);
      }
    }
    return { shape, slots: Int32Array.from(slots), ids: Int32Array.from(ids), hash, result };
  }

  #remember(state: Snapshot, action: number, places: readonly number[], effect: Effect): void {
    const { vectors, families } = this.#emulator.store;
    const shape = vectors.shapeOf(state);
    const { offsets } = vectors.shapes[shape]!;
    let [from, label] = [~action, shape];
    for (const place of places) {
      from = this.#enter(from, label, place);
      label = vectors.data[vectors.startOf(state) + this.#slot(place, offsets, families)]!;
      if (!(place & FIELDS)) continue;
      label = this.#emulator.store.component(label)[(place & FIELDS) - 1]!;
      if ((label | 0) === label) continue;
      from += WIDE;
      label = this.#wideNumber(label);
    }
    this.#enter(from, label, ~(this.#effects.push(effect) - 1));
  }

  /** The node behind an edge, made if it is not there. */
  #enter(from: number, label: number, what: number): number {
    const known = this.#edge(from, label);
    if (known >= 0) {
      if (this.#nodes[known] !== what) throw new Error("a step looked at something else although it found the same");
      return known;
    }
    const node = this.#nodes.push(what) - 1;
    this.#link(from, label, node);
    return node;
  }

  #edge(from: number, label: number): number {
    const edges = this.#edges;
    const mask = edges.length / 3 - 1;
    for (let at = slotOf(from, label) & mask; ; at = (at + 1) & mask) {
      const to = edges[3 * at + 2]!;
      if (to === EMPTY) return EMPTY;
      if (edges[3 * at] === from && edges[3 * at + 1] === label) return to;
    }
  }

  #link(from: number, label: number, to: number): void {
    if (++this.#edgeCount * 2 > this.#edges.length / 3) {
      const old = this.#edges;
      this.#edges = new Int32Array(old.length * 2).fill(EMPTY);
      for (let i = 0; i < old.length; i += 3) if (old[i + 2] !== EMPTY) this.#put(old[i]!, old[i + 1]!, old[i + 2]!);
    }
    this.#put(from, label, to);
  }

  #put(from: number, label: number, to: number): void {
    const mask = this.#edges.length / 3 - 1;
    let at = slotOf(from, label) & mask;
    while (this.#edges[3 * at + 2] !== EMPTY) at = (at + 1) & mask;
    this.#edges[3 * at] = from;
    this.#edges[3 * at + 1] = label;
    this.#edges[3 * at + 2] = to;
  }
}

function slotOf(from: number, label: number): number {
  let h = Math.imul(from ^ Math.imul(label, 0x85ebca6b), 0x9e3779b1);
  h ^= h >>> 15;
  return h;
}

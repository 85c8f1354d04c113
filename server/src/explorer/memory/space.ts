/**
 * The memory of one run: values and bytes in its objects, with every access checked. Implements the emulator's `Memory`, so the emulator
 * writes through the same checks.
 */
import { Blob, type Int, isConcrete, type Scalar, Sym, type Value } from "../values.ts";
import { decode, encode } from "./encoding.ts";
import { Fault, INIT, type MemObject, PAGE, SYMBOLIC, UNINIT, UNKNOWN } from "./object.ts";
import { Objects, type SpaceShared } from "./objects.ts";

export class Space extends Objects {
  readonly pointerSize: 4 | 8;
  /** Called before a watched object is read or written by the program; may leave by an exception. */
  onWatched: ((object: MemObject, offset: number, length: number, write: boolean) => void) | undefined;
  /** Called before an object is used, once there are several threads; may leave by an exception. */
  onShared: ((object: MemObject, write: boolean) => void) | undefined;
  /** Called when a pointer in memory that was invented is taken to be null, because enough was invented. */
  onTooDeep: ((object: MemObject) => void) | undefined;
  /** Called when an object of a class is stored where a number is. */
  onForeign: ((object: MemObject) => void) | undefined;
  /** Called when never-written bytes are read as a value. */
  onUninitialised: ((object: MemObject, offset: number) => void) | undefined;

  constructor(shared: SpaceShared, from?: Space) {
    super(shared, from);
    this.pointerSize = shared.addresses.pointerSize;
  }

  fork(): Space {
    return new Space(this.shared, this);
  }

  // ---------------------------------------------------------------------------------------------------------- checks

  #check(address: number, length: number, write: boolean): MemObject {
    const object = this.at(address);
    if (!object) {
      if (address >= 0 && address < 65_536) {
        throw new Fault(
          "null-dereference",
          `${write ? "writes" : "reads"} through a null pointer${address ? ` (address ${address})` : ""}`,
          address,
        );
      }
      throw new Fault("wild-pointer", `${write ? "writes" : "reads"} at 0x${address.toString(16)}, where nothing is`, address);
    }
    const offset = address - object.base;
    if (object.life !== "live") {
      const kind = object.life === "freed" ? "use-after-free" : "use-after-scope";
      const what = object.life === "freed" ? "which was freed" : "whose scope has ended";
      throw new Fault(kind, `${write ? "writes to" : "reads"} ${object.label}, ${what}`, address, object);
    }
    if (offset + length > object.size && !(object.fuzzy && this.#inSlots(object, offset + length))) {
      throw new Fault(
        "buffer-overrun",
        `${write ? "writes" : "reads"} ${length} byte${length === 1 ? "" : "s"} at offset ${offset} of ${object.label}, which has ${object.size}`,
        address,
        object,
      );
    }
    if (write && object.readOnly) throw new Fault("write-to-constant", `writes to the constant ${object.label}`, address, object);
    if (object.kind === "function")
      throw new Fault("wild-pointer", `${write ? "writes to" : "reads"} the code of ${object.label}`, address, object);
    if (object.watch && this.onWatched) this.onWatched(object, offset, length, write);
    if (this.onShared) this.onShared(object, write);
    return object;
  }

  /** An invented size is no bound; the object's address slots are. */
  #inSlots(object: MemObject, end: number): boolean {
    const { addresses } = this.shared;
    return end <= addresses.slotsFor(object.size) * addresses.stride;
  }

  /** Whether the bytes are there, without a fault. */
  accessible(address: number, length: number, write: boolean): boolean {
    const object = this.at(address);
    if (object?.life !== "live" || object.kind === "function") return false;
    const end = address - object.base + length;
    return (end <= object.size || (object.fuzzy && this.#inSlots(object, end))) && !(write && object.readOnly);
  }

  // ------------------------------------------------------------------------------------------------------------ scalars

  /** `hint` names the place, for the label of what is unknown there. */
  load(address: number, type: Scalar, hint?: string): Value {
    const size = type.size;
    const object = this.#check(address, size, false);
    const offset = address - object.base;
    const page = object.pages[offset >> 8];
    const inner = offset & 255;
    if (page && inner + size <= PAGE) {
      const shadow = page.shadow;
      let plain = true;
      for (let i = 0; i < size; i++) if (shadow[inner + i] !== INIT) plain = false;
      if (plain) return decode(page.bytes, inner, type);
    } else if (!page && object.fill === INIT && inner + size <= PAGE) return 0;
    return this.#loadSlow(object, offset, type, hint);
  }

  #shadowAt(object: MemObject, offset: number): number {
    const page = object.pages[offset >> 8];
    return page ? page.shadow[offset & 255]! : object.fill;
  }

  #byteAt(object: MemObject, offset: number): number {
    const page = object.pages[offset >> 8];
    return page ? page.bytes[offset & 255]! : 0;
  }

  #loadSlow(object: MemObject, offset: number, type: Scalar, hint: string | undefined): Value {
    const size = type.size;
    const sym = object.syms?.get(offset);
    if (sym && sym.type.size === size) {
      return sym.type.kind === type.kind && sym.type.signed === type.signed
        ? sym
        : this.shared.symbols.node("cast", type, sym, undefined, sym.type);
    }
    let allInit = true;
    let uninit = -1;
    let allUnknown = true;
    for (let i = 0; i < size; i++) {
      const code = this.#shadowAt(object, offset + i);
      if (code !== INIT) allInit = false;
      if (code !== UNKNOWN && code !== UNINIT) allUnknown = false;
      if (code === UNINIT) uninit = offset + i;
    }
    if (allInit) {
      const bytes = new Uint8Array(8);
      for (let i = 0; i < size; i++) bytes[i] = this.#byteAt(object, offset + i);
      return decode(bytes, 0, type);
    }
    if (uninit >= 0) this.onUninitialised?.(object, uninit);
    if (allUnknown) {
      const depth = this.shared.depthOfSite.get(object.site) ?? 0;
      if (depth >= MAX_INVENTED_DEPTH && size === this.pointerSize) {
        this.onTooDeep?.(object);
        this.store(address(object, offset), 0, type, true);
        return 0;
      }
      const label = hint === object.label ? hint : `${hint ?? (size === 1 ? "a byte" : "part")} of ${object.label}`;
      const leaf = this.shared.symbols.leaf(`memory ${object.site} ${object.slot}+${offset}`, 0, type, label);
      this.shared.depthOfSymbol.set(leaf.id, depth);
      this.store(address(object, offset), leaf, type, true);
      return leaf;
    }
    // A mixture of known and unknown bytes: unknown, but the same mixture is the same value.
    let recipe = "";
    for (let i = 0; i < size; i++) {
      const code = this.#shadowAt(object, offset + i);
      if (code === INIT) recipe += `${this.#byteAt(object, offset + i)},`;
      else if (code === SYMBOLIC) {
        const [start, part] = this.#symCovering(object, offset + i);
        recipe += part ? `s${part.id}.${offset + i - start},` : "?,";
      } else recipe += "u,";
    }
    return this.shared.symbols.leaf(`mixture ${recipe}`, 0, type, `part of ${object.label}`);
  }

  #symCovering(object: MemObject, offset: number): readonly [number, Sym | undefined] {
    for (let back = 0; back < 8; back++) {
      const sym = object.syms?.get(offset - back);
      if (sym && sym.type.size > back) return [offset - back, sym];
    }
    return [offset, undefined];
  }

  /** `quiet` for bytes that become known by being read: no check, no watch. */
  store(to: number, value: Value, type: Scalar, quiet = false): void {
    const size = type.size;
    const found = quiet ? this.at(to)! : this.#check(to, size, true);
    const offset = to - found.base;
    const object = this.own(found);
    if (object.syms) this.#dropSyms(object, offset, size);
    if (value instanceof Sym) {
      object.syms ??= new Map();
      object.syms.set(offset, value);
      this.#mark(object, offset, size, SYMBOLIC);
      return;
    }
    if (!isConcrete(value)) {
      // A class whose conversion is not visible: what it converts to is not known.
      this.onForeign?.(object);
      this.#mark(object, offset, size, UNKNOWN);
      return;
    }
    const inner = offset & 255;
    if (inner + size <= PAGE) {
      const page = this.page(object, offset >> 8);
      encode(page.bytes, inner, value, type);
      for (let i = 0; i < size; i++) page.shadow[inner + i] = INIT;
      return;
    }
    const bytes = new Uint8Array(8);
    encode(bytes, 0, value, type);
    for (let i = 0; i < size; i++) {
      const page = this.page(object, (offset + i) >> 8);
      page.bytes[(offset + i) & 255] = bytes[i]!;
      page.shadow[(offset + i) & 255] = INIT;
    }
  }

  #mark(object: MemObject, offset: number, length: number, code: number): void {
    for (let i = 0; i < length; ) {
      const page = this.page(object, (offset + i) >> 8);
      const inner = (offset + i) & 255;
      const run = Math.min(length - i, PAGE - inner);
      page.shadow.fill(code, inner, inner + run);
      page.bytes.fill(0, inner, inner + run);
      i += run;
    }
  }

  /** Unknown values that the bytes overlap lose the rest of themselves. */
  #dropSyms(object: MemObject, offset: number, length: number): void {
    for (const [start, sym] of object.syms!) {
      if (start + sym.type.size <= offset || start >= offset + length) continue;
      object.syms!.delete(start);
      this.#mark(object, start, sym.type.size, UNKNOWN);
    }
    if (object.syms!.size === 0) object.syms = undefined;
  }

  // --------------------------------------------------------------------------------------------------------------- bytes

  readBlob(from: number, length: number, record?: string): Blob {
    if (length === 0) return new Blob(new Uint8Array(0), new Uint8Array(0), undefined);
    const object = this.#check(from, length, false);
    const offset = from - object.base;
    const bytes = new Uint8Array(length);
    const shadow = new Uint8Array(length);
    for (let i = 0; i < length; ) {
      const page = object.pages[(offset + i) >> 8];
      const inner = (offset + i) & 255;
      const run = Math.min(length - i, PAGE - inner);
      if (page) {
        bytes.set(page.bytes.subarray(inner, inner + run), i);
        shadow.set(page.shadow.subarray(inner, inner + run), i);
      } else shadow.fill(object.fill, i, i + run);
      i += run;
    }
    let syms: Map<number, Sym> | undefined;
    for (const [start, sym] of object.syms ?? []) {
      if (start >= offset && start + sym.type.size <= offset + length) {
        syms ??= new Map();
        syms.set(start - offset, sym);
      } else if (start < offset + length && start + sym.type.size > offset) {
        for (let i = Math.max(start, offset); i < Math.min(start + sym.type.size, offset + length); i++) shadow[i - offset] = UNKNOWN;
      }
    }
    return new Blob(bytes, shadow, syms, record);
  }

  writeBlob(to: number, blob: Blob): void {
    if (blob.size === 0) return;
    const object = this.own(this.#check(to, blob.size, true));
    const offset = to - object.base;
    if (object.syms) this.#dropSyms(object, offset, blob.size);
    for (let i = 0; i < blob.size; ) {
      const page = this.page(object, (offset + i) >> 8);
      const inner = (offset + i) & 255;
      const run = Math.min(blob.size - i, PAGE - inner);
      page.bytes.set(blob.bytes.subarray(i, i + run), inner);
      page.shadow.set(blob.shadow.subarray(i, i + run), inner);
      i += run;
    }
    if (blob.syms) {
      object.syms ??= new Map();
      for (const [start, sym] of blob.syms) object.syms.set(start + offset, sym);
    }
  }

  /** Fills with one byte value, all of it known. */
  fill(to: number, value: number, length: number): void {
    if (length === 0) return;
    const object = this.own(this.#check(to, length, true));
    const offset = to - object.base;
    if (object.syms) this.#dropSyms(object, offset, length);
    this.#mark(object, offset, length, INIT);
    if (value === 0) return;
    for (let i = 0; i < length; i++) this.page(object, (offset + i) >> 8).bytes[(offset + i) & 255] = value;
  }

  /** Never-written bytes of the object become unknown: somebody unseen may have written them. */
  forgetUninitialised(object: MemObject, offset: number, length: number): void {
    const whole = offset <= 0 && offset + length >= object.size;
    const end = Math.min(offset + (whole ? length : Math.min(length, MAX_FORGOTTEN)), object.size);
    let own: MemObject | undefined;
    if (whole && object.fill === UNINIT) {
      own = this.own(object);
      own.fill = UNKNOWN;
    }
    for (let i = offset; i < end; i++) {
      if ((whole || (own ?? object).fill !== UNINIT) && !(own ?? object).pages[i >> 8]) {
        i |= 255;
        continue;
      }
      if (this.#shadowAt(own ?? object, i) !== UNINIT) continue;
      own ??= this.own(object);
      this.page(own, i >> 8).shadow[i & 255] = UNKNOWN;
    }
  }

  /** The value there if it is fully known, without any check or trace of the look. */
  peekInt(from: number, type: Scalar): Int | undefined {
    const object = this.at(from);
    if (object?.life !== "live" || from - object.base + type.size > object.size) return undefined;
    const offset = from - object.base;
    const page = object.pages[offset >> 8];
    const inner = offset & 255;
    if (!page || inner + type.size > PAGE) return undefined;
    for (let i = 0; i < type.size; i++) if (page.shadow[inner + i] !== INIT) return undefined;
    return decode(page.bytes, inner, type);
  }

  /** Whether an aligned word of the object is known to be this number (below 2^32). */
  holds(object: MemObject, word: number, size: 4 | 8): boolean {
    for (const page of object.pages) {
      if (!page) continue;
      const view = new DataView(page.bytes.buffer, page.bytes.byteOffset, page.bytes.byteLength);
      for (let at = 0; at + size <= page.bytes.byteLength; at += size)
        if (view.getUint32(at, true) === word && page.shadow[at] === INIT && (size === 4 || view.getUint32(at + 4, true) === 0))
          return true;
    }
    return false;
  }

  // ------------------------------------------------------ border to the emulator: what it does is no access of the program

  /** Concrete bytes, or undefined if any is not readable; unknown bytes read as 0. */
  peek(from: number, length: number): Uint8Array | undefined {
    if (length === 0) return new Uint8Array(0);
    if (!this.accessible(from, length, false)) return undefined;
    const object = this.at(from)!;
    const offset = from - object.base;
    const bytes = new Uint8Array(length);
    for (let i = 0; i < length; ) {
      const page = object.pages[(offset + i) >> 8];
      const inner = (offset + i) & 255;
      const run = Math.min(length - i, PAGE - inner);
      if (page) bytes.set(page.bytes.subarray(inner, inner + run), i);
      i += run;
    }
    return bytes;
  }

  poke(to: number, bytes: Uint8Array): boolean {
    if (bytes.length === 0) return true;
    if (!this.accessible(to, bytes.length, true)) return false;
    const object = this.own(this.at(to)!);
    const offset = to - object.base;
    if (object.syms) this.#dropSyms(object, offset, bytes.length);
    for (let i = 0; i < bytes.length; ) {
      const page = this.page(object, (offset + i) >> 8);
      const inner = (offset + i) & 255;
      const run = Math.min(bytes.length - i, PAGE - inner);
      page.bytes.set(run === bytes.length ? bytes : bytes.subarray(i, i + run), inner);
      page.shadow.fill(INIT, inner, inner + run);
      i += run;
    }
    return true;
  }
}

/** Bytes that somebody unseen is taken to fill when given the address of a part of an object. */
const MAX_FORGOTTEN = 4096;

/** Unknown pointers followed from an unknown value; what lies deeper is null. */
const MAX_INVENTED_DEPTH = 2;

function address(object: MemObject, offset: number): number {
  return object.base + offset;
}

/**
 * Where objects lie. Each object has address slots of its own, far enough from the next object that an overrun meets nothing. The base of the
 * object number k of an allocation site is the same in every run of a simulation, so equal states have equal addresses.
 */
export class AddressBook {
  readonly pointerSize: 4 | 8;
  /** Bytes of one slot. */
  readonly stride: number;
  readonly lowest: number;
  readonly highest: number;
  readonly #slots = new Map<string, number>();
  #next = 1;

  constructor(pointerSize: 4 | 8) {
    this.pointerSize = pointerSize;
    this.stride = pointerSize === 8 ? 2 ** 20 : 2 ** 14;
    this.lowest = pointerSize === 8 ? 0x1_4000_0000 : 0x0040_0000;
    this.highest = pointerSize === 8 ? 0x7fff_0000_0000 : 0x7ffe_0000;
  }

  /** First slot of the object that a slot belongs to. */
  readonly #first: number[] = [];
  readonly #labels = new Map<number, string>();

  /** Name of what lies, or lay, in a slot. */
  labelOf(slot: number): string | undefined {
    return this.#labels.get(slot);
  }
  setLabel(slot: number, label: string): void {
    this.#labels.set(slot, label);
  }

  /** Number of slots that an object of `size` bytes takes; at least 64 bytes behind it stay empty. */
  slotsFor(size: number): number {
    return Math.floor((size + 64 + this.stride) / this.stride);
  }

  /** First slot of object number `count` of `site`, or undefined if the address space is used up. */
  slot(site: string, count: number, size: number): number | undefined {
    const slots = this.slotsFor(size);
    const key = `${site}#${count}/${slots}`;
    const known = this.#slots.get(key);
    if (known !== undefined) return known;
    const slot = this.#next;
    if (this.baseOf(slot + slots) > this.highest) return undefined;
    this.#next += slots;
    for (let i = 0; i < slots; i++) this.#first[slot + i] = slot;
    this.#slots.set(key, slot);
    return slot;
  }

  baseOf(slot: number): number {
    return this.lowest + slot * this.stride;
  }

  /** First slot of the object that an address would belong to; -1 where no object was ever made. */
  slotAt(address: number): number {
    return this.#first[Math.floor((address - this.lowest) / this.stride)] ?? -1;
  }
}

/** The objects of one run's memory, persistent: a fork shares all objects and pages until one side writes. */
import type { Interner, TextInterner } from "../interner.ts";
import type { SymbolTable } from "../symbols.ts";
import type { AddressBook } from "./addresses.ts";
import { type MemObject, type ObjectKind, PAGE, type Page, UNINIT } from "./object.ts";

/** What all memories of one simulation share. */
export interface SpaceShared {
  readonly addresses: AddressBook;
  readonly symbols: SymbolTable;
  /** Numbers for page contents and objects. */
  readonly contents: Interner;
  readonly texts: TextInterner;
  /** Slots that the words of a page content may point to, by content number. */
  readonly references: (readonly number[] | undefined)[];
  /** How many unknown pointers lead to the objects of a site, and to an unknown value, by its number. */
  readonly depthOfSite: Map<string, number>;
  readonly depthOfSymbol: Map<number, number>;
  /** Objects that never change and are in every run: functions and string literals, by slot. */
  readonly constants: Map<number, MemObject>;
}

export interface ObjectRequest {
  readonly size: number;
  readonly kind: ObjectKind;
  readonly label: string;
  readonly site: string;
  readonly fill?: MemObject["fill"];
  readonly fuzzy?: boolean;
  readonly allocator?: string;
}

export class Objects {
  readonly shared: SpaceShared;
  /** Changes whenever objects may be shared with another run. */
  #owner: object = {};
  #objects: Map<number, MemObject>;
  #mapShared = false;
  #last: MemObject | undefined;
  /** Sorted once for all forks, until there is a new object or one less. */
  #slots: readonly number[] | undefined;
  /** Number of objects that do not live any more but are kept because something may still point to them. */
  dead = 0;
  /** Number of the thread that makes objects now. */
  maker = -1;

  /** @param from what it is a fork of. */
  constructor(shared: SpaceShared, from?: Objects) {
    this.shared = shared;
    if (!from) {
      this.#objects = new Map();
      return;
    }
    this.#objects = from.#objects;
    this.#mapShared = true;
    this.dead = from.dead;
    this.#slots = from.#slots;
    from.#owner = {};
    from.#mapShared = true;
    from.#last = undefined;
  }

  objects(): IterableIterator<MemObject> {
    return this.#objects.values();
  }

  /** The slots of all objects, ascending. */
  get slots(): readonly number[] {
    return (this.#slots ??= [...this.#objects.keys()].sort((a, b) => a - b));
  }

  inSlot(slot: number): MemObject {
    return this.#objects.get(slot)!;
  }

  #ownMap(): Map<number, MemObject> {
    if (this.#mapShared) {
      this.#objects = new Map(this.#objects);
      this.#mapShared = false;
    }
    return this.#objects;
  }

  #place(object: MemObject): void {
    const map = this.#ownMap();
    const { size } = map;
    map.set(object.slot, object);
    if (map.size !== size) this.#slots = undefined;
  }

  /** The object whose slots hold the address, whether or not it lives and whether or not the address is inside. */
  at(address: number): MemObject | undefined {
    const slot = this.shared.addresses.slotAt(address);
    const last = this.#last;
    if (last && last.slot === slot) return last;
    const object = this.#objects.get(slot) ?? this.shared.constants.get(slot);
    if (object && object.owner === this.#owner) this.#last = object;
    return object;
  }

  /** The object, ready to be changed. */
  protected own(object: MemObject): MemObject {
    if (object.owner === this.#owner) {
      object.id = -1;
      return object;
    }
    const copy: MemObject = {
      ...object,
      owner: this.#owner,
      pages: object.pages.slice(),
      syms: object.syms && new Map(object.syms),
      types: object.types && new Map(object.types),
      id: -1,
    };
    this.#place(copy);
    this.#last = undefined;
    return copy;
  }

  protected page(object: MemObject, index: number): Page {
    const page = object.pages[index];
    if (page && page.owner === this.#owner) {
      page.id = -1;
      return page;
    }
    const length = page ? page.bytes.length : object.fuzzy ? PAGE : Math.min(PAGE, (object.size - index * PAGE + 7) & ~7);
    const copy: Page = page
      ? { owner: this.#owner, bytes: page.bytes.slice(), shadow: page.shadow.slice(), id: -1 }
      : { owner: this.#owner, bytes: new Uint8Array(length), shadow: new Uint8Array(length).fill(object.fill), id: -1 };
    object.pages[index] = copy;
    return copy;
  }

  /** Makes an object at the first free place of its site; undefined if there is no room. */
  create(request: ObjectRequest): MemObject | undefined {
    const { addresses } = this.shared;
    for (let count = 0; ; count++) {
      const slot = addresses.slot(request.site, count, request.size);
      if (slot === undefined) return undefined;
      if (this.#objects.has(slot)) continue;
      const object = newObject(request, slot, addresses.baseOf(slot), this.#owner, this.maker);
      addresses.setLabel(slot, request.label);
      this.#place(object);
      return object;
    }
  }

  /** Ends the life of an object; it is kept until nothing points to it. */
  end(object: MemObject, life: "freed" | "ended"): void {
    const own = this.own(object);
    own.life = life;
    this.dead++;
  }

  /** Forgets an object altogether: nothing can point to it. */
  remove(object: MemObject): void {
    this.#ownMap().delete(object.slot);
    this.#slots = undefined;
    if (object.life !== "live") this.dead--;
    this.#last = undefined;
  }

  setWatch(object: MemObject, watch: number): void {
    if (object.watch !== watch) this.own(object).watch = watch;
  }

  setType(address: number, record: string | undefined): void {
    const object = this.at(address);
    if (!object) return;
    const offset = address - object.base;
    if (object.types?.get(offset) === record) return;
    const own = this.own(object);
    own.types ??= new Map();
    if (record === undefined) own.types.delete(offset);
    else own.types.set(offset, record);
  }

  typeAt(address: number): string | undefined {
    const object = this.at(address);
    return object?.types?.get(address - object.base);
  }
}

export function newObject(request: ObjectRequest, slot: number, base: number, owner: object, maker = -1): MemObject {
  return {
    owner,
    base,
    slot,
    size: request.size,
    kind: request.kind,
    label: request.label,
    site: request.site,
    life: "live",
    fill: request.fill ?? UNINIT,
    fuzzy: request.fuzzy ?? false,
    readOnly: request.kind === "string" || request.kind === "function",
    pages: [],
    syms: undefined,
    types: undefined,
    watch: 0,
    maker,
    allocator: request.allocator ?? "",
    id: -1,
  };
}

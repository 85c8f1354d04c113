/** Values of a stopped run as a person reads them, with what lies inside. */
import { type CType, typeText } from "../../names/ctype.ts";
import { codeName } from "../names.ts";
import { isOver, type RequestRecord } from "../ledger.ts";
import type { CodeFrame } from "../interpreter/frame.ts";
import { isAggregate } from "../interpreter/places.ts";
import type { World } from "../interpreter/world.ts";
import { convert, Blob, isConcrete, type Int, type Scalar, Sym, type Value } from "../values.ts";
import { peek, peekText } from "./peek.ts";

/** A place in memory, or a value that has none. */
export interface Ref {
  readonly type: CType;
  readonly address?: number;
  readonly bit?: { readonly shift: number; readonly width: number };
  readonly value?: Value;
  /** The variable that it is, where that lives in no memory. */
  readonly register?: number;
  /** Expression that gives it again. */
  readonly path?: string;
}

export interface Shown {
  readonly name: string;
  readonly value: string;
  readonly type: string;
  readonly path?: string;
  readonly address?: number;
  /** What is shown, to be shown again at another moment. */
  readonly ref?: Ref;
  /** The request, counting from 0, whose state this is. */
  readonly request?: number;
  /** Number of elements, for an array; members come from `parts` alone. */
  readonly indexed?: number;
  readonly expandable: boolean;
  /** What lies inside; `start` and `count` for the elements of an array. */
  parts(start?: number, count?: number): readonly Shown[];
}

const MAX_ELEMENTS = 256;
const POINTED_TEXT = new Set([8, 16]);

/** Plain text under a name, with texts below it. */
export function line(name: string, value: string, below: readonly Shown[] = [], type = ""): Shown {
  return { name, value, type, expandable: below.length > 0, parts: () => below };
}

export function requestState(record: RequestRecord): string {
  switch (record.state) {
    case "queued":
      return "pending";
    case "running":
      return "pending, the resolver is at it";
    case "commit":
      return "pending, its result is being copied";
    case "posting":
      return "finished, its message is not posted yet";
    case "posted":
      return "its message is in the queue";
    case "taken":
      return "its message was taken";
    case "done":
      return "done";
    case "cancelled":
      return "cancelled";
    case "lost":
      return "its message is lost";
    case "swept":
      return "swept away by WSACleanup";
  }
}

export class Inspector {
  constructor(readonly world: World) {}

  get #layouts() {
    return this.world.sim.image.layouts;
  }

  /** The scalar that is there. */
  read(ref: Ref): Value | undefined {
    const scalar = isAggregate(ref.type) ? undefined : this.#layouts.scalar(ref.type);
    if (!scalar) return undefined;
    if (ref.address === undefined) return ref.value === undefined ? undefined : this.world.eval(ref.value);
    const found = peek(this.world.space, ref.address, scalar);
    if (found.kind !== "value") return undefined;
    const value = this.world.eval(found.value);
    if (!ref.bit || !isConcrete(value)) return value;
    const bits = (BigInt(value) >> BigInt(ref.bit.shift)) & ((1n << BigInt(ref.bit.width)) - 1n);
    return Number(scalar.signed ? BigInt.asIntN(ref.bit.width, bits) : bits);
  }

  show(name: string, ref: Ref): Shown {
    const { type } = ref;
    const base = {
      name,
      type: typeText(type).replace(/^\?/, ""),
      path: ref.path,
      address: ref.address,
      ref,
    };
    if (type.kind === "reference") {
      const target = this.read(ref);
      if (typeof target === "number") return { ...this.show(name, { type: type.to, address: target, path: ref.path }), type: base.type };
      return { ...base, value: "unknown", expandable: false, parts: () => [] };
    }
    if (isAggregate(type)) return this.#aggregate(base, ref);
    const scalar = this.#layouts.scalar(type);
    const found =
      ref.address === undefined || !scalar
        ? ref.value === undefined
          ? ({ kind: "unset" } as const)
          : undefined
        : peek(this.world.space, ref.address, scalar);
    if (found && found.kind !== "value") {
      const text =
        found.kind === "unset"
          ? "not set yet"
          : found.kind === "unknown"
            ? "unknown"
            : found.why === "freed"
              ? "freed memory"
              : found.why === "ended"
                ? "memory whose scope has ended"
                : "no memory";
      return { ...base, value: text, expandable: false, parts: () => [] };
    }
    const value = this.read(ref);
    const text = value === undefined ? "unknown" : this.text(value, type);
    const below = this.#pointed(ref, value);
    return { ...base, value: text, expandable: below !== undefined, parts: () => below?.() ?? [] };
  }

  // ------------------------------------------------------------------------------------------------------------- scalars

  text(value: Value, type: CType): string {
    if (value instanceof Blob) return `${value.size} bytes`;
    if (value instanceof Sym) return this.#unknown(value);
    if (type.kind === "pointer" || type.kind === "function") return this.#pointer(Number(value), type);
    if (type.kind === "bool") return value ? "true" : "false";
    if (type.kind === "float") return String(value);
    const note = this.handleNote(value, type);
    if (note) return `${hex(value)} (${note})`;
    if (type.kind === "int" && type.bits === 8 && value >= 32 && value < 127) return `${value} '${String.fromCharCode(Number(value))}'`;
    const error = typeof value === "number" && value > 10_000 && value < 12_000 ? codeName(value) : undefined;
    if (error) return `${value} (${error})`;
    return type.kind === "int" && !type.signed && value >= 10 ? `${value} (${hex(value)})` : String(value);
  }

  #unknown(sym: Sym): string {
    const fact = this.world.facts.factOf(sym);
    const whole = sym.type.kind === "float" ? undefined : this.world.facts.map.get(sym.id);
    const known = [
      ...(whole && fact.low > -Number.MAX_SAFE_INTEGER && fact.low !== 0 ? [`≥ ${fact.low}`] : []),
      ...fact.not.map((not) => `≠ ${not}`),
    ].slice(0, 4);
    return `unknown${sym.label ? ` (${sym.label})` : ""}${known.length > 0 ? `, ${known.join(", ")}` : ""}`;
  }

  #pointer(address: number, type: CType): string {
    const note = this.handleNote(address, type);
    if (note) return `${hex(address)} (${note})`;
    if (address === 0) return "NULL";
    const { image } = this.world.sim;
    const code = image.codeAt(address);
    if (code) return code.kind === "program" ? code.fn.name : code.name;
    const to = type.kind === "pointer" ? type.to : undefined;
    const object = this.world.space.at(address);
    if (!object) return hex(address);
    if (object.life !== "live") return `${hex(address)}: ${object.label}, ${object.life === "freed" ? "freed" : "whose scope has ended"}`;
    if (to?.kind === "int" && POINTED_TEXT.has(to.bits)) {
      const text = peekText(this.world.space, address, to.bits === 8 ? 1 : 2);
      if (text !== undefined) return `${hex(address)} ${JSON.stringify(text)}`;
    }
    const offset = address - object.base;
    return `${hex(address)}: ${object.label}${offset > 0 ? ` + ${offset}` : ""}`;
  }

  /** The request whose handle this is: `request 1: its message is in the queue`. */
  handleNote(value: Int, type: CType): string | undefined {
    const handle =
      (type.kind === "pointer" && (type.name === "HANDLE" || type.to.kind === "void")) ||
      (type.kind === "int" && (type.name === "WPARAM" || type.name === "HANDLE")) ||
      (type.kind === "unknown" && type.text === "HANDLE");
    if (!handle || value === 0) return undefined;
    const all = this.world.ledger.requests.filter((record) => record.handle === value);
    const record = all.findLast((one) => !isOver(one)) ?? all.at(-1);
    return record && `request ${record.request + 1}: ${requestState(record)}`;
  }

  /** What a pointer leads to. */
  #pointed(ref: Ref, value: Value | undefined): (() => readonly Shown[]) | undefined {
    const { type } = ref;
    if (type.kind !== "pointer" || typeof value !== "number" || value === 0) return undefined;
    const { to } = type;
    if (to.kind === "void" || to.kind === "function" || this.world.sim.image.codeAt(value)) return undefined;
    const object = this.world.space.at(value);
    if (!object || (to.kind === "record" && !this.#layouts.record(to.name).declaration && this.#layouts.record(to.name).fields.size === 0))
      return undefined;
    const path = ref.path === undefined ? undefined : `(*${ref.path})`;
    if (to.kind === "record")
      return () => this.#members({ type: to, address: value, path }, ref.path === undefined ? undefined : `${ref.path}->`);
    return () => [this.show(`*${ref.path && /^\w+$/.test(ref.path) ? ref.path : ""}`, { type: to, address: value, path })];
  }

  // ---------------------------------------------------------------------------------------------------- arrays and records

  #aggregate(base: Pick<Shown, "name" | "type" | "path" | "address">, ref: Ref): Shown {
    const { type } = ref;
    if (type.kind === "array") {
      const { of } = type;
      const length = Math.min(type.length ?? 0, 100_000);
      const size = this.#layouts.of(of).size;
      const text =
        of.kind === "int" && POINTED_TEXT.has(of.bits) && ref.address !== undefined
          ? peekText(this.world.space, ref.address, of.bits === 8 ? 1 : 2)
          : undefined;
      return {
        ...base,
        value: text === undefined ? `${length} elements` : JSON.stringify(text),
        indexed: length,
        expandable: length > 0 && ref.address !== undefined,
        parts: (start = 0, count = MAX_ELEMENTS) =>
          Array.from({ length: Math.max(0, Math.min(count, length - start)) }, (_, i) =>
            this.show(`[${start + i}]`, {
              type: of,
              address: ref.address! + (start + i) * size,
              path: ref.path === undefined ? undefined : `${ref.path}[${start + i}]`,
            }),
          ),
      };
    }
    const object = ref.address === undefined ? undefined : this.world.space.at(ref.address);
    if (ref.address !== undefined && object?.life !== "live") {
      const value = object?.life === "freed" ? "freed memory" : object ? "memory whose scope has ended" : "no memory";
      return { ...base, value, expandable: false, parts: () => [] };
    }
    return {
      ...base,
      value: "{…}",
      expandable: ref.address !== undefined,
      parts: () => this.#members(ref, ref.path === undefined ? undefined : `${ref.path}.`),
    };
  }

  /** @param prefix expression up to the member's name. */
  #members(ref: Ref, prefix: string | undefined): readonly Shown[] {
    const name = ref.type.kind === "record" ? ref.type.name : ref.type.kind === "unknown" ? ref.type.text : undefined;
    if (name === undefined || ref.address === undefined) return [];
    const layout = this.#layouts.record(name);
    const start = ref.address;
    return [
      ...layout.bases.map((base) =>
        this.show(base.name, { type: { kind: "record", name: base.name }, address: start + base.offset, path: ref.path }),
      ),
      ...[...layout.fields].flatMap(([member, place]) =>
        member === "" || member.startsWith("<") || !place.type || this.#inherited(layout.bases, member, place.offset)
          ? []
          : [
              this.show(member, {
                type: place.type,
                address: start + place.offset,
                ...(place.bit ? { bit: place.bit } : {}),
                path: prefix === undefined ? undefined : prefix + member,
              }),
            ],
      ),
    ];
  }

  /** A layout knows the members of its bases too; they are shown inside these. */
  #inherited(bases: readonly { readonly name: string; readonly offset: number }[], member: string, offset: number): boolean {
    return bases.some((base) => {
      const place = this.#layouts.record(base.name).fields.get(member);
      return place !== undefined && place.offset + base.offset === offset;
    });
  }

  /** The member of a record, also of one of its bases. */
  member(ref: Ref, member: string): Ref | undefined {
    const name = ref.type.kind === "record" ? ref.type.name : undefined;
    if (name === undefined || ref.address === undefined) return undefined;
    if (!this.#declares(name, member)) return undefined;
    const place = this.#layouts.field(name, member);
    return place.type && { type: place.type, address: ref.address + place.offset, ...(place.bit ? { bit: place.bit } : {}) };
  }

  #declares(record: string, member: string): boolean {
    const layout = this.#layouts.record(record);
    return layout.fields.has(member) || layout.bases.some((base) => this.#declares(base.name, member));
  }

  /** Bytes. */
  size(type: CType): number {
    return this.#layouts.of(type).size;
  }

  /** Members of a record, or of the record a pointer leads to; a layout knows those of its bases. */
  memberNames({ type }: Ref): readonly { readonly name: string; readonly type: string }[] {
    const of = type.kind === "pointer" || type.kind === "reference" ? type.to : type;
    if (of.kind !== "record") return [];
    return [...this.#layouts.record(of.name).fields].flatMap(([name, place]) =>
      name === "" || name.startsWith("<") || !place.type ? [] : [{ name, type: typeText(place.type).replace(/^\?/, "") }],
    );
  }

  /** The element of an array, or what a pointer leads to. */
  element(ref: Ref, index: number): Ref | undefined {
    const to = ref.type.kind === "array" ? ref.type.of : ref.type.kind === "pointer" ? ref.type.to : undefined;
    const start = ref.type.kind === "array" ? ref.address : this.read(ref);
    if (!to || to.kind === "void" || typeof start !== "number" || start === 0) return undefined;
    return { type: to, address: start + index * this.#layouts.of(to).size };
  }

  /** A concrete value in the type that an expression has. */
  converted(value: Int, from: Scalar, to: Scalar): Int {
    return convert(value, from, to);
  }

  scalar(type: CType): Scalar | undefined {
    return isAggregate(type) ? undefined : this.#layouts.scalar(type);
  }

  // ----------------------------------------------------------------------------------------------------------- variables

  /**
   * Parameters, `this` and the locals whose life has begun, innermost last.
   * @param unset also those that live in no memory and were never written: whether their life has begun is not known.
   */
  variables(frame: CodeFrame, unset = false): readonly { readonly name: string; readonly ref: Ref }[] {
    const { fn } = frame;
    const { ir } = fn.program;
    const found: { name: string; ref: Ref }[] = [];
    if (ir.thisTemp !== undefined && ir.record !== undefined)
      found.push({
        name: "this",
        ref: { type: { kind: "pointer", to: { kind: "record", name: ir.record } }, value: frame.temps[ir.thisTemp], path: "this" },
      });
    const add = (variable: (typeof fn.locals)[number], isStatic: number | undefined): void => {
      if (variable.synthetic || variable.name === "") return;
      const { name, type } = variable;
      if (isStatic !== undefined) found.push({ name, ref: { type, address: isStatic, path: name } });
      else if (variable.memory) {
        const address = frame.bases[variable.index];
        if (address) found.push({ name, ref: { type, address, path: name } });
      } else if (unset || frame.regs[variable.index] !== undefined)
        found.push({ name, ref: { type, value: frame.regs[variable.index], register: variable.index, path: name } });
    };
    for (const param of fn.params) add(param, undefined);
    fn.locals.forEach((local, id) => {
      const declared = ir.locals[id];
      const { image } = this.world.sim;
      const address =
        declared?.storage === "static"
          ? image.staticObject(`static ${fn.index}.${id}`, local.name, local.size, local.fuzzy, local.type)
          : undefined;
      add(local, address);
    });
    return found;
  }
}

export function hex(value: Int): string {
  return value < 0 ? `-0x${(-value).toString(16)}` : `0x${value.toString(16)}`;
}

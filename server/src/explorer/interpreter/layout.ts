/**
 * Sizes and offsets in the target's memory. Types whose definition is not visible get a synthetic layout: each member name that the program
 * uses gets a place of its own, so distinct members never overlap; such objects are never reported as overrun.
 */
import type { CType } from "../../names/ctype.ts";
import { integerShape } from "../../names/ctype.ts";
import { recordLayout } from "../../names/layout.ts";
import type { Names, RecordDeclaration } from "../../names/types.ts";
import type { Scalar } from "../values.ts";

/** Room for one member of a type that is not visible, and for an array of unknown length. */
export const SYNTHETIC_SLOT = 4096;
const SYNTHETIC_MEMBERS = 48;

export interface TypeLayout {
  readonly size: number;
  readonly align: number;
  /** The size is a guess. */
  readonly fuzzy: boolean;
}

export interface FieldPlace {
  readonly offset: number;
  readonly type: CType | undefined;
  /** The visible class does not declare it: each object has it in a place of its own, by this name. */
  readonly apart?: string;
  /** Of a bit-field: first bit in the unit at `offset`, and width. */
  readonly bit?: { readonly shift: number; readonly width: number };
}

interface RecordLayout extends TypeLayout {
  readonly declaration: RecordDeclaration | undefined;
  readonly fields: Map<string, FieldPlace>;
  /** Offset of each direct base. */
  readonly bases: readonly { readonly name: string; readonly offset: number }[];
  readonly hasVirtual: boolean;
  /** Next free place of a synthetic layout. */
  next: number;
}

/** Bytes of an integer type of a header that was not found, as its name tells: `Dword`, `Uint32`, `BYTE8`. */
function scalarNamed(text: string, pointerSize: number): number | undefined {
  const name = text.toLowerCase().replace(/_t$/, "");
  if (/^(?:u|s)?(?:byte|char|int8|i8|u8|s8)$/.test(name)) return 1;
  if (/^(?:u|s)?(?:word|short|int16|i16|u16|s16|wchar)$/.test(name)) return 2;
  if (/^(?:u|s)?(?:dword|long|int|uint|int32|i32|u32|s32|bool|boolean|card32|ulong)$/.test(name)) return 4;
  if (/^(?:u|s)?(?:qword|int64|i64|u64|s64|longlong)$/.test(name)) return 8;
  return /^(?:ptr|handle|pointer)$/.test(name) ? pointerSize : undefined;
}

export class Layouts {
  readonly pointerSize: 4 | 8;
  readonly #files: readonly Names[];
  readonly #records = new Map<string, RecordLayout>();
  /** Records whose layout was invented and used. */
  readonly invented = new Set<string>();
  readonly #models: (record: string) => number | undefined;

  /** @param modelled size of classes that a library model implements (`std::string`). */
  constructor(target: "win32" | "win64", files: readonly Names[], modelled: (record: string) => number | undefined = () => undefined) {
    this.#files = files;
    this.#models = modelled;
    this.pointerSize = target === "win64" ? 8 : 4;
  }

  /** Names of the first file in which the question has an answer. */
  #ask<T>(question: (names: Names) => T | undefined): T | undefined {
    for (const names of this.#files) {
      const answer = question(names);
      if (answer !== undefined) return answer;
    }
    return undefined;
  }

  /** The scalar a value of the type is, or undefined for records and arrays. */
  scalar(type: CType): Scalar | undefined {
    switch (type.kind) {
      case "bool":
        return { kind: "bool", size: 1, signed: false };
      case "int":
        return { kind: "int", size: (type.bits / 8) as 1 | 2 | 4 | 8, signed: type.signed };
      case "float":
        return { kind: "float", size: (type.bits / 8) as 4 | 8, signed: true };
      case "pointer":
      case "reference":
      case "function":
        return { kind: "pointer", size: this.pointerSize, signed: false };
      case "enum":
        return { kind: "int", size: ((integerShape(type)?.bits ?? 32) / 8) as 1 | 2 | 4 | 8, signed: integerShape(type)?.signed ?? true };
      case "unknown":
      case "void": {
        // A type that is not visible but is used as a value: wide enough for a handle or a pointer.
        const known = type.kind === "unknown" ? this.#ask((names) => names.type(type.text)) : undefined;
        if (known && known.kind !== "unknown") return this.scalar(known);
        return { kind: "int", size: this.pointerSize, signed: false };
      }
      default:
        return undefined;
    }
  }

  of(type: CType): TypeLayout {
    switch (type.kind) {
      case "array": {
        const element = this.of(type.of);
        if (type.length === undefined) return { size: SYNTHETIC_SLOT, align: element.align, fuzzy: true };
        return { size: element.size * type.length, align: element.align, fuzzy: element.fuzzy };
      }
      case "record":
        return this.record(type.name);
      case "unknown": {
        const known = this.#ask((names) => names.type(type.text));
        if (known && known.kind !== "unknown") return this.of(known);
        const declared = this.#ask((names) => names.record(type.text));
        const scalar = scalarNamed(type.text, this.pointerSize);
        if (!declared && scalar !== undefined) return { size: scalar, align: scalar, fuzzy: true };
        if (declared || /^[A-Z][a-z]|::|^C[A-Z]/.test(type.text)) return this.record(type.text);
        return { size: this.pointerSize, align: this.pointerSize, fuzzy: true };
      }
      case "void":
        return { size: 1, align: 1, fuzzy: false };
      default: {
        const scalar = this.scalar(type)!;
        return { size: scalar.size, align: scalar.size, fuzzy: false };
      }
    }
  }

  record(name: string): RecordLayout {
    const known = this.#records.get(name);
    if (known) return known;
    const modelled = this.#models(name);
    const declaration = modelled === undefined ? this.#ask((names) => names.record(name)) : undefined;
    const made =
      modelled !== undefined
        ? { ...this.#synthetic(), size: modelled, fuzzy: false }
        : declaration
          ? (this.#exact(name, declaration) ?? this.#declared(declaration, name))
          : this.#synthetic();
    if (!declaration && modelled === undefined) this.invented.add(name);
    this.#records.set(name, made);
    return made;
  }

  /** The layout of a class that only the compiler knows: a closure, member after member. */
  define(name: string, members: readonly { readonly name: string; readonly type: CType }[]): void {
    let offset = 0;
    let align = 1;
    const fields = new Map<string, FieldPlace>();
    for (const member of members) {
      const layout = this.of(member.type);
      offset = Math.ceil(offset / layout.align) * layout.align;
      fields.set(member.name, { offset, type: member.type });
      offset += layout.size;
      align = Math.max(align, layout.align);
    }
    const size = Math.max(1, Math.ceil(offset / align) * align);
    this.#records.set(name, { size, align, fuzzy: false, declaration: undefined, fields, bases: [], hasVirtual: false, next: 0 });
  }

  #synthetic(): RecordLayout {
    return {
      size: SYNTHETIC_SLOT * SYNTHETIC_MEMBERS,
      align: this.pointerSize,
      fuzzy: true,
      declaration: undefined,
      fields: new Map(),
      bases: [],
      hasVirtual: false,
      next: 0,
    };
  }

  /** Every part of the definition is visible. */
  #exact(name: string, declaration: RecordDeclaration): RecordLayout | undefined {
    const layout = this.#ask((names) => recordLayout(name, names));
    if (!layout || this.#holdsModel(declaration)) return undefined;
    const bases = [...layout.bases].map(([base, offset]) => ({ name: base, offset }));
    const { size, align, members, polymorphic } = layout;
    return { size, align, fuzzy: false, declaration, fields: new Map(members), bases, hasVirtual: polymorphic, next: 0 };
  }

  /** A member or base has the size of its library model, not of what a header shows. */
  #holdsModel(declaration: RecordDeclaration): boolean {
    const modelled = (type: CType): boolean =>
      type.kind === "array" ? modelled(type.of) : type.kind === "record" && this.#models(type.name) !== undefined;
    return declaration.bases.some((base) => this.#models(base) !== undefined) || declaration.fields.some((field) => modelled(field.type));
  }

  #declared(declaration: RecordDeclaration, name: string): RecordLayout {
    // Guards against a record that contains itself (broken code): the inner one is synthetic.
    this.#records.set(name, this.#synthetic());
    let offset = 0;
    let align = 1;
    let size = 0;
    let fuzzy = false;
    const fields = new Map<string, FieldPlace>();
    const bases: { name: string; offset: number }[] = [];
    for (const base of declaration.bases) {
      const layout = this.record(base);
      offset = Math.ceil(offset / layout.align) * layout.align;
      bases.push({ name: base, offset });
      offset += layout.size;
      align = Math.max(align, layout.align);
      fuzzy ||= layout.fuzzy;
    }
    const inherited = bases.some((base) => this.record(base.name).hasVirtual);
    const hasVirtual = inherited || declaration.methods.some((method) => method.isVirtual);
    if (hasVirtual && !inherited) {
      offset = Math.max(offset, this.pointerSize);
      align = Math.max(align, this.pointerSize);
    }
    for (const field of declaration.fields) {
      if (field.isStatic) continue;
      const resolved = this.#ask((names) => (names.record(name) ? names.resolve(field.type, name) : undefined)) ?? field.type;
      const layout = this.of(resolved);
      const at = declaration.kind === "union" ? 0 : Math.ceil(offset / layout.align) * layout.align;
      if (!fields.has(field.name)) fields.set(field.name, { offset: at, type: resolved });
      if (field.name === "" || field.name.startsWith("<")) this.#spill(resolved, at, fields);
      offset = declaration.kind === "union" ? 0 : at + layout.size;
      size = Math.max(size, at + layout.size);
      align = Math.max(align, layout.align);
      fuzzy ||= layout.fuzzy;
    }
    size = Math.max(Math.ceil(Math.max(size, offset) / align) * align, 1);
    return { size, align, fuzzy, declaration, fields, bases, hasVirtual, next: 0 };
  }

  /** Members of an anonymous struct or union are members of the record around it. */
  #spill(type: CType, offset: number, into: Map<string, FieldPlace>): void {
    if (type.kind !== "record") return;
    for (const [name, place] of this.record(type.name).fields) {
      if (!into.has(name)) into.set(name, { offset: offset + place.offset, type: place.type });
    }
  }

  /** Where `member` lies in `record`, also in its bases; invents a place if nothing visible declares it. */
  field(record: string, member: string): FieldPlace {
    return this.#find(record, member) ?? this.#invent(record, member);
  }

  #find(record: string, member: string): FieldPlace | undefined {
    const layout = this.record(record);
    const own = layout.fields.get(member);
    if (own) return own;
    for (const base of layout.bases) {
      const inherited = this.#find(base.name, member);
      if (inherited) return { ...inherited, offset: base.offset + inherited.offset };
    }
    return undefined;
  }

  #invent(record: string, member: string): FieldPlace {
    const layout = this.record(record);
    const unseen = layout.bases.find((base) => this.record(base.name).fuzzy);
    if (!layout.fuzzy || (!unseen && layout.declaration)) {
      // A complete definition without that member: there is no room in the object for it.
      const place = { offset: 0, type: undefined, apart: `${record}::${member}` };
      layout.fields.set(member, place);
      return place;
    }
    if (unseen) {
      const inner = this.#invent(unseen.name, member);
      return { offset: unseen.offset + inner.offset, type: inner.type };
    }
    const place = { offset: (layout.next++ % SYNTHETIC_MEMBERS) * SYNTHETIC_SLOT, type: undefined };
    layout.fields.set(member, place);
    return place;
  }

  /** Offset of base `base` inside `record`, or undefined if it is none of its visible bases. */
  baseOffset(record: string, base: string): number | undefined {
    if (record === base) return 0;
    for (const direct of this.record(record).bases) {
      const inner = this.baseOffset(direct.name, base);
      if (inner !== undefined) return direct.offset + inner;
    }
    return undefined;
  }
}

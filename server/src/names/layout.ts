/**
 * Sizes, alignments and offsets as Microsoft's compilers lay objects out (learn.microsoft.com/cpp/build/x64-software-conventions,
 * learn.microsoft.com/cpp/cpp/align-cpp): natural alignment, at most `#pragma pack`, eight bytes of packing by default on win32
 * make no difference for the types that occur; bit-fields share a unit only with neighbours of the same size.
 */
import { type CType, integerShape, pointerBits } from "./ctype.ts";
import type { FieldDeclaration, Names, RecordDeclaration } from "./types.ts";

export interface Layout {
  /** Bytes. */
  readonly size: number;
  readonly align: number;
}

/** Where a member stands in its record. */
export interface MemberLayout {
  /** Bytes from the start of the record. */
  readonly offset: number;
  readonly type: CType;
  /** Of a bit-field: first bit in the unit at `offset`, and width. */
  readonly bit?: { readonly shift: number; readonly width: number };
}

export interface RecordLayout extends Layout {
  /** Members by name, those of bases and of anonymous members included; the most derived one wins. */
  readonly members: ReadonlyMap<string, MemberLayout>;
  /** Offset of each direct base by its name as written. */
  readonly bases: ReadonlyMap<string, number>;
  /** The record starts with a pointer to its virtual functions. */
  readonly polymorphic: boolean;
}

const MAX_DEPTH = 40;
const caches = new WeakMap<Names, Map<string, RecordLayout | undefined>>();

/** Size and alignment; undefined if a definition that it needs is not visible, and for `void` and functions. */
export function layoutOf(type: CType, names: Names, depth = 0): Layout | undefined {
  const pointer = pointerBits(names.target) / 8;
  switch (type.kind) {
    case "bool":
    case "int":
    case "enum": {
      const size = integerShape(type)!.bits / 8;
      return { size, align: size };
    }
    case "float":
      return { size: type.bits / 8, align: type.bits / 8 };
    case "pointer":
    case "reference":
      return { size: pointer, align: pointer };
    case "array": {
      const element = layoutOf(type.of, names, depth + 1);
      return element === undefined || type.length === undefined ? undefined : { size: element.size * type.length, align: element.align };
    }
    case "record":
      return recordLayout(type.name, names, depth + 1);
    default:
      return undefined;
  }
}

export function sizeOf(type: CType, names: Names): number | undefined {
  return layoutOf(type, names)?.size;
}

/** Layout of a record by its name; undefined if it, a base or a member is not visible. */
export function recordLayout(name: string, names: Names, depth = 0): RecordLayout | undefined {
  let cache = caches.get(names);
  if (cache === undefined) caches.set(names, (cache = new Map()));
  if (cache.has(name)) return cache.get(name);
  cache.set(name, undefined);
  const record = depth > MAX_DEPTH ? undefined : names.record(name);
  const result = record === undefined || record.external === true ? undefined : new RecordBuilder(record, names, depth).build();
  cache.set(name, result);
  return result;
}

/** Member of a record with its place; undefined if the layout is not known or there is no such member. */
export function memberLayout(record: string, member: string, names: Names): MemberLayout | undefined {
  return recordLayout(record, names)?.members.get(member);
}

function roundUp(value: number, align: number): number {
  return Math.ceil(value / align) * align;
}

class RecordBuilder {
  private readonly members = new Map<string, MemberLayout>();
  private readonly bases = new Map<string, number>();
  private at = 0;
  private align = 1;
  private size = 0;
  private polymorphic = false;
  /** Open unit of bit-fields. */
  private unit: { offset: number; size: number; used: number } | undefined;

  constructor(
    private readonly record: RecordDeclaration,
    private readonly names: Names,
    private readonly depth: number,
  ) {}

  build(): RecordLayout | undefined {
    if (!this.placeBases()) return undefined;
    for (const field of this.record.fields) {
      if (field.isStatic) continue;
      if (!this.place(field)) return undefined;
    }
    const size = Math.max(roundUp(Math.max(this.size, this.at), this.align), this.align, 1);
    return { size, align: this.align, members: this.members, bases: this.bases, polymorphic: this.polymorphic };
  }

  private placeBases(): boolean {
    const layouts: [string, RecordLayout][] = [];
    for (const base of this.record.bases) {
      const layout = recordLayout(base, this.names, this.depth + 1);
      if (layout === undefined) return false;
      layouts.push([base, layout]);
    }
    const inherits = layouts.some(([, layout]) => layout.polymorphic);
    this.polymorphic = inherits || this.record.methods.some((m) => m.isVirtual);
    if (this.polymorphic && !inherits) {
      const pointer = pointerBits(this.names.target) / 8;
      this.at = pointer;
      this.align = pointer;
    }
    // A base with virtual functions comes first, whatever the order of the list.
    for (const [base, layout] of [...layouts].sort((a, b) => Number(b[1].polymorphic) - Number(a[1].polymorphic))) {
      const isEmpty = layout.members.size === 0 && !layout.polymorphic;
      const offset = isEmpty ? this.at : roundUp(this.at, layout.align);
      this.bases.set(base, offset);
      for (const [name, member] of layout.members) this.members.set(name, { ...member, offset: member.offset + offset });
      if (!isEmpty) this.at = offset + layout.size;
      this.align = Math.max(this.align, layout.align);
    }
    return true;
  }

  private place(field: FieldDeclaration): boolean {
    const type = this.names.resolve(field.type, this.record.name);
    // A flexible array at the end takes no room of its own.
    const layout =
      type.kind === "array" && type.length === undefined
        ? { size: 0, align: layoutOf(type.of, this.names, this.depth)?.align ?? 1 }
        : layoutOf(type, this.names, this.depth);
    if (layout === undefined) return false;
    const align = Math.min(layout.align, this.record.pack ?? layout.align);
    if (field.bits !== undefined) {
      this.placeBits(field, type, layout.size, align);
      return true;
    }
    this.unit = undefined;
    const offset = this.record.kind === "union" ? 0 : roundUp(this.at, align);
    this.align = Math.max(this.align, align);
    if (this.record.kind === "union") this.size = Math.max(this.size, layout.size);
    else this.at = offset + layout.size;
    if (field.name === "" && type.kind === "record") {
      const inner = recordLayout(type.name, this.names, this.depth + 1);
      for (const [name, member] of inner?.members ?? []) this.members.set(name, { ...member, offset: member.offset + offset });
    } else this.members.set(field.name, { offset, type });
    return true;
  }

  private placeBits(field: FieldDeclaration, type: CType, size: number, align: number): void {
    const width = field.bits!;
    if (this.record.kind === "union") {
      this.size = Math.max(this.size, size);
      this.align = Math.max(this.align, align);
      this.members.set(field.name, { offset: 0, type, bit: { shift: 0, width } });
      return;
    }
    if (width === 0) {
      this.unit = undefined;
      return;
    }
    if (this.unit === undefined || this.unit.size !== size || this.unit.used + width > size * 8) {
      const offset = roundUp(this.at, align);
      this.unit = { offset, size, used: 0 };
      this.at = offset + size;
      this.align = Math.max(this.align, align);
    }
    this.members.set(field.name, { offset: this.unit.offset, type, bit: { shift: this.unit.used, width } });
    this.unit.used += width;
  }
}

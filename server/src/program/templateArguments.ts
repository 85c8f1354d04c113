/** What the parameters of a template stand for in an instance. */
import { type CType, isLong } from "../names/ctype.ts";

export type Binding = { readonly type: CType } | { readonly value: bigint };

/** The type without the names that a person gave it: `DWORD` and `unsigned long` are one. */
export function plainSpelling(type: CType): CType {
  switch (type.kind) {
    case "int":
      if (type.bits === 8 && type.name === "char") return type;
      if (isLong(type)) return { ...type, name: type.signed ? "long" : "unsigned long" };
      return { kind: "int", bits: type.bits, signed: type.signed };
    case "pointer":
      return { kind: "pointer", to: plainSpelling(type.to) };
    case "reference":
      return { kind: "reference", to: plainSpelling(type.to) };
    case "array":
      return { ...type, of: plainSpelling(type.of) };
    default:
      return type;
  }
}

/** A type and what the library asks of it: `T_array` is 1 for `char[]`, whose `T_element` is `char`. */
export function bindParts(name: string, type: CType, bindings: Map<string, Binding>): void {
  bindings.set(name, { type });
  bindings.set(`${name}_element`, { type: type.kind === "array" ? type.of : type });
  bindings.set(`${name}_array`, { value: type.kind === "array" ? 1n : 0n });
}

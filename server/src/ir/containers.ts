/** Result types of members of the standard and MFC containers and owners, from their template arguments. */
import { type CType, INT, integer, pointerBits, pointerTo, unknownType } from "../names/ctype.ts";

const ELEMENT = /^(?:at|operator\[\]|front|back|top|ElementAt|GetNext|GetPrev|GetHead|GetTail|GetAt|RemoveHead|RemoveTail|GetNextAssoc)$/;
const ITERATOR = /^(?:begin|end|rbegin|rend|cbegin|cend|find|lower_bound|upper_bound|insert|erase|emplace)$/;
const MAPS = /(?:^|::)(?:unordered_|hash_)?(?:multi)?map$/;
const OWNERS = /(?:^|::)(?:auto|unique|shared|weak)_ptr$|^C(?:Auto|Com|ComQI|Heap)Ptr$/;

/** Type of `object.method()` for a library class; undefined if nothing is known of it. */
export function containerResult(record: CType, method: string, target: "win32" | "win64"): CType | undefined {
  if (record.kind !== "record") return undefined;
  const { name } = record;
  if (/^(?:size|length|capacity|max_size|count)$/.test(method)) return integer(pointerBits(target), false, "size_t");
  if (method === "empty") return { kind: "bool" };
  if (/^(?:GetCount|GetSize|GetLength)$/.test(method)) return INT;
  const element = elementType(record);
  if (element === undefined) return undefined;
  if (OWNERS.test(name)) {
    if (method === "get" || method === "release" || method === "operator->") return pointerTo(element);
    if (method === "operator*") return { kind: "reference", to: element };
    if (method === "lock") return { ...record, name: name.replace(/weak_ptr$/, "shared_ptr") };
    return undefined;
  }
  // What an iterator points to: an element, or in a map a pair of key and element.
  if (ITERATOR.test(method)) return pointerTo(MAPS.test(name) ? { kind: "record", name: "std::pair", args: record.args ?? [] } : element);
  if (method === "data" || method === "c_str" || method === "GetData") return pointerTo(element);
  return ELEMENT.test(method) ? { kind: "reference", to: element } : undefined;
}

/** What a container holds or an owner owns. */
export function elementType(record: Extract<CType, { kind: "record" }>): CType | undefined {
  const { name, args } = record;
  if (/(?:^|::)(?:basic_)?string$/.test(name)) return args?.[0] ?? integer(8, true, "char");
  if (/(?:^|::)wstring$/.test(name)) return integer(16, false, "wchar_t");
  if (args === undefined) return undefined;
  if (MAPS.test(name)) return args[1];
  if (/^CMap$/.test(name)) return args[2];
  if (/^CTypedPtr(?:List|Array|Map)$/.test(name)) return args[args.length - 1];
  return args[0];
}

/** `first` and `second` of a pair. */
export function pairMember(record: CType, member: string): CType | undefined {
  if (record.kind !== "record" || !/(?:^|::)pair$/.test(record.name)) return undefined;
  return member === "first"
    ? (record.args?.[0] ?? unknownType(member))
    : member === "second"
      ? (record.args?.[1] ?? unknownType(member))
      : undefined;
}

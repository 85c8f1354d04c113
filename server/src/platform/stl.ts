/**
 * The C++ standard library: what members of containers and owners do to elements and to what they own. A buffer that lives in an element
 * dies or moves with it.
 */
import type { FrameworkClass, MethodEffect, MethodRow } from "./frameworks/types.ts";

function stl(name: string, methods: readonly MethodRow[], bases: readonly string[] = []): FrameworkClass {
  return { name, framework: "stl", bases, members: [], virtuals: [], methods };
}

/** One row for each name; parameter lists differ between overloads, so the prototypes are open. */
function each(names: string, effect: MethodEffect): MethodRow[] {
  return names.split(" ").map((name) => [`auto ${name}(...)`, { setsLastError: false, ...effect }] as const);
}

const looks: MethodEffect = { object: "reads", pure: true };
const refers: MethodEffect = { object: "reads", refersInto: true };

const size = each("size empty length max_size capacity count", looks);
const iterators = each("begin end rbegin rend cbegin cend front back", refers);

/** Contiguous storage: growing moves every element. */
const contiguous = [
  ...each("push_back emplace_back", { object: "writes", moves: true, stores: [0] }),
  ...each("insert emplace", { object: "writes", moves: true, stores: [1], refersInto: true }),
  ...each("reserve shrink_to_fit", { object: "writes", moves: true }),
  ...each("resize assign", { object: "writes", moves: true, removes: true }),
  ...each("erase", { object: "writes", moves: true, removes: true, refersInto: true }),
  ...each("pop_back clear", { object: "writes", removes: true }),
  ...each("swap", { object: "writes" }),
];

/** Nodes stay where they are until they are taken out. */
const nodes = [
  ...each("push_back push_front emplace_back emplace_front", { object: "writes", stores: [0] }),
  ...each("insert emplace splice merge", { object: "writes", stores: [1], refersInto: true }),
  ...each("erase remove remove_if pop_back pop_front clear unique", { object: "writes", removes: true, refersInto: true }),
  ...each("sort reverse swap", { object: "writes" }),
];

const keyed = [
  ...each("find lower_bound upper_bound equal_range at operator[]", { ...refers, object: "writes" }),
  ...each("insert emplace insert_or_assign try_emplace", { object: "writes", stores: [0, 1], refersInto: true }),
  ...each("erase clear extract", { object: "writes", removes: true, refersInto: true }),
  ...each("swap", { object: "writes" }),
  ...each("contains", looks),
];

const text = [
  ...each("c_str data at operator[]", refers),
  ...each("find rfind find_first_of find_last_of find_first_not_of find_last_not_of compare substr starts_with ends_with", looks),
  ...each("append push_back operator+= insert replace erase assign resize reserve clear pop_back swap", { object: "writes", moves: true }),
  ...each("copy", { object: "reads", writes: [0] }),
];

const owner: readonly MethodRow[] = [
  ...each("get operator-> operator*", refers),
  ...each("release", { object: "writes" }),
  ...each("reset", { object: "writes", removes: true }),
  ...each("swap", { object: "writes" }),
  ...each("use_count unique expired", looks),
];

export const stlClasses: readonly FrameworkClass[] = [
  stl("vector", [...size, ...iterators, ...each("at data operator[]", refers), ...contiguous]),
  stl("deque", [
    ...size,
    ...iterators,
    ...each("at operator[]", refers),
    ...contiguous,
    ...each("push_front emplace_front", { object: "writes", stores: [0] }),
    ...each("pop_front", { object: "writes", removes: true }),
  ]),
  stl("array", [...size, ...iterators, ...each("at data operator[] fill", refers)]),
  stl("list", [...size, ...iterators, ...nodes]),
  stl("forward_list", [...size, ...iterators, ...nodes]),
  ...["map", "multimap", "set", "multiset", "unordered_map", "unordered_multimap", "unordered_set", "hash_map", "hash_set"].map((name) =>
    stl(name, [...size, ...iterators, ...keyed]),
  ),
  stl("stack", [
    ...size,
    ...each("top", refers),
    ...each("push emplace", { object: "writes", stores: [0] }),
    ...each("pop", { object: "writes", removes: true }),
  ]),
  stl("queue", [
    ...size,
    ...each("front back", refers),
    ...each("push emplace", { object: "writes", stores: [0] }),
    ...each("pop", { object: "writes", removes: true }),
  ]),
  stl("priority_queue", [
    ...size,
    ...each("top", refers),
    ...each("push emplace", { object: "writes", stores: [0], moves: true }),
    ...each("pop", { object: "writes", removes: true, moves: true }),
  ]),
  stl("pair", []),
  stl("basic_string", [...size, ...iterators, ...text]),
  stl("string", [], ["basic_string"]),
  stl("wstring", [], ["basic_string"]),
  stl("auto_ptr", owner),
  stl("unique_ptr", owner),
  stl("shared_ptr", owner),
  stl("weak_ptr", [...owner, ...each("lock", { object: "reads" })]),
  stl("mutex", [...each("lock", { blocks: true, object: "writes" }), ...each("try_lock unlock", { object: "writes" })]),
  stl("lock_guard", []),
  stl("unique_lock", [...each("lock", { blocks: true, object: "writes" }), ...each("unlock try_lock", { object: "writes" })]),
  stl("thread", [
    ...each("join", { blocks: true, object: "writes" }),
    ...each("detach", { object: "writes" }),
    ...each("joinable get_id", looks),
  ]),
  stl("condition_variable", [...each("wait wait_for wait_until", { blocks: true }), ...each("notify_one notify_all", {})]),
  stl("function", each("operator()", { calls: [] })),
];

/** MFC's collections behave like these. */
export const mfcCollections: readonly FrameworkClass[] = [
  ...["CArray", "CPtrArray", "CObArray", "CStringArray", "CByteArray", "CWordArray", "CDWordArray", "CUIntArray", "CTypedPtrArray"].map(
    (name) => ({
      ...stl(name, [
        ...each("GetSize GetCount GetUpperBound IsEmpty", looks),
        ...each("GetAt ElementAt GetData operator[]", refers),
        ...each("Add InsertAt SetAtGrow Append Copy SetSize FreeExtra", { object: "writes", moves: true }),
        ...each("SetAt", { object: "writes" }),
        ...each("RemoveAt RemoveAll", { object: "writes", moves: true, removes: true }),
      ]),
      framework: "mfc" as const,
    }),
  ),
  ...["CList", "CPtrList", "CObList", "CStringList", "CTypedPtrList"].map((name) => ({
    ...stl(name, [
      ...each("GetCount GetSize IsEmpty GetHeadPosition GetTailPosition Find FindIndex", looks),
      ...each("GetHead GetTail GetAt GetNext GetPrev", refers),
      ...each("AddHead AddTail InsertBefore InsertAfter", { object: "writes", stores: [0] }),
      ...each("SetAt", { object: "writes" }),
      ...each("RemoveHead RemoveTail RemoveAt RemoveAll", { object: "writes", removes: true }),
    ]),
    framework: "mfc" as const,
  })),
  ...[
    "CMap",
    "CMapPtrToPtr",
    "CMapPtrToWord",
    "CMapWordToPtr",
    "CMapWordToOb",
    "CMapStringToPtr",
    "CMapStringToOb",
    "CMapStringToString",
    "CTypedPtrMap",
  ].map((name) => ({
    ...stl(name, [
      ...each("GetCount GetSize IsEmpty GetStartPosition", looks),
      ...each("Lookup", { object: "reads", writes: [1] }),
      ...each("PLookup GetNextAssoc operator[]", refers),
      ...each("SetAt InitHashTable", { object: "writes", stores: [1] }),
      ...each("RemoveKey RemoveAll", { object: "writes", removes: true }),
    ]),
    framework: "mfc" as const,
  })),
];

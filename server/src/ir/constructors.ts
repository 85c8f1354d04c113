/** What a constructor does before its body: bases, then members in the order of their declaration. */
import type { CType } from "../names/ctype.ts";
import { childOfType, named, type Syntax } from "../names/syntax.ts";
import { lowerArguments } from "./calls.ts";
import type { Located, Lowering } from "./context.ts";
import { memberInitialisers } from "./functionNode.ts";
import { initialiseObject } from "./initialisers.ts";
import { thisObject } from "./identifiers.ts";
import {
  baseObject,
  beginClass,
  callConstructor,
  constructDefault,
  constructFrom,
  constructMember,
  destroy,
  needsConstruction,
  needsDestruction,
} from "./objects.ts";
import type { Range } from "./types.ts";

interface Initialiser {
  readonly name: string;
  readonly value: Syntax | undefined;
  readonly range: Range;
  readonly nameRange: Range;
}

export function lowerMemberInitialisers(c: Lowering, node: Syntax, headRange: Range): void {
  const object = thisObject(c);
  if (object === undefined || c.record === undefined) return;
  const given = memberInitialisers(node).map((n) => readInitialiser(c, n));
  const record = c.names.record(c.record);
  const simple = c.record.slice(c.record.lastIndexOf("::") + (c.record.includes("::") ? 2 : 0));
  // A delegating constructor leaves everything to the other one.
  const delegate = given.find((g) => g.name === simple || g.name === c.record);
  if (delegate !== undefined) {
    callConstructor(c, object, delegate.value === undefined ? [] : lowerArguments(c, delegate.value), delegate.range, delegate.nameRange);
    return;
  }
  if (record === undefined) {
    for (const one of given) lowerGuessed(c, object, one);
    return;
  }
  const taken = new Set<Initialiser>();
  const take = (name: string): Initialiser | undefined => {
    const found =
      given.find((g) => g.name === name || g.name.replace(/<.*$/, "") === name || name.endsWith(`::${g.name}`)) ??
      given.find((g) => !taken.has(g) && namesClass(c, g.name, name));
    if (found !== undefined) taken.add(found);
    return found;
  };
  for (const base of record.bases) {
    const type: CType = { kind: "record", name: base };
    const one = take(base);
    if (one === undefined) {
      if (needsConstruction(c, type)) constructDefault(c, baseObject(c, object, type, headRange), headRange);
    } else constructBase(c, object, type, one);
    endsWithException(c, type, headRange, () => baseObject(c, object, type, headRange));
  }
  beginClass(c, object, record, headRange);
  for (const field of record.fields) {
    if (field.isStatic) continue;
    const one = field.name === "" ? undefined : take(field.name);
    const member: Located = { place: { kind: "field", of: object.place, member: field.name, record: record.name }, type: field.type };
    if (one === undefined) constructMember(c, object, record.name, field, headRange);
    else initialiseMember(c, member, one);
    endsWithException(c, field.type, headRange, () => member);
  }
  for (const one of given) if (!taken.has(one)) lowerGuessed(c, object, one);
}

/** A part that is made: an exception in what follows in the constructor ends it, and goes on. */
function endsWithException(c: Lowering, type: CType, range: Range, part: () => Located): void {
  if (!c.isExact || !needsDestruction(c, type)) return;
  const outer = c.builder.handlers;
  const handler = c.builder.newBlock();
  c.builder.handlers = [handler];
  const next = c.builder.newBlock();
  c.builder.enter(next, range);
  c.builder.handlers = outer;
  c.builder.startAt(handler);
  destroy(c, part(), range);
  const [before] = outer;
  if (before === undefined) c.builder.terminate({ kind: "throw", range });
  else c.builder.jump(before, range);
  c.builder.startAt(next);
  c.builder.handlers = [handler];
}

/** `Base<T>` or a typedef in front of the arguments of a base's constructor. */
function namesClass(c: Lowering, written: string, record: string): boolean {
  if (!c.isExact || written === "") return false;
  const type = c.names.type(written, c.record);
  return type?.kind === "record" && type.name === record;
}

function readInitialiser(c: Lowering, node: Syntax): Initialiser {
  const value = childOfType(node, "argument_list", "initializer_list");
  const name = named(node).find((n) => n !== value) ?? node;
  return {
    name: c
      .spelling(name)
      .replace(/\s*::\s*/g, "::")
      .replace(/^::/, ""),
    value,
    range: c.range(node),
    nameRange: c.range(name),
  };
}

function initialiseMember(c: Lowering, member: Located, one: Initialiser): void {
  if (one.value === undefined || named(one.value).length === 0) {
    constructFrom(c, member, [], one.range, one.nameRange);
    return;
  }
  if (member.type.kind === "reference") {
    const [first] = lowerArguments(c, one.value);
    if (first?.result.kind === "place") c.store(member.place, c.addressOf(first.result, first.range).value, member.type, one.range, true);
    return;
  }
  if (one.value.type === "initializer_list") {
    initialiseObject(c, member, one.value);
    return;
  }
  constructFrom(c, member, lowerArguments(c, one.value), one.range, one.nameRange);
}

/** A class that is not visible: what looks like a member is stored, the rest are constructors of bases. */
function lowerGuessed(c: Lowering, object: Located, one: Initialiser): void {
  const isMember = /^(?:m_|_|[a-z])/.test(one.name) || /_$/.test(one.name);
  const known = c.names.type(one.name, c.record);
  if (isMember && known?.kind !== "record") {
    const found = c.record === undefined ? undefined : c.names.field(c.record, one.name);
    initialiseMember(
      c,
      {
        place: { kind: "field", of: object.place, member: one.name, record: c.record },
        type: found?.type ?? { kind: "unknown", text: one.name },
      },
      one,
    );
    return;
  }
  constructBase(c, object, known?.kind === "record" ? known : { kind: "record", name: one.name }, one);
}

/** The constructor of a base runs on the same object, also where its class is not visible. */
function constructBase(c: Lowering, object: Located, type: CType, one: Initialiser): void {
  const args = one.value === undefined ? [] : lowerArguments(c, one.value);
  const base = baseObject(c, object, type, one.nameRange);
  const isVisible = type.kind === "record" && c.names.record(type.name) !== undefined;
  if (isVisible && args.length === 0 && !needsConstruction(c, type)) return;
  callConstructor(c, base, args, one.range, one.nameRange);
}

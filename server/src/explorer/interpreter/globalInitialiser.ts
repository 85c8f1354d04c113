/** What a variable with static storage holds at the start, as its initialiser says: lists with and without inner braces, and designators. */
import type { CType } from "../../names/ctype.ts";
import { evaluateConstant } from "../../names/constants.ts";
import { floatLiteral, unescapeText } from "../../names/literals.ts";
import { closing, splitArguments, type Token } from "../../names/tokens.ts";
import type { Names } from "../../names/types.ts";
import { convert, fromBig, type Scalar, wrap } from "../values.ts";
import type { ProgramImage } from "./image.ts";

const INT64: Scalar = { kind: "int", size: 8, signed: true };
/** Elements of one list: a designator can name any index. */
const MAX_INDEX = 1 << 24;

export interface GlobalPlace {
  readonly address: number;
  readonly type: CType | undefined;
}

/** Where the variable that a name means lies. */
export type FindGlobal = (name: string) => GlobalPlace;

/** The array's length as its list or its string gives it. */
export function withLength(
  image: ProgramImage,
  names: Names,
  type: Extract<CType, { kind: "array" }>,
  tokens: readonly Token[],
): Extract<CType, { kind: "array" }> {
  const list = tokens[0]?.text === "=" ? tokens.slice(1) : tokens;
  const string = stringIn(list);
  if (string) return { ...type, length: stringOf(string).length + 1 };
  if (list[0]?.text !== "{") return type;
  const filler = new Filler(image, names, "", () => ({ address: 0, type: undefined }), true);
  return { ...type, length: filler.array(0, type, { parts: partsOf(list), at: 0 }, true) };
}

/** The literals, if that is all there is, in braces or not. */
function stringIn(tokens: readonly Token[]): readonly Token[] | undefined {
  const inner = tokens[0]?.text === "{" ? tokens.slice(1, closing(tokens, 0)) : tokens;
  return inner.length > 0 && inner.every((token) => token.kind === "string") ? inner : undefined;
}

function stringOf(tokens: readonly Token[]): string {
  return tokens
    .filter((token) => token.kind === "string")
    .map((token) => unescapeText(token.text.slice(token.text.indexOf('"') + 1, -1)))
    .join("");
}

/** Writes what an initialiser says; what cannot be evaluated is unknown. */
export function initialise(
  image: ProgramImage,
  names: Names,
  uri: string,
  find: FindGlobal,
  address: number,
  type: CType,
  tokens: readonly Token[],
): void {
  new Filler(image, names, uri, find, false).whole(address, type, tokens[0]?.text === "=" ? tokens.slice(1) : tokens);
}

function partsOf(tokens: readonly Token[]): (readonly Token[])[] {
  return splitArguments(tokens, 0, closing(tokens, 0))
    .filter(([from, to]) => to > from)
    .map(([from, to]) => tokens.slice(from, to));
}

/** Items of a list, and how far they are taken. */
interface Cursor {
  readonly parts: readonly (readonly Token[])[];
  at: number;
}

type Bit = { readonly shift: number; readonly width: number } | undefined;

class Filler {
  readonly #image: ProgramImage;
  readonly #names: Names;
  readonly #uri: string;
  readonly #find: FindGlobal;
  /** Only counts. */
  readonly #dry: boolean;

  constructor(image: ProgramImage, names: Names, uri: string, find: FindGlobal, dry: boolean) {
    this.#image = image;
    this.#names = names;
    this.#uri = uri;
    this.#find = find;
    this.#dry = dry;
  }

  /** One object from an expression or a list of its own. */
  whole(address: number, type: CType, tokens: readonly Token[], bit?: Bit): void {
    if (tokens.length === 0) return;
    if (type.kind === "array") {
      const string = this.#image.layouts.of(type.of).size <= 2 ? stringIn(tokens) : undefined;
      if (string) this.#string(address, type, stringOf(string));
      else if (tokens[0]!.text === "{") this.array(address, type, { parts: partsOf(tokens), at: 0 }, true);
      return;
    }
    if (type.kind === "record") {
      if (tokens[0]!.text === "{") this.#record(address, type.name, { parts: partsOf(tokens), at: 0 }, true);
      return;
    }
    this.#scalar(address, type, tokens, bit);
  }

  /** The number of elements that the list reaches. */
  array(address: number, type: Extract<CType, { kind: "array" }>, cursor: Cursor, braced: boolean): number {
    const element = this.#image.layouts.of(type.of).size;
    let index = 0;
    let reached = 0;
    while (cursor.at < cursor.parts.length && (braced || type.length === undefined || index < type.length)) {
      const part = cursor.parts[cursor.at]!;
      if (part[0]!.text === "[") {
        if (!braced) break;
        cursor.at++;
        const close = closing(part, 0);
        const range = part.findIndex((token, i) => token.text === "..." && i < close);
        const first = evaluateConstant(text(part.slice(1, range < 0 ? close : range)), this.#names);
        const last = range < 0 ? first : evaluateConstant(text(part.slice(range + 1, close)), this.#names);
        if (!first || !last || first.value < 0n || last.value > MAX_INDEX) continue;
        for (index = Number(first.value); index <= Number(last.value); index++)
          this.#designated(address + index * element, type.of, part.slice(close + 1), undefined);
      } else this.#part(address + index++ * element, type.of, cursor);
      reached = Math.max(reached, index);
    }
    return reached;
  }

  #record(address: number, name: string, cursor: Cursor, braced: boolean): void {
    const record = this.#names.record(name);
    const fields = record?.fields.filter((field) => !field.isStatic) ?? [];
    const count = record?.kind === "union" ? Math.min(1, fields.length) : fields.length;
    let index = 0;
    while (cursor.at < cursor.parts.length && (braced || index < count)) {
      const part = cursor.parts[cursor.at]!;
      if (part[0]!.text === ".") {
        if (!braced) return;
        cursor.at++;
        const place = this.#image.layouts.field(name, part[1]?.text ?? "");
        if (place.type) this.#designated(address + place.offset, place.type, part.slice(2), place.bit);
        const next = fields.findIndex((one) => one.name === part[1]?.text);
        index = next < 0 ? count : next + 1;
        continue;
      }
      const field = fields[index++];
      if (!field || index > count) {
        cursor.at++;
        continue;
      }
      const type = this.#names.resolve(field.type, name);
      const place = field.name === "" ? undefined : this.#image.layouts.field(name, field.name);
      const offset = place ? place.offset : this.#anonymous(name, type);
      this.#part(address + offset, type, cursor, place?.bit);
    }
  }

  /** Where the first member of an anonymous struct or union lies in its record. */
  #anonymous(name: string, type: CType): number {
    const first = type.kind === "record" ? this.#names.record(type.name)?.fields[0] : undefined;
    if (!first || type.kind !== "record") return 0;
    const inner = first.name === "" ? this.#anonymous(type.name, this.#names.resolve(first.type, type.name)) : 0;
    return first.name === "" ? inner : this.#image.layouts.field(name, first.name).offset;
  }

  /** What stands after `[2]` or `.x`: more of these, then the value. */
  #designated(address: number, type: CType, tokens: readonly Token[], bit: Bit): void {
    const first = tokens[0]?.text;
    if (first === "[" && type.kind === "array") {
      const close = closing(tokens, 0);
      const index = evaluateConstant(text(tokens.slice(1, close)), this.#names);
      if (index)
        this.#designated(address + Number(index.value) * this.#image.layouts.of(type.of).size, type.of, tokens.slice(close + 1), bit);
    } else if (first === "." && type.kind === "record") {
      const place = this.#image.layouts.field(type.name, tokens[1]?.text ?? "");
      if (place.type) this.#designated(address + place.offset, place.type, tokens.slice(2), place.bit);
    } else this.whole(address, type, first === "=" ? tokens.slice(1) : tokens, bit);
  }

  /** The next item for one element or member; an aggregate without braces of its own takes as many as it has parts. */
  #part(address: number, type: CType, cursor: Cursor, bit?: Bit): void {
    const part = cursor.parts[cursor.at]!;
    const before = cursor.at;
    if (part[0]!.text !== "{") {
      if (type.kind === "array" && !(stringIn(part) && this.#image.layouts.of(type.of).size <= 2)) this.array(address, type, cursor, false);
      else if (type.kind === "record" && this.#isList(type.name, part)) this.#record(address, type.name, cursor, false);
    }
    if (cursor.at > before) return;
    cursor.at++;
    this.whole(address, type, part, bit);
  }

  /** The record takes this item and those after it for its members; in C++ the item can be an object of its class. */
  #isList(name: string, part: readonly Token[]): boolean {
    const record = this.#names.record(name);
    if (!record || record.external === true || record.methods.some((method) => method.isConstructor)) return false;
    const bare = name.slice(name.lastIndexOf(":") + 1);
    return !(part[0]!.text === bare && (part[1]?.text === "(" || part[1]?.text === "{"));
  }

  #string(address: number, type: Extract<CType, { kind: "array" }>, value: string): void {
    if (this.#dry) return;
    const size = this.#image.layouts.of(type.of).size === 1 ? 1 : 2;
    const limit = type.length ?? value.length + 1;
    for (let i = 0; i < Math.min(limit, value.length); i++)
      this.#image.pristine.store(address + i * size, value.charCodeAt(i) & (size === 1 ? 255 : 65535), {
        kind: "int",
        size,
        signed: false,
      });
  }

  #scalar(address: number, type: CType, tokens: readonly Token[], bit: Bit): void {
    const { layouts, pristine, symbols } = this.#image;
    const scalar = layouts.scalar(type);
    // In broken code a type can be one thing as a value and another as an object.
    if (!scalar || this.#dry || layouts.of(type).size < scalar.size) return;
    const inner = tokens[0]!.text === "{" ? tokens.slice(1, closing(tokens, 0)) : tokens;
    if (inner.length === 0) return;
    const value = constantValue(this.#image, this.#names, this.#uri, this.#find, inner, scalar);
    if (value === undefined) {
      pristine.store(address, symbols.leaf(`initialiser ${address}`, 0, scalar, `the initial value of ${text(inner)}`), scalar);
      return;
    }
    if (!bit) {
      pristine.store(address, value, scalar);
      return;
    }
    const mask = ((1n << BigInt(bit.width)) - 1n) << BigInt(bit.shift);
    const unsigned: Scalar = { ...scalar, kind: "int", signed: false };
    const unit = BigInt(pristine.peekInt(address, unsigned) ?? 0);
    pristine.store(address, fromBig((unit & ~mask) | ((BigInt(value) << BigInt(bit.shift)) & mask)), unsigned);
  }
}

const text = (tokens: readonly Token[]): string => tokens.map((token) => token.text).join(" ");

function constantValue(
  image: ProgramImage,
  names: Names,
  uri: string,
  find: FindGlobal,
  tokens: readonly Token[],
  scalar: Scalar,
): number | bigint | undefined {
  if (tokens.every((token) => token.kind === "string")) return image.stringLiteral(stringOf(tokens), /^L/.test(tokens[0]!.text));
  const negative = tokens[0]!.text === "-";
  const number = floatLiteral(text(negative ? tokens.slice(1) : tokens));
  if (number) return convert(negative ? -number.value : number.value, { kind: "float", size: 8, signed: true }, scalar);
  const constant = evaluateConstant(text(tokens), names);
  if (constant)
    return scalar.kind === "float" || scalar.kind === "bool"
      ? convert(fromBig(constant.value), INT64, scalar)
      : wrap(fromBig(constant.value), scalar.size, scalar.signed);
  let rest = tokens;
  // A cast in front: (WNDPROC) f
  while (rest[0]?.text === "(" && closing(rest, 0) < rest.length - 1) rest = rest.slice(closing(rest, 0) + 1);
  const taken = rest[0]?.text === "&";
  if (taken) rest = rest.slice(1);
  if (rest[0]?.kind !== "identifier") return undefined;
  if (rest[1]?.text === "::") rest = qualified(rest);
  const name = rest[0]!.text;
  if (rest.length === 1) {
    const fn = image.functionByName(name, uri);
    if (fn !== undefined) return fn;
  }
  if (!names.variable(name)) return undefined;
  return addressConstant(image, names, find(name), rest.slice(1), taken);
}

/** `CMain::OnReply` as one name. */
function qualified(tokens: readonly Token[]): readonly Token[] {
  let end = 1;
  while (tokens[end]?.text === "::" && tokens[end + 1]?.kind === "identifier") end += 2;
  const parts = tokens.slice(0, end);
  return [{ ...parts[0]!, text: parts.map((token) => token.text).join(""), end: parts.at(-1)!.end }, ...tokens.slice(end)];
}

/** `table + 1`, `&table[1]`, `&record.member`. */
function addressConstant(
  image: ProgramImage,
  names: Names,
  start: GlobalPlace,
  tokens: readonly Token[],
  taken: boolean,
): number | undefined {
  let { address } = start;
  let type = start.type;
  let rest = tokens;
  while (rest.length > 0) {
    const first = rest[0]!.text;
    if (first === "[" && type?.kind === "array") {
      const end = closing(rest, 0);
      const index = evaluateConstant(text(rest.slice(1, end)), names);
      if (!index) return undefined;
      type = type.of;
      address += Number(index.value) * image.layouts.of(type).size;
      rest = rest.slice(end + 1);
    } else if (first === "." && type?.kind === "record" && rest[1]) {
      const field = image.layouts.field(type.name, rest[1].text);
      address += field.offset;
      type = field.type;
      rest = rest.slice(2);
    } else if (first === "+" || first === "-") {
      const offset = evaluateConstant(text(rest.slice(1)), names);
      const element = type?.kind === "array" && !taken ? type.of : type;
      if (!offset || !element) return undefined;
      return address + (first === "+" ? 1 : -1) * Number(offset.value) * image.layouts.of(element).size;
    } else return undefined;
  }
  // Without `&` only an array stands for an address.
  return taken || type?.kind === "array" ? address : undefined;
}

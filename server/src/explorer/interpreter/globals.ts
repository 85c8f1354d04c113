/** Objects with static storage: one for each variable of the program, zeroed and then initialised as its declaration says. */
import type { CType } from "../../names/ctype.ts";
import { evaluateConstant } from "../../names/constants.ts";
import { floatLiteral, unescapeText } from "../../names/literals.ts";
import { closing, splitArguments, type Token } from "../../names/tokens.ts";
import type { Names, VariableDeclaration } from "../../names/types.ts";
import { STDERR, STDIN, STDOUT } from "../../platform/run/stdio.ts";
import { fromBig, wrap } from "../values.ts";
import { initialiserTokens } from "./initialiserText.ts";
import type { ProgramImage } from "./image.ts";

/** Standard streams of the C library, as the models of stdio know them. */
const STREAMS: Readonly<Record<string, number>> = { stdin: STDIN, stdout: STDOUT, stderr: STDERR };

export interface GlobalPlace {
  readonly address: number;
  readonly type: CType | undefined;
}

/** The declaration that defines the variable a name means in a file, with the file it stands in. */
function definition(
  image: ProgramImage,
  name: string,
  uri: string,
  record: string | undefined,
): { declaration: VariableDeclaration; uri: string } | undefined {
  const { unit } = image;
  const bare = name.replace(/^::/, "");
  const visible = image.names(uri).variable(bare, record);
  const own = unit.files.get(uri)?.names.variables.find((variable) => variable.name === bare && !variable.isExtern);
  if (own) return { declaration: own, uri };
  for (const [other, file] of unit.files) {
    const found = file.names.variables.find((variable) => variable.name === bare && !variable.isExtern && !variable.internal);
    if (found) return { declaration: found, uri: other };
  }
  return visible ? { declaration: visible, uri: visible.internal ? uri : "" } : undefined;
}

export function globalAddress(image: ProgramImage, name: string, uri: string, record: string | undefined): GlobalPlace {
  const found = definition(image, name, uri, record);
  const key = found ? `${found.declaration.internal ? found.uri : ""}|${found.declaration.name}` : `|${name}`;
  const known = image.globals.get(key);
  if (known) return known;
  const type = found ? image.names(found.uri || uri).resolve(found.declaration.type) : undefined;
  const sized =
    type?.kind === "array" && type.length === undefined && found?.declaration.initialiser
      ? withLength(type, initialiserTokens(found.declaration.initialiser.text, image.names(found.uri || uri)))
      : type;
  const layout = sized ? image.layouts.of(sized) : { size: 4096, align: 8, fuzzy: true };
  const stream = found ? undefined : STREAMS[name];
  if (stream !== undefined) {
    const at = image.makeStatic(`global ${key}`, name, image.layouts.pointerSize, false, false);
    image.pristine.store(at, stream, { kind: "pointer", size: image.layouts.pointerSize, signed: false });
    image.publish();
    const place: GlobalPlace = { address: at, type: { kind: "pointer", to: { kind: "void" } } };
    image.globals.set(key, place);
    return place;
  }
  // A variable of another program part: nothing is known about what it holds.
  const unseen = !found || (found.declaration.isExtern && !found.declaration.initialiser);
  const address = image.makeStatic(`global ${key}`, name.split("::").pop()!, layout.size, layout.fuzzy, unseen);
  const place: GlobalPlace = { address, type: sized };
  image.globals.set(key, place);
  image.globalNames.push({ name, uri: found?.uri ?? uri, place });
  if (found?.declaration.initialiser && sized) {
    const names = image.names(found.uri || uri);
    initialise(image, names, found.uri || uri, address, sized, initialiserTokens(found.declaration.initialiser.text, names));
    image.publish();
  }
  return place;
}

function withLength(type: Extract<CType, { kind: "array" }>, tokens: readonly Token[]): CType {
  if (tokens[0]?.kind === "string") return { ...type, length: stringOf(tokens).length + 1 };
  if (tokens[0]?.text !== "{") return type;
  const end = closing(tokens, 0);
  return { ...type, length: splitArguments(tokens, 0, end).filter(([from, to]) => to > from).length };
}

function stringOf(tokens: readonly Token[]): string {
  return tokens
    .filter((token) => token.kind === "string")
    .map((token) => unescapeText(token.text.slice(token.text.indexOf('"') + 1, -1)))
    .join("");
}

/** Writes what an initialiser says; what cannot be evaluated is unknown. */
export function initialise(image: ProgramImage, names: Names, uri: string, address: number, type: CType, tokens: readonly Token[]): void {
  const { layouts, pristine } = image;
  if (tokens.length === 0) return;
  if (tokens[0]!.text === "=") {
    initialise(image, names, uri, address, type, tokens.slice(1));
    return;
  }
  if (type.kind === "array") {
    const element = layouts.of(type.of).size;
    if (tokens[0]!.kind === "string" && element <= 2) {
      const text = stringOf(tokens);
      const limit = type.length ?? text.length + 1;
      for (let i = 0; i < Math.min(limit, text.length); i++) {
        pristine.store(address + i * element, text.charCodeAt(i) & (element === 1 ? 255 : 65535), {
          kind: "int",
          size: element === 1 ? 1 : 2,
          signed: false,
        });
      }
      return;
    }
    if (tokens[0]!.text !== "{") return;
    eachPart(tokens, (part, i) => initialise(image, names, uri, address + i * element, type.of, part));
    return;
  }
  if (type.kind === "record") {
    const record = names.record(type.name);
    if (!record || tokens[0]!.text !== "{") return;
    const fields = record.fields.filter((field) => !field.isStatic);
    eachPart(tokens, (part, i) => {
      const designated = part[0]?.text === "." ? part[1]?.text : undefined;
      const field = designated ? fields.find((one) => one.name === designated) : fields[i];
      if (!field) return;
      const place = layouts.field(type.name, field.name);
      initialise(image, names, uri, address + place.offset, names.resolve(field.type), designated ? part.slice(3) : part);
    });
    return;
  }
  const scalar = layouts.scalar(type);
  if (!scalar) return;
  const inner = tokens[0]!.text === "{" ? tokens.slice(1, closing(tokens, 0)) : tokens;
  if (inner.length === 0) return;
  const value = constantValue(image, names, uri, inner, scalar.kind === "float");
  if (value === undefined)
    pristine.store(address, image.symbols.leaf(`initialiser ${address}`, 0, scalar, `the initial value of ${text(inner)}`), scalar);
  else pristine.store(address, scalar.kind === "float" ? value : wrap(value, scalar.size, scalar.signed), scalar);
}

function eachPart(tokens: readonly Token[], visit: (part: readonly Token[], index: number) => void): void {
  const end = closing(tokens, 0);
  splitArguments(tokens, 0, end).forEach(([from, to], i) => {
    if (to > from) visit(tokens.slice(from, to), i);
  });
}

const text = (tokens: readonly Token[]): string => tokens.map((token) => token.text).join(" ");

function constantValue(
  image: ProgramImage,
  names: Names,
  uri: string,
  tokens: readonly Token[],
  float: boolean,
): number | bigint | undefined {
  if (tokens.every((token) => token.kind === "string")) return image.stringLiteral(stringOf(tokens), /^L/.test(tokens[0]!.text));
  if (float) {
    const negative = tokens[0]!.text === "-";
    const number = floatLiteral(text(negative ? tokens.slice(1) : tokens));
    if (number) return negative ? -number.value : number.value;
  }
  const constant = evaluateConstant(text(tokens), names);
  if (constant) return fromBig(constant.value);
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
  return addressConstant(image, names, globalAddress(image, name, uri, undefined), rest.slice(1), taken);
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

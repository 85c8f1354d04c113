/**
 * The type that a declaration's specifiers name. Nothing is looked up here: a name that is no keyword becomes an
 * `unknown` type with that spelling, which `Names` replaces once it is known which files are in view.
 */
import { type CType, DOUBLE, INT, integer, UINT, unknownType, VOID, WCHAR } from "./ctype.ts";
import { childOfType, field, named, type Syntax, squeezed, textOf } from "./syntax.ts";

const WORDS =
  /\b(?:unsigned|signed|__signed|__signed__|long|short|int|char|float|double|void|bool|_Bool|wchar_t|__int8|__int16|__int32|__int64|__wchar_t|char8_t|char16_t|char32_t)\b/g;

/** Type spelled with keywords alone (`unsigned long int`, `__int64`), with Windows widths; undefined if it is no such spelling. */
export function keywordType(text: string): CType | undefined {
  const words = text.match(WORDS);
  if (
    words === null ||
    text
      .replace(WORDS, "")
      .replace(/\b(?:const|volatile|register|static|extern|inline|mutable)\b/g, "")
      .trim() !== ""
  ) {
    return undefined;
  }
  const has = (word: string): boolean => words.includes(word);
  const count = words.filter((w) => w === "long").length;
  const unsigned = has("unsigned");
  if (has("void")) return VOID;
  if (has("bool") || has("_Bool")) return { kind: "bool" };
  if (has("float")) return { kind: "float", bits: 32 };
  if (has("double")) return DOUBLE;
  if (has("wchar_t") || has("__wchar_t")) return WCHAR;
  if (has("char8_t")) return integer(8, false, "char8_t");
  if (has("char16_t")) return integer(16, false, "char16_t");
  if (has("char32_t")) return integer(32, false, "char32_t");
  if (has("char") || has("__int8"))
    return integer(8, !unsigned, has("char") && !has("signed") ? (unsigned ? "unsigned char" : "char") : undefined);
  if (has("short") || has("__int16")) return integer(16, !unsigned);
  if (has("__int64") || count > 1) return integer(64, !unsigned);
  if (count === 1) return integer(32, !unsigned, unsigned ? "unsigned long" : "long");
  return unsigned ? UINT : INT;
}

/** FNV-1a, 32 bits, of the tokens of a text: an anonymous record is named by what stands in it, not by where it stands. */
export function hashText(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, "0");
}

/** Name of the record or enumeration that a specifier declares or mentions; anonymous ones get `<anon:hash>`. */
export function tagName(node: Syntax, source: string): string {
  const name = field(node, "name");
  return name === undefined
    ? `<anon:${hashText(squeezed(textOf(node, source)))}>`
    : squeezed(textOf(name, source)).replace(/\s*(::|<|>|,)\s*/g, "$1");
}

/** Joins a scope and a name. */
export function qualify(scope: string, name: string): string {
  return scope === "" || name.startsWith("::") ? name.replace(/^::/, "") : `${scope}::${name}`;
}

/** Type named by a specifier node. `scope` is the qualified name of what the declaration stands in. */
export function specifierType(node: Syntax | undefined, source: string, scope = ""): CType {
  if (node === undefined) return INT;
  switch (node.type) {
    case "primitive_type":
    case "sized_type_specifier": {
      const text = squeezed(textOf(node, source));
      const known = keywordType(text);
      if (known !== undefined) return known;
      // `unsigned DWORD`, `size_t`: the word that is no keyword decides.
      const other = childOfType(node, "type_identifier");
      return unknownType(other === undefined ? text : textOf(other, source));
    }
    case "struct_specifier":
    case "class_specifier":
    case "union_specifier": {
      const name = tagName(node, source);
      return { kind: "record", name: field(node, "body") === undefined ? name : qualify(scope, name) };
    }
    case "enum_specifier": {
      const name = tagName(node, source);
      return { kind: "enum", name: field(node, "body") === undefined ? name : qualify(scope, name) };
    }
    case "template_type": {
      const args = field(node, "arguments");
      const name = field(node, "name");
      return {
        kind: "record",
        name: name === undefined ? textOf(node, source) : textOf(name, source),
        args: args === undefined ? [] : named(args).map((a) => descriptorBase(a, source, scope)),
      };
    }
    case "qualified_identifier": {
      const last = lastName(node);
      if (last.type === "template_type") {
        const inner = specifierType(last, source, scope);
        const prefix = squeezed(source.slice(node.start, last.start)).replace(/\s*::\s*/g, "::");
        return inner.kind === "record" ? { ...inner, name: prefix + inner.name } : inner;
      }
      const text = squeezed(textOf(node, source))
        .replace(/\s*::\s*/g, "::")
        .replace(/^::/, "");
      // `std::map<int, std::string>::iterator` is read again by who instantiates templates.
      return text.includes("<") ? { kind: "unknown", text } : unknownType(text);
    }
    case "dependent_type":
    case "macro_type_specifier":
      return named(node).length > 0 && node.type === "dependent_type"
        ? specifierType(named(node)[0], source, scope)
        : unknownType(squeezed(textOf(node, source)));
    default:
      return unknownType(squeezed(textOf(node, source)));
  }
}

function descriptorBase(node: Syntax, source: string, scope: string): CType {
  if (node.type !== "type_descriptor") return unknownType(squeezed(textOf(node, source)));
  const base = specifierType(field(node, "type"), source, scope);
  const marks = field(node, "declarator") === undefined ? "" : squeezed(textOf(field(node, "declarator")!, source));
  // `void(int)`: read when somebody needs to know what a call of it takes.
  if (/[([]/.test(marks)) return { kind: "unknown", text: squeezed(textOf(node, source)) };
  let type = base;
  for (const mark of marks) if (mark === "*") type = { kind: "pointer", to: type };
  return type;
}

/** The right-most part of `A::B::c`. */
export function lastName(node: Syntax): Syntax {
  let at = node;
  while (at.type === "qualified_identifier") {
    const next = field(at, "name");
    if (next === undefined) break;
    at = next;
  }
  return at;
}

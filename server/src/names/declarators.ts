/** Declarators: from a base type and `*x[3]`, `(*f)(int)`, `&r` to a name and its type. */
import { type CType, INT, pointerTo, VOID } from "./ctype.ts";
import { lastName, specifierType } from "./specifiers.ts";
import { childOfType, field, hasToken, named, type Syntax, squeezed, textOf } from "./syntax.ts";

export interface Parameter {
  readonly name: string;
  readonly type: CType;
  /** The name, or the whole declaration where it has none. */
  readonly node: Syntax;
  /** Spelling of the C++ default argument. */
  readonly default?: string;
}

export interface Declared {
  /** As written, with qualifiers (`CFoo::OnReply`, `~CFoo`, `operator bool`); empty for an abstract declarator. */
  readonly name: string;
  readonly type: CType;
  /** The name's node, or the declarator's where it has none. */
  readonly node: Syntax;
  /** Parameters with their names, if what is declared is a function (not a pointer to one). */
  readonly params?: readonly Parameter[];
  readonly paramList?: Syntax;
}

/** Longest chain of declarators that is followed; deeper ones keep the type reached so far. */
const DEPTH = 64;

/** What `declarator` declares on top of `base`. */
export function declared(base: CType, declarator: Syntax | undefined, source: string, scope = ""): Declared | undefined {
  if (declarator === undefined) return undefined;
  let type = base;
  let node: Syntax | undefined = declarator;
  let params: readonly Parameter[] | undefined;
  let paramList: Syntax | undefined;
  for (let depth = 0; node !== undefined && depth < DEPTH; depth++) {
    switch (node.type) {
      case "init_declarator":
      case "attributed_declarator":
      case "variadic_declarator":
      case "ms_call_modifier":
        node = inner(node);
        continue;
      case "pointer_declarator":
      case "abstract_pointer_declarator":
      case "pointer_type_declarator":
        type = pointerTo(type);
        params = undefined;
        node = inner(node);
        continue;
      case "reference_declarator":
      case "abstract_reference_declarator":
        type = hasToken(node, "&&") ? { kind: "reference", to: type, rvalue: true } : { kind: "reference", to: type };
        params = undefined;
        node = inner(node);
        continue;
      case "array_declarator":
      case "abstract_array_declarator": {
        type = arrayOf(type, field(node, "size"), source);
        params = undefined;
        node = inner(node);
        continue;
      }
      case "function_declarator":
      case "abstract_function_declarator": {
        const list = field(node, "parameters");
        const parsed = list === undefined ? [] : parameters(list, source, scope);
        const trailing = childOfType(node, "trailing_return_type");
        const result = trailing === undefined ? type : descriptorType(named(trailing)[0], source, scope);
        type = { kind: "function", result, params: parsed.map((p) => p.type), variadic: list !== undefined && isVariadic(list) };
        params = parsed;
        paramList = list;
        node = inner(node);
        continue;
      }
      case "parenthesized_declarator":
      case "abstract_parenthesized_declarator":
        node = inner(node);
        continue;
      case "operator_cast": {
        // `operator bool() const`: the type stands behind the word, the parameters in an abstract declarator.
        const target = specifierType(field(node, "type"), source, scope);
        const rest = declared(target, field(node, "declarator"), source, scope);
        const result = rest?.type.kind === "function" ? rest.type.result : target;
        return {
          name: squeezed(textOf(node, source)).replace(/\s*\(.*$/, ""),
          type: { kind: "function", result, params: [], variadic: false },
          node,
          params: [],
        };
      }
      case "qualified_identifier": {
        const last = lastName(node);
        if (last.type === "operator_cast") {
          const cast = declared(base, last, source, scope);
          const prefix = squeezed(source.slice(node.start, last.start)).replace(/\s*::\s*/g, "::");
          return cast === undefined ? undefined : { ...cast, name: prefix.replace(/^::/, "") + cast.name, node };
        }
        return named_(node);
      }
      default:
        return node.named && node.type !== "ERROR" ? named_(node) : undefined;
    }
  }
  return { name: "", type, node: declarator, params, paramList };

  function named_(at: Syntax): Declared {
    const name = squeezed(textOf(at, source))
      .replace(/\s*::\s*/g, "::")
      .replace(/^::/, "")
      .replace(/~\s+/, "~")
      .replace(/operator\s+(?=[^\w\s])/, "operator");
    return { name, type, node: at, params, paramList };
  }
}

function inner(node: Syntax): Syntax | undefined {
  return (
    field(node, "declarator") ??
    node.children.find(
      (c) =>
        c.named &&
        c.type !== "ERROR" &&
        !/^(?:ms_|type_qualifier|attribute|parameter_list|noexcept)/.test(c.type) &&
        c.field === null &&
        isDeclarator(c),
    )
  );
}

function isDeclarator(node: Syntax): boolean {
  return /declarator$|identifier$|^destructor_name$|^operator_name$|^template_function$|^operator_cast$/.test(node.type);
}

function arrayOf(of: CType, size: Syntax | undefined, source: string): CType {
  // `T x[2][3]`: the outer declarator is applied last, so the element type is wrapped from the inside out.
  if (size === undefined) return { kind: "array", of };
  const text = squeezed(textOf(size, source));
  return /^\d+$/.test(text) && !/^0\d/.test(text) ? { kind: "array", of, length: Number(text) } : { kind: "array", of, lengthText: text };
}

/** Parameters of a list; `(void)` has none. Arrays and functions become pointers, as in every call. */
export function parameters(list: Syntax, source: string, scope = ""): Parameter[] {
  const out: Parameter[] = [];
  for (const child of list.children) {
    if (child.type === "identifier") {
      // K&R head: `f(a, b) int a; char *b; { … }`; the types are filled in by whoever sees the declarations.
      out.push({ name: textOf(child, source), type: INT, node: child });
      continue;
    }
    if (!/parameter_declaration$/.test(child.type)) continue;
    const base = specifierType(field(child, "type"), source, scope);
    const declarator = field(child, "declarator");
    const found = declared(base, declarator, source, scope);
    const type = found?.type ?? base;
    if (type.kind === "void" && (found === undefined || found.name === "")) continue;
    const value = field(child, "default_value");
    out.push({
      name: found?.name ?? "",
      type: adjustParameter(type),
      node: found !== undefined && found.name !== "" ? found.node : child,
      ...(value === undefined ? {} : { default: squeezed(textOf(value, source)) }),
    });
  }
  return out;
}

/** Type of a parameter as the function sees it (C11 6.7.6.3). */
export function adjustParameter(type: CType): CType {
  if (type.kind === "array") return pointerTo(type.of);
  if (type.kind === "function") return pointerTo(type);
  return type;
}

export function isVariadic(list: Syntax): boolean {
  return list.children.some((c) => c.type === "variadic_parameter" || c.type === "..." || c.type === "variadic_parameter_declaration");
}

/** Type of a `type_descriptor`, as in a cast or `sizeof`. */
export function descriptorType(node: Syntax | undefined, source: string, scope = ""): CType {
  if (node === undefined) return VOID;
  if (node.type !== "type_descriptor") return specifierType(node, source, scope);
  const base = specifierType(field(node, "type"), source, scope);
  return declared(base, field(node, "declarator"), source, scope)?.type ?? base;
}

/** Words such as `static`, `extern`, `typedef`, `virtual` that stand among the specifiers. */
export function hasSpecifier(node: Syntax, word: string, source: string): boolean {
  return (
    hasToken(node, word) ||
    node.children.some(
      (c) =>
        (c.type === "storage_class_specifier" || c.type === "virtual" || c.type === "virtual_specifier" || c.type === "type_qualifier") &&
        textOf(c, source) === word,
    )
  );
}

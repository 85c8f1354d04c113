/** Index of one file's declarations: what its tree and its directive lines say, nothing looked up in other files. */
import type { Item, SourceFile } from "../source/document.ts";
import { type Directives, readDirectives } from "./directives.ts";
import { readEnumerators } from "./enums.ts";
import { declared, descriptorType, hasSpecifier } from "./declarators.ts";
import { headFromText } from "./heads.ts";
import { isRecordSpecifier, readFunction, readRecord } from "./records.ts";
import { qualify, specifierType } from "./specifiers.ts";
import { copySyntax, field, fields, named, type Syntax, squeezed, textOf } from "./syntax.ts";
import { messageTables } from "./tables.ts";
import type { EnumConstant, FileNames, FunctionDeclaration, RecordDeclaration, VariableDeclaration } from "./types.ts";

type Draft = {
  -readonly [K in keyof FileNames]: FileNames[K] extends readonly (infer T)[] ? T[] : FileNames[K];
};

/** Reads the declarations of a file. Never throws; a broken piece of the tree gives what can be made out of it. */
/** Items looked at backwards from an offset for the one that holds it. */
const MAX_NESTED = 1000;

export function indexFile(source: SourceFile): FileNames {
  const directives = allDirectives(source);
  const names: Draft = {
    uri: source.uri,
    includes: directives.includes,
    macros: directives.macros,
    typedefs: [],
    records: [],
    functions: [],
    variables: [],
    enumConstants: [],
    tables: messageTables(source.tables),
    usings: [],
  };
  const indexer = new Indexer(source, names, directives.packing);
  indexer.run();
  return names;
}

/**
 * Directives of the text that is parsed, whose words are blanked already, and those that had to be taken out of it because they stand
 * inside an expression.
 */
function allDirectives(source: SourceFile): Directives {
  const parsed = readDirectives(source.blanked);
  const seen = new Set([...parsed.macros, ...parsed.includes, ...parsed.packing].map((d) => d.offset));
  const whole = readDirectives(activeText(source));
  const merge = <T extends { readonly offset: number }>(a: T[], b: T[]): T[] =>
    [...a, ...b.filter((d) => !seen.has(d.offset))].sort((x, y) => x.offset - y.offset);
  return {
    macros: merge(parsed.macros, whole.macros),
    includes: merge(parsed.includes, whole.includes),
    packing: merge(parsed.packing, whole.packing),
    undefined: merge(parsed.undefined, whole.undefined),
  };
}

/** The text as it was written without the branches that the configuration leaves out. */
function activeText(source: SourceFile): string {
  const inactive = source.conditionals
    .flatMap((group) => group.branches)
    .filter((b) => b.state === "inactive")
    .map((b) => b.body)
    .sort((a, b) => a.start - b.start);
  let out = "";
  let at = 0;
  for (const { start, end } of inactive) {
    if (start < at) continue;
    out += source.text.slice(at, start) + source.text.slice(start, end).replace(/[^\r\n]/g, " ");
    at = end;
  }
  return out + source.text.slice(at);
}

/** Bodies are entered only where they can declare something that is seen from outside them. */
const DECLARES = /\b(?:struct|class|union|enum|typedef|extern|using)\b/;

class Indexer {
  private readonly text: string;
  private readonly functionItems: readonly { item: Item; index: number }[];
  private readonly seenItems = new Set<number>();

  constructor(
    private readonly source: SourceFile,
    private readonly names: Draft,
    private readonly packing: readonly { offset: number; bytes: number }[],
  ) {
    this.text = source.blanked;
    this.functionItems = source.items.map((item, index) => ({ item, index })).filter(({ item }) => item.kind === "function");
  }

  run(): void {
    const root = copySyntax(this.source.tree.rootNode, {
      enter: (type) => !/(?:expression|(?<!template_)argument_list|initializer_list)$/.test(type) || type === "lambda_expression",
    });
    this.list(root, "", false);
    this.missedFunctions();
    // VCL's table stands inside its class and does not name it.
    this.names.tables = this.names.tables.map((t) => (t.record === "" ? { ...t, record: this.recordAround(t.offset) } : t));
  }

  private readonly itemOf = (offset: number): number | undefined => {
    // the last item that starts before the offset, by halves; an item that holds it stands at most some nesting levels before
    let low = 0;
    let high = this.functionItems.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.functionItems[middle]!.item.start > offset) high = middle;
      else low = middle + 1;
    }
    const best = this.functionItems
      .slice(Math.max(0, low - MAX_NESTED), low)
      .findLast(({ item }) => offset < (item.body?.start ?? item.end));
    if (best !== undefined) this.seenItems.add(best.index);
    return best?.index;
  };

  private recordAround(offset: number): string {
    const around = this.names.records.filter((r) => r.offset <= offset && offset < r.end);
    return around.sort((a, b) => a.end - a.offset - (b.end - b.offset))[0]?.name ?? "";
  }

  private packAt(offset: number): number {
    let bytes = 0;
    for (const p of this.packing) {
      if (p.offset > offset) break;
      bytes = p.bytes;
    }
    return bytes;
  }

  private list(node: Syntax, scope: string, internal: boolean): void {
    for (const child of node.children) this.node(child, scope, internal);
  }

  private node(node: Syntax, scope: string, internal: boolean): void {
    switch (node.type) {
      case "function_definition":
        this.functionDefinition(node, scope, internal);
        return;
      case "declaration":
      case "field_declaration":
        this.declaration(node, scope, internal);
        return;
      case "type_definition":
        this.typedef(node, scope);
        return;
      case "alias_declaration": {
        const name = field(node, "name");
        const type = field(node, "type");
        if (name !== undefined && type !== undefined)
          this.addTypedef(qualify(scope, textOf(name, this.text)), descriptorType(type, this.text, scope), name.start);
        return;
      }
      case "class_specifier":
      case "struct_specifier":
      case "union_specifier":
      case "enum_specifier":
        this.specifier(node, scope);
        return;
      case "namespace_definition": {
        const name = field(node, "name");
        const body = field(node, "body");
        const inner = name === undefined ? scope : qualify(scope, squeezed(textOf(name, this.text)).replace(/\s*::\s*/g, "::"));
        if (body !== undefined) this.list(body, inner, internal || name === undefined);
        return;
      }
      case "using_declaration":
        this.names.usings.push(
          squeezed(textOf(node, this.text))
            .replace(/^using\s+|;$/g, "")
            .trim(),
        );
        return;
      case "namespace_alias_definition":
        this.names.usings.push(squeezed(textOf(node, this.text)).replace(/;$/, "").trim());
        return;
      case "compound_statement":
        if (DECLARES.test(this.text.slice(node.start, node.end))) this.localDeclarations(node, scope);
        return;
      default:
        if (node.children.length > 0) this.list(node, scope, internal);
    }
  }

  /** Inside a body: types and what is `extern`; other variables are locals. */
  private localDeclarations(node: Syntax, scope: string): void {
    for (const child of node.children) {
      if (child.type === "type_definition") this.typedef(child, scope);
      else if (isRecordSpecifier(child) || child.type === "enum_specifier") this.specifier(child, scope);
      else if (child.type === "using_declaration" || child.type === "alias_declaration") this.node(child, scope, false);
      else if (child.type === "declaration") {
        const type = field(child, "type");
        if (hasSpecifier(child, "extern", this.text)) this.declaration(child, "", false);
        else if (type !== undefined) this.specifier(type, scope);
      } else this.localDeclarations(child, scope);
    }
  }

  private functionDefinition(node: Syntax, scope: string, internal: boolean): void {
    const typeNode = field(node, "type");
    if (typeNode !== undefined) this.specifier(typeNode, scope);
    const found = readFunction(node, field(node, "declarator"), this.text, scope, true);
    if (found !== undefined) {
      const types = knrTypes(node, this.text);
      const item = this.itemOf(found.offset);
      this.addFunction(
        {
          ...found,
          params: found.params.map((p) => (types.has(p.name) ? { ...p, type: types.get(p.name)! } : p)),
          ...(item === undefined ? {} : { item }),
        },
        scope,
        internal,
      );
    }
    const body = field(node, "body");
    if (body !== undefined) this.node(body, scope, internal);
  }

  private addFunction(found: FunctionDeclaration, scope: string, internal: boolean): void {
    this.names.functions.push({
      ...found,
      name: qualify(scope, found.name),
      ...(found.record === undefined ? {} : { record: qualify(scope, found.record) }),
      internal: found.internal || internal,
      isStatic: false,
    });
  }

  private declaration(node: Syntax, scope: string, internal: boolean): void {
    const typeNode = field(node, "type");
    if (typeNode !== undefined) this.specifier(typeNode, scope);
    const base = specifierType(typeNode, this.text, scope);
    const isStatic = hasSpecifier(node, "static", this.text);
    const isConst = node.children.some((c) => c.type === "type_qualifier" && /^const/.test(textOf(c, this.text)));
    for (const declarator of fields(node, "declarator")) {
      const found = declared(base, declarator, this.text, scope);
      if (found === undefined || found.name === "") continue;
      if (found.type.kind === "function" && found.params !== undefined) {
        const head = readFunction(node, declarator, this.text, scope, false);
        if (head !== undefined) this.addFunction(head, scope, internal);
        continue;
      }
      const value = declarator.type === "init_declarator" ? field(declarator, "value") : undefined;
      const variable: VariableDeclaration = {
        name: qualify(scope, found.name),
        type: found.type,
        internal:
          internal ||
          isStatic ||
          (isConst && this.source.language === "cpp" && !found.name.includes("::") && found.type.kind !== "pointer"),
        isExtern: hasSpecifier(node, "extern", this.text) && value === undefined,
        ...(isConst && found.type.kind !== "pointer" ? { isConst } : {}),
        ...(value === undefined ? {} : { initialiser: { text: textOf(value, this.text), offset: value.start } }),
        offset: found.node.start,
      };
      this.names.variables.push(variable);
    }
  }

  private typedef(node: Syntax, scope: string): void {
    const typeNode = field(node, "type");
    let base = specifierType(typeNode, this.text, scope);
    // `typedef struct { … } T`: the record has no other name, so it goes by this one.
    const first = fields(node, "declarator").find((d) => d.type === "type_identifier");
    if (
      typeNode !== undefined &&
      first !== undefined &&
      (base.kind === "record" || base.kind === "enum") &&
      field(typeNode, "name") === undefined
    ) {
      base = { kind: base.kind, name: qualify(scope, textOf(first, this.text)) };
      this.specifier(typeNode, scope, textOf(first, this.text));
    } else if (typeNode !== undefined) this.specifier(typeNode, scope);
    for (const declarator of fields(node, "declarator")) {
      const found = declared(base, declarator, this.text, scope);
      if (found !== undefined && found.name !== "") this.addTypedef(qualify(scope, found.name), found.type, found.node.start);
    }
  }

  private addTypedef(name: string, type: FileNames["typedefs"][number]["type"], offset: number): void {
    this.names.typedefs.push({ name, type, offset });
  }

  private specifier(node: Syntax, scope: string, name?: string): void {
    if (node.type === "enum_specifier") {
      const constants: EnumConstant[] = readEnumerators(node, this.text, scope, name);
      this.names.enumConstants.push(...constants);
      return;
    }
    if (!isRecordSpecifier(node)) return;
    const parts = readRecord(node, this.text, scope, this.itemOf, this.packAt(node.start), name);
    if (parts === undefined) return;
    this.names.records.push(parts.record as RecordDeclaration);
    this.names.variables.push(...parts.statics);
    for (const nested of parts.nested) this.node(nested, parts.record.name, false);
    for (const friend of parts.friends) this.functionDefinition(friend, this.namespaceAround(scope), false);
  }

  /** The scope without the classes at its end: what a friend belongs to. */
  private namespaceAround(scope: string): string {
    let at = scope;
    while (at !== "" && this.names.records.some((record) => record.name === at)) at = at.slice(0, Math.max(0, at.lastIndexOf("::")));
    return at;
  }

  /** Function items for which the tree has no definition: their heads are read from the text. */
  private missedFunctions(): void {
    for (const { item, index } of this.functionItems) {
      if (this.seenItems.has(index) || item.body === undefined) continue;
      const head = headFromText(this.text.slice(item.start, item.body.start), item.start, item.name);
      if (head === undefined) continue;
      const scope = item.parent === undefined ? "" : (this.source.items[item.parent]?.name ?? "");
      this.addFunction({ ...head, item: index, ...(scope === "" ? {} : { record: scope }) }, scope, false);
    }
  }
}

/** Types of the parameters of a K&R head, by name. */
export function knrTypes(node: Syntax, source: string): Map<string, FileNames["typedefs"][number]["type"]> {
  const out = new Map<string, FileNames["typedefs"][number]["type"]>();
  for (const child of named(node)) {
    if (child.type !== "declaration") continue;
    const base = specifierType(field(child, "type"), source);
    for (const declarator of fields(child, "declarator")) {
      const found = declared(base, declarator, source);
      if (found !== undefined) out.set(found.name, found.type.kind === "array" ? { kind: "pointer", to: found.type.of } : found.type);
    }
  }
  return out;
}

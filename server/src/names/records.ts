/** Members of a class, struct or union, read from its body. */
import { type Declared, declared, hasSpecifier } from "./declarators.ts";
import { lastName, qualify, specifierType, tagName } from "./specifiers.ts";
import { childOfType, field, fields, type Syntax, squeezed, textOf } from "./syntax.ts";
import type { FieldDeclaration, FunctionDeclaration, RecordDeclaration, VariableDeclaration } from "./types.ts";

export interface RecordParts {
  readonly record: RecordDeclaration;
  /** Nodes of the body that declare names of the record's scope: types, enumerations, typedefs. */
  readonly nested: readonly Syntax[];
  /** Static data members, as variables `CFoo::s_x`. */
  readonly statics: readonly VariableDeclaration[];
  /** Functions that are defined in the body and are no members (`friend bool operator==(…) { … }`). */
  readonly friends: readonly Syntax[];
}

export function isRecordSpecifier(node: Syntax): boolean {
  return node.type === "class_specifier" || node.type === "struct_specifier" || node.type === "union_specifier";
}

/** Reads a specifier with a body. `itemOf` gives the item of a function defined at an offset. */
export function readRecord(
  node: Syntax,
  source: string,
  scope: string,
  itemOf: (offset: number) => number | undefined,
  pack: number,
  givenName?: string,
): RecordParts | undefined {
  const body = field(node, "body");
  if (body === undefined) return undefined;
  const name = qualify(scope, givenName ?? tagName(node, source));
  const reader = new MemberReader(name, source, itemOf);
  reader.list(body);
  const { bases, baseTypes, virtualBases } = readBases(node, source);
  return {
    record: {
      name,
      kind: node.type === "class_specifier" ? "class" : node.type === "union_specifier" ? "union" : "struct",
      bases,
      ...(baseTypes.some((b) => b.includes("<")) ? { baseTypes } : {}),
      ...(virtualBases.length > 0 ? { virtualBases } : {}),
      fields: reader.fields,
      methods: reader.methods,
      ...(pack === 0 ? {} : { pack }),
      offset: field(node, "name")?.start ?? node.start,
      end: node.end,
    },
    nested: reader.nested,
    statics: reader.statics,
    friends: reader.friends,
  };
}

function readBases(node: Syntax, source: string): { bases: string[]; baseTypes: string[]; virtualBases: number[] } {
  const bases: string[] = [];
  const baseTypes: string[] = [];
  const virtualBases: number[] = [];
  let isVirtual = false;
  for (const child of childOfType(node, "base_class_clause")?.children ?? []) {
    if (child.type === "virtual") isVirtual = true;
    else if (child.type === ",") isVirtual = false;
    if (!child.named || /^(?:access_specifier|attribute_declaration|virtual|comment)$/.test(child.type)) continue;
    const spelled = squeezed(textOf(child, source)).replace(/\s*::\s*/g, "::");
    const base = spelled.replace(/<.*$/, "");
    if (isVirtual) virtualBases.push(bases.length);
    bases.push(base);
    baseTypes.push(spelled);
  }
  return { bases, baseTypes, virtualBases };
}

class MemberReader {
  readonly fields: FieldDeclaration[] = [];
  readonly methods: FunctionDeclaration[] = [];
  readonly nested: Syntax[] = [];
  readonly friends: Syntax[] = [];
  readonly statics: VariableDeclaration[] = [];

  constructor(
    private readonly record: string,
    private readonly source: string,
    private readonly itemOf: (offset: number) => number | undefined,
  ) {}

  list(node: Syntax): void {
    for (const child of node.children) this.member(child);
  }

  private member(node: Syntax): void {
    switch (node.type) {
      case "field_declaration":
      case "declaration":
        this.declaration(node);
        return;
      case "function_definition":
        this.method(node, field(node, "declarator"), true);
        return;
      case "friend_declaration":
        this.friends.push(...node.children.filter((child) => child.type === "function_definition"));
        return;
      case "template_declaration":
      case "preproc_if":
      case "preproc_ifdef":
      case "preproc_else":
      case "preproc_elif":
      case "preproc_elifdef":
      case "ERROR":
        this.list(node);
        return;
      case "type_definition":
      case "alias_declaration":
      case "class_specifier":
      case "struct_specifier":
      case "union_specifier":
      case "enum_specifier":
        this.nested.push(node);
        return;
      default:
    }
  }

  private declaration(node: Syntax): void {
    const typeNode = field(node, "type");
    const isStatic = hasSpecifier(node, "static", this.source);
    const base = specifierType(typeNode, this.source, this.record);
    if (typeNode !== undefined && field(typeNode, "body") !== undefined) this.nested.push(typeNode);
    const list = fields(node, "declarator");
    if (
      list.length === 0 &&
      typeNode !== undefined &&
      isRecordSpecifier(typeNode) &&
      field(typeNode, "body") !== undefined &&
      field(typeNode, "name") === undefined
    ) {
      // Anonymous struct or union: its members are reached as if they were ours.
      this.fields.push({ name: "", type: base, offset: typeNode.start, isStatic: false });
      return;
    }
    for (const declarator of list) {
      const next = node.children[node.children.indexOf(declarator) + 1];
      const bits = next?.type === "bitfield_clause" ? next : undefined;
      const found = declared(base, declarator, this.source, this.record);
      if (found === undefined || found.name === "") continue;
      if (found.params !== undefined && found.type.kind === "function") {
        this.method(node, declarator, false);
        continue;
      }
      const init = declarator.type === "init_declarator" ? field(declarator, "value") : field(node, "default_value");
      this.field(found, isStatic, bits, init);
    }
  }

  private field(found: Declared, isStatic: boolean, bits: Syntax | undefined, init: Syntax | undefined): void {
    const width = bits === undefined ? undefined : Number(squeezed(textOf(bits, this.source)).replace(/^:\s*/, ""));
    const initialiser = init === undefined ? undefined : { text: textOf(init, this.source), offset: init.start };
    this.fields.push({
      name: found.name,
      type: found.type,
      offset: found.node.start,
      isStatic,
      ...(width !== undefined && Number.isInteger(width) ? { bits: width } : {}),
      ...(initialiser === undefined ? {} : { initialiser }),
    });
    if (isStatic) {
      this.statics.push({
        name: `${this.record}::${found.name}`,
        type: found.type,
        internal: false,
        isExtern: true,
        offset: found.node.start,
        ...(initialiser === undefined ? {} : { initialiser }),
      });
    }
  }

  private method(node: Syntax, declarator: Syntax | undefined, defined: boolean): void {
    const found = readFunction(node, declarator, this.source, this.record, defined);
    if (found === undefined) return;
    const item = defined ? this.itemOf(found.offset) : undefined;
    this.methods.push({ ...found, record: this.record, name: qualify(this.record, found.name), ...(item === undefined ? {} : { item }) });
  }
}

/** What the head of a function declares; `name` as written, `record` from a qualified name. */
export function readFunction(
  node: Syntax,
  declarator: Syntax | undefined,
  source: string,
  scope: string,
  isDefined: boolean,
): FunctionDeclaration | undefined {
  const typeNode = field(node, "type");
  const base = specifierType(typeNode, source, scope);
  const found = declared(base, declarator, source, scope);
  if (found === undefined || found.name === "" || found.type.kind !== "function") return undefined;
  const simple = found.name.includes("::") ? found.name.slice(found.name.lastIndexOf("::") + 2) : found.name;
  const owner = found.name.includes("::") ? found.name.slice(0, found.name.lastIndexOf("::")) : undefined;
  const ownerName = (owner ?? scope).replace(/<.*$/, "").split("::").pop() ?? "";
  const isDestructor = simple.startsWith("~");
  const isConstructor = !isDestructor && typeNode === undefined && simple === ownerName;
  const head = declarator === undefined ? "" : source.slice(declarator.start, declarator.end);
  return {
    name: found.name,
    ...(owner === undefined ? {} : { record: owner }),
    result: isConstructor || isDestructor ? { kind: "void" } : found.type.result,
    params: (found.params ?? []).map((p) => ({ name: p.name, type: p.type, ...(p.default === undefined ? {} : { default: p.default }) })),
    variadic: found.type.variadic,
    isStatic: scope !== "" && hasSpecifier(node, "static", source),
    isVirtual: hasSpecifier(node, "virtual", source) || /\boverride\b|\bfinal\b/.test(head),
    internal: owner === undefined && hasSpecifier(node, "static", source),
    isConstructor,
    isDestructor,
    defined: isDefined,
    offset: lastName(found.node).start,
  };
}

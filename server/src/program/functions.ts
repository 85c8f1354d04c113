/** The functions of a unit, found by name and by what they mention, without lowering any that nobody asks for. */
import type { CType, IrFunction, Range } from "../ir/types.ts";
import type { FileNames, FunctionDeclaration } from "../names/types.ts";
import { ENTRY_NAMES } from "./definitions.ts";
import type { ProgramFunction } from "./types.ts";
import { directoryOf } from "./uris.ts";
import { push } from "./values.ts";

export interface FunctionEntry extends ProgramFunction {
  readonly declaration: FunctionDeclaration;
  /** Last part of the name: `OnReply` of `N::CFoo::OnReply`. */
  readonly last: string;
  /** Text of the item, with Windows words blanked. */
  readonly text: string;
  /** Identifiers in its text. */
  readonly words: ReadonlySet<string>;
  /** Its name in its head, known without lowering. */
  readonly nameRange: Range;
  /** The function, then the lambdas that stand in it. */
  readonly parts: readonly IrFunction[];
}

/** A lambda that stands in an item, as a function of its own. */
class LambdaEntry implements FunctionEntry {
  readonly uri: string;
  readonly offset: number;
  readonly name: string;
  readonly record: string | undefined;
  readonly last: string;
  readonly declaration: FunctionDeclaration;
  readonly isLowered = true;
  readonly parts: readonly IrFunction[];
  readonly text: string;
  private identifiers: ReadonlySet<string> | undefined;
  constructor(
    readonly index: number,
    outer: FunctionEntry,
    readonly ir: IrFunction,
  ) {
    this.uri = outer.uri;
    this.offset = outer.offset;
    this.name = ir.name;
    this.record = ir.record;
    this.last = lastPart(ir.name);
    this.parts = [ir];
    this.text = outer.text.slice(ir.bodyRange.start, ir.bodyRange.end);
    const { isStatic, isVirtual, isConstructor, isDestructor, internal, variadic, result, params } = ir;
    const offset = outer.offset + ir.nameRange.start;
    this.declaration = {
      name: ir.name,
      result,
      params,
      variadic,
      isStatic,
      isVirtual,
      internal,
      isConstructor,
      isDestructor,
      defined: true,
      offset,
    };
  }
  get words(): ReadonlySet<string> {
    this.identifiers ??= new Set(this.text.match(WORD));
    return this.identifiers;
  }
  get nameRange(): Range {
    return this.ir.nameRange;
  }
  get arity(): number {
    return this.ir.params.length;
  }
}

/** Only items that can hold a lambda with a call or a handler in it are lowered to find it. */
const LAMBDA = /\[[&=\w\s,*]*\]\s*(?:\([^()]*\)\s*)?(?:mutable\s*)?(?:->\s*[\w:*&\s]+)?\{/;
const MATTERS_IN_LAMBDA = /WSA_?Async|WSA_?Cancel|WPARAM|WSAGETASYNC/i;

/** What the unit hands in for each of its files. */
export interface FunctionSource {
  readonly uri: string;
  readonly names: FileNames;
  readonly items: readonly { readonly start: number; readonly end: number; readonly name?: string }[];
  readonly text: string;
  /** Lowers the function of an item: the function itself first, then the lambdas in it. */
  lower(declaration: FunctionDeclaration): readonly IrFunction[];
}

export interface FunctionIndex {
  /** Functions of the declarations; lambdas are reached through `lambdas`. */
  readonly all: readonly FunctionEntry[];
  ofFile(uri: string): readonly FunctionEntry[];
  /** Definitions whose qualified name is exactly this. */
  named(qualified: string): readonly FunctionEntry[];
  /** Definitions whose last part is this. */
  ending(last: string): readonly FunctionEntry[];
  /** Functions in whose text this identifier occurs, the function's own head included. */
  mentioning(identifier: string): readonly FunctionEntry[];
  /** Definitions of `method` as a member of exactly this class (template arguments and namespaces may be left out). */
  member(record: string, method: string): readonly FunctionEntry[];
  /**
   * The definition that a use in `from` means: same file first, then the unit; statics and entry points never cross files.
   * Overloads of one file are all kept. Empty if candidates of several files are left.
   */
  pick(candidates: readonly FunctionEntry[], from: string): readonly FunctionEntry[];
}

class Entry implements FunctionEntry {
  readonly last: string;
  readonly record: string | undefined;
  private lowered: readonly IrFunction[] | undefined;
  private identifiers: ReadonlySet<string> | undefined;
  constructor(
    readonly index: number,
    readonly uri: string,
    readonly offset: number,
    readonly name: string,
    readonly declaration: FunctionDeclaration,
    private readonly source: FunctionSource,
    private readonly end: number,
  ) {
    this.last = lastPart(name);
    this.record = declaration.record;
  }
  get ir(): IrFunction {
    return this.parts[0]!;
  }
  get words(): ReadonlySet<string> {
    this.identifiers ??= new Set(this.text.match(WORD));
    return this.identifiers;
  }
  get nameRange(): Range {
    const start = Math.max(0, this.declaration.offset - this.offset);
    return { start, end: start + this.last.length };
  }
  get parts(): readonly IrFunction[] {
    this.lowered ??= this.source.lower(this.declaration);
    return this.lowered;
  }
  get isLowered(): boolean {
    return this.lowered !== undefined;
  }
  get arity(): number {
    return this.declaration.params.length;
  }
  get text(): string {
    return this.source.text.slice(this.offset, this.end);
  }
}

/** Answers of a pure function of a name; names repeat a great deal. */
function remembered(make: (name: string) => string): (name: string) => string {
  const known = new Map<string, string>();
  return (name) => {
    let answer = known.get(name);
    if (answer === undefined) {
      answer = make(name);
      if (known.size > 50_000) known.clear();
      known.set(name, answer);
    }
    return answer;
  };
}

/** `N::C::f` of `N::C<T>::f`: template arguments are dropped everywhere; lambdas keep the place in their name. */
export const plainName: (name: string) => string = remembered((name) => {
  let text = name.replace(/\s+/g, "").replace(/^::/, "");
  for (let before = ""; before !== text; ) {
    before = text;
    text = text.replace(/<(?!lambda@)[^<>]*>/g, "");
  }
  return text;
});

export const lastPart: (name: string) => string = remembered((name) => {
  const plain = name.includes("operator") ? name : plainName(name);
  const at = plain.lastIndexOf("::");
  return at < 0 ? plain : plain.slice(at + 2);
});

/** True if one class name is the other with some namespaces left out. */
export function sameRecord(a: string, b: string): boolean {
  const x = plainName(a);
  const y = plainName(b);
  return x === y || x.endsWith("::" + y) || y.endsWith("::" + x);
}

/** Name of a type as a reader writes it: `HWND`, `LPARAM`, `CFoo`; pointers and references without their target are empty. */
export function typeName(type: CType | undefined): string {
  switch (type?.kind) {
    case "unknown":
      return type.text;
    case "int":
    case "pointer":
      return type.name ?? "";
    case "record":
    case "enum":
      return type.name;
    default:
      return "";
  }
}

/** The class behind pointers, references and arrays. */
export function recordOf(type: CType | undefined): string | undefined {
  let at = type;
  while (at && (at.kind === "pointer" || at.kind === "reference" || at.kind === "array")) at = at.kind === "array" ? at.of : at.to;
  return at?.kind === "record" ? at.name : undefined;
}

export function createFunctionIndex(sources: readonly FunctionSource[]): FunctionIndex {
  const all: FunctionEntry[] = [];
  const files = new Map<string, FunctionEntry[]>();
  const qualified = new Map<string, FunctionEntry[]>();
  const endings = new Map<string, FunctionEntry[]>();
  for (const source of sources) {
    const list: FunctionEntry[] = [];
    const seen = new Set<number>();
    // bodies inside a class are listed with their class
    const declarations = [...source.names.functions, ...source.names.records.flatMap((record) => record.methods)];
    for (const declaration of declarations.sort((a, b) => a.offset - b.offset)) {
      if (declaration.item === undefined || seen.has(declaration.item)) continue;
      const item = source.items[declaration.item];
      if (!declaration.defined || !item) continue;
      seen.add(declaration.item);
      const entry = new Entry(all.length, source.uri, item.start, declaration.name, declaration, source, item.end);
      all.push(entry);
      list.push(entry);
      push(qualified, plainName(entry.name), entry);
      push(endings, entry.last, entry);
    }
    files.set(source.uri, list);
  }
  for (const [uri, list] of files) {
    for (const entry of [...list]) {
      if (!MATTERS_IN_LAMBDA.test(entry.text) || !LAMBDA.test(entry.text)) continue;
      for (const ir of entry.parts.slice(1)) {
        const lambda = new LambdaEntry(all.length, entry, ir);
        all.push(lambda);
        list.push(lambda);
        push(qualified, plainName(lambda.name), lambda);
      }
    }
    files.set(uri, list);
  }
  const mentions = createMentions(files);

  function pick(candidates: readonly FunctionEntry[], from: string): readonly FunctionEntry[] {
    const here = candidates.filter((c) => c.uri === from);
    if (here.length > 0) return here;
    const elsewhere = candidates.filter((c) => (!c.declaration.internal || isHeaderEntry(c)) && !ENTRY_NAMES.has(c.name));
    const uris = new Set(elsewhere.map((c) => c.uri));
    if (uris.size <= 1) return elsewhere;
    const near = elsewhere.filter((c) => directoryOf(c.uri) === directoryOf(from));
    return new Set(near.map((c) => c.uri)).size === 1 ? near : [];
  }

  return {
    all,
    ofFile: (uri) => files.get(uri) ?? [],
    named: (name) => qualified.get(plainName(name)) ?? [],
    ending: (last) => endings.get(last) ?? [],
    mentioning: mentions,
    member: (record, method) => (endings.get(method) ?? []).filter((e) => e.record !== undefined && sameRecord(e.record, record)),
    pick,
  };
}

/** A `static` function of a header is seen by every file that includes it. */
function isHeaderEntry(entry: FunctionEntry): boolean {
  return /\.(?:h|hh|hpp|hxx|inl|ipp|tcc)$/i.test(entry.uri);
}

const WORD = /[A-Za-z_]\w*/g;

/** Word index of each file, built when the first word is asked for. */
function createMentions(files: ReadonlyMap<string, readonly FunctionEntry[]>): (identifier: string) => readonly FunctionEntry[] {
  let index: Map<string, FunctionEntry[]> | undefined;
  return (identifier) => {
    if (!index) {
      index = new Map();
      for (const entries of files.values()) {
        for (const entry of entries) {
          for (const word of entry.words) push(index, word, entry);
        }
      }
    }
    return index.get(identifier) ?? [];
  };
}

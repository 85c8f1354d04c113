/** State of the lowering of one function, and the smallest steps that every part of it uses. */
import { type CType, pointerTo, unknownType } from "../names/ctype.ts";
import { descriptorType } from "../names/declarators.ts";
import { specifierType } from "../names/specifiers.ts";
import { field, type Syntax, squeezed } from "../names/syntax.ts";
import type { Names } from "../names/types.ts";
import type { Language, Parser } from "../source/syntax.ts";
import { Builder, type DraftBlock } from "./builder.ts";
import type { Argument } from "./callEmit.ts";
import type { Frame } from "./frame.ts";
import { spelled } from "./frame.ts";
import type { BlockId, IrFunction, LocalId, Param, Place, Range, Statement, TempId, Value } from "./types.ts";

/** A value that has been computed. */
export interface Operand {
  readonly value: Value;
  readonly type: CType;
}
/** An object that an expression names; it is loaded only when its value is asked for. */
export interface Located {
  readonly place: Place;
  readonly type: CType;
  /** Width of a bit-field, which promotes to `int`. */
  readonly bits?: number;
  /** What it holds may be taken: a temporary, or the result of `std::move`. */
  readonly isRvalue?: true;
}
export type Result = ({ readonly kind: "value" } & Operand) | ({ readonly kind: "place" } & Located);

/** What a name stands for inside the function. */
export type Binding =
  | { readonly kind: "local"; readonly id: LocalId }
  | { readonly kind: "param"; readonly index: number }
  | { readonly kind: "place"; readonly place: Place; readonly type: CType }
  | { readonly kind: "global"; readonly name: string; readonly type: CType };

/** Something that must happen on every way out of a scope. */
export type Cleanup = { readonly kind: "storage"; readonly local: LocalId } | { readonly kind: "action"; readonly run: () => void };

export class Scope {
  readonly names = new Map<string, Binding>();
  readonly cleanups: Cleanup[] = [];
  constructor(readonly parent: Scope | undefined) {}
}

/** Where `break`, `continue` and `__leave` go. */
export interface Exit {
  readonly block: DraftBlock;
  /** Scope that stays alive there. */
  readonly scope: Scope;
}

export interface SwitchState {
  readonly cases: { value: Value; high?: Value; to: BlockId; range: Range }[];
  readonly type: CType;
  default?: DraftBlock;
}

export interface Label {
  readonly block: DraftBlock;
  scope?: Scope;
  defined: boolean;
}

/** The parts of the lowering that call each other in circles; wired together where a function is lowered. */
export interface Visitors {
  expression(c: Lowering, node: Syntax): Result;
  statement(c: Lowering, node: Syntax): void;
  statements(c: Lowering, nodes: readonly Syntax[]): void;
  lambda(c: Lowering, node: Syntax): Result;
  /** A temporary object of a class, made from a value that its constructor converts. */
  construct(c: Lowering, type: CType, result: Result, range: Range): Located;
  /** Makes `object` of an argument of its own class by copy or move; false if a constructor has to convert. */
  copied(c: Lowering, object: Located, argument: Argument, range: Range): boolean;
  /** `target = value` of a class as C++ says; undefined if the class is not visible. */
  assigned(c: Lowering, target: Located, value: Result, range: Range, objectRange: Range): Result | undefined;
  /** Makes `object` from `{…}`. */
  braced(c: Lowering, object: Located, list: Syntax): void;
  /** Passes an argument as C++ does; undefined where the plain way is right. */
  pass(c: Lowering, argument: Argument, param: CType): Value | undefined;
  /** Value of a result where `wanted` is needed; an object of a class gives it through its conversion. */
  scalar(c: Lowering, result: Result, range: Range, wanted: CType): Operand;
}

/** What belongs to one item: shared by its function and the lambdas in it. */
export interface ItemContext {
  readonly names: Names;
  /** What was asked of `names`. */
  readonly asked: ReadonlyMap<string, string>;
  readonly parser: Parser;
  readonly language: Language;
  readonly visit: Visitors;
  /** Functions made so far (lambdas come before the function they stand in is complete). */
  readonly functions: IrFunction[];
  /** Types of the lambdas that have a closure, by the name of the closure's record. */
  readonly closures: Map<string, CType>;
  /** Condition of a kept `#if` by its absolute start, as the text layer normalised it. */
  readonly conditions: ReadonlyMap<number, string>;
  /** Offset of the item in its file. */
  readonly base: number;
  /** Text of the file as it was written, before words were blanked. */
  readonly original: string;
  /** Steps left; at zero what remains of the item becomes `unknown`. */
  budget: number;
}

const MAX_DEPTH = 220;

export class Lowering {
  builder = new Builder();
  scope = new Scope(undefined);
  breaks: Exit[] = [];
  continues: Exit[] = [];
  leaves: Exit[] = [];
  /** Scopes around the `try` blocks that are open: a throw ends everything inside the innermost. */
  tries: Scope[] = [];
  switches: SwitchState[] = [];
  readonly labels = new Map<string, Label>();
  readonly gotos: { block: DraftBlock; scope: Scope; label: string; range: Range }[] = [];
  params: Param[] = [];
  thisTemp: TempId | undefined;
  result: CType = { kind: "void" };
  /** Type of the first value returned, for lambdas that do not say theirs. */
  returned: CType | undefined;
  depth = 0;
  /** Objects of the full expression that is being lowered, with the block they were made in. */
  temporaries: { readonly object: Located; readonly block: DraftBlock; readonly at: number }[] = [];

  /** Object of a local or parameter that is handed to the caller: it is not ended on this way out. */
  handedOut: string | undefined;

  constructor(
    readonly item: ItemContext,
    public frame: Frame,
    readonly name: string,
    public record: string | undefined,
  ) {}

  /** Lowered to be run: templates, copies and moves as they are. */
  get isExact(): boolean {
    return this.item.names.exact !== undefined;
  }

  get names(): Names {
    return this.item.names;
  }
  get isCpp(): boolean {
    return this.item.language === "cpp";
  }

  // ------------------------------------------------------------------------------------------------------ text and types

  text(node: Syntax): string {
    return spelled(node, this.frame);
  }
  /** On one line, without comments. */
  spelling(node: Syntax): string {
    return squeezed(this.text(node));
  }
  range(node: { readonly start: number; readonly end: number }): Range {
    return this.frame.range(node);
  }
  resolve(type: CType): CType {
    return this.names.resolve(type, this.record);
  }
  /** Type named by the specifiers of a declaration. */
  declaredType(node: Syntax): CType {
    return this.resolve(specifierType(field(node, "type"), this.frame.text));
  }
  /** Type of a `type_descriptor`. */
  descriptor(node: Syntax | undefined): CType {
    return this.resolve(descriptorType(node, this.frame.text));
  }

  inFrame<T>(frame: Frame, work: () => T): T {
    const before = this.frame;
    this.frame = frame;
    try {
      return work();
    } finally {
      this.frame = before;
    }
  }

  /** Runs `work` unless nesting or the budget is used up; then `instead`. */
  deeper<T>(work: () => T, instead: () => T): T {
    if (this.depth >= MAX_DEPTH || this.item.budget <= 0) return instead();
    this.item.budget--;
    this.depth++;
    try {
      return work();
    } finally {
      this.depth--;
    }
  }

  // ------------------------------------------------------------------------------------------------------------ emitting

  emit(statement: Statement): void {
    const { macro, whole } = this.frame;
    // An argument of the macro that stands in the text as it is was written by a person.
    const isMade = macro !== undefined && whole !== undefined && statement.range.start === whole.start && statement.range.end === whole.end;
    this.builder.emit(isMade ? { ...statement, macro } : statement);
  }
  temp(): TempId {
    return this.builder.temp();
  }

  load(located: Located, range: Range): Operand {
    const target = this.temp();
    this.emit({ kind: "load", target, place: located.place, type: located.type, range });
    return { value: { kind: "temp", id: target }, type: located.type };
  }

  store(place: Place, value: Value, type: CType, range: Range, initialises = false): void {
    this.emit(initialises ? { kind: "store", place, value, type, initialises, range } : { kind: "store", place, value, type, range });
  }

  addressOf(located: Located, range: Range): Operand {
    const type = pointerTo(located.type);
    // `&*p` is `p`; the type of the pointee may differ after a cast of the place.
    if (located.place.kind === "deref" && located.place.type === undefined) return { value: located.place.pointer, type };
    const target = this.temp();
    this.emit({ kind: "addressOf", target, place: located.place, type, range });
    return { value: { kind: "temp", id: target }, type };
  }

  cast(operand: Operand, type: CType, range: Range, explicit: boolean): Operand {
    const target = this.temp();
    this.emit({ kind: "cast", target, operand: operand.value, type, from: operand.type, explicit, range });
    return { value: { kind: "temp", id: target }, type };
  }

  /** Emits `unknown` for a piece of source; its value, if it is used, is the answer. */
  unknown(node: Syntax, reason: string, wanted = true): Operand {
    return this.unknownText(this.text(node), this.range(node), reason, wanted);
  }

  unknownText(source: string, range: Range, reason: string, wanted = true): Operand {
    const text = squeezed(source).slice(0, 80);
    const type = unknownType(text);
    const mentions = mentionsOf(source);
    if (!wanted) {
      this.emit({ kind: "unknown", reason, text, mentions, range });
      return { value: { kind: "unknown", text, type }, type };
    }
    const target = this.temp();
    this.emit({ kind: "unknown", reason, text, target, mentions, range });
    return { value: { kind: "temp", id: target }, type };
  }

  // -------------------------------------------------------------------------------------------------------------- locals

  /** A local that no person wrote. It has no storage statements: it lives as long as the function runs. */
  synthetic(name: string, type: CType, range: Range): Located & { readonly id: LocalId } {
    const id = this.builder.local(name, type, range, { synthetic: true });
    return { id, place: { kind: "local", id }, type };
  }

  /** An object that an expression makes and that ends with it. */
  temporary(name: string, type: CType, range: Range): Located {
    const object = this.synthetic(name, type, range);
    if (type.kind === "record") this.temporaries.push({ object, block: this.builder.current, at: this.builder.current.statements.length });
    return object;
  }

  lookup(name: string): Binding | undefined {
    for (let scope: Scope | undefined = this.scope; scope !== undefined; scope = scope.parent) {
      const found = scope.names.get(name);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  located(binding: Binding): Located {
    switch (binding.kind) {
      case "local":
        return { place: { kind: "local", id: binding.id }, type: this.builder.locals[binding.id]?.type ?? unknownType("") };
      case "param":
        return { place: { kind: "param", index: binding.index }, type: this.params[binding.index]?.type ?? unknownType("") };
      case "place":
        return { place: binding.place, type: binding.type };
      case "global":
        return { place: { kind: "global", name: binding.name }, type: binding.type };
    }
  }

  // -------------------------------------------------------------------------------------------------------------- scopes

  /** Runs `work` in a scope of its own and ends it where `work` can leave it at its end. */
  inScope<T>(range: Range, work: () => T): T {
    const outer = this.scope;
    const inner = new Scope(outer);
    this.scope = inner;
    try {
      const result = work();
      if (this.builder.isOpen) this.leave(inner, range);
      return result;
    } finally {
      this.scope = outer;
    }
  }

  /** Emits what happens when `scope` alone is left. */
  leave(scope: Scope, range: Range): void {
    const before = this.scope;
    const ended: LocalId[] = [];
    for (let i = scope.cleanups.length - 1; i >= 0; i--) {
      const cleanup = scope.cleanups[i]!;
      if (cleanup.kind === "storage") ended.push(cleanup.local);
      else {
        this.scope = scope.parent ?? scope;
        cleanup.run();
        this.scope = before;
      }
    }
    if (ended.length > 0)
      this.emit({ kind: "scopeEnd", locals: ended, range: { start: Math.max(range.start, range.end - 1), end: range.end } });
  }

  /** Emits what happens on a jump out of every scope inside `target` (all of them without one). */
  leaveTo(target: Scope | undefined, range: Range): void {
    const before = this.scope;
    for (let scope: Scope | undefined = this.scope; scope !== undefined && scope !== target; scope = scope.parent) {
      // While a clean-up runs, only what is outside its scope is still there.
      this.scope = scope;
      this.leave(scope, range);
    }
    this.scope = before;
  }
}

/** Name of the record that a lambda with captures makes. */
export function isClosureName(name: string): boolean {
  return /<lambda@\d+>$/.test(name);
}

/** Identifiers in a piece of source, without keywords; at most 60. */
export function mentionsOf(source: string): string[] {
  const plain = source.replace(/\/\*[\s\S]*?\*\/|\/\/[^\r\n]*|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, " ");
  const out = new Set<string>();
  for (const match of plain.matchAll(/[A-Za-z_$][\w$]*/g)) {
    if (!KEYWORDS.has(match[0])) out.add(match[0]);
    if (out.size >= 60) break;
  }
  return [...out];
}

const KEYWORDS = new Set(
  "if else while for do switch case default break continue return goto sizeof struct class union enum const volatile static extern unsigned signed long short int char float double void bool new delete this true false try catch throw operator typename template using namespace public private protected virtual inline typedef".split(
    " ",
  ),
);

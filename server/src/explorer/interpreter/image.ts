/** The program as it lies in memory: compiled functions, function addresses, string literals, and objects with static storage. */
import type { CType } from "../../names/ctype.ts";
import type { CallStatement, ProgramImageOptions } from "./imageTypes.ts";
import type { IrFunction } from "../../ir/types.ts";
import type { FunctionEntry } from "../../program/functions.ts";
import { declarationKey } from "../../program/instances.ts";
import { type Running, runningOf } from "../../program/running.ts";
import type { Names } from "../../names/types.ts";
import type { ProgramFunction, Unit } from "../../program/types.ts";
import { AddressBook } from "../memory/addresses.ts";
import { INIT, type MemObject, UNKNOWN } from "../memory/object.ts";
import { newObject, type SpaceShared } from "../memory/objects.ts";
import { Space } from "../memory/space.ts";
import { Interner, TextInterner } from "../interner.ts";
import { SymbolTable } from "../symbols.ts";
import { compileFunction } from "./compile.ts";
import type { CompiledFunction } from "./compiled.ts";
import type { GlobalPlace } from "./globalInitialiser.ts";
import { Layouts } from "./layout.ts";

/** Indexes of lambdas start here, 256 for each function. */
const FIRST_LAMBDA = 1_000_000;

/** Code that an address stands for. */
export type Code =
  | { readonly kind: "program"; readonly fn: ProgramFunction }
  /** A library function (or a procedure of the environment) by the name of its model. */
  | { readonly kind: "model"; readonly name: string };

export class ProgramImage {
  readonly unit: Unit;
  readonly layouts: Layouts;
  readonly addresses: AddressBook;
  readonly symbols = new SymbolTable();
  readonly shared: SpaceShared;
  /** Memory in which static objects are made; every run reads them there until it writes them. */
  readonly pristine: Space;
  readonly globals = new Map<string, GlobalPlace>();
  readonly globalNames: { readonly name: string; readonly uri: string; readonly place: GlobalPlace }[] = [];
  readonly options: ProgramImageOptions;
  readonly #compiled = new Map<number, CompiledFunction>();
  readonly #code = new Map<number, Code>();
  readonly #codeAddresses = new Map<string, number>();
  readonly #strings = new Map<string, number>();
  readonly #byIndex = new Map<number, ProgramFunction>();
  readonly #byName = new Map<string, ProgramFunction[]>();

  constructor(unit: Unit, options: ProgramImageOptions) {
    this.unit = unit;
    this.options = options;
    this.layouts = new Layouts(unit.target, runningOf(unit).all, options.modelledSize);
    this.addresses = new AddressBook(this.layouts.pointerSize);
    this.shared = {
      addresses: this.addresses,
      symbols: this.symbols,
      contents: new Interner(),
      texts: new TextInterner(),
      references: [],
      constants: new Map(),
      depthOfSite: new Map(),
      depthOfSymbol: new Map(),
    };
    this.pristine = new Space(this.shared);
    for (const fn of unit.functions) {
      for (const name of new Set([fn.name, lastPart(fn.name)])) {
        const list = this.#byName.get(name);
        if (list) list.push(fn);
        else this.#byName.set(name, [fn]);
      }
    }
  }

  get running(): Running {
    return runningOf(this.unit);
  }

  /** The function as it is run. */
  run(fn: ProgramFunction): IrFunction {
    return this.running.lowered(fn).ir;
  }

  /** Names as a file's code sees them when it is run. */
  names(uri: string): Names {
    return runningOf(this.unit).names(uri);
  }

  compiled(fn: ProgramFunction): CompiledFunction {
    const known = this.#compiled.get(fn.index);
    if (known) return known;
    const { ir, parts } = runningOf(this.unit).lowered(fn);
    this.#registerLambdas(fn, parts);
    const run = ir === fn.ir ? fn : (Object.create(fn, { ir: { value: ir }, parts: { value: parts } }) as ProgramFunction);
    const made = compileFunction(this, run);
    this.#compiled.set(fn.index, made);
    return made;
  }

  /** The lambdas of a function are functions of their own, their closures classes of their own. */
  #registerLambdas(fn: ProgramFunction, all: readonly IrFunction[]): void {
    this.#byIndex.set(fn.index, fn);
    const parts = all.slice(1);
    parts.forEach((ir, i) => {
      const lambda: ProgramFunction = {
        ...fn,
        index: FIRST_LAMBDA + fn.index * 256 + i,
        uri: fn.uri,
        offset: fn.offset,
        name: ir.name,
        ir,
      };
      this.#byName.set(ir.name, [lambda]);
      this.#byIndex.set(lambda.index, lambda);
    });
    const members = new Map<string, Map<string, CType>>();
    for (const from of all) {
      for (const block of from.blocks) {
        for (const statement of block.statements) {
          if (statement.kind !== "store" || statement.place.kind !== "field" || !statement.place.record?.includes("<lambda@")) continue;
          const of = members.get(statement.place.record) ?? new Map<string, CType>();
          members.set(statement.place.record, of.set(statement.place.member, statement.type));
        }
      }
    }
    for (const [record, fields] of members)
      if (runningOf(this.unit).all.every((names) => names.record(record) === undefined))
        this.layouts.define(
          record,
          [...fields].map(([name, type]) => ({ name, type })),
        );
  }

  /** The function with this index, lambdas among them. */
  functionAt(index: number): ProgramFunction {
    return this.#byIndex.get(index) ?? this.unit.functions[index]!;
  }

  // ------------------------------------------------------------------------------------------------------------- code

  #codeAddress(key: string, label: string, code: Code): number {
    const known = this.#codeAddresses.get(key);
    if (known !== undefined) return known;
    const object = this.#makeConstant(`code ${key}`, label, 16, "function");
    this.#codeAddresses.set(key, object.base);
    this.#code.set(object.base, code);
    return object.base;
  }

  functionAddress(fn: ProgramFunction): number {
    return this.#codeAddress(`function ${fn.index}`, fn.name, { kind: "program", fn });
  }

  modelAddress(name: string): number {
    return this.#codeAddress(`model ${name}`, name, { kind: "model", name });
  }

  codeAt(address: number): Code | undefined {
    return this.#code.get(address);
  }

  /** Functions of the program with this (qualified or last part of a) name; those of the file first. */
  functionsNamed(name: string, uri?: string): readonly ProgramFunction[] {
    const bare = name.replace(/^::/, "").replace(/^&/, "");
    const made = runningOf(this.unit).named(bare);
    if (made.length > 0) return made;
    const all = this.#byName.get(bare) ?? this.#byName.get(lastPart(bare)) ?? [];
    const exact = all.filter((fn) => fn.name === bare);
    const candidates = exact.length > 0 ? exact : all;
    const own = candidates.filter((fn) => fn.uri === uri);
    return own.length > 0 ? own : candidates.filter((fn) => !fn.ir.internal || fn.uri === uri);
  }

  /** The call operator of a closure, by the closure's class. */
  lambda(record: string): ProgramFunction | undefined {
    return this.#byName.get(record)?.[0];
  }

  functionByName(name: string, uri: string): number | undefined {
    const found = this.functionsNamed(name, uri)[0];
    if (found) return this.functionAddress(found);
    const bare = name.replace(/^::/, "");
    return this.options.hasModel(bare) ? this.modelAddress(bare) : undefined;
  }

  functionAddressNamed(from: ProgramFunction, name: string): number | undefined {
    const chosen = name.includes("@") ? runningOf(this.unit).chosen(name) : undefined;
    if (chosen) return this.functionAddress(chosen);
    const record = from.ir.record;
    if (record && !name.includes("::")) {
      const member = this.functionsNamed(`${record}::${name}`, from.uri).find((fn) => fn.ir.record === record);
      if (member) return this.functionAddress(member);
    }
    return this.functionByName(name, from.uri);
  }

  /** The destructor that the class writes itself. */
  destructor(record: string, uri: string): ProgramFunction | undefined {
    const last = lastPart(record).replace(/[<⟨].*$/, "");
    return this.functionsNamed(`${record}::~${last}`, uri).find((fn) => fn.ir.isDestructor && fn.ir.record === record);
  }

  /**
   * What runs before the storage of an object of this class goes: its destructor, or, where the program writes none, those of its members
   * and bases. Pairs of function and offset in the object.
   */
  destruction(record: string, uri: string, offset = 0, depth = 0): readonly { readonly fn: ProgramFunction; readonly offset: number }[] {
    if (depth > 12) return [];
    const own = this.destructor(record, uri);
    if (own) return [{ fn: own, offset }];
    const layout = this.layouts.record(record);
    const found: { fn: ProgramFunction; offset: number }[] = [];
    for (const field of [...(layout.declaration?.fields ?? [])].reverse()) {
      if (field.isStatic) continue;
      const place = this.layouts.field(record, field.name);
      if (place.type?.kind === "record") found.push(...this.destruction(place.type.name, uri, offset + place.offset, depth + 1));
    }
    for (const base of [...layout.bases].reverse()) found.push(...this.destruction(base.name, uri, offset + base.offset, depth + 1));
    return found;
  }

  /** Name of the static object at an address, for a sentence. */
  labelAt(address: number): string | undefined {
    return this.shared.constants.get(this.addresses.slotAt(address))?.label ?? this.addresses.labelOf(this.addresses.slotAt(address));
  }

  // ---------------------------------------------------------------------------------------------------------- objects

  #makeConstant(
    site: string,
    label: string,
    size: number,
    kind: MemObject["kind"],
    fill: MemObject["fill"] = INIT,
    fuzzy = false,
  ): MemObject {
    const slot = this.addresses.slot(site, 0, size);
    if (slot === undefined) throw new RangeError("the program does not fit into the address space");
    const object = newObject({ size, kind, label, site, fill, fuzzy }, slot, this.addresses.baseOf(slot), {});
    this.shared.constants.set(slot, object);
    return object;
  }

  stringLiteral(text: string, wide: boolean): number {
    const key = `${wide ? "L" : ""}"${text}"`;
    const known = this.#strings.get(key);
    if (known !== undefined) return known;
    const unit = wide ? 2 : 1;
    const size = (text.length + 1) * unit;
    // Made as a plain object, written, and only then constant.
    const address = this.makeStatic(`string ${key}`, text.length > 24 ? `"${text.slice(0, 24)}…"` : `"${text}"`, size, false, false);
    for (let i = 0; i < text.length; i++) {
      this.pristine.store(address + i * unit, text.charCodeAt(i) & (wide ? 65535 : 255), { kind: "int", size: unit, signed: false });
    }
    this.#publish();
    const slot = this.addresses.slotAt(address);
    const object = this.shared.constants.get(slot)!;
    const constant: MemObject = { ...object, kind: "string", readOnly: true };
    this.shared.constants.set(slot, constant);
    this.#strings.set(key, address);
    return address;
  }

  /** A static object: zero, or unknown if its definition is not visible. */
  makeStatic(site: string, label: string, size: number, fuzzy: boolean, unknown: boolean): number {
    return this.#makeConstant(site, label, size, "global", unknown ? UNKNOWN : INIT, fuzzy).base;
  }

  readonly #statics = new Map<string, number>();

  /** A static local: zero until its initialiser runs. */
  staticObject(site: string, label: string, size: number, fuzzy: boolean, _type: CType): number {
    const known = this.#statics.get(site);
    if (known !== undefined) return known;
    const address = this.makeStatic(site, label, size, fuzzy, false);
    this.#statics.set(site, address);
    return address;
  }

  /** What was written through `pristine` becomes what every run starts with. */
  #publish(): void {
    for (const object of [...this.pristine.objects()]) {
      this.shared.constants.set(object.slot, object);
      this.pristine.remove(object);
    }
  }

  /** Call after writing static objects. */
  publish(): void {
    this.#publish();
  }

  /** What overload resolution chose for the call when it was lowered, with what overrides it. */
  chosen(call: CallStatement): readonly ProgramFunction[] {
    if (call.overload === undefined) return [];
    const fn = runningOf(this.unit).chosen(call.overload) ?? this.#byDeclaration().get(call.overload);
    if (fn === undefined) return this.#implementations(call.overload);
    const { callee } = call;
    // `Base::f()` is no virtual call.
    const isPlain = callee.kind === "name" ? callee.name.includes("::") : callee.kind !== "member" || callee.qualified !== undefined;
    return fn.ir.isVirtual && !isPlain ? [fn, ...this.overriders(fn)] : [fn];
  }

  #definitions: ReadonlyMap<string, ProgramFunction> | undefined;

  /** Functions of the program by the key of the declaration that has their body. */
  #byDeclaration(): ReadonlyMap<string, ProgramFunction> {
    this.#definitions ??= new Map(
      this.unit.functions.flatMap((fn): [string, ProgramFunction][] => {
        const { declaration } = fn as Partial<FunctionEntry>;
        return declaration ? [[declarationKey(declaration), fn]] : [];
      }),
    );
    return this.#definitions;
  }

  /** What a call of a pure virtual function of an instance or of the library may come to. */
  #implementations(key: string): readonly ProgramFunction[] {
    const name = key.slice(0, key.lastIndexOf("@"));
    const record = name.slice(0, Math.max(0, name.lastIndexOf("::")));
    return record.includes("⟨") || runningOf(this.unit).isLibrary(record) ? this.#family(lastPart(name), record) : [];
  }

  /** The function of that class with this last name and so many parameters, where it is an instance: it may be made after the call. */
  instanceMember(record: string, last: string, params: number): ProgramFunction | undefined {
    if (!record.includes("⟨")) return undefined;
    return runningOf(this.unit)
      .named(`${record}::${last}`)
      .find((fn) => fn.ir.params.length === params);
  }

  /** Functions of derived classes that override a virtual one. */
  overriders(fn: ProgramFunction): ProgramFunction[] {
    return this.#family(lastPart(fn.name), fn.ir.record ?? "");
  }

  #family(last: string, base: string): ProgramFunction[] {
    const candidates: readonly ProgramFunction[] = [...this.unit.functions, ...runningOf(this.unit).ending(last)];
    return candidates.filter(
      (one) =>
        one.record !== undefined &&
        one.record !== base &&
        lastPart(one.name) === last &&
        this.layouts.baseOffset(one.record, base) !== undefined,
    );
  }

  target(fn: ProgramFunction, block: number, index: number, statement: CallStatement): ReturnType<Unit["resolve"]> {
    return this.unit.resolve({ function: fn, block, index, statement });
  }
}

export function lastPart(name: string): string {
  const at = name.lastIndexOf("::");
  return at < 0 ? name : name.slice(at + 2);
}

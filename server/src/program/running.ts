/** The program as it is run: functions of C++ lowered with their templates instantiated, and the standard library as code. */
import type { IrFunction } from "../ir/types.ts";
import type { FileNames, FunctionDeclaration, Names } from "../names/types.ts";
import { LIBRARY, libraryText } from "../platform/library/index.ts";
import type { SourceFile } from "../source/document.ts";
import { BoundNames } from "./boundNames.ts";
import type { FunctionEntry } from "./functions.ts";
import { type GlobalObjects, globalObjects } from "./globalObjects.ts";
import { declarationKey, Instances, type RunFunction, type TemplateFile } from "./instances.ts";
import { unreadable } from "./lowering.ts";
import type { ProgramFunction, Unit } from "./types.ts";

/** Indexes of functions of the library that are no templates; those of the unit are below, those of instances above. */
const FIRST_LIBRARY = 400_000;

export interface Running {
  /** Names as a file sees them. */
  names(uri: string): Names;
  /** The function as it is to be run, with its lambdas. Functions of C are as they are. */
  lowered(fn: ProgramFunction): { readonly ir: IrFunction; readonly parts: readonly IrFunction[] };
  /** Functions of instances and of the library with this qualified name. */
  named(name: string): readonly RunFunction[];
  /** What constructs and ends the objects with static storage. */
  readonly globals: GlobalObjects;
  /** A class of the standard library's text, or an instance of one. */
  isLibrary(record: string): boolean;
  /** What a call means whose overload was chosen when it was lowered. */
  chosen(key: string): ProgramFunction | undefined;
  /** Member functions of the library's classes and of the instances there are now, by the last part of their name. */
  ending(last: string): readonly RunFunction[];
  /** Every name that a file of the unit may ask, library included. */
  readonly all: readonly Names[];
}

interface RunningFile {
  readonly uri: string;
  readonly source: SourceFile;
  readonly names: FileNames;
  lowerToRun(declaration: FunctionDeclaration, names: Names): readonly IrFunction[];
}

export interface RunningInput {
  readonly files: readonly RunningFile[];
  names(uri: string, library: readonly FileNames[]): Names;
  read(uri: string, text: string): RunningFile;
}

const made = new WeakMap<Unit, Running>();

/**
 * The program as it is run: templates instantiated, the standard library as code. Apart from the unit, so that what only checks does not
 * load it.
 */
export function runningOf(unit: Unit): Running {
  let running = made.get(unit);
  if (!running) {
    running = new RunningProgram(unit.toRun);
    made.set(unit, running);
  }
  return running;
}

class RunningProgram implements Running {
  private readonly instances: Instances;
  private readonly library: RunningFile | undefined;
  private readonly byUri: ReadonlyMap<string, RunningFile>;
  private readonly views = new Map<string, Names>();
  private readonly plain = new Map<string, Names>();
  private readonly functions = new Map<number, { readonly ir: IrFunction; readonly parts: readonly IrFunction[] }>();
  /** Functions of the library that are no templates, by name. */
  private readonly ownFunctions = new Map<string, RunFunction[]>();
  private readonly keys = new Map<string, ProgramFunction>();

  constructor(private readonly input: RunningInput) {
    const cpp = input.files.filter((file) => file.source.language === "cpp");
    const text = libraryText(cpp.map((file) => file.source.blanked));
    this.library = text === undefined ? undefined : input.read(LIBRARY, text);
    const files = this.library === undefined ? cpp : [...cpp, this.library];
    this.byUri = new Map([...input.files, ...files].map((file) => [file.uri, file]));
    this.instances = new Instances(files.map(templateFile), (uri) => this.plainNames(uri));
    if (this.library) this.addLibrary(this.library);
  }

  private addLibrary(library: RunningFile): void {
    const { names } = library;
    for (const declaration of [...names.functions, ...names.records.flatMap((record) => record.methods)]) {
      if (declaration.item === undefined || this.instances.isTemplate(declaration)) continue;
      if (declaration.record !== undefined && this.instances.classTemplate(rootOf(declaration.record))) continue;
      const item = library.source.items[declaration.item]!;
      const fn = new LibraryFunction(FIRST_LIBRARY + this.keys.size, library, declaration, item.start, () => this.names(LIBRARY));
      const list = this.ownFunctions.get(declaration.name);
      if (list) list.push(fn);
      else this.ownFunctions.set(declaration.name, [fn]);
      this.keys.set(declarationKey(declaration), fn);
    }
  }

  private plainNames(uri: string): Names {
    let names = this.plain.get(uri);
    if (names === undefined) {
      names = this.input.names(uri, this.library === undefined ? [] : [this.library.names]);
      this.plain.set(uri, names);
    }
    return names;
  }

  names(uri: string): Names {
    let names = this.views.get(uri);
    if (names === undefined) {
      const isCpp = this.byUri.get(uri)?.source.language === "cpp";
      const home = uri === LIBRARY ? "std" : undefined;
      names = isCpp
        ? new BoundNames(this.instances, () => this.plainNames(uri), undefined, undefined, undefined, home)
        : this.plainNames(uri);
      this.views.set(uri, names);
    }
    return names;
  }

  get all(): readonly Names[] {
    return [...new Set([...this.input.files.map((file) => file.uri), ...(this.library ? [LIBRARY] : [])])].map((uri) => this.names(uri));
  }

  lowered(fn: ProgramFunction): { readonly ir: IrFunction; readonly parts: readonly IrFunction[] } {
    const known = this.functions.get(fn.index);
    if (known) return known;
    const file = this.byUri.get(fn.uri);
    const entry = fn as ProgramFunction & Partial<FunctionEntry>;
    const isAgain = fn.index < FIRST_LIBRARY && file?.source.language === "cpp" && entry.declaration?.item !== undefined;
    const hasPack = isAgain && this.instances.hasPack(entry.declaration!);
    const parts = hasPack
      ? [unreadable(entry.declaration!, 0)]
      : isAgain
        ? file.lowerToRun(entry.declaration!, this.names(fn.uri))
        : (entry.parts ?? [fn.ir]);
    const made = { ir: parts[0] ?? fn.ir, parts };
    this.functions.set(fn.index, made);
    return made;
  }

  named(name: string): readonly RunFunction[] {
    const own = this.ownFunctions.get(name);
    if (own) return own;
    const at = name.lastIndexOf("::");
    if (at < 0) return [];
    return this.instances.members(name.slice(0, at), name.slice(at + 2)).flatMap((f) => this.instances.definition(f) ?? []);
  }

  private objects: GlobalObjects | undefined;

  get globals(): GlobalObjects {
    this.objects ??= globalObjects(
      this.input.files.filter((file) => file.source.language === "cpp"),
      (uri) => this.names(uri),
      (uri, name, type, home) =>
        new BoundNames(this.instances, () => this.plainNames(uri), new Map([[name, { type }]]), undefined, undefined, home),
      (uri, text) => this.input.read(uri, text),
    );
    return this.objects;
  }

  isLibrary(record: string): boolean {
    const owner = this.instances.owner(record);
    if (owner) return owner.template?.file.uri === LIBRARY;
    return this.library?.names.records.some((one) => one.name === record) ?? false;
  }

  chosen(key: string): ProgramFunction | undefined {
    return this.keys.get(key) ?? this.instances.definitionOf(key);
  }

  ending(last: string): readonly RunFunction[] {
    return [...[...this.ownFunctions.values()].flat().filter((fn) => fn.last === last), ...this.instances.ending(last)];
  }
}

function rootOf(record: string): string {
  const parts = record.split("::");
  return parts.length > 1 ? parts.slice(0, 2).join("::") : record;
}

function templateFile(file: RunningFile): TemplateFile {
  return {
    uri: file.uri,
    names: file.names,
    text: file.source.blanked,
    items: file.source.items,
    lower: (declaration, names) => file.lowerToRun(declaration, names),
  };
}

/** A function of the library that is no template. */
class LibraryFunction implements RunFunction {
  readonly uri: string;
  readonly name: string;
  readonly record?: string;
  readonly last: string;
  private made: readonly IrFunction[] | undefined;

  constructor(
    readonly index: number,
    private readonly file: RunningFile,
    readonly declaration: FunctionDeclaration,
    readonly offset: number,
    private readonly names: () => Names,
  ) {
    this.uri = file.uri;
    this.name = declaration.name;
    this.last = declaration.name.slice(declaration.name.lastIndexOf("::") + 2);
    if (declaration.record !== undefined) this.record = declaration.record;
  }

  get parts(): readonly IrFunction[] {
    this.made ??= this.file.lowerToRun(this.declaration, this.names());
    return this.made;
  }
  get ir(): IrFunction {
    return this.parts[0]!;
  }
}

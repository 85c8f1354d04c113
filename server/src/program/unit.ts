/** One program: joins the indexes of its files into the `Unit` that analysis, explorer and features ask. Everything is lazy. */
import type { CType, IrFunction } from "../ir/types.ts";
import { createNames } from "../names/create.ts";
import { layoutOf } from "../names/layout.ts";
import type { FileNames, FunctionDeclaration, MacroDefinition, Names } from "../names/types.ts";
import type { SourceFile } from "../source/document.ts";
import type { Declared, DeclaredEntry } from "./declared.ts";
import { isCancel, isStart } from "./api.ts";
import { createClassIndex } from "./classes.ts";
import { callSite, type ProgramContext } from "./context.ts";
import { createFunctionIndex, type FunctionEntry, lastPart } from "./functions.ts";
import { createMessageGraph, type MessageGraph } from "./handlers.ts";
import { createMessages } from "./messages.ts";
import { createPointerIndex } from "./pointers.ts";
import { relevantFunctions } from "./relevant.ts";
import { describeRequests } from "./requests.ts";
import { createResolver, type KnownFunctions } from "./resolve.ts";
import type { RunningInput } from "./running.ts";
import { cancelSite, findSites, type Sites, startSite } from "./sites.ts";
import type { CallSite, CancelSite, Handler, MessageNumber, ProgramFunction, Request, StartSite, Target, Unit, UnitFile } from "./types.ts";
import { push, statementsOf } from "./values.ts";

export interface UnitFileInput {
  readonly uri: string;
  /** Text, items and lines; its tree may be gone. */
  readonly source: SourceFile;
  /** The source with a living tree; `source` itself if absent. */
  live?(): SourceFile;
  readonly names: FileNames;
  /** Uris of the files of the unit that it includes, directly or not, nearest first. */
  readonly visible: readonly string[];
  /** The function of an item, then its lambdas. `names` is what the file sees. */
  lower(declaration: FunctionDeclaration, names: Names): readonly IrFunction[];
  /** The same without a memory, for names that differ from instance to instance. */
  lowerToRun(declaration: FunctionDeclaration, names: Names): readonly IrFunction[];
}

export interface UnitInput {
  readonly target: Target;
  /** Definitions of the project and the settings; `UNICODE` decides what `TCHAR` means. */
  readonly macros?: readonly MacroDefinition[];
  readonly files: readonly UnitFileInput[];
  readonly known: KnownFunctions;
  /** Functions of the program that stand for a Winsock function, by name. */
  readonly wrappers?: Declared;
  /** Macros of message maps. */
  readonly messageMaps?: ReadonlyMap<string, DeclaredEntry>;
  /** Every file of the program is among `files`. */
  readonly closed: boolean;
  readonly missing: readonly string[];
  /** See `Unit.otherChoice`. */
  readonly other?: () => ReturnType<Unit["otherChoice"]>;
  /** Reads a text that is no file of the program: the standard library as the interpreter runs it. */
  read(uri: string, text: string): Omit<UnitFileInput, "visible">;
}

export function createUnit(input: UnitInput): Unit {
  return new ProgramUnit(input);
}

class ProgramUnit implements Unit {
  readonly target: Target;
  readonly missing: readonly string[];
  private readonly context: ProgramContext;
  private readonly byUri: ReadonlyMap<string, UnitFileInput>;
  private readonly namesOf = new Map<string, Names>();
  private readonly wrappers: Declared;
  private readonly lists: Lazy;
  readonly files: ReadonlyMap<string, UnitFile>;

  constructor(private readonly input: UnitInput) {
    this.target = input.target;
    this.missing = input.missing;
    this.wrappers = input.wrappers ?? new Map();
    this.byUri = new Map(input.files.map((file) => [file.uri, file]));
    const functions = createFunctionIndex(
      input.files.map((file) => ({
        uri: file.uri,
        names: file.names,
        items: file.source.items,
        text: file.source.blanked,
        lower: (declaration) => file.lower(declaration, this.names(file.uri)),
      })),
    );
    const indexes = input.files.map((file) => file.names);
    const classes = createClassIndex(indexes);
    const variables = input.files.flatMap((file) => file.names.variables.map((variable) => ({ uri: file.uri, variable })));
    const declared = new Set(indexes.flatMap((file) => file.functions.map((f) => lastPart(f.name))));
    const pointers = createPointerIndex(functions, classes, () => variables);
    const resolver = createResolver({
      functions,
      classes,
      pointers,
      known: input.known,
      wrappers: this.wrappers,
      declared: (name) => declared.has(lastPart(name)),
      closed: input.closed,
    });
    this.context = {
      functions,
      classes,
      pointers,
      resolver,
      variables,
      messageMaps: input.messageMaps ?? new Map(),
      tables: input.files.flatMap((file) => file.names.tables.map((table) => ({ ...table, uri: file.uri }))),
      names: (uri) => this.names(uri),
      sourceText: (fn, start, end) => this.byUri.get(fn.uri)?.source.text.slice(fn.offset + start, fn.offset + end) ?? "",
      callers: (fn) => this.callers(fn),
      closed: input.closed,
    };
    this.files = new Map(
      input.files.map((file) => [
        file.uri,
        {
          uri: file.uri,
          source: sourceView(file),
          names: file.names,
          functions: functions.ofFile(file.uri),
        },
      ]),
    );
    this.lists = new Lazy(this.context, this.wrappers, indexes);
  }

  get functions(): readonly ProgramFunction[] {
    return this.context.functions.all;
  }

  get toRun(): RunningInput {
    return {
      files: this.input.files,
      names: (uri, library) => (library.length === 0 ? this.names(uri) : this.namesWith(uri, library)),
      read: this.input.read,
    };
  }

  private other: { readonly choice: ReturnType<Unit["otherChoice"]> } | undefined;

  otherChoice(): ReturnType<Unit["otherChoice"]> {
    this.other ??= { choice: this.input.other?.() };
    return this.other.choice;
  }

  get tables() {
    return this.context.tables;
  }

  names(uri: string): Names {
    const known = this.namesOf.get(uri);
    if (known) return known;
    const names = this.namesWith(uri, []);
    this.namesOf.set(uri, names);
    return names;
  }

  private namesWith(uri: string, more: readonly FileNames[]): Names {
    const file = this.byUri.get(uri);
    const seen = file ? [file.names, ...file.visible.flatMap((other) => this.byUri.get(other)?.names ?? [])] : [];
    return createNames([...seen, ...more], this.target, { macros: this.input.macros ?? [] });
  }

  resolve(site: CallSite) {
    return this.context.resolver.resolve(site.function, site.statement);
  }

  private macroUsers: ReadonlyMap<string, readonly string[]> | undefined;

  mentioning(identifiers: Iterable<string>): readonly ProgramFunction[] {
    this.macroUsers ??= usersOfWords(this.input.files.flatMap((file) => file.names.macros));
    const words = new Set(identifiers);
    // a set goes on with what is added while it is walked: a macro of a macro
    for (const word of words) for (const macro of this.macroUsers.get(word) ?? []) words.add(macro);
    const found = new Set<FunctionEntry>();
    for (const word of words) for (const fn of this.context.functions.mentioning(word)) found.add(fn);
    return [...found].sort((a, b) => a.index - b.index);
  }

  private readonly callerLists = new Map<number, readonly CallSite[]>();

  callers(fn: ProgramFunction): readonly CallSite[] {
    const known = this.callerLists.get(fn.index);
    if (known) return known;
    this.callerLists.set(fn.index, []); // while it is computed nobody asks further
    const { functions, resolver } = this.context;
    const entry = fn as FunctionEntry;
    const last = entry.last.replace(/^~/, "");
    if (!/^\w+$/.test(last)) return []; // operators and lambdas are called by no name
    const users = new Set<FunctionEntry>(functions.mentioning(last));
    // calls through what holds the function's address name the pointer, not the function
    const pointers = this.pointersTo(last);
    for (const pointer of pointers) for (const user of functions.mentioning(pointer)) users.add(user);
    const found: CallSite[] = [];
    const called = new RegExp(`\\b${last}\\s*(?:<[^<>]*>\\s*)?\\(`);
    // a member is called where an object of its class, or one of its family, can be
    const objects = entry.record === undefined || pointers.length > 0 ? undefined : this.context.classes.objectNames(entry.record);
    const isLifetime = entry.declaration.isConstructor || entry.declaration.isDestructor;
    for (const user of [...users].sort((a, b) => a.index - b.index)) {
      if (objects && user.record !== entry.record && ![...user.words].some((word) => objects.has(word))) continue;
      if (!isLifetime && pointers.length === 0 && (user.index === fn.index ? user.text.replace(called, "") : user.text).search(called) < 0)
        continue;
      for (const { block, index, statement } of statementsOf(user.ir)) {
        if (statement.kind !== "call") continue;
        const { callee } = statement;
        if ((callee.kind === "name" || callee.kind === "member") && lastPart(callee.name) !== last) continue;
        if ((callee.kind === "constructor" || callee.kind === "destructor") && !isLifetime) continue;
        const target = resolver.resolve(user, statement);
        const hit =
          target.kind === "program"
            ? target.functions.some((f) => f.index === fn.index)
            : target.kind === "winsock" && target.via === `wrapper ${fn.name}`;
        if (hit) found.push(callSite(user, block, index, statement));
      }
    }
    this.callerLists.set(fn.index, found);
    return found;
  }

  /** Names of variables and members in which the address of a function of this name is stored. */
  private pointersTo(last: string): string[] {
    const names = new Set<string>();
    for (const user of this.context.functions.mentioning(last)) {
      if (!new RegExp(`[=,(&]\\s*(?:\\([^()]*\\)\\s*)?&?\\s*(?:\\w+::)*${last}\\s*[;,)]`).test(user.text)) continue;
      for (const { statement } of statementsOf(user.ir)) {
        if (statement.kind !== "store" || statement.value.kind !== "function" || lastPart(statement.value.name) !== last) continue;
        if (statement.place.kind === "field") names.add(statement.place.member);
        if (statement.place.kind === "global") names.add(lastPart(statement.place.name));
      }
    }
    return [...names];
  }

  get starts() {
    return this.lists.starts;
  }
  get cancels() {
    return this.lists.cancels;
  }
  get requests() {
    return this.lists.requests;
  }
  get relevant() {
    return this.lists.relevant;
  }
  get handlers() {
    return this.lists.handlers;
  }

  handlersComplete(message: MessageNumber): boolean {
    return this.lists.graph.complete(message);
  }

  record(name: string, uri?: string) {
    return (uri === undefined ? undefined : this.names(uri).record(name)) ?? this.context.classes.record(name);
  }

  derived(record: string): readonly string[] {
    return this.context.classes.derived(record);
  }

  layout(type: CType, uri?: string) {
    const from = uri ?? this.input.files[0]?.uri;
    if (from === undefined) return undefined;
    const names = this.names(from);
    return layoutOf(names.resolve(type), names);
  }
}

/** The description as it is; a tree that is gone is parsed again only for who asks for it. */
function sourceView({ source, live }: UnitFileInput): SourceFile {
  return live ? Object.defineProperty({ ...source }, "tree", { enumerable: true, get: () => live().tree }) : source;
}

const WORDS = /[A-Za-z_]\w*/g;

/** Macros in whose bodies a word stands. */
function usersOfWords(macros: readonly MacroDefinition[]): ReadonlyMap<string, readonly string[]> {
  const users = new Map<string, string[]>();
  for (const { name, body } of macros) for (const word of new Set(body.match(WORDS))) push(users, word, name);
  return users;
}

function completes(handler: { trigger?: Handler["trigger"] }): void {
  handler.trigger = "completion";
}

/** The lists of a unit, each computed when first asked for. */
class Lazy {
  constructor(
    private readonly context: ProgramContext,
    private readonly wrappers: Declared,
    private readonly files: readonly FileNames[],
  ) {}

  private readonly made = new Map<string, unknown>();
  private once<T>(key: string, make: () => T): T {
    if (!this.made.has(key)) this.made.set(key, make());
    return this.made.get(key) as T;
  }

  private get messages() {
    return this.once("messages", () => createMessages(() => this.context));
  }
  get graph(): MessageGraph {
    return this.once("graph", () => createMessageGraph(this.context, this.messages));
  }
  private get sites(): Sites {
    return this.once("sites", () =>
      findSites(
        this.context,
        this.wrappers,
        this.files.flatMap((file) => file.macros),
      ),
    );
  }
  get starts(): readonly StartSite[] {
    return this.once("starts", () => {
      const starts = this.sites.calls
        .filter((call) => isStart(call.name))
        .map((call) => startSite(this.context, this.messages, this.graph, call));
      for (const { handlers } of starts) for (const handler of handlers) if (handler.message !== undefined) completes(handler);
      return starts;
    });
  }
  get handlers(): readonly Handler[] {
    // whose completion a handler gets is known once the starts are
    void this.starts;
    return this.graph.handlers;
  }
  get cancels(): readonly CancelSite[] {
    return this.once("cancels", () => this.sites.calls.filter((call) => isCancel(call.name)).map(cancelSite));
  }
  get requests(): readonly Request[] {
    return this.once("requests", () => describeRequests(this.context, this.graph, this.starts, this.cancels));
  }
  get relevant(): readonly ProgramFunction[] {
    return this.once("relevant", () => relevantFunctions(this.context, this.graph, this.starts, this.cancels));
  }
}

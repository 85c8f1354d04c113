/**
 * What stands around the program in a run: how it starts, what the user and the clock may do, and when it is over.
 *
 * A program (`main`, `WinMain`) starts as Windows starts it. Any other entry runs after a successful WSAStartup(2.2) on a thread that owns a
 * window; what it is given is unknown; when it has returned, a pump of the environment takes what is in the queue.
 */
import type { Model, ModelResult, Run, RunValue } from "../platform/run/types.ts";
import { takesFirst } from "../platform/run/messages.ts";
import { WAIT } from "../platform/run/types.ts";
import { WOULD_BLOCK } from "../emulator/index.ts";
import type { CType } from "../names/ctype.ts";
import type { Handler, ProgramFunction, StartSite, Unit } from "../program/types.ts";
import { isProgramEntry, nameOf } from "./entry.ts";
import { callAddress } from "./interpreter/control.ts";
import { constructing } from "./interpreter/dynamicType.ts";
import type { ProgramImage } from "./interpreter/image.ts";
import { emptied } from "./interpreter/invention.ts";
import type { Simulation } from "./interpreter/simulation.ts";
import { globalAddress } from "./interpreter/globals.ts";
import type { World } from "./interpreter/world.ts";
import type { Scalar, Value } from "./values.ts";
import { CONSTRUCT, endModels, ENDING, hasEnds } from "./interpreter/programEnd.ts";
import { MessageNumbers } from "./messageNumbers.ts";
import { pinnedEntries } from "./pinnedEntries.ts";
import type { PinnedEntry } from "./scenario.ts";
import { type UnseenHandler, unseenHandlers } from "./unseenHandlers.ts";
import { awaitedClose, cancelEntries, FIRST_CALL, repeatedEntry, type UserEntry, userEntries } from "./userEntries.ts";

const PUMP = "environment:pump";
const WINDOW = "environment:window";
const CLASS = "environment";
const DESTROY = "environment:destroy";
/** Shape of an entry that deletes its object. */
const DELETES = 16;
/** Shape of an entry that is called again. */
const AGAIN = 32;
/** Shape of a function that is told whether the lookup has succeeded. */
const TOLD = 64;

export interface Environment {
  readonly entry: ProgramFunction;
  /** The entry is the whole program. */
  readonly whole: boolean;
  readonly users: readonly UserEntry[];
  /** The window that an entry of its own gets. */
  window: number;
  /** Where the environment's own calls arrive. */
  control: number;
}

/** What the environment adds to the library models. */
export const environmentModels: ReadonlyMap<string, Model> = new Map<string, Model>([
  [PUMP, { waits: true, run: pump, resume: pumped }],
  [WINDOW, { run: environmentWindow, resume: deleted }],
  // Destructors one after the other: pairs of function and object.
  [DESTROY, { run: destroyNext, resume: destroyNext }],
  ...endModels,
  ["environment:unwind", { run: unwindNext, resume: unwindNext }],
  ["environment:dispatched", { run: () => 0, resume: dispatched }],
]);

function destroyNext(_run: Run, data: readonly RunValue[]): ModelResult {
  if (data.length < 2) return 0;
  return { callback: Number(data[0]), args: [], self: Number(data[1]), data: data.slice(2) };
}

function dispatched(run: Run, _data: readonly RunValue[], result: RunValue): ModelResult {
  run.winsock.returnFromDispatch(run.thread, run.int(result));
  return 0;
}

function unwindNext(run: Run, data: readonly RunValue[]): ModelResult {
  if (data.length < 2) return run.rethrow();
  return destroyNext(run, data);
}

/** The destructor has run: the object's storage goes. */
function deleted(run: Run, [object]: readonly RunValue[]): ModelResult {
  run.free(run.int(object), "delete");
  return 0;
}

function pump(run: Run): ModelResult {
  const message = { hwnd: 0, message: 0, wParam: 0, lParam: 0, time: 0 };
  const answer = run.attempt(
    () => run.winsock.GetMessage(run.thread, message, 0, 0, 0),
    (result) => result !== WOULD_BLOCK && !takesFirst(run, result, message),
  );
  if (answer === WOULD_BLOCK) return WAIT;
  if (typeof answer === "object") return { callback: answer.procedure, args: answer.args, data: [] };
  if (answer === 0) return message.wParam;
  const dispatched = run.winsock.DispatchMessage(run.thread, message);
  return typeof dispatched === "object" ? { callback: dispatched.procedure, args: dispatched.args, data: [] } : { again: [] };
}

function pumped(run: Run, _data: readonly unknown[], result: Parameters<NonNullable<Model["resume"]>>[2]): ModelResult {
  run.winsock.returnFromDispatch(run.thread, run.isUnknown(result) ? 0 : run.int(result));
  return { again: [] };
}

/** Window procedure of the environment's window: the handler that the message graph names. */
function environmentWindow(run: Run, args: Parameters<Model["run"]>[1]): ModelResult {
  const procedure = run.environment("handler", [run.int(args[1])]);
  if (procedure === 0) {
    const fallback = run.modelAddress("DefWindowProcA");
    return fallback === undefined ? 0 : { callback: fallback, args };
  }
  const shape = run.environment("shape", [run.int(args[1])]);
  const self = run.environment("object", [run.int(args[1])]);
  if (shape === DELETES) {
    const window = run.environment("owned window", [run.int(args[1])]);
    if (window) run.winsock.DestroyWindow(run.thread, window);
    return { callback: procedure, args: [], self, data: [self] };
  }
  if (shape === AGAIN) {
    const count = run.environment("argument count", [run.int(args[1])]);
    const given = Array.from({ length: count }, (_, i) => run.environment("argument", [run.int(args[1]), i]));
    return { callback: procedure, args: given, ...(self ? { self } : {}) };
  }
  if (shape === TOLD) return { callback: procedure, args: [run.int(args[3]) >>> 16 === 0 ? 1 : 0], ...(self ? { self } : {}) };
  const sent = run.environment("message", [run.int(args[1])]);
  if (shape === 1 && sent !== 0) return { callback: procedure, args: [args[0]!, sent, args[2]!, args[3]!] };
  const given = shape === 1 ? args : [...(shape & 2 ? [args[2]!] : []), ...(shape & 4 ? [args[3]!] : [])];
  return { callback: procedure, args: given, ...(self ? { self } : {}) };
}

/** Prepares `sim` for runs of `entry` and gives their first state. */
export function startEnvironment(
  sim: Simulation,
  unit: Unit,
  entry: ProgramFunction,
  maxEvents: number,
  pinned?: readonly PinnedEntry[],
  thorough = false,
): { world: World; environment: Environment } {
  const { image } = sim;
  const whole = isProgramEntry(nameOf(entry));
  const own = ownHandlers(unit, entry);
  const procedure = procedureOf(unit, own);
  sim.startGlobals = whole ? undefined : writtenByOthers(unit, entry);
  const known = pinned ? [] : [...userEntries(unit, entry, whole ? "any" : (procedure ?? "none"))];
  if (!pinned && !whole) known.push(...awaitedClose(entry, known));
  const again = thorough && !whole && !pinned ? [...repeatedEntry(unit, entry, known.length)] : [];
  if (thorough && !whole && !pinned) {
    const isBase = (base: string, of: string): boolean => image.layouts.baseOffset(of, base) !== undefined;
    again.push(...cancelEntries(unit, entry, isBase, known, known.length + again.length));
  }
  const environment: Environment = {
    entry,
    whole,
    users: maxEvents > 0 ? (pinned ? pinnedEntries(unit, entry, pinned) : [...known, ...again]) : [],
    window: 0,
    control: 0,
  };
  const numbers = new MessageNumbers(unit);
  sim.messageNumber = (name) => numbers.named(name);
  const handlers = handlerTable(unit, own, numbers);
  const unseen = whole ? new Map<number, UnseenHandler>() : unseenTable(unit, handlers, numbers);
  const handlerOf = (message: number): Handler | undefined => handlers.get(message) ?? unseen.get(message)?.handler;
  const user = (message: number): UserEntry | undefined => (message >= FIRST_CALL ? environment.users[message - FIRST_CALL] : undefined);
  sim.entryReturned = (world, thread, value) => {
    if (whole && world.stage === 0 && hasEnds(world)) {
      // Objects with static storage end after main.
      world.stage = 1;
      world.modelState = new Map(world.modelState).set("exit value", value);
      bottom(world, thread);
      world.push(thread, { owner: {}, kind: "model", model: ENDING, data: [], resultTemp: -1, resultAddress: 0, purpose: "start" });
      return;
    }
    if (whole || world.stage === 1) {
      value = world.modelState.get("exit value") ?? value;
      const code = typeof value === "number" ? value | 0 : undefined;
      world.finish(code === undefined ? { kind: "returned" } : { kind: "returned", code });
      return;
    }
    world.stage = 1;
    world.modelState = new Map(world.modelState).set("entry result", value);
    sim.observe(world, { kind: "model", what: "entry returned", data: {} });
    bottom(world, thread);
    world.push(thread, { owner: {}, kind: "model", model: PUMP, data: [], resultTemp: -1, resultAddress: 0, purpose: "start" });
  };
  sim.answerEnvironment = (world, question, data) => {
    switch (question) {
      case "thread of":
        return sim.winsock.threadOf(data[0]!);
      case "exit code":
        return sim.winsock.threadExitCode(data[0]!);
      case "procedure":
        return sim.winsock.windowProcedure(data[0]!);
      case "handler": {
        const fn = user(data[0]!)?.function ?? handlerOf(data[0]!)?.function;
        // nobody calls a function of an object that is gone
        const self = user(data[0]!)?.again ? objectFor(world, fn) : 0;
        if (self !== 0 && world.space.at(self)?.life !== "live") return 0;
        const far = handlers.has(data[0]!) ? undefined : unseen.get(data[0]!)?.handler;
        if (far) world.assume("entry", `${far.function.name} was taken to be told of ${far.message?.text || "the message"}`);
        return fn ? image.functionAddress(fn) : 0;
      }
      case "shape":
        if (user(data[0]!)?.again) return AGAIN;
        if (user(data[0]!)?.deletes) return DELETES;
        if (!handlers.has(data[0]!) && unseen.get(data[0]!)?.told) return TOLD;
        return shapeOf(user(data[0]!)?.handler ?? handlerOf(data[0]!));
      case "message":
        return user(data[0]!)?.sends ?? 0;
      case "message of a start": {
        const start = whole ? undefined : startAt(unit, world);
        const message = start && numbers.ofStart(start);
        if (message === undefined) return 0;
        world.assume("entry", `${start!.message.text || "the message of a request"} was taken to be a number of its own`);
        return message;
      }
      case "window of a start": {
        const start = whole ? undefined : startAt(unit, world);
        const given = start?.site.statement.args[0];
        // a NULL that is written there is one
        if (!start || environment.window === 0 || given?.kind === "int" || !sim.winsock.windowExists(environment.window)) return 0;
        world.assume("entry", "the window of a request, which nothing has made yet, was taken to be a window of the thread");
        return environment.window;
      }
      case "argument count": {
        const called = user(data[0]!)?.function ?? entry;
        const other = called === entry ? "again while its request is pending" : `after ${entry.name}`;
        world.assume("entry", `${called.name} was taken to be called ${other}`);
        return image.run(called).params.length;
      }
      case "argument": {
        const called = user(data[0]!)?.function ?? entry;
        const param = image.run(called).params[data[1]!]!;
        const same = called === entry ? undefined : sameArgument(world, param.type);
        if (same !== undefined) return same;
        const which = called === entry ? "of the second call" : `of ${called.name}`;
        const label = `argument ${param.name || data[1]! + 1} ${which}`;
        const value = argument(world, environment, param.type, label, `again ${called.index} ${data[1]}`);
        if (typeof value === "number") return value;
        const { type } = param;
        return type.kind === "pointer" || type.kind === "reference" ? world.address(value, type.to) : 1;
      }
      case "startup may fail":
        return thorough ? 1 : 0;
      case "had a past":
        return whole ? 0 : 1;
      case "object":
        return objectFor(world, (user(data[0]!) ?? handlerOf(data[0]!))?.function);
      case "owned window": {
        // The window of an object goes before the object.
        const record = user(data[0]!)?.function.ir.record;
        return [...handlers.values()].some((handler) => handler.function.ir.record === record) ? environment.window : 0;
      }
      default:
        return 0;
    }
  };

  const world = sim.start();
  sim.activate(world);
  const thread = world.addThread(sim.winsock.mainThread);
  world.current = thread;
  try {
    bottom(world, thread);
    if (whole) {
      startProgram(world, entry, image);
      constructGlobals(world, thread, image);
    }
    if (!whole) startEntry(world, environment, entry, image, procedure);
  } finally {
    world.current = undefined;
    sim.suspend();
  }
  return { world, environment };
}

function bottom(world: World, thread: World["threads"][number]): void {
  world.push(thread, { owner: {}, kind: "model", model: "", data: [], resultTemp: -1, resultAddress: 0, purpose: "entry" });
}

/** Constructors of objects with static storage, before what is on the stack goes on. */
function constructGlobals(world: World, thread: World["threads"][number], image: ProgramImage): void {
  const { construct, destroy } = image.running.globals;
  if (construct.length === 0) return;
  const ends = [...destroy].reverse();
  const data = construct.flatMap((fn, i) => [image.functionAddress(fn), image.functionAddress(ends[i]!)]);
  world.push(thread, { owner: {}, kind: "model", model: CONSTRUCT, data, resultTemp: -1, resultAddress: 0, purpose: "start" });
}

function startProgram(world: World, entry: ProgramFunction, image: ProgramImage): void {
  const name = nameOf(entry);
  const address = image.functionAddress(entry);
  const thread = world.current!;
  if (/WinMain/.test(name)) {
    callAddress(world, thread, address, [0x40_0000, 0, image.stringLiteral("", /^w/.test(name)), 1], undefined, { temp: -1, address: 0 });
    return;
  }
  const p = image.layouts.pointerSize;
  const pointer: Scalar = { kind: "pointer", size: p, signed: false };
  const argv = world.create({ size: 2 * p, kind: "system", label: "argv", site: "argv", fill: 1 });
  world.space.store(argv.base, image.stringLiteral("program", /^w|^_t/.test(name)), pointer);
  callAddress(world, thread, address, [1, argv.base, 0], undefined, { temp: -1, address: 0 });
}

function startEntry(
  world: World,
  environment: Environment,
  entry: ProgramFunction,
  image: ProgramImage,
  direct: ProgramFunction | undefined,
): void {
  const { winsock } = world.sim;
  const thread = world.current!;
  const data = world.create({ size: 512, kind: "system", label: "WSADATA", site: "WSADATA", fill: 1 });
  winsock.WSAStartup(thread.id, 0x0202, data.base);
  const procedure = direct ? image.functionAddress(direct) : image.modelAddress(WINDOW);
  winsock.RegisterClass(thread.id, CLASS, procedure);
  environment.window = winsock.CreateWindowEx(thread.id, CLASS, 0);
  winsock.RegisterClass(thread.id, `${CLASS} control`, image.modelAddress(WINDOW));
  environment.control = winsock.CreateWindowEx(thread.id, `${CLASS} control`, 0);
  world.modelState = new Map(world.modelState).set("environment window", environment.window);
  const ir = image.run(entry);
  const self = ir.record !== undefined && !ir.isStatic ? objectFor(world, entry) : undefined;
  giveWindows(world, environment.window, image, ir.record, self);
  const args = ir.params.map((param, i) => argument(world, environment, param.type, `argument ${param.name || i + 1}`, `entry ${i}`));
  ir.params.forEach(({ type }, i) => {
    const of = pointedRecord(type);
    if (of !== undefined) world.modelState = new Map(world.modelState).set(`argument to ${of}`, args[i]!);
  });
  callAddress(world, thread, image.functionAddress(entry), args, self, { temp: -1, address: 0 });
  if (self !== undefined && !ir.isConstructor && startsRequests(image, entry)) construct(world, environment, entry, self);
}

function startsRequests(image: ProgramImage, entry: ProgramFunction): boolean {
  return image.unit.starts.some((start) => start.site.function === entry);
}

/** The object of the entry is built by its visible constructor, which runs before the entry. */
function construct(world: World, environment: Environment, entry: ProgramFunction, self: number): void {
  const { image } = world.sim;
  const record = entry.ir.record!;
  const constructors = image.unit.functions.filter(
    (fn) => fn.name.startsWith(`${record}::`) && fn.ir.isConstructor && fn.ir.record === record,
  );
  const isCopy = (fn: ProgramFunction): boolean => fn.ir.params.length === 1 && fn.ir.params[0]!.type.kind === "reference";
  const chosen = constructors.filter((fn) => !isCopy(fn)).sort((a, b) => a.ir.params.length - b.ir.params.length)[0];
  if (!chosen) return;
  const args = image
    .run(chosen)
    .params.map((param, i) => argument(world, environment, param.type, `argument ${param.name || i + 1}`, `constructor ${i}`));
  callAddress(world, world.current!, image.functionAddress(chosen), args, self, { temp: -1, address: 0 });
  constructing(world, self, record);
}

/** Window handles that nothing set yet are the environment's window, pointers to the class of the entry its object. */
function giveWindows(world: World, window: number, image: ProgramImage, record: string | undefined, self: number | undefined): void {
  for (const [uri, file] of image.unit.files) {
    for (const variable of file.names.variables) {
      if (variable.initialiser && !/^\s*=?\s*(0|NULL|nullptr)\s*$/.test(variable.initialiser.text)) continue;
      const type = image.names(uri).resolve(variable.type);
      if (self !== undefined && type.kind === "pointer" && type.to.kind === "record" && type.to.name === record) {
        const pointer = globalAddress(image, variable.name, uri, undefined);
        if (!holdsPointer(pointer.type)) continue;
        world.space.store(pointer.address, self, { kind: "pointer", size: image.layouts.pointerSize, signed: false });
        world.sim.givenGlobals.set(variable.name, `${variable.name} was taken to point to the ${record}`);
        continue;
      }
      if (!isWindow(type)) continue;
      const place = globalAddress(image, variable.name, uri, undefined);
      if (!holdsPointer(place.type)) continue;
      world.space.store(place.address, window, { kind: "pointer", size: image.layouts.pointerSize, signed: false });
      world.sim.givenGlobals.set(variable.name, `${variable.name} was taken to be a window of the thread`);
    }
  }
}

/** Another file of the unit may declare the name with another type, and the place was made for that one. */
const holdsPointer = (type: CType | undefined): boolean => type?.kind === "pointer";

export function isWindow(type: CType): boolean {
  return type.kind === "pointer" && (type.name === "HWND" || (type.to.kind === "record" && type.to.name === "HWND__"));
}

/** What a pointer to a class is called by: two arguments of it are taken for the same object. */
function pointedRecord(type: CType): string | undefined {
  if (type.kind === "unknown" && type.text !== "") return type.text;
  if (type.kind !== "pointer" && type.kind !== "reference") return undefined;
  return type.to.kind === "record" ? type.to.name : type.to.kind === "unknown" ? type.to.text : undefined;
}

/** The argument of the entry that a function called after it is given again. */
function sameArgument(world: World, type: CType): number | undefined {
  const of = pointedRecord(type);
  const value = of === undefined ? undefined : world.modelState.get(`argument to ${of}`);
  return value === undefined ? undefined : world.address(value, type.kind === "pointer" || type.kind === "reference" ? type.to : undefined);
}

function argument(world: World, environment: Environment, type: CType, label: string, site: string): Value {
  const { layouts } = world.sim.image;
  if (isWindow(type)) return environment.window;
  const scalar = layouts.scalar(type);
  if (!scalar || type.kind === "record" || type.kind === "array") {
    const layout = layouts.of(type);
    const object = world.create({ size: layout.size, kind: "unknown", label, site, fill: 3, fuzzy: layout.fuzzy });
    if (type.kind === "record") emptied(world, object, type.name);
    return world.space.readBlob(object.base, layout.size);
  }
  const value = world.fresh(site, scalar, label);
  // A reference names an object.
  if (type.kind === "reference") world.address(value, type.to);
  return value;
}

/** The object whose members the handlers of a class run on: one for each class, unknown inside. */
function objectFor(world: World, fn: ProgramFunction | undefined): number {
  const record = fn?.ir.record;
  if (!fn || record === undefined || fn.ir.isStatic) return 0;
  const key = `object of ${record}`;
  const known = world.modelState.get(key);
  if (typeof known === "number") return known;
  const { image } = world.sim;
  // A handler of a base class runs on the object of the derived class that is already there.
  for (const [other, value] of world.modelState) {
    if (!other.startsWith("object of ") || typeof value !== "number") continue;
    const offset = image.layouts.baseOffset(other.slice(10), record);
    if (offset !== undefined) return value + offset;
  }
  const layout = image.layouts.record(record);
  const object = world.create({
    size: layout.size,
    kind: "heap",
    label: `the ${record}`,
    site: key,
    fill: 3,
    fuzzy: layout.fuzzy,
    allocator: "new",
  });
  world.space.setType(object.base, record);
  constructing(world, object.base, record);
  emptied(world, object, record);
  world.modelState = new Map(world.modelState).set(key, object.base);
  joinObjects(world, record, object.base);
  return object.base;
}

/** Invented objects that have pointers to each other's classes point to each other: a window and its owner. */
function joinObjects(world: World, record: string, address: number): void {
  const { layouts } = world.sim.image;
  const others = [...world.modelState].flatMap(([name, at]) =>
    name.startsWith("object of ") && typeof at === "number" ? [{ record: name.slice(10), at }] : [],
  );
  const point = (from: { record: string; at: number }, to: { record: string; at: number }): void => {
    const layout = layouts.record(from.record);
    for (const [name, field] of layout.fields) {
      const { type } = field;
      if (type?.kind !== "pointer" || type.to.kind !== "record" || type.to.name !== to.record) continue;
      // what a constructor or the program has written stays
      if (world.space.peekInt(from.at + field.offset, { kind: "pointer", size: layouts.pointerSize, signed: false }) !== undefined)
        continue;
      world.space.store(from.at + field.offset, to.at, { kind: "pointer", size: layouts.pointerSize, signed: false });
      world.assume("entry", `${name} of the ${from.record} was taken to point to the ${to.record}`);
    }
  };
  for (const other of others) {
    if (other.record === record) continue;
    point({ record, at: address }, other);
    point(other, { record, at: address });
  }
}

/** Whether a function beside the entry writes a variable, or takes its address. Only functions that name it are lowered for the answer. */
function writtenByOthers(unit: Unit, entry: ProgramFunction): (name: string) => boolean {
  const known = new Map<string, boolean>();
  return (name) => {
    const before = known.get(name);
    if (before !== undefined) return before;
    const result = unit.mentioning([name.slice(name.lastIndexOf(":") + 1)]).some((fn) => fn !== entry && writes(fn, name));
    known.set(name, result);
    return result;
  };
}

function writes(fn: ProgramFunction, name: string): boolean {
  return fn.ir.blocks.some((block) =>
    block.statements.some((statement) => {
      if (statement.kind !== "store" && statement.kind !== "addressOf") return false;
      let root = statement.place;
      while (root.kind === "field" || root.kind === "index") root = root.of;
      return root.kind === "global" && root.name === name;
    }),
  );
}

/** The procedure of the entry's window: the one that gets its replies; the program's first one if its replies are met in loops alone. */
function procedureOf(unit: Unit, own: readonly Handler[]): ProgramFunction | undefined {
  const direct = (handlers: readonly Handler[]) => handlers.find((handler) => handler.kind === "window-procedure")?.function;
  const inLoops = own.every(({ kind }) => kind === "message-loop" || kind === "hook" || kind === "dispatcher");
  return direct(own) ?? (inLoops ? direct(unit.handlers) : undefined);
}

/** Handlers of the requests that the entry starts; if it starts none, of those of its class; else of all. */
function ownHandlers(unit: Unit, entry: ProgramFunction): readonly Handler[] {
  const { record } = entry.ir;
  const own = unit.starts.filter((start) => start.site.function === entry);
  const ofClass = record === undefined ? [] : unit.starts.filter((start) => start.site.function.ir.record === record);
  return (own.length > 0 ? own : ofClass.length > 0 ? ofClass : unit.starts).flatMap((start) => start.handlers);
}

/** The start that the current thread of a run is at. */
function startAt(unit: Unit, world: World): StartSite | undefined {
  const at = world.position();
  if (!at) return undefined;
  const inside = unit.starts.filter(({ site }) => site.function.index === at.fn.index);
  return (
    inside.find(({ site }) => site.function.offset + site.statement.range.start === at.start) ??
    (inside.length === 1 ? inside[0] : undefined)
  );
}

/** Handlers by message number: the given ones, then those of other requests, then what else their classes and procedures handle. */
function handlerTable(unit: Unit, own: readonly Handler[], numbers: MessageNumbers): ReadonlyMap<number, Handler> {
  const table = new Map<number, Handler>();
  const add = (handler: Handler): void => {
    if (handler.kind === "message-loop" || handler.kind === "hook" || handler.kind === "dispatcher") return;
    const value = handler.message && numbers.of(handler.message);
    if (value !== undefined && !table.has(value)) table.set(value, handler);
  };
  own.forEach(add);
  const owners = new Set(own.map(({ function: fn }) => fn.ir.record ?? fn.name));
  for (const start of unit.starts) start.handlers.forEach(add);
  for (const handler of unit.handlers)
    if (own.length === 0 || owners.has(handler.function.ir.record ?? handler.function.name)) add(handler);
  return table;
}

/** Those who are told of requests whose messages nobody in view takes. */
function unseenTable(unit: Unit, handlers: ReadonlyMap<number, Handler>, numbers: MessageNumbers): ReadonlyMap<number, UnseenHandler> {
  const table = new Map<number, UnseenHandler>();
  for (const start of unit.starts) {
    const number = numbers.ofStart(start);
    if (start.handlers.length > 0 || handlers.has(number) || table.has(number)) continue;
    const [first] = unseenHandlers(unit, start);
    if (first) table.set(number, first);
  }
  return table;
}

/** 1: all four arguments of a window procedure; else bit 1 for wParam, bit 2 for lParam. */
function shapeOf(handler: Handler | undefined): number {
  if (!handler) return 0;
  if (/procedure|hook/.test(handler.kind)) return 1;
  return (handler.wParam === undefined ? 0 : 2) | (handler.lParam === undefined ? 0 : 4);
}

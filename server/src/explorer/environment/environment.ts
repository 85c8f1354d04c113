/**
 * What stands around the program in a run: how it starts, what the user and the clock may do, and when it is over.
 *
 * A program (`main`, `WinMain`) starts as Windows starts it. Any other entry runs after a successful WSAStartup(2.2) on a thread that owns a
 * window; what it is given is unknown; when it has returned, a pump of the environment takes what is in the queue.
 */
import type { Handler, ProgramFunction, Unit } from "../../program/types.ts";
import { isProgramEntry, nameOf } from "../entry.ts";
import { callAddress } from "../interpreter/control.ts";
import { constructing } from "../interpreter/dynamicType.ts";
import type { ProgramImage } from "../interpreter/image.ts";
import { CONSTRUCT, ENDING, hasEnds } from "../interpreter/programEnd.ts";
import type { Simulation } from "../interpreter/simulation.ts";
import type { World } from "../interpreter/world.ts";
import type { PinnedEntry } from "../scenario.ts";
import type { Scalar } from "../values.ts";
import { argument, giveWindows, objectFor, pointedRecord, sameArgument } from "./given.ts";
import { handlerTable, ownHandlers, procedureOf, shapeOf, startAt, unseenTable } from "./handlers.ts";
import { MessageNumbers } from "./messageNumbers.ts";
import { AGAIN, DELETES, PUMP, TOLD, WINDOW } from "./models.ts";
import { pinnedEntries } from "./pinnedEntries.ts";
import type { UnseenHandler } from "./unseenHandlers.ts";
import { awaitedClose, cancelEntries, FIRST_CALL, repeatedEntry, type UserEntry, userEntries } from "./userEntries.ts";
import { writtenByOthers } from "./writtenGlobals.ts";

const CLASS = "environment";

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

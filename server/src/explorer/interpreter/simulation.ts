/** What all runs of one simulation share: the program, the emulator, and who listens. */
import type { Asked, Memory, EmulatorEvent, ProviderProfile, NameDatabase, Outcome, Choice, StartedLookup } from "../../emulator/index.ts";
import type { Model } from "../../platform/run/types.ts";
import type { ProgramFunction } from "../../program/types.ts";
import type { ProgramEvent, RunEvent } from "../events.ts";
import type { AddressBook } from "../memory/addresses.ts";
import { Space } from "../memory/space.ts";
import type { SymbolTable } from "../symbols.ts";
import type { CompiledFunction } from "./compiled.ts";
import { SearchWinsock } from "./emulator.ts";
import type { ProgramImage } from "./image.ts";
import { isOnItsWay, Ledger } from "../ledger.ts";
import type { Value } from "../values.ts";
import type { Thread } from "./frame.ts";
import { Sharing } from "./sharing.ts";
import { updateWatches } from "./watches.ts";
import { World } from "./world.ts";

export interface SimulationOptions {
  readonly profile: ProviderProfile;
  readonly names: NameDatabase;
  readonly models: ReadonlyMap<string, Model>;
  readonly outcomes: (request: number, asked?: Asked) => readonly Outcome[];
  /** What a start can end with at this moment: 0 or errors. */
  readonly starts?: (start: StartedLookup, ledger: Ledger) => readonly number[];
  /** How long lookups take, if that is pinned. */
  readonly delays?: (request: number) => number | undefined;
  /** Turns of one loop on an unknown condition; default 64. */
  readonly maxIterations?: number;
  readonly chooseCancelCode: boolean;
  /** Runs are judged for what harms nobody by itself too. */
  readonly thorough?: boolean;
  /** False: others may act before every call of a library, whether or not the order can matter. */
  readonly reduce: boolean;
}

/** Where an event happened. */
export interface Position {
  readonly fn: ProgramFunction;
  /** Absolute offsets in the file. */
  readonly start: number;
  readonly end: number;
}

/** Calls whose result or effect depends on whether a reply is posted already. */
const LOOKS: ReadonlySet<string> = new Set([
  "WSACancelAsyncRequest",
  "WSACleanup",
  "PeekMessage",
  "GetQueueStatus",
  "WaitMessage",
  "MsgWaitForMultipleObjects",
  "DestroyWindow",
]);

/** The event can tell a reply that is there from one that is posted, or the order in which two replies were written from that of their messages. */
function looks(event: RunEvent, before: Ledger): boolean {
  switch (event.kind) {
    case "call":
      return LOOKS.has(event.call) && before.requests.some(isOnItsWay);
    case "buffer-read":
    case "buffer-write":
      return true;
    case "request-started":
      return event.buffer !== 0 && before.overlapping(event.buffer, Math.max(event.length, 1)).some(isOnItsWay);
    default:
      return false;
  }
}

/** What the provider chooses, in words. */
export const CHOICES: Readonly<Record<Choice["kind"], string>> = {
  "cancel-code": "the code of the failed cancel",
  "commit-cancel": "a cancel while the result is being copied",
  start: "the start",
};

/** WSAStartup succeeds or fails: a choice of a thorough search. */
export const STARTUP = "WSAStartup";

export interface Listener {
  /** Called after the ledger took the event in. */
  event(world: World, event: RunEvent, before: Ledger): void;
}

export class Simulation {
  readonly image: ProgramImage;
  readonly winsock: SearchWinsock;
  readonly symbols: SymbolTable;
  readonly addresses: AddressBook;
  readonly options: SimulationOptions;
  /** The run whose state the emulator has now. */
  active: World | undefined;
  /** The emulator is touching memory, not the program. */
  inEmulator = false;
  listener: Listener | undefined;
  /** Others wait for this thread of ours: a search stops in the middle of a run and goes on there. */
  due: (() => boolean) | undefined;
  /** Memory that several threads use. */
  readonly sharing = new Sharing();
  /** One ledger for each content, by its number. */
  readonly ledgers: Ledger[] = [];
  /** Functions that were entered, for the schedule's check. */
  readonly reached = new Set<number>();
  /** Functions that were entered in any run. */
  readonly covered = new Set<number>();
  /**
   * A reply is posted as soon as it is there. Nothing is lost by that as long as no part of the program looks at a request or at its queue
   * or into the buffer while a request is on its way: waiting in GetMessage cannot tell a message that was posted at once from one posted later. The first look
   * (`lookedAtRequests`) ends it, and the search begins again without it.
   */
  mergePosts = false;
  lookedAtRequests = false;
  /** Whether functions beside the entry write a variable of the program; absent where the entry is the program. */
  startGlobals: ((name: string) => boolean) | undefined;
  /** Variables that the environment gave a value for the entry, by name: what was assumed by that. */
  readonly givenGlobals = new Map<string, string>();
  /** Number of a constant that is declared elsewhere, if it names a message. */
  messageNumber: ((name: string) => number | undefined) | undefined;
  /** What follows when the entry has returned. */
  entryReturned: ((world: World, thread: Thread, value: Value) => void) | undefined;
  answerEnvironment: ((world: World, question: string, data: readonly number[]) => number) | undefined;
  /** Events of a loud run, so that an undone attempt can take its own back. */
  log: { event: RunEvent; position: Position | undefined; thread: number }[] | undefined;

  constructor(image: ProgramImage, options: SimulationOptions) {
    this.image = image;
    this.symbols = image.symbols;
    this.addresses = image.addresses;
    this.options = options;
    const memory = this.#memory();
    this.winsock = new SearchWinsock({
      memory,
      pointerSize: image.layouts.pointerSize,
      profile: options.profile,
      names: options.names,
      clock: false,
      outcomes: options.outcomes,
      delays: options.delays,
      startOutcomes: options.starts && ((start) => options.starts!(start, this.active!.ledger)),
      onEvent: (event) => this.#onEvent(event),
      choose: (choice) => this.#choose(choice),
    });
  }

  /** The state before anything ran. */
  start(): World {
    return new World(this, new Space(this.image.shared), this.winsock.snapshot(), Ledger.empty);
  }

  /** Makes the emulator's state that of `world`. */
  activate(world: World): void {
    if (this.active === world) return;
    this.suspend();
    this.winsock.restore(world.emulator);
    this.active = world;
  }

  /** Keeps the emulator's state in the active world. */
  suspend(): void {
    if (!this.active) return;
    this.active.emulator = this.winsock.snapshot();
    this.active = undefined;
  }

  model(name: string): Model | undefined {
    return this.options.models.get(name);
  }

  #memory(): Memory {
    const space = (): Space => this.active!.space;
    return {
      size: this.image.layouts.pointerSize,
      plainPointers: true,
      read: (address, length) => space().peek(address, length),
      write: (address, bytes) => space().poke(address, bytes),
      writePointer(address, value) {
        const bytes = new Uint8Array(this.size);
        new DataView(bytes.buffer).setUint32(0, value >>> 0, true);
        if (this.size === 8) new DataView(bytes.buffer).setUint32(4, Math.floor(value / 4294967296), true);
        return space().poke(address, bytes);
      },
      allocate: (length) =>
        space().create({ size: length, kind: "system", label: "storage of Winsock", site: "winsock", fill: 1 })?.base ?? 0,
      release(address) {
        const object = space().at(address);
        if (object?.kind !== "system" || object.life !== "live") return false;
        space().end(object, "freed");
        return true;
      },
    };
  }

  #choose(choice: Choice): number {
    const world = this.active!;
    const thread = world.current;
    if (!thread) return 0;
    if (choice.kind === "cancel-code" && !this.options.chooseCancelCode) return 0;
    return world.ask({
      kind: "choice",
      what: CHOICES[choice.kind],
      labels: choice.options.map((option) => (choice.kind === "start" && option === 0 ? "the request begins" : String(option))),
      options: choice.options.length,
      provider: true,
    });
  }

  #onEvent(event: EmulatorEvent): void {
    const world = this.active;
    if (world) this.#take(world, event);
  }

  observe(world: World, event: ProgramEvent): void {
    this.#take(world, event);
  }

  #take(world: World, event: RunEvent): void {
    const before = world.ledger;
    world.ledger = before.after(event, () => world.positionKey(), world.current?.id ?? 0);
    if (this.options.thorough && event.kind === "lookup-finished")
      world.modelState = new Map(world.modelState).set(`error of ${event.request}`, event.error);
    if (world.ledger !== before) updateWatches(world, before);
    if (this.mergePosts && !this.lookedAtRequests && looks(event, before)) this.lookedAtRequests = true;
    this.listener?.event(world, event, before);
    this.log?.push({ event, position: world.position(), thread: world.current?.id ?? -1 });
  }

  mark(): number {
    return this.log?.length ?? 0;
  }

  rollback(mark: number): void {
    if (this.log) this.log.length = mark;
  }

  entered(fn: CompiledFunction): void {
    this.reached.add(fn.index);
    this.covered.add(fn.index);
  }

  environmentAnswer(world: World, question: string, data: readonly number[]): number {
    return this.answerEnvironment?.(world, question, data) ?? 0;
  }
}

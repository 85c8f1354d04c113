/** Data breakpoints of a session: what they stand on, and where in the run it changed. */
import type { DebugProtocol } from "@vscode/debugprotocol";
import { Inspector, requestState, type Shown } from "../../explorer/inspect/values.ts";
import { bytesText, MOST_WATCHED, type Watched, watchedText } from "../../explorer/inspect/watched.ts";
import type { World } from "../../explorer/interpreter/world.ts";
import type { Stepper } from "../../explorer/stepper.ts";

interface Known {
  readonly watched: Watched;
  readonly name: string;
  /** The value for a person. */
  readonly show: (world: World) => string;
  /** It shares its bytes with others. */
  readonly bits: boolean;
}

interface DataBreakpoint extends Known {
  readonly id: number;
  readonly condition?: string;
}

/** A value that is another one than before. */
export interface Change {
  readonly id: number;
  /** `g_lookup: NULL → 0x10001`. */
  readonly text: string;
  readonly condition?: string;
}

export class DataBreakpoints {
  readonly #known = new Map<string, Known>();
  #set: readonly DataBreakpoint[] = [];
  #next = 1_000_000;
  /** What each breakpoint's value was when it was looked at last. */
  #last: readonly { readonly text: string | undefined; readonly shown: string; readonly bits: boolean }[] = [];
  /** Positions at which something changed, up to the position that was scanned. */
  #scan: { readonly upTo: number; readonly changes: ReadonlyMap<number, readonly Change[]> } | undefined;

  constructor(private readonly stepper: Stepper) {}

  /** @param frame index of the frame in its thread, for a variable that lives there. */
  info(
    shown: Shown | undefined,
    frame: { readonly thread: number; readonly index: number; readonly fn: number } | undefined,
  ): DebugProtocol.DataBreakpointInfoResponse["body"] {
    const watched = shown && this.#watchedOf(shown, frame);
    if (!shown || !watched) return { dataId: null, description: "That has no place of its own that could change." };
    if (watched.kind === "memory" && watched.size > MOST_WATCHED)
      return { dataId: null, description: `${shown.name} has more than ${MOST_WATCHED} bytes.` };
    return this.#offer(shown.path ?? shown.name, watched, (world) => this.#value(world, watched, shown), shown.ref?.bit !== undefined);
  }

  /** A piece of memory by its address. */
  memory(address: number, size: number): DebugProtocol.DataBreakpointInfoResponse["body"] {
    const object = this.stepper.world.space.at(address);
    if (!object) return { dataId: null, description: "There is no memory at that address." };
    if (size > MOST_WATCHED) return { dataId: null, description: `More than ${MOST_WATCHED} bytes are not watched.` };
    const watched = { kind: "memory", address, size } as const;
    return this.#offer(`${object.label}, ${size} bytes`, watched, (world) => bytesText(world, address, size));
  }

  #offer(name: string, watched: Watched, show: Known["show"], bits = false): DebugProtocol.DataBreakpointInfoResponse["body"] {
    const dataId = JSON.stringify(bits ? { ...watched, name } : watched);
    this.#known.set(dataId, { watched, name, show, bits });
    return { dataId, description: name, accessTypes: ["write"], canPersist: false };
  }

  #watchedOf(
    shown: Shown,
    frame: { readonly thread: number; readonly index: number; readonly fn: number } | undefined,
  ): Watched | undefined {
    if (shown.request !== undefined) return { kind: "request", request: shown.request };
    const { ref } = shown;
    if (!ref) return undefined;
    const type = ref.type.kind === "reference" ? ref.type.to : ref.type;
    const size = new Inspector(this.stepper.world).size(type);
    const address = shown.address ?? ref.address;
    if (address !== undefined && size > 0) return { kind: "memory", address, size };
    if (ref.register === undefined || !frame) return undefined;
    return { kind: "register", thread: frame.thread, frame: frame.index, fn: frame.fn, variable: ref.register };
  }

  #value(world: World, watched: Watched, shown: Shown): string {
    if (watched.kind === "request") {
      const record = world.ledger.requests[watched.request];
      return record ? requestState(record) : "not started";
    }
    const { ref } = shown;
    if (watched.kind === "memory" && (!ref || ref.type.kind === "array")) return bytesText(world, watched.address, watched.size);
    const frame = watched.kind === "register" ? world.threads[watched.thread]?.frames[watched.frame] : undefined;
    const value = watched.kind === "register" && frame?.kind === "code" ? { value: frame.regs[watched.variable] } : {};
    return ref ? new Inspector(world).show("", { ...ref, ...value }).value : "";
  }

  set(wanted: readonly DebugProtocol.DataBreakpoint[]): DebugProtocol.Breakpoint[] {
    const set: DataBreakpoint[] = [];
    const answers = wanted.map(({ dataId, condition }) => {
      const id = this.#next++;
      const known = this.#known.get(dataId);
      if (!known) return { id, verified: false, message: "What it stood on belongs to another session." };
      set.push({ ...known, id, ...(condition ? { condition } : {}) });
      return { id, verified: true };
    });
    this.#set = set;
    this.#scan = undefined;
    return answers;
  }

  get any(): boolean {
    return this.#set.length > 0;
  }

  /** From now on changes are told against the present. */
  arm(): void {
    const { world } = this.stepper;
    this.#last = this.#set.map(({ watched, show, bits }) => ({ text: watchedText(world, watched), shown: show(world), bits }));
  }

  /** What has changed since the last look. A value that is gone with its memory is told once; one that was not there yet is not. */
  changed(): readonly Change[] {
    const { world } = this.stepper;
    const found: Change[] = [];
    this.#last = this.#set.map(({ id, name, watched, show, condition, bits }, i) => {
      const before = this.#last[i];
      const text = watchedText(world, watched);
      if (before && before.text === text) return before;
      const shown = text === undefined ? "not there any more" : show(world);
      // the bits beside it have changed
      if (before?.bits && before.shown === shown) return { text, shown, bits };
      if (before && before.text !== undefined && (text !== undefined || watched.kind === "memory"))
        found.push({ id, text: `${name}: ${before.shown} → ${shown}`, ...(condition === undefined ? {} : { condition }) });
      return { text, shown, bits };
    });
    return found;
  }

  /** Where before the present something changed, found by going through the run again. The present stays as it is. */
  before(): ReadonlyMap<number, readonly Change[]> {
    const { stepper } = this;
    const { position } = stepper;
    if (this.#scan && this.#scan.upTo >= position) return this.#scan.changes;
    const changes = new Map<number, readonly Change[]>();
    stepper.goTo(0);
    this.arm();
    for (let at = 1; at <= position; at++) {
      stepper.goTo(at);
      const here = this.changed();
      if (here.length > 0) changes.set(at, here);
    }
    this.#scan = { upTo: position, changes };
    return changes;
  }

  /** The run goes another way from here on. */
  forget(): void {
    this.#scan = undefined;
  }
}

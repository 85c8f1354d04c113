/** What a library model may do, on the state of one run. */
import { type ArgumentType, type ModelResult, RETHROW, type Run, type RunValue } from "../../platform/run/types.ts";
import type { WinsockEmulator } from "../../emulator/index.ts";
import { Fault } from "../memory/object.ts";
import { type Int, isConcrete, type Scalar, Sym, type Value, wrap } from "../values.ts";
import { isOnItsWay, isOver } from "../ledger.ts";
import { relate } from "../symbols.ts";
import type { Thread } from "./frame.ts";
import { freeBlock } from "./lifetimes.ts";
import { startThread } from "./threads.ts";
import { AT_POINT, NeedAnswer } from "./question.ts";
import type { World } from "./world.ts";

/** Longest text that is read from memory about which nothing is known. */
const UNKNOWN_TEXT = 8;

export class ModelRun implements Run {
  readonly #world: World;
  readonly #thread: Thread;
  readonly #name: string;
  readonly types: readonly ArgumentType[];
  readonly pointerSize: 4 | 8;

  constructor(world: World, thread: Thread, name: string, types: readonly ArgumentType[]) {
    this.#world = world;
    this.#thread = thread;
    this.#name = name;
    this.types = types;
    this.pointerSize = world.space.pointerSize;
  }

  get thread(): number {
    return this.#thread.id;
  }

  get winsock(): WinsockEmulator {
    return this.#world.sim.winsock;
  }

  point(): void {
    if (!this.#thread.passed) throw AT_POINT;
  }

  get alone(): boolean {
    return this.#world.sim.options.reduce && this.#world.liveThreads() === 1;
  }

  independent(address: number, length: number): boolean {
    const world = this.#world;
    if (!world.sim.options.reduce || world.liveThreads() > 1 || world.sim.options.profile.pendingLimit > 0) return false;
    return world.ledger.overlapping(address, Math.max(length, 1)).every(isOver);
  }

  guarded<T>(action: () => T): T {
    const { winsock } = this;
    const before = winsock.snapshot();
    const { ledger } = this.#world;
    const mark = this.#world.sim.mark();
    try {
      return action();
    } catch (error) {
      winsock.restore(before);
      this.#world.ledger = ledger;
      this.#world.sim.rollback(mark);
      throw error;
    }
  }

  attempt<T>(action: () => T, goesOn: (result: T) => boolean): T {
    if (this.#thread.passed) return action();
    const { winsock } = this;
    const before = winsock.snapshot();
    const { ledger } = this.#world;
    const mark = this.#world.sim.mark();
    const result = action();
    if (!goesOn(result)) return result;
    winsock.restore(before);
    this.#world.ledger = ledger;
    this.#world.sim.rollback(mark);
    throw AT_POINT;
  }

  int(value: RunValue | undefined): number {
    const known = this.#concrete(value);
    // Small negative numbers that were widened to 64 bits without a sign: HWND_MESSAGE, INVALID_HANDLE_VALUE.
    return typeof known === "bigint" ? Number(BigInt.asIntN(64, known)) : known;
  }

  window(value: RunValue | undefined): number {
    return this.int(
      value === undefined ? 0 : (this.#world.window(this.#world.eval(value as Value), "the window of a request") as RunValue),
    );
  }

  big(value: RunValue | undefined): bigint {
    return BigInt(this.#concrete(value));
  }

  float(value: RunValue | undefined): number {
    if (value === undefined) return 0;
    return Number(this.#concrete(value));
  }

  #concrete(value: RunValue | undefined): Int {
    if (typeof value === "number" || typeof value === "bigint") return value;
    if (value === undefined) return 0;
    return this.#world.concrete(value as Value);
  }

  address(value: RunValue | undefined): number {
    return value === undefined ? 0 : this.#world.address(value as Value);
  }

  isUnknown(value: RunValue | undefined): boolean {
    return value !== undefined && this.#world.eval(value as Value) instanceof Sym;
  }

  truth(value: RunValue): boolean {
    return this.#world.truth(value as Value);
  }

  decide(what: string, count: number, labels?: readonly string[]): number {
    const world = this.#world;
    const at = world.answerAt++;
    const given = this.#thread.answers[at];
    if (given !== undefined) return given;
    throw new NeedAnswer({ kind: "choice", what, options: count, provider: false, ...(labels ? { labels } : {}) });
  }

  unknown(label: string, bits: 8 | 16 | 32 | 64, signed: boolean): RunValue {
    const type: Scalar = { kind: "int", size: (bits / 8) as 1 | 2 | 4 | 8, signed };
    return this.#world.fresh(`model ${this.#name} ${label}`, type, label);
  }

  somewhere(label: string): RunValue {
    const world = this.#world;
    const pointer = world.fresh(`model ${this.#name} ${label}`, { kind: "pointer", size: this.pointerSize, signed: false }, label);
    world.facts = relate(world.facts, pointer, "ne", 0);
    world.assume("call", `${label} was taken to be there`);
    return pointer;
  }

  /** A byte of memory as a number; an unknown one is decided. */
  #byte(address: number): number {
    const value = this.#world.space.load(address, { kind: "int", size: 1, signed: false });
    return typeof value === "number" ? value : Number(this.#world.concrete(value));
  }

  readBytes(address: number, length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    for (let i = 0; i < length; i++) bytes[i] = this.#byte(address + i);
    return bytes;
  }

  writeBytes(address: number, bytes: Uint8Array): void {
    for (let i = 0; i < bytes.length; i++) this.#world.space.store(address + i, bytes[i]!, { kind: "int", size: 1, signed: false });
  }

  text(address: number): string {
    return this.#text(address, 1);
  }

  wideText(address: number): string {
    return this.#text(address, 2);
  }

  /** Text from memory about which nothing is known is "x…x": long enough to be one, and ended. */
  #text(address: number, unit: 1 | 2): string {
    const world = this.#world;
    const type: Scalar = { kind: "int", size: unit, signed: false };
    let text = "";
    let invented = 0;
    for (let i = 0; i < 65_536; i++) {
      let value = world.space.load(address + i * unit, type);
      if (!isConcrete(value)) {
        const known = world.eval(value);
        value = isConcrete(known) ? known : invented++ < UNKNOWN_TEXT ? 120 : 0;
        if (!isConcrete(known)) {
          world.assume("entry", `the text in ${world.space.at(address)?.label ?? "memory"} was invented`);
          world.settle(known, value);
          world.space.store(address + i * unit, value, type, true);
        }
      }
      if (value === 0) return text;
      text += String.fromCharCode(Number(value));
    }
    return text;
  }

  writeText(address: number, text: string): void {
    const bytes = new Uint8Array(text.length + 1);
    for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i) & 255;
    this.writeBytes(address, bytes);
  }

  writeWideText(address: number, text: string): void {
    const bytes = new Uint8Array(text.length * 2 + 2);
    for (let i = 0; i < text.length; i++) {
      bytes[2 * i] = text.charCodeAt(i) & 255;
      bytes[2 * i + 1] = text.charCodeAt(i) >> 8;
    }
    this.writeBytes(address, bytes);
  }

  readInt(address: number, size: 1 | 2 | 4 | 8, signed: boolean): RunValue {
    const value = this.#world.space.load(address, { kind: "int", size, signed });
    return (typeof value === "number" ? value : this.#world.eval(value)) as RunValue;
  }

  writeInt(address: number, size: 1 | 2 | 4 | 8, value: RunValue): void {
    const type: Scalar = { kind: "int", size, signed: false };
    const held = value as Value;
    this.#world.space.store(address, isConcrete(held) ? wrap(held, size, false) : held, type);
  }

  readFloat(address: number, size: 4 | 8): number {
    const value = this.#world.space.load(address, { kind: "float", size, signed: true });
    return isConcrete(value) ? Number(value) : 0;
  }

  writeFloat(address: number, size: 4 | 8, value: number): void {
    this.#world.space.store(address, value, { kind: "float", size, signed: true });
  }

  readPointer(address: number): number {
    return this.address(this.readInt(address, this.pointerSize, false));
  }

  writePointer(address: number, value: RunValue): void {
    this.writeInt(address, this.pointerSize, value);
  }

  copy(to: number, from: number, length: number): void {
    if (length <= 0) return;
    const world = this.#world;
    world.space.writeBlob(to, world.space.readBlob(from, length));
    if (!world.sim.options.thorough) return;
    const read = world.ledger.requests.find((record) => record.buffer !== 0 && record.buffer === from && !isOnItsWay(record));
    if (read) this.event("copy", { request: read.request + 1, length });
  }

  fill(to: number, value: number, length: number): void {
    if (length > 0) this.#world.space.fill(to, value & 255, length);
  }

  rest(address: number): number {
    return this.#world.restOf(address);
  }

  allocate(length: number, what: string, zero = false): number {
    if (length < 0 || length > 0x1000_0000) return 0;
    const world = this.#world;
    const site = `${what} ${world.positionKey()}`;
    const object = world.create({
      size: Math.max(length, 1),
      kind: "heap",
      label: `the block that ${what} gave ${world.positionText()}`,
      site,
      fill: zero ? 1 : 0,
      allocator: what,
    });
    if (!what.startsWith("std::"))
      world.sim.observe(world, { kind: "alloc", address: object.base, length, object: object.label, how: what });
    return object.base;
  }

  scratch(length: number): number {
    return this.#world.create({
      size: Math.max(length, 1),
      kind: "system",
      label: `storage of ${this.#name}`,
      site: `scratch ${this.#name}`,
      fill: 1,
    }).base;
  }

  drop(address: number): void {
    const object = this.#world.space.at(address);
    if (object?.life === "live") this.#world.space.end(object, "freed");
  }

  free(address: number, what: string): void {
    freeBlock(this.#world, address, what);
  }

  blockSize(address: number): number | undefined {
    const object = this.#world.space.at(address);
    return object && object.life === "live" && object.kind === "heap" && object.base === address ? object.size : undefined;
  }

  print(text: string): void {
    this.#world.output += text;
    this.#world.sim.observe(this.#world, { kind: "print", text });
  }

  debugPrint(text: string): void {
    this.#world.debugOutput += text;
    this.#world.sim.observe(this.#world, { kind: "debug-print", text });
  }

  exit(code: number): void {
    this.#world.finish({ kind: "exited", code });
  }

  endThread(code: number): void {
    this.#world.endThread(this.#thread, code);
  }

  fault(kind: string, text: string): never {
    throw new Fault(kind, text);
  }

  rethrow(): ModelResult {
    return RETHROW;
  }

  event(kind: string, data: Readonly<Record<string, number | string>>): void {
    this.#world.sim.observe(this.#world, { kind: "model", what: kind, data });
  }

  getState(key: string): RunValue | undefined {
    return this.#world.modelState.get(key) as RunValue | undefined;
  }

  setState(key: string, value: RunValue): void {
    this.#world.modelState = new Map(this.#world.modelState).set(key, value as Value);
  }

  functionAt(address: number): string | undefined {
    const code = this.#world.sim.image.codeAt(address);
    return code?.kind === "program" ? code.fn.ir.name : code?.name;
  }

  modelAddress(name: string): number | undefined {
    return this.#world.sim.image.options.hasModel(name) ? this.#world.sim.image.modelAddress(name) : undefined;
  }

  startThread(thread: number, procedure: number, argument: RunValue): void {
    startThread(this.#world, thread, procedure, argument as Value);
  }

  environment(question: string, data: readonly number[]): number {
    return this.#world.sim.environmentAnswer(this.#world, question, data);
  }
}

/**
 * What all families of calls share: the state, threads, last errors, waits, posting, and the events of the loud mode. The methods of this
 * class are for the families; programs use `Winsock`.
 */
import type { Asked, Choice, Dispatch, Outcome, Procedure, WinsockOptions } from "../api.ts";
import { HWND_BROADCAST, QS_ALLPOSTMESSAGE, QS_POSTMESSAGE, QS_SENDMESSAGE } from "../codes.ts";
import { scriptedDatabase } from "../database.ts";
import type { Actor, EventBody, EventListener, LostReason, Observation } from "../events.ts";
import { FlatMemory } from "../flatMemory.ts";
import type { Address, Memory } from "../memory.ts";
import type { Answer, NameDatabase } from "../names.ts";
import type { ProviderProfile } from "../profile.ts";
import { profiles } from "../profiles/index.ts";
import {
  Classes,
  Deadlines,
  FAMILIES,
  FINISHED,
  LOST,
  M,
  MESSAGE,
  MemoryState,
  OBJECT,
  OBJECT_THREAD,
  Objects,
  POSTED,
  Queues,
  R,
  Requests,
  S,
  SENT,
  STATES,
  Sent,
  T,
  Threads,
  W,
  WINDOW,
  WORLD_START,
  Waits,
  Windows,
  World,
} from "./layout.ts";
import { Store } from "./store.ts";

/** Addresses of JavaScript procedures: outside of what a program can have, and within 32 bits. */
const PROCEDURE_BASE = 0xf000_0000;
const PROCEDURE_STEP = 16;

export class Machine {
  readonly memory: Memory;
  readonly profile: ProviderProfile;
  readonly names: NameDatabase;
  readonly mainThread = 0;
  /** Loud while set. Replace it at any time; undefined makes the emulator silent. */
  onEvent: EventListener | undefined;
  /** Decides where the emulator itself may choose; see {@link Choice}. */
  choose: ((choice: Choice) => number) | undefined;

  protected readonly store = new Store(FAMILIES);
  protected readonly clock: boolean;
  protected readonly outcomes: WinsockOptions["outcomes"];
  protected readonly delays: WinsockOptions["delays"];
  protected readonly startOutcomes: WinsockOptions["startOutcomes"];
  protected readonly hostName: string;
  /** Who acts, for events: a thread while it calls, else the resolver, the clock or the user. */
  protected actor: Actor = "user";
  #step = 0;

  readonly #texts: string[] = [];
  readonly #textIds = new Map<string, number>();
  readonly #answers: Answer[] = [];
  readonly #answerIds = new Map<Answer, number>();
  readonly #procedures: Procedure[] = [];
  readonly #procedureIds = new Map<Procedure, Address>();

  constructor(options: WinsockOptions = {}) {
    this.memory = options.memory ?? new FlatMemory(options.pointerSize ?? 8);
    const profile = options.profile ?? "documented";
    this.profile = typeof profile === "string" ? profiles[profile] : profile;
    if (!this.profile) throw new TypeError(`no provider profile '${String(profile)}'`);
    this.names = options.names ?? scriptedDatabase({});
    this.onEvent = options.onEvent;
    this.choose = options.choose;
    this.outcomes = options.outcomes;
    this.startOutcomes = options.startOutcomes;
    this.clock = options.clock ?? true;
    this.delays = this.clock ? undefined : options.delays;
    this.hostName = options.hostName ?? "localhost";
    this.store.add(World, WORLD_START.slice());
    this.store.add(Deadlines, []);
    this.store.add(MemoryState, [0]);
    this.addThread(0, 0);
  }

  // --- the world ---------------------------------------------------------------------------------------------------------------------

  protected world(field: number): number {
    return this.store.field(World, 0, field);
  }

  protected setWorld(field: number, value: number): void {
    this.store.set(World, 0, field, value);
  }

  /** Present time in milliseconds; always 0 without a clock. */
  get now(): number {
    return this.world(W.now);
  }

  /** WSAStartup references that are held, the worker's own among them. */
  get startupCount(): number {
    return this.world(W.startups);
  }

  /** Whether the version negotiated is a 1.x, whose rules on blocking calls are stricter. */
  protected get below2(): boolean {
    return this.world(W.version) !== 0 && this.world(W.version) < 0x200;
  }

  // --- events ------------------------------------------------------------------------------------------------------------------------

  protected get loud(): boolean {
    return this.onEvent !== undefined;
  }

  /** Call it only when `loud`, so that the silent mode builds nothing. */
  protected emit(body: EventBody): void {
    this.onEvent?.({ step: this.#step++, actor: this.actor, ...body });
  }

  protected observe(what: Observation, about: { thread?: number; request?: number; address?: Address } = {}): void {
    if (this.loud) this.emit({ kind: "observation", what, ...about });
  }

  /** Tells of a finished call; answers its result. */
  protected called<Result extends number | string | Dispatch>(
    thread: number,
    call: string,
    args: readonly (number | string | null)[],
    result: Result,
  ): Result {
    if (!this.loud) return result;
    const lastError = this.store.get(Threads, thread)[T.lastError]!;
    this.emit({ kind: "call", call, args, result: typeof result === "object" ? `runs ${result.dispatch} procedure` : result, lastError });
    return result;
  }

  // --- texts, answers, procedures: interned, so that the state holds numbers alone -------------------------------------------------------

  protected textId(text: string): number {
    let id = this.#textIds.get(text);
    if (id === undefined) {
      id = this.#texts.push(text) - 1;
      this.#textIds.set(text, id);
    }
    return id;
  }

  protected text(id: number): string {
    return this.#texts[id]!;
  }

  protected answerId(answer: Answer): number {
    let id = this.#answerIds.get(answer);
    if (id === undefined) {
      id = this.#answers.push(answer) - 1;
      this.#answerIds.set(answer, id);
    }
    return id;
  }

  protected answer(id: number): Answer | undefined {
    return this.#answers[id];
  }

  protected procedureAddress(procedure: Address | Procedure): Address {
    if (typeof procedure === "number") return procedure;
    let address = this.#procedureIds.get(procedure);
    if (address === undefined) {
      address = PROCEDURE_BASE + PROCEDURE_STEP * (this.#procedures.push(procedure) - 1);
      this.#procedureIds.set(procedure, address);
    }
    return address;
  }

  /** The JavaScript function behind an address, if it is one. */
  protected procedure(address: Address): Procedure | undefined {
    return this.#procedures[(address - PROCEDURE_BASE) / PROCEDURE_STEP];
  }

  protected outcomesOf(request: number, asked?: () => Asked): readonly Outcome[] {
    const outcomes = this.outcomes ?? ["database"];
    return typeof outcomes === "function" ? outcomes(request, asked?.()) : outcomes;
  }

  // --- threads -----------------------------------------------------------------------------------------------------------------------

  protected addThread(procedure: Address, parameter: number): number {
    const numbers = new Array<number>(T.frames).fill(0);
    numbers[T.alive] = 1;
    numbers[T.procedure] = procedure;
    numbers[T.parameter] = parameter;
    numbers[T.object] = this.store.add(Objects, [OBJECT_THREAD, 0, 1, this.store.count(Threads)]);
    const thread = this.store.add(Threads, numbers);
    this.store.add(Queues, []);
    this.store.add(Sent, []);
    this.store.add(Waits, []);
    return thread;
  }

  protected thread(thread: number): readonly number[] {
    return this.store.get(Threads, thread);
  }

  protected setThread(thread: number, field: number, value: number): void {
    this.store.set(Threads, thread, field, value);
  }

  /** Begin of each call: checks the host's thread number and sets the actor. */
  protected enter(thread: number): void {
    const numbers = this.store.get(Threads, thread);
    if (!numbers?.[T.alive]) throw new TypeError(`thread ${thread} does not exist or has ended`);
    if (this.loud) this.actor = `thread:${thread}`;
    if (numbers[T.started]) this.setThread(thread, T.started, 0);
  }

  /** Sets the thread's last error and answers `result`. */
  protected fail<Result>(thread: number, error: number, result: Result): Result {
    this.setThread(thread, T.lastError, error);
    return result;
  }

  /** The thread looked for a message or an object and it was not there: for it, time passes. */
  protected lookedInVain(thread: number): void {
    if (this.delays) this.setThread(thread, T.polled, 1);
  }

  protected isAlive(thread: number): boolean {
    return this.store.get(Threads, thread)?.[T.alive] === 1;
  }

  protected objectHandle(index: number): number {
    return 0x20 + 4 * index;
  }

  /** Index of the open kernel object behind a handle, or -1. */
  protected objectIndex(handle: number): number {
    const index = (handle - 0x20) / 4;
    if (!Number.isInteger(index) || index < 0 || index >= this.store.count(Objects)) return -1;
    return this.store.get(Objects, index)[OBJECT.kind] ? index : -1;
  }

  protected signal(object: number): void {
    if (this.store.get(Objects, object)[OBJECT.signalled]) return;
    this.store.set(Objects, object, OBJECT.signalled, 1);
    if (this.loud) this.emit({ kind: "signalled", object: this.objectHandle(object) });
  }

  // --- windows and queues --------------------------------------------------------------------------------------------------------------

  /** Index of the window with this handle, or -1 if there is none any more. */
  protected windowIndex(hWnd: number): number {
    for (let index = this.store.count(Windows) - 1; index >= 0; index--) {
      const window = this.store.get(Windows, index);
      if (window[WINDOW.handle] === hWnd && window[WINDOW.alive]) return index;
    }
    return -1;
  }

  protected className(index: number): string {
    return this.text(this.store.get(Classes, index)[0]!);
  }

  protected queueFull(thread: number): boolean {
    const limit = this.profile.queueLimit;
    return limit > 0 && this.store.get(Queues, thread).length >= limit * MESSAGE;
  }

  /** Appends to the thread's queue. The caller has checked that the queue is not full. */
  protected append(thread: number, hWnd: number, message: number, wParam: number, lParam: number, request: number): void {
    this.store.own(Queues, thread).push(hWnd, message, wParam, lParam, request + 1, this.now);
    this.setThread(thread, T.queue, 1);
    this.wake(thread, QS_POSTMESSAGE | QS_ALLPOSTMESSAGE);
    if (this.loud) this.emit({ kind: "message-posted", thread, hWnd, message, wParam, lParam, ...(request >= 0 && { request }) });
  }

  protected wake(thread: number, bits: number): void {
    const changed = this.thread(thread)[T.changed]!;
    if ((changed | bits) !== changed) this.setThread(thread, T.changed, changed | bits);
  }

  protected appendSent(thread: number, hWnd: number, message: number, wParam: number, lParam: number, sender: number): void {
    this.store.own(Sent, thread).push(hWnd, message, wParam, lParam, sender);
    this.wake(thread, QS_SENDMESSAGE);
  }

  /** Windows that a post to `hWnd` reaches: one, or for HWND_BROADCAST all top-level ones. */
  protected targets(hWnd: number): number[] {
    if (hWnd !== HWND_BROADCAST) {
      const index = this.windowIndex(hWnd);
      return index < 0 ? [] : [index];
    }
    const all: number[] = [];
    for (let index = 0; index < this.store.count(Windows); index++) {
      const window = this.store.get(Windows, index);
      if (window[WINDOW.alive] && window[WINDOW.parent] === 0) all.push(index);
    }
    return all;
  }

  protected lose(reason: LostReason, hWnd: number, message: number, wParam: number, lParam: number, request: number): void {
    if (this.loud) this.emit({ kind: "message-lost", hWnd, message, wParam, lParam, reason, ...(request >= 0 && { request }) });
    if (request >= 0) {
      const state = this.store.get(Requests, request)[R.state]!;
      if (state <= POSTED) this.setRequestState(request, reason === "cleanup" ? STATES.indexOf("swept") : LOST);
    }
  }

  /** Removes the messages that `matches` from a queue; each counts as lost. */
  protected dropMessages(thread: number, reason: LostReason, matches: (window: number, request: number) => boolean): void {
    const queue = this.store.get(Queues, thread);
    const kept: number[] = [];
    const lost: number[][] = [];
    for (let at = 0; at < queue.length; at += MESSAGE) {
      const message = queue.slice(at, at + MESSAGE);
      if (matches(message[M.window]!, message[M.request]! - 1)) lost.push(message);
      else kept.push(...message);
    }
    if (!lost.length) return;
    const own = this.store.own(Queues, thread);
    own.length = 0;
    for (const number of kept) own.push(number);
    for (const m of lost) this.lose(reason, m[M.window]!, m[M.message]!, m[M.wParam]!, m[M.lParam]!, m[M.request]! - 1);
  }

  /** Senders that wait for an answer from a thread or window that is gone get 0. */
  protected dropSent(thread: number, matches: (window: number) => boolean): void {
    const sent = this.store.get(Sent, thread);
    const kept: number[] = [];
    for (let at = 0; at < sent.length; at += SENT) {
      if (matches(sent[at + S.window]!)) this.answerSender(sent[at + S.sender]!, 0);
      else kept.push(...sent.slice(at, at + SENT));
    }
    if (kept.length === sent.length) return;
    const own = this.store.own(Sent, thread);
    own.length = 0;
    own.push(...kept);
  }

  protected answerSender(sender: number, result: number): void {
    if (!this.isAlive(sender) || this.thread(sender)[T.reply] !== 1) return;
    this.setThread(sender, T.reply, 2);
    this.setThread(sender, T.replyValue, result);
  }

  // --- requests ------------------------------------------------------------------------------------------------------------------------

  protected request(request: number): readonly number[] {
    return this.store.get(Requests, request);
  }

  protected setRequest(request: number, field: number, value: number): void {
    this.store.set(Requests, request, field, value);
  }

  protected setRequestState(request: number, state: number): void {
    const numbers = this.request(request);
    const from = numbers[R.state]!;
    if (from === state) return;
    this.setRequest(request, R.state, state);
    if (this.loud) this.emit({ kind: "request-state", request, handle: numbers[R.handle]!, from: STATES[from]!, to: STATES[state]! });
  }

  /** The worker has nothing to do with the request any more: what it kept for it is dropped, so that equal situations are equal states. */
  protected finishRequest(request: number): void {
    if (this.request(request)[R.phase] === FINISHED) return;
    const own = this.store.own(Requests, request);
    own[R.phase] = FINISHED;
    own[R.name] = own[R.protocol] = own[R.answer] = -1;
    own[R.nameAddress] = own[R.protocolAddress] = own[R.ready] = own[R.flags] = 0;
    own[R.number] = own[R.type] = own[R.error] = own[R.size] = 0;
    this.setWorld(W.pending, this.world(W.pending) - 1);
  }
}

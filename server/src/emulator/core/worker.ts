/**
 * The provider's side of a request: the worker steps W1 (pick up), W2 (lookup), W3 (check whether it was cancelled), W4 (copy), W5 (mark
 * done) and W6 (post). Each is one scheduling point; nothing here runs by itself.
 */
import type { Outcome } from "../api.ts";
import { User32 } from "../calls/user32.ts";
import { readString } from "../memory.ts";
import type { Answer } from "../names.ts";
import { resolve } from "../resolve.ts";
import { resultImage, resultTemplate, writeImage } from "../results.ts";
import { WSAEFAULT, WSAENETDOWN, WSAENOBUFS, WSANOTINITIALISED } from "../../winsock/errorValues.ts";
import {
  CANCELLED,
  CHECKED,
  COMMIT,
  COPIED,
  D,
  DEADLINE_LOOKUP,
  FINISHED,
  FLAG_ABANDONED,
  FLAG_BAD_INPUT,
  FLAG_NOT_STARTED,
  FLAG_WAITS,
  LOOKED_UP,
  MARKED,
  PHASE_NEW,
  PICKED,
  POSTED,
  POSTING,
  QUEUED,
  R,
  RUNNING,
  Requests,
  W,
  WINDOW,
  Windows,
} from "./layout.ts";

/** What was found for a lookup: the error, and the answer if there is none. */
export interface Found {
  readonly error: number;
  readonly answer: Answer | undefined;
  readonly delay: number;
}

export class Worker extends User32 {
  /** Lowest request that the worker may still have to do with; only a start for searching. Dropped on restore. */
  #first = 0;
  #firstEpoch = 0;
  /** Requests that were unfinished when they were last looked at, among the first `#seen`. Dropped on restore. */
  #open: number[] = [];
  #openEpoch = -1;
  #seen = 0;

  protected get firstUnfinished(): number {
    if (this.#firstEpoch !== this.store.epoch) {
      this.#first = 0;
      this.#firstEpoch = this.store.epoch;
    }
    const count = this.store.count(Requests);
    while (this.#first < count && this.store.field(Requests, this.#first, R.phase) === FINISHED) this.#first++;
    return this.#first;
  }

  /**
   * Requests that the workers may act on now, in order of issue. With one worker that is the first unfinished one; with a pool all, and a few
   * that are finished may still be among them.
   */
  protected workable(): readonly number[] {
    if (this.profile.worker === "fifo") {
      const first = this.firstUnfinished;
      return first < this.store.count(Requests) ? [first] : [];
    }
    if (this.#openEpoch !== this.store.epoch) {
      this.#open = [];
      this.#seen = 0;
      this.#openEpoch = this.store.epoch;
    }
    const count = this.store.count(Requests);
    for (; this.#seen < count; this.#seen++) if (this.store.field(Requests, this.#seen, R.phase) !== FINISHED) this.#open.push(this.#seen);
    // One old request that never ends must not make every look as long as the run.
    const pending = this.world(W.pending);
    if (this.#open.length - pending > 64 + pending / 64) this.#open = this.#open.filter((one) => this.request(one)[R.phase] !== FINISHED);
    return this.#open;
  }

  // --- lookups that take time, without a clock -----------------------------------------------------------------------------------------------

  /** The lookup begins to take its time: with a pool when it is started, with one worker when those before it are over. */
  protected begin(request: number): void {
    const delay = this.delays?.(request);
    if (delay === undefined || delay <= 0) return;
    this.setRequest(request, R.flags, this.request(request)[R.flags]! | FLAG_WAITS);
    this.addDeadline(DEADLINE_LOOKUP, this.request(request)[R.thread]!, delay, 0, request, 0, 0);
  }

  protected isSlow(request: number): boolean {
    return (this.request(request)[R.flags]! & FLAG_WAITS) !== 0;
  }

  /** The time of the lookup is over, or does not matter any more. */
  protected endDelay(request: number): void {
    if (!this.isSlow(request)) return;
    this.setRequest(request, R.flags, this.request(request)[R.flags]! & ~FLAG_WAITS);
    this.removeDeadlines((d) => d[D.kind] === DEADLINE_LOOKUP && d[D.timer] === request);
  }

  protected override finishRequest(request: number): void {
    if (!this.delays) {
      super.finishRequest(request);
      return;
    }
    const next = this.profile.worker === "fifo" && this.firstUnfinished === request;
    this.endDelay(request);
    super.finishRequest(request);
    if (next && this.firstUnfinished < this.store.count(Requests)) this.begin(this.firstUnfinished);
  }

  /** W1. */
  protected pickUp(request: number): void {
    this.setRequest(request, R.phase, PICKED);
    this.setRequestState(request, RUNNING);
    // A provider that starts requests without WSAStartup finds out when the lookup begins, and only where the lookup needs Winsock.
    if (!this.profile.startNeedsStartup && this.startupCount === 0 && this.request(request)[R.kind] === 0) {
      this.setRequest(request, R.flags, this.request(request)[R.flags]! | FLAG_NOT_STARTED);
    }
    if (this.clock) this.setRequest(request, R.ready, this.now + this.delayOf(request));
  }

  /** How long the database says that this lookup takes; only the manual clock asks. */
  protected delayOf(request: number): number {
    const input = this.readInput(request, false);
    if (!input) return 0;
    return resolve(input, this.names, this.profile, this.hostName).delay ?? 0;
  }

  /** The inputs as the provider sees them now, or undefined if one cannot be read. Loud only when it is the real reading. */
  protected readInput(
    request: number,
    real: boolean,
  ): { kind: number; text: string; protocol: string | undefined; number: number } | undefined {
    const r = this.request(request);
    const kind = r[R.kind]!;
    const read = (parameter: "name" | "addr" | "proto", textId: number, address: number): string | undefined => {
      if (textId >= 0) return this.text(textId);
      const text = parameter === "addr" ? this.readAddress(address) : readString(this.memory, address);
      if (real && this.loud) {
        this.emit({ kind: "input-read", request, parameter, address, ok: text !== undefined });
        if (text === undefined) this.observe("input-gone", { request, address });
      }
      return text;
    };
    let text: string | undefined = "";
    if (kind === 0 || kind === 2 || kind === 4) text = read("name", r[R.name]!, r[R.nameAddress]!);
    if (kind === 1) text = read("addr", r[R.name]!, r[R.nameAddress]!);
    let protocol: string | undefined;
    if ((kind === 2 || kind === 3) && r[R.protocolAddress] !== 0 && !(kind === 2 && this.profile.servByNameIsProtoByName)) {
      protocol = read("proto", r[R.protocol]!, r[R.protocolAddress]!);
      if (protocol === undefined) return undefined;
    }
    return text === undefined ? undefined : { kind, text, protocol, number: r[R.number]! };
  }

  /** The four bytes of a binary address as dotted decimal, or undefined. */
  protected readAddress(address: number): string | undefined {
    const bytes = this.memory.read(address, 4);
    return bytes && [...bytes].join(".");
  }

  /** W2: the lookup returns. */
  protected lookUp(request: number, outcome: Outcome): void {
    this.setRequest(request, R.phase, LOOKED_UP);
    const found = this.find(request, outcome);
    const r = this.request(request);
    let { error } = found;
    let size = 0;
    if (found.answer && error === 0) {
      size = resultTemplate(found.answer, this.memory.size, this.profile).size;
      this.setRequest(request, R.answer, this.answerId(found.answer));
      if (!this.fits(size, r[R.length]!)) error = WSAENOBUFS;
    } else if (error === WSAENOBUFS) size = Math.max(0, r[R.length]!) * 2 + 64; // forced: a record that no buffer given could hold
    this.setRequest(request, R.error, error);
    this.setRequest(request, R.size, size);
    if (this.loud) this.emit({ kind: "lookup-finished", request, error, size });
    if (size > 0xffff) this.observe("size-wrapped", { request });
  }

  protected fits(size: number, length: number): boolean {
    if (length < 0) return this.profile.negativeLength === "unlimited";
    return size <= length;
  }

  protected find(request: number, outcome: Outcome): Found {
    const r = this.request(request);
    const failed = (error: number): Found => ({ error, answer: undefined, delay: 0 });
    if (typeof outcome === "number" && outcome !== 0) return failed(outcome);
    if (this.world(W.netDown)) return failed(WSAENETDOWN);
    if (r[R.flags]! & FLAG_NOT_STARTED) return failed(WSANOTINITIALISED);
    if (r[R.flags]! & FLAG_BAD_INPUT) return failed(WSAEFAULT);
    if (r[R.kind] === 1) {
      const { badFamily, badLength } = this.profile;
      if (r[R.type] !== 2) return failed(badFamily.error);
      const length = r[R.number]!;
      if (badLength !== "ignored" && (badLength.only === "shorter" ? length < 4 : length !== 4)) return failed(badLength.error);
    }
    const input = this.readInput(request, true);
    if (!input) return failed(WSAEFAULT);
    const answer = typeof outcome === "object" ? outcome.answer : resolve(input, this.names, this.profile, this.hostName);
    return { error: answer.error, answer: answer.error === 0 ? answer : undefined, delay: answer.delay ?? 0 };
  }

  /** W3: a cancelled request ends here; any other can no longer be stopped. */
  protected check(request: number): void {
    if (this.request(request)[R.state] === CANCELLED) {
      this.finishRequest(request);
      return;
    }
    this.setRequest(request, R.phase, CHECKED);
    this.setRequestState(request, COMMIT);
  }

  /** W4: the result goes into the caller's buffer. */
  protected copy(request: number): void {
    this.setRequest(request, R.phase, COPIED);
    const r = this.request(request);
    const error = r[R.error]!;
    const answer = this.answer(r[R.answer]!);
    if (error !== 0 && (error !== WSAENOBUFS || this.profile.tooSmall === "untouched" || !answer)) return;
    const { address, length } = this.destination(request);
    if (error !== 0 && length === 0) return;
    const room = length < 0 ? Number.MAX_SAFE_INTEGER : length;
    const image = resultImage(answer!, address, this.memory.size, this.profile);
    const ok = writeImage(this.memory, address, image, room, this.profile.tooSmall === "partial");
    if (!this.loud) return;
    this.emit({ kind: "buffer-written", request, address, length: Math.min(room, image.size), final: error === 0, ok });
    if (!ok) this.observe("buffer-gone", { request, address });
  }

  /** Where the result goes and how much may be written. */
  protected destination(request: number): { address: number; length: number } {
    const r = this.request(request);
    // ReactOS reads the arguments of ServByName one place off: proto is the buffer, the low half of buf its length.
    if (r[R.kind] === 2 && this.profile.servByNameIsProtoByName)
      return { address: r[R.protocolAddress]!, length: r[R.buffer]! % 0x1_0000_0000 };
    return { address: r[R.buffer]!, length: r[R.length]! };
  }

  /** W5: from here on the request is over for a cancel. */
  protected mark(request: number): void {
    this.setRequest(request, R.phase, MARKED);
    this.setRequestState(request, POSTING);
    if (this.clock) this.setRequest(request, R.ready, this.now + this.profile.postingWindowMs);
  }

  /** Whether W6 can be made: always, unless the provider waits for room in the queue. */
  protected canPost(request: number): boolean {
    if (this.profile.postFailure === "lost") return true;
    const targets = this.targets(this.request(request)[R.window]!);
    return !targets.some((index) => this.queueFull(this.store.get(Windows, index)[WINDOW.thread]!));
  }

  /** W6: the message goes into the queue of the window's thread, or is lost without a word to anybody. */
  protected post(request: number): void {
    const r = this.request(request);
    const hWnd = r[R.window]!;
    const message = r[R.message]!;
    const handle = r[R.handle]!;
    const lParam = r[R.error]! * 0x1_0000 + (r[R.size]! & 0xffff);
    this.finishRequest(request);
    const targets = hWnd === 0 ? [] : this.targets(hWnd);
    if (!targets.length) this.lose(hWnd === 0 ? "null-window" : "no-window", hWnd, message, handle, lParam, request);
    for (const index of targets) {
      const window = this.store.get(Windows, index);
      const thread = window[WINDOW.thread]!;
      if (this.queueFull(thread)) {
        this.lose("queue-full", window[WINDOW.handle]!, message, handle, lParam, request);
        continue;
      }
      this.setRequestState(request, POSTED);
      this.append(thread, window[WINDOW.handle]!, message, handle, lParam, request);
    }
  }

  /** One worker step of `request`, whichever comes next. Answers false if the worker has to wait for something. */
  protected workerStep(request: number, outcome: Outcome): boolean {
    switch (this.request(request)[R.phase]!) {
      case PHASE_NEW:
        this.pickUp(request);
        return true;
      case PICKED:
        this.lookUp(request, outcome);
        return true;
      case LOOKED_UP:
        this.check(request);
        return true;
      case CHECKED:
        this.copy(request);
        return true;
      case COPIED:
        this.mark(request);
        return true;
      case MARKED:
        if (!this.canPost(request)) return false;
        this.post(request);
        return true;
      default:
        return false;
    }
  }

  /** Ends a request before its result was committed: taken out of the queue, or left to a lookup whose result will be dropped. */
  protected abandon(request: number, state: number): void {
    this.endDelay(request);
    const running = this.request(request)[R.phase]! > PHASE_NEW && this.request(request)[R.phase]! < CHECKED;
    this.setRequestState(request, state);
    if (running && state === CANCELLED) this.setRequest(request, R.flags, this.request(request)[R.flags]! | FLAG_ABANDONED);
    else this.finishRequest(request);
  }

  protected isPending(request: number): boolean {
    const state = this.request(request)[R.state]!;
    return state === QUEUED || state === RUNNING;
  }
}

/** The six start functions and WSACancelAsyncRequest. */
import {
  CANCELLED,
  COMMIT,
  COPIED,
  FLAG_ABANDONED,
  FLAG_BAD_INPUT,
  LOST,
  MARKED,
  PHASE_NEW,
  PICKED,
  POSTED,
  POSTING,
  QUEUED,
  R,
  RUNNING,
  Requests,
  START_CALLS,
  STATES,
  SWEPT,
  T,
  W,
} from "../core/layout.ts";
import { type Address, readString } from "../memory.ts";
import type { CancelAnswer, CancelRow } from "../profile.ts";
import { WSAEALREADY, WSAEFAULT, WSAEINPROGRESS, WSAEINVAL, WSAENETDOWN, WSANOTINITIALISED } from "../../winsock/errorValues.ts";
import { SOCKET_ERROR, WM_USER } from "../../winsock/constants.ts";
import { Startup } from "./startup.ts";

/** Arguments of a start call, one shape for all six. */
interface StartArguments {
  readonly kind: number;
  readonly hWnd: number;
  readonly wMsg: number;
  readonly name: Address;
  readonly proto: Address;
  readonly number: number;
  readonly type: number;
  readonly buf: Address;
  readonly buflen: number;
}

export class AsyncDatabase extends Startup {
  /** Requests by handle, oldest first; derived from the state, dropped on restore. */
  #byHandle = new Map<number, number | number[]>();
  #byHandleEpoch = -1;
  #byHandleCount = 0;

  // --- start --------------------------------------------------------------------------------------------------------------------------------

  WSAAsyncGetHostByName(thread: number, hWnd: number, wMsg: number, name: Address, buf: Address, buflen: number): number {
    return this.#start(thread, { kind: 0, hWnd, wMsg, name, proto: 0, number: 0, type: 0, buf, buflen }, [hWnd, wMsg, name, buf, buflen]);
  }

  WSAAsyncGetHostByAddr(
    thread: number,
    hWnd: number,
    wMsg: number,
    addr: Address,
    len: number,
    type: number,
    buf: Address,
    buflen: number,
  ): number {
    return this.#start(thread, { kind: 1, hWnd, wMsg, name: addr, proto: 0, number: len, type, buf, buflen }, [
      hWnd,
      wMsg,
      addr,
      len,
      type,
      buf,
      buflen,
    ]);
  }

  WSAAsyncGetServByName(thread: number, hWnd: number, wMsg: number, name: Address, proto: Address, buf: Address, buflen: number): number {
    return this.#start(thread, { kind: 2, hWnd, wMsg, name, proto, number: 0, type: 0, buf, buflen }, [
      hWnd,
      wMsg,
      name,
      proto,
      buf,
      buflen,
    ]);
  }

  WSAAsyncGetServByPort(thread: number, hWnd: number, wMsg: number, port: number, proto: Address, buf: Address, buflen: number): number {
    return this.#start(thread, { kind: 3, hWnd, wMsg, name: 0, proto, number: port, type: 0, buf, buflen }, [
      hWnd,
      wMsg,
      port,
      proto,
      buf,
      buflen,
    ]);
  }

  WSAAsyncGetProtoByName(thread: number, hWnd: number, wMsg: number, name: Address, buf: Address, buflen: number): number {
    return this.#start(thread, { kind: 4, hWnd, wMsg, name, proto: 0, number: 0, type: 0, buf, buflen }, [hWnd, wMsg, name, buf, buflen]);
  }

  WSAAsyncGetProtoByNumber(thread: number, hWnd: number, wMsg: number, number: number, buf: Address, buflen: number): number {
    return this.#start(thread, { kind: 5, hWnd, wMsg, name: 0, proto: 0, number, type: 0, buf, buflen }, [hWnd, wMsg, number, buf, buflen]);
  }

  /** Error that keeps the request from starting, or 0. */
  #refusal(thread: number, args: StartArguments): number {
    const { profile } = this;
    if (profile.startNeedsStartup && this.startupCount === 0) return WSANOTINITIALISED;
    if (this.inProgress(thread)) return WSAEINPROGRESS;
    if (profile.startChecksNetwork && this.world(W.netDown)) return WSAENETDOWN;
    if (this.world(W.exhausted) || (profile.pendingLimit > 0 && this.world(W.pending) >= profile.pendingLimit))
      return profile.exhaustedError;
    if (args.kind === 1) {
      if (profile.badFamily.at === "start" && args.type !== 2) return profile.badFamily.error;
      const { badLength } = profile;
      if (badLength !== "ignored" && badLength.at === "start" && (badLength.only === "shorter" ? args.number < 4 : args.number !== 4))
        return badLength.error;
    }
    return 0;
  }

  #start(thread: number, args: StartArguments, shown: readonly number[]): number {
    this.enter(thread);
    const call = START_CALLS[args.kind]!;
    const refused = (error: number) => this.called(thread, call, shown, this.fail(thread, error, 0));
    const refusal = this.#refusal(thread, args);
    if (refusal) return refused(refusal);

    // Inputs: those that the provider copies are read now, the rest when the lookup begins.
    const { copyInputs, badPointer } = this.profile;
    const usesName = args.kind === 0 || args.kind === 2 || args.kind === 4;
    const usesAddress = args.kind === 1;
    let name = -1;
    let protocol = -1;
    let bad = false;
    if (usesName || usesAddress) {
      const copied = usesName ? copyInputs.name : copyInputs.address;
      if (copied || args.name === 0 || badPointer !== "deliver") {
        const text = args.name === 0 ? undefined : usesName ? readString(this.memory, args.name) : this.readAddress(args.name);
        if (text === undefined) bad = true;
        else if (copied) name = this.textId(text);
      }
    }
    if (args.proto !== 0 && copyInputs.protocol) {
      const text = readString(this.memory, args.proto);
      if (text === undefined) bad = true;
      else protocol = this.textId(text);
    }
    if (bad && badPointer !== "deliver") {
      if (badPointer === "fault") this.observe("call-faults", { thread });
      return refused(WSAEFAULT);
    }

    const request = this.store.count(Requests);
    if (this.startOutcomes) {
      const text = (usesName && args.name !== 0 && readString(this.memory, args.name, 256)) || "";
      const options = this.startOutcomes({ call, request, name: text });
      const error = options[options.length > 1 ? (this.choose?.({ kind: "start", request, options }) ?? 0) : 0] ?? 0;
      if (error !== 0) return refused(error);
    }
    const handle = this.#nextHandle();
    const numbers = new Array<number>(R.flags + 1).fill(0);
    numbers[R.handle] = handle;
    numbers[R.kind] = args.kind;
    numbers[R.state] = QUEUED;
    numbers[R.phase] = PHASE_NEW;
    numbers[R.window] = args.hWnd;
    numbers[R.message] = args.wMsg;
    numbers[R.buffer] = args.buf;
    numbers[R.length] = args.buflen;
    numbers[R.thread] = thread;
    numbers[R.name] = name;
    numbers[R.protocol] = protocol;
    numbers[R.nameAddress] = args.name;
    numbers[R.protocolAddress] = args.proto;
    numbers[R.number] = args.number;
    numbers[R.type] = args.type;
    numbers[R.answer] = -1;
    numbers[R.flags] = bad ? FLAG_BAD_INPUT : 0;
    this.store.add(Requests, numbers);
    this.setWorld(W.pending, this.world(W.pending) + 1);
    if (args.kind === 2 || args.kind === 3) this.setWorld(W.serviceAsked, 1);
    if (this.world(W.worker) === 0) {
      this.setWorld(W.worker, 1);
      if (this.profile.workerHoldsStartup) this.setWorld(W.startups, this.startupCount + 1);
    }
    this.setThread(thread, T.started, request + 1);
    if (this.delays) {
      this.setThread(thread, T.polled, 0);
      if (this.profile.worker === "pool" || this.firstUnfinished === request) this.begin(request);
    }
    if (this.loud) {
      this.emit({
        kind: "request-started",
        request,
        handle,
        call,
        thread,
        hWnd: args.hWnd,
        wMsg: args.wMsg,
        buffer: args.buf,
        length: args.buflen,
      });
      if (args.wMsg < WM_USER) this.observe("system-message-number", { thread, request });
    }
    // Behind the terminate block nobody will ever pick it up.
    if (this.world(W.terminate) >= 0) {
      this.setRequestState(request, SWEPT);
      this.finishRequest(request);
    }
    return this.called(thread, call, shown, handle);
  }

  #nextHandle(): number {
    const { first, bits, skipZero, or = 0 } = this.profile.handles;
    const modulus = 2 ** bits;
    let issued = this.world(W.issued);
    let handle = (first + issued) % modulus;
    if (handle === 0 && skipZero) {
      issued++;
      handle = (first + issued) % modulus;
    }
    this.setWorld(W.issued, issued + 1);
    return or ? ((handle & (or - 1)) | or) >>> 0 : handle;
  }

  // --- cancel ---------------------------------------------------------------------------------------------------------------------------------

  WSACancelAsyncRequest(thread: number, hAsyncTaskHandle: number): number {
    this.enter(thread);
    const request = this.requestOf(hAsyncTaskHandle);
    const before = request < 0 ? "done" : STATES[this.request(request)[R.state]!]!;
    const error = this.#cancel(thread, hAsyncTaskHandle, request);
    if (error) this.setThread(thread, T.lastError, error);
    const result = error ? SOCKET_ERROR : 0;
    if (this.loud && request >= 0) {
      this.emit({ kind: "request-cancelled", request, handle: hAsyncTaskHandle, thread, result, error, state: before });
    }
    return this.called(thread, "WSACancelAsyncRequest", [hAsyncTaskHandle], result);
  }

  /** With repeated values: the oldest request with this handle that is queued or running, else the newest with it; -1 if there is none. */
  requestOf(handle: number): number {
    const count = this.store.count(Requests);
    if (this.#byHandleEpoch !== this.store.epoch) {
      this.#byHandle.clear();
      this.#byHandleCount = 0;
      this.#byHandleEpoch = this.store.epoch;
    }
    for (; this.#byHandleCount < count; this.#byHandleCount++) {
      const wanted = this.store.field(Requests, this.#byHandleCount, R.handle);
      const known = this.#byHandle.get(wanted);
      if (known === undefined) this.#byHandle.set(wanted, this.#byHandleCount);
      else if (typeof known === "number") this.#byHandle.set(wanted, [known, this.#byHandleCount]);
      else known.push(this.#byHandleCount);
    }
    const found = this.#byHandle.get(handle) ?? -1;
    return typeof found === "number" ? found : (found.find((one) => this.isPending(one)) ?? found.at(-1)!);
  }

  #row(handle: number, request: number): CancelRow {
    if (handle === 0) return "zero";
    if (request < 0) return "unknown";
    const r = this.request(request);
    switch (r[R.state]) {
      case QUEUED:
        // Behind a terminate block the provider does not know it any more.
        return "queued";
      case RUNNING:
        return "running";
      case COMMIT:
        return "commit";
      case POSTING:
        return "posting";
      case POSTED:
        return "posted";
      case CANCELLED:
        if (r[R.flags]! & FLAG_ABANDONED) return "cancelledRunning";
        return "cancelled";
      case LOST:
        return "lost";
      case SWEPT:
        return "swept";
      default:
        return STATES[r[R.state]!] === "taken" ? "taken" : "done";
    }
  }

  #cancel(thread: number, handle: number, request: number): number {
    const { profile } = this;
    const { cancel } = profile;
    if (this.startupCount === 0 && cancel.notInitialised !== "never") return cancel.notInitialised as number;
    if (cancel.inProgress !== "never" && this.inProgress(thread)) return cancel.inProgress as number;
    if (cancel.netDown !== "never" && this.world(W.netDown)) return cancel.netDown as number;
    if (handle === 0) return profile.zeroIdleQuirk && this.#workerIdle() ? 0 : this.#code(cancel.zero, request, profile.swapInvalAlready);
    // While the queue is drained for the last WSACleanup nothing can be cancelled any more.
    if (this.world(W.terminate) >= 0) return WSAEINVAL;
    const row = this.#row(handle, request);
    let answer: CancelAnswer = cancel[row];
    if (answer === "wait") {
      // The caller waits for the lock: the worker finishes the copy first.
      const { actor } = this;
      this.actor = "resolver";
      while (this.request(request)[R.phase]! < MARKED) this.workerStep(request, "database");
      this.actor = actor;
      answer = cancel.posting;
    }
    if (answer === "either") {
      const options = [profile.swapInvalAlready ? WSAEINVAL : WSAEALREADY, 0];
      answer = options[this.choose?.({ kind: "commit-cancel", request, options }) ?? 0]!;
    }
    const code = this.#code(answer, request, profile.swapInvalAlready);
    if (code === 0 && profile.cancelStops && request >= 0) {
      const { [R.state]: state, [R.phase]: phase } = this.request(request) as number[];
      if (state! <= COMMIT && phase! >= PHASE_NEW) this.abandon(request, CANCELLED);
    }
    return code;
  }

  #code(answer: CancelAnswer, request: number, swap: boolean): number {
    if (typeof answer !== "number") return 0;
    let code = answer;
    if (swap && code === WSAEALREADY) code = WSAEINVAL;
    if (code !== 0 && request >= 0 && this.profile.chooseCancelCode && (code === WSAEALREADY || code === WSAEINVAL)) {
      const options = [code, code === WSAEALREADY ? WSAEINVAL : WSAEALREADY];
      code = options[this.choose?.({ kind: "cancel-code", request, options }) ?? 0]!;
    }
    return code;
  }

  /** ReactOS compares a zero handle with its idle marker, which is clear unless a lookup is between pick-up and the end of the copy. */
  #workerIdle(): boolean {
    if (this.world(W.worker) === 0) return false;
    return !this.workable().some((request) => {
      const phase = this.request(request)[R.phase]!;
      return phase >= PICKED && phase <= COPIED;
    });
  }
}

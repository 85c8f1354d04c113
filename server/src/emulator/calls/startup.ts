/** WSAStartup, WSACleanup, the thread's last error, and what befalls Winsock as a whole. */
import { Worker } from "../core/worker.ts";
import { POSTING, R, Requests, SWEPT, T, W } from "../core/layout.ts";
import type { Address } from "../memory.ts";
import {
  WSAEFAULT,
  WSAEINPROGRESS,
  WSAEPROCLIM,
  WSANOTINITIALISED,
  WSASYSNOTREADY,
  WSAVERNOTSUPPORTED,
} from "../../winsock/errorValues.ts";
import { SOCKET_ERROR } from "../../winsock/constants.ts";
import { writeWsaData } from "../core/wsadata.ts";

export class Startup extends Worker {
  /** 0, or the error itself (WSASYSNOTREADY, WSAEPROCLIM, WSAVERNOTSUPPORTED, WSAEFAULT): the last error is not set. */
  WSAStartup(thread: number, wVersionRequested: number, lpWSAData: Address): number {
    this.enter(thread);
    const args = [wVersionRequested, lpWSAData];
    const major = wVersionRequested & 0xff;
    const minor = (wVersionRequested >> 8) & 0xff;
    const { acceptsVersion01, highestVersion } = this.profile;
    if (major === 0) {
      const accepted =
        minor === 1 &&
        (acceptsVersion01 === "always" || (acceptsVersion01 === "after-service-request" && this.world(W.serviceAsked) === 1));
      if (!accepted) return this.called(thread, "WSAStartup", args, WSAVERNOTSUPPORTED);
    }
    if (this.profile.startupChecks) {
      if (this.world(W.netDown)) return this.called(thread, "WSAStartup", args, WSASYSNOTREADY);
      if (this.world(W.exhausted) && this.startupCount === 0) return this.called(thread, "WSAStartup", args, WSAEPROCLIM);
    }
    const highest = highestVersion[0] * 256 + highestVersion[1];
    let given = major * 256 + minor;
    if (major === 1 && minor > 1) given = 0x101;
    if (major === 2 && minor > 2) given = 0x202;
    given = Math.min(given, highest);
    if (!writeWsaData(this.memory, lpWSAData, given, highest)) return this.called(thread, "WSAStartup", args, WSAEFAULT);
    const before = this.world(W.version);
    this.setWorld(W.version, before === 0 ? given : Math.min(before, given));
    this.setWorld(W.startups, this.startupCount + 1);
    if (this.loud) this.emit({ kind: "started-up", count: this.startupCount, version: given });
    return this.called(thread, "WSAStartup", args, 0);
  }

  WSACleanup(thread: number): number {
    this.enter(thread);
    if (this.startupCount === 0) return this.called(thread, "WSACleanup", [], this.fail(thread, WSANOTINITIALISED, SOCKET_ERROR));
    if (this.inProgress(thread)) return this.called(thread, "WSACleanup", [], this.fail(thread, WSAEINPROGRESS, SOCKET_ERROR));
    this.setWorld(W.startups, this.startupCount - 1);
    const worker = this.profile.workerHoldsStartup && this.world(W.worker) === 1;
    const last = this.startupCount === (worker ? 1 : 0);
    if (last && worker && this.world(W.terminate) < 0) {
      // The terminate block goes to the tail and takes a handle value of its own.
      this.setWorld(W.terminate, this.store.count(Requests));
      this.setWorld(W.issued, this.world(W.issued) + 1);
    }
    if (this.startupCount === 0) this.setWorld(W.version, 0);
    if (last && this.profile.cleanup === "cancel") this.#sweep();
    if (last && this.profile.purgePosted) this.#purge();
    if (this.loud) this.emit({ kind: "cleaned-up", count: this.startupCount });
    return this.called(thread, "WSACleanup", [], 0);
  }

  /** The last clean-up as documented: what is pending ends without a message, whoever issued it. */
  #sweep(): void {
    for (let request = this.firstUnfinished; request < this.store.count(Requests); request++) {
      const state = this.request(request)[R.state]!;
      if (state <= POSTING) this.setRequestState(request, SWEPT);
      this.finishRequest(request);
    }
  }

  #purge(): void {
    for (let thread = 0; this.threadExists(thread); thread++) {
      if (this.isAlive(thread)) this.dropMessages(thread, "cleanup", (_window, request) => request >= 0);
    }
  }

  protected threadExists(thread: number): boolean {
    return this.thread(thread) !== undefined;
  }

  /** ReactOS: the worker reaches the terminate block. */
  protected workerEnds(): void {
    this.setWorld(W.worker, 0);
    this.setWorld(W.terminate, -1);
    // A surplus WSACleanup may have taken the worker's own reference already.
    this.setWorld(W.startups, Math.max(0, this.startupCount - 1));
    if (this.startupCount === 0) this.setWorld(W.version, 0);
    if (this.loud) this.emit({ kind: "cleaned-up", count: this.startupCount });
  }

  /** Whether the worker has nothing left before its terminate block. */
  protected workerCanEnd(): boolean {
    return this.world(W.terminate) >= 0 && this.firstUnfinished >= this.world(W.terminate);
  }

  WSAGetLastError(thread: number): number {
    this.enter(thread);
    return this.called(thread, "WSAGetLastError", [], this.thread(thread)[T.lastError]!);
  }

  WSASetLastError(thread: number, iError: number): void {
    this.enter(thread);
    this.setThread(thread, T.lastError, iError);
    this.called(thread, "WSASetLastError", [iError], 0);
  }

  /** The network subsystem fails, or is back: what calls and lookups meet from now on. */
  setNetworkDown(down: boolean): void {
    this.setWorld(W.netDown, down ? 1 : 0);
  }

  /** No further request or task can be had (no memory, no thread): what start calls, and the first WSAStartup, meet from now on. */
  setExhausted(exhausted: boolean): void {
    this.setWorld(W.exhausted, exhausted ? 1 : 0);
  }

  /** Whether a 1.1 blocking call forbids other calls on this thread. */
  protected inProgress(thread: number): boolean {
    return this.profile.inProgress === "below-2" && this.below2 && this.thread(thread)[T.blocking]! > 0;
  }
}

/** GetAddrInfoEx and its cancel: where its handle, its overlapped structure and its result are. */
import type { EventOf } from "../analysis/events.ts";
import type { Facts } from "../analysis/facts.ts";
import { constantOf } from "../analysis/state.ts";
import type { Term } from "../analysis/terms.ts";

export const STARTS = ["GetAddrInfoExW", "GetAddrInfoEx", "GetAddrInfoExA"] as const;

export interface AddrInfoStart {
  readonly call: EventOf<"call">;
  readonly result: Term | undefined;
  readonly overlapped: Term | undefined;
  readonly callback: Term | undefined;
  readonly handle: Term | undefined;
}

/** Asynchronous starts of GetAddrInfoEx: those with an overlapped structure. */
export function addrInfoStarts(facts: Facts): AddrInfoStart[] {
  return facts
    .calls(...STARTS)
    .map((call) => ({ call, result: call.args[5], overlapped: call.args[7], callback: call.args[8], handle: call.args[9] }))
    .filter((s) => s.overlapped !== undefined && constantOf(s.call.state, s.overlapped) !== 0n);
}

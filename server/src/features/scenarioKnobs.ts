/** Single points of a provider that a scenario changes: names and values are those of the emulator's profile. */
import * as z from "zod/mini";

const describe = <T extends z.ZodMiniType>(schema: T, description: string): T => schema.check(z.describe(description)) as T;
const flag = (description: string) => describe(z.optional(z.boolean()), description);
const one = <const T extends readonly [string, ...string[]]>(values: T, description: string) =>
  describe(z.optional(z.enum(values)), description);
const whole = (most: number, description: string) => describe(z.optional(z.int().check(z.gte(0), z.lte(most))), description);

/** @param error reads an error by name or number. */
export function knobsSchema<E extends z.ZodMiniType>(error: E) {
  const code = (description: string) => describe(z.optional(error), description);
  return describe(
    z.optional(
      z.strictObject({
        cancelStub: flag("WSACancelAsyncRequest answers 0 and changes nothing, as in Wine."),
        narrowHandles: flag("Handles of 16 bits, from 1."),
        swapInvalAlready: flag("A cancel fails with WSAEINVAL where it would fail with WSAEALREADY."),
        chooseCancelCode: flag("A cancel that fails may give either of the two codes: both are tried."),
        cancelStops: flag("false: a cancel that answers 0 stops nothing."),
        zeroIdleQuirk: flag("A cancel of handle 0 answers 0 while no request is pending, as in ReactOS."),
        worker: one(["fifo", "pool"], "`fifo`: one worker, in order of issue; `pool`: requests end in any order."),
        pendingLimit: whole(100_000, "Requests that may be pending at once; the next start fails with `exhaustedError`. 0: no limit."),
        exhaustedError: code("Error of a start that is one too many."),
        workerHoldsStartup: flag("The first request takes a WSAStartup reference of its own, as in ReactOS."),
        postingWindowMs: whole(
          3_600_000,
          "Milliseconds between the copy of a result and the post of its message, in a run whose lookups have delays; any time otherwise.",
        ),
        postFailure: one(["lost", "retry"], "A message that finds the queue full is lost, or posted again while its window exists."),
        queueLimit: whole(10_000, "Messages that a queue holds; 0: no limit."),
        badPointer: one(
          ["deliver", "fault", "fail"],
          "A name that cannot be read: WSAEFAULT by message, a fault of the call, or a start that fails.",
        ),
        startChecksNetwork: flag("A start fails while the network is down."),
        startNeedsStartup: flag("A start before WSAStartup fails."),
        inProgress: one(["below-2", "never"], "WSAEINPROGRESS while a blocking call of Winsock 1.1 runs."),
        blockingHooks: one(["below-2", "inert"], "Blocking hooks of Winsock 1.1, or none that is ever called."),
        startupChecks: flag("WSAStartup fails while the network is down."),
        cleanup: one(["cancel", "drain", "ignore"], "What the last WSACleanup does with pending requests."),
        purgePosted: flag("The last WSACleanup takes completion messages out of the queues."),
        layout: one(["documented", "wine", "reactos"], "Order of the parts of a result in its buffer."),
        tooSmall: one(["untouched", "partial"], "A buffer that is too small is left alone, or written as far as it goes."),
        negativeLength: one(["too-small", "unlimited"], "What a negative length of the buffer means."),
        setsServiceProtocol: flag("false: `s_proto` stays NULL, as in ReactOS."),
        servByNameIsProtoByName: flag("WSAAsyncGetServByName looks for a protocol, as in ReactOS."),
        serviceMatching: one(["name-or-alias", "official-name"], "Names by which a service is found."),
        protocolMatching: one(["name-or-alias", "official-name"], "Names by which a protocol is found."),
        portCompare: one(["low-16", "signed-short"], "How the port is compared."),
        nullProtocol: one(["any", "empty"], "What a protocol of NULL means."),
        noSuchEntry: code("Error of a service or protocol that is not there."),
        reuseWindowHandles: flag("The handle of a window that is gone is given to the next one."),
        hostNameNeedsStartup: flag("gethostname before WSAStartup fails."),
        nameInfo: one(["documented", "resolver"], "GetNameInfoW as documented, or as in Wine."),
        addrInfoEx: one(
          ["documented", "cancel-stub", "absent"],
          "GetAddrInfoExW: as documented, with a cancel that does nothing, or not there.",
        ),
      }),
    ),
    "Single points of each provider that are otherwise than it has them.",
  );
}

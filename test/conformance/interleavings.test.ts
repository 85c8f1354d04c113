/**
 * Rows R1 to R6: where the cancel (A1) falls among the worker steps W1 to W6 and the taking of the message (A3), under three providers. Four
 * columns each: the cancel's result, whether a message comes later, whether the buffer is written after the cancel, and what freeing the
 * buffer right after the cancel (A2) leads to.
 */
import { describe, expect, it } from "vitest";
import type { ProfileName } from "../../server/src/emulator/index.ts";
import { newMsg, PM_REMOVE, Scene } from "./scene.ts";

const WSAEINVAL = 10022;
const WSAEALREADY = 10037;

/** Consequence of freeing the buffer right after the cancel. */
type Freed = "safe" | "written after free" | "handler gets a freed buffer";

interface Row {
  readonly row: string;
  /** Worker steps made before the cancel, of the six; "taken" and "handled" go on from there. */
  readonly before: number | "taken" | "handled";
  readonly expected: Record<"documented" | "reactos" | "wine", readonly [error: number, message: boolean, written: boolean, freed: Freed]>;
}

const rows: readonly Row[] = [
  {
    row: "R1: before W1",
    before: 0,
    expected: { documented: [0, false, false, "safe"], reactos: [0, false, false, "safe"], wine: [0, true, true, "written after free"] },
  },
  {
    row: "R2: between W1 and W2",
    before: 1,
    expected: { documented: [0, false, false, "safe"], reactos: [0, false, false, "safe"], wine: [0, true, true, "written after free"] },
  },
  {
    row: "R2: between W2 and W3",
    before: 2,
    expected: { documented: [0, false, false, "safe"], reactos: [0, false, false, "safe"], wine: [0, true, true, "written after free"] },
  },
  {
    row: "R3: between W3 and W4",
    before: 3,
    expected: {
      documented: [WSAEALREADY, true, true, "written after free"],
      reactos: [WSAEINVAL, true, false, "handler gets a freed buffer"],
      wine: [0, true, true, "written after free"],
    },
  },
  {
    row: "R3: between W4 and W5",
    before: 4,
    expected: {
      documented: [WSAEALREADY, true, false, "handler gets a freed buffer"],
      reactos: [WSAEINVAL, true, false, "handler gets a freed buffer"],
      wine: [0, true, false, "handler gets a freed buffer"],
    },
  },
  {
    row: "R4: between W5 and W6",
    before: 5,
    expected: {
      documented: [WSAEALREADY, true, false, "handler gets a freed buffer"],
      reactos: [WSAEINVAL, true, false, "handler gets a freed buffer"],
      wine: [0, true, false, "handler gets a freed buffer"],
    },
  },
  {
    row: "R5: between W6 and A3",
    before: 6,
    expected: {
      documented: [WSAEALREADY, true, false, "handler gets a freed buffer"],
      reactos: [WSAEINVAL, true, false, "handler gets a freed buffer"],
      wine: [0, true, false, "handler gets a freed buffer"],
    },
  },
  {
    row: "R6: after A3, inside A4",
    before: "taken",
    expected: {
      documented: [WSAEALREADY, false, false, "handler gets a freed buffer"],
      reactos: [WSAEINVAL, false, false, "handler gets a freed buffer"],
      wine: [0, false, false, "handler gets a freed buffer"],
    },
  },
  {
    row: "R6: after A4",
    before: "handled",
    expected: {
      documented: [WSAEALREADY, false, false, "safe"],
      reactos: [WSAEINVAL, false, false, "safe"],
      wine: [0, false, false, "safe"],
    },
  },
];

interface Outcome {
  readonly error: number;
  readonly message: boolean;
  readonly written: boolean;
  readonly freed: Freed;
}

/** Runs one row; `free` releases the buffer right after the cancel. `choice` is what a free choice inside the cancel takes. */
function run(profile: ProfileName, before: Row["before"], free: boolean, choice = 0): Outcome {
  const s = new Scene({ profile });
  s.winsock.choose = () => choice;
  const h = s.hostByName("alpha.test");
  let error = -1;
  let mark = 0;
  let handlerReadsFreed = false;
  const cancel = () => {
    error = s.cancel(h)[1];
    if (free) s.memory.release(s.b);
    mark = s.events.length;
  };
  s.onMessage = () => {
    if (before === "taken") cancel();
    // What every handler does: it reads the buffer.
    if (s.memory.read(s.b, 32) === undefined) handlerReadsFreed = true;
  };
  if (typeof before === "number") {
    s.winsock.run(before);
    cancel();
    s.pump();
  } else {
    s.winsock.run();
    const msg = newMsg();
    s.winsock.PeekMessage(s.U, msg, 0, 0, 0, PM_REMOVE);
    s.winsock.DispatchMessage(s.U, msg);
    if (before === "handled") cancel();
    s.pump();
  }
  const after = s.events.slice(mark);
  const written = after.some((e) => e.kind === "buffer-written");
  const freed = after.some((e) => e.kind === "buffer-written" && !e.ok)
    ? "written after free"
    : handlerReadsFreed
      ? "handler gets a freed buffer"
      : "safe";
  return { error, message: after.some((e) => e.kind === "message-taken"), written, freed };
}

describe.each(rows)("$row", ({ before, expected }) => {
  it.each(["documented", "reactos", "wine"] as const)("%s", (profile) => {
    const [error, message, written, freed] = expected[profile];
    const kept = run(profile, before, false);
    expect({ error: kept.error, message: kept.message, written: kept.written }).toEqual({ error, message, written });
    expect(run(profile, before, true).freed).toBe(freed);
  });
});

describe("R3 under the documented provider is a choice: the cancel may succeed as well", () => {
  it.each([3, 4])("after %i worker steps", (steps) => {
    expect(run("documented", steps, false, 1)).toEqual({ error: 0, message: false, written: false, freed: "safe" });
    expect(run("documented", steps, true, 1).freed).toBe("safe");
  });
});

describe("the search sees the same columns", () => {
  it("every order of one cancel among the fine steps gives exactly the results of the rows", () => {
    for (const profile of ["documented", "reactos", "wine"] as const) {
      const results = new Set<string>();
      const s = new Scene({ profile });
      s.winsock.onEvent = undefined;
      const h = s.hostByName("alpha.test");
      const seen = new Set<number>();
      const visit = (state: number, cancelled: string) => {
        s.winsock.restore(state);
        if (!cancelled) {
          for (const choice of [0, 1]) {
            s.winsock.restore(state);
            s.winsock.choose = ({ options }) => Math.min(choice, options.length - 1);
            const [, error] = s.cancel(h);
            const here = s.winsock.snapshot();
            visit(here, String(error));
          }
          s.winsock.restore(state);
        } else if (!s.winsock.enabledSteps("fine").length) {
          results.add(`${cancelled} ${s.peek() ? "message" : "silence"}`);
          return;
        }
        if (!cancelled && seen.has(state)) return;
        if (!cancelled) seen.add(state);
        s.winsock.restore(state);
        for (const step of s.winsock.enabledSteps("fine")) {
          s.winsock.restore(state);
          s.winsock.perform(step);
          visit(s.winsock.snapshot(), cancelled);
        }
      };
      visit(s.winsock.snapshot(), "");
      const expected = {
        documented: ["0 silence", `${WSAEALREADY} message`],
        reactos: ["0 silence", `${WSAEINVAL} message`],
        wine: ["0 message"],
      };
      expect([...results].sort()).toEqual(expected[profile].sort());
    }
  });
});

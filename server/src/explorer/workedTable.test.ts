/**
 * A cancel can fall at any moment of a lookup, and the buffer can be freed at several moments after it. The table says for each moment of the
 * cancel what its answer is, whether the message still comes, and whether the buffer is still written; and for each moment of the free
 * whether that is safe. Every order of four C programs is tried under three providers with the worker's steps one by one; the orders are
 * sorted by the moment of the cancel, and give exactly this table.
 */
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestParser, type TestParser } from "../../../test/support/parser.ts";
import { unitOfTexts } from "../program/fromTexts.ts";
import { Interner } from "./interner.ts";
import type { World } from "./interpreter/world.ts";
import { Judge } from "./judge.ts";
import { prepare } from "./prepare.ts";
import { type Option, Scheduler } from "./scheduler.ts";
import { internState } from "./stateKey.ts";

const PROVIDERS = ["documented", "reactos", "wine"] as const;
type Provider = (typeof PROVIDERS)[number];

/** What can be seen after the cancel in some order of a row. */
interface Cell {
  /** 0, WSAEINVAL 10022, WSAEALREADY 10037; both where the provider may answer either. */
  readonly cancel: string;
  readonly message: "comes" | "never";
  readonly buffer: "written" | "left";
  /** The rule that is broken if the buffer is freed at once. */
  readonly freedAtOnce: string;
  /** … if it is freed at once on success, and else when the message was handled. */
  readonly drained: string;
  /** … in the handler of the message. */
  readonly inHandler: string;
}

const SAFE = "safe";
const cell = (cancel: string, message: Cell["message"], buffer: Cell["buffer"], freedAtOnce: string, drained = SAFE): Cell => ({
  cancel,
  message,
  buffer,
  freedAtOnce,
  drained,
  inHandler: SAFE,
});
const FAILED = "free-despite-failed-cancel";
const WINE = "wine-cancel-reliance";

/** ReactOS copies and marks under one lock: a cancel that falls into it waits, and is one of the next row. */
const WAITS = undefined;

/** Row, and state of the request at the cancel: what each provider does. */
const TABLE: Readonly<Record<string, Readonly<Record<Provider, Cell | undefined>>>> = {
  "R1 queued": {
    documented: cell("0", "never", "left", SAFE),
    reactos: cell("0", "never", "left", SAFE),
    wine: cell("0", "comes", "written", WINE, WINE),
  },
  "R2 running": {
    documented: cell("0", "never", "left", SAFE),
    reactos: cell("0", "never", "left", SAFE),
    wine: cell("0", "comes", "written", WINE, WINE),
  },
  "R3 commit": {
    documented: cell("0 or 10037", "comes", "written", FAILED),
    reactos: WAITS,
    wine: cell("0", "comes", "written", WINE, WINE),
  },
  "R4 posting": {
    documented: cell("10037", "comes", "left", FAILED),
    reactos: cell("10022", "comes", "left", FAILED),
    wine: cell("0", "comes", "left", WINE, WINE),
  },
  "R5 posted": {
    documented: cell("10037", "comes", "left", FAILED),
    reactos: cell("10022", "comes", "left", FAILED),
    wine: cell("0", "comes", "left", WINE, WINE),
  },
};

/** R6: the cancel falls into the handler, with the message taken. Freed before the handler's last use of the buffer, or after it. */
const TAKEN: Readonly<Record<Provider, { readonly cancel: string; readonly before: string; readonly after: string }>> = {
  documented: { cancel: "10037", before: FAILED, after: SAFE },
  reactos: { cancel: "10022", before: FAILED, after: SAFE },
  wine: { cancel: "0", before: WINE, after: SAFE },
};

const program = (parts: { readonly main?: string; readonly handler: string }): string => `#include "window.h"
static char *buffer;
static HANDLE h;
static int done;
static LRESULT CALLBACK proc(HWND w, UINT m, WPARAM a, LPARAM b)
{
    if (m == WM_DONE) {
        ${parts.handler}
        done = 1;
        return 0;
    }
    return DefWindowProc(w, m, a, b);
}
int main(void)
{
    HWND w = open_window(proc);
    MSG msg;
    start_up();
    buffer = malloc(MAXGETHOSTSTRUCT);
    h = WSAAsyncGetProtoByName(w, WM_DONE, "tcp", buffer, MAXGETHOSTSTRUCT);
    ${parts.main ?? ""}
    Sleep(100);
    while (PeekMessage(&msg, NULL, 0, 0, PM_REMOVE)) DispatchMessage(&msg);
    return 0;
}
`;
const USE = "puts(((struct protoent *)buffer)->p_name);";
const PROGRAMS = {
  freedAtOnce: program({ main: "WSACancelAsyncRequest(h); free(buffer);", handler: USE }),
  drained: program({
    main: "if (WSACancelAsyncRequest(h) != 0) while (!done && pump_one()) { } free(buffer);",
    handler: `if (!done) ${USE}`,
  }),
  inHandler: program({ main: "WSACancelAsyncRequest(h);", handler: `${USE} free(buffer);` }),
  beforeUse: program({ handler: `WSACancelAsyncRequest(h); free(buffer); ${USE}` }),
  afterUse: program({ handler: `${USE} WSACancelAsyncRequest(h); free(buffer);` }),
};

/** What one order shows. */
interface Order {
  /** State of the request when the cancel came. */
  readonly moment?: string;
  readonly cancel?: string;
  readonly message: boolean;
  readonly written: boolean;
  readonly broken: readonly string[];
}

/** The worker's six steps one by one. */
class FineScheduler extends Scheduler {
  override options(world: World): Option[] {
    const others = super.options(world).filter((option) => option.kind !== "step");
    return [...others, ...world.sim.winsock.enabledSteps("fine").map((step): Option => ({ kind: "step", step }))];
  }
}

let parser: TestParser;
const header = readFileSync(new URL("../../../test/fixtures/explorer/window.h", import.meta.url), "utf8");
beforeAll(async () => {
  parser = await openTestParser();
});
afterAll(() => parser.delete());

function everyOrder(text: string, provider: Provider): readonly Order[] {
  const unit = unitOfTexts(parser, { "file:///p/a.c": text, "file:///p/window.h": header }, { target: "win64" });
  const prepared = prepare(unit, unit.functions.find((fn) => fn.name === "main")!, { provider, reduce: false, failingStarts: false });
  const { simulation, environment, root } = prepared;
  const states = new Interner();
  const scheduler = new FineScheduler(environment, 0, (world) => internState(world, states), 1000);
  const orders: Order[] = [];
  let now: Order = { message: false, written: false, broken: [] };
  const judge = new Judge(prepared, (_world, { rule }) => {
    now = { ...now, broken: [...new Set([...now.broken, rule])] };
  });
  simulation.listener = {
    event(world, event, before) {
      if (event.kind === "request-state" && event.to === "cancelled") now = { ...now, moment: event.from };
      else if (event.kind === "call" && event.call === "WSACancelAsyncRequest") {
        const cancel = event.result === 0 ? "0" : String(event.lastError);
        now = { ...now, cancel, moment: now.moment ?? before.requests[0]!.state };
      } else if (now.moment !== undefined && event.kind === "message-taken" && event.request === 0) now = { ...now, message: true };
      else if (now.moment !== undefined && event.kind === "buffer-written") now = { ...now, written: true };
      judge.event(world, event, before);
    },
  };
  const walk = (world: World): void => {
    simulation.activate(world);
    const standing = scheduler.advance(world);
    simulation.suspend();
    if (standing.kind !== "decision") {
      orders.push(now);
      return;
    }
    const here = now;
    for (const option of standing.options) {
      const child = world.fork();
      now = here;
      simulation.activate(child);
      scheduler.apply(child, option);
      walk(child);
    }
  };
  walk(root.fork());
  return orders;
}

const broken = (orders: readonly Order[]): string => [...new Set(orders.flatMap((order) => order.broken))].join(" and ") || SAFE;
const answers = (orders: readonly Order[]): string => [...new Set(orders.map((order) => order.cancel))].sort().join(" or ");

describe.each(PROVIDERS)("cancel and free under %s", (provider) => {
  it("before the message is taken", () => {
    const programs = {
      freedAtOnce: everyOrder(PROGRAMS.freedAtOnce, provider),
      drained: everyOrder(PROGRAMS.drained, provider),
      inHandler: everyOrder(PROGRAMS.inHandler, provider),
    };
    for (const [row, cells] of Object.entries(TABLE)) {
      const at = (orders: readonly Order[]): readonly Order[] => orders.filter(({ moment }) => moment === row.split(" ")[1]);
      const plain = at(programs.inHandler);
      const found: Cell | undefined =
        plain.length === 0
          ? undefined
          : {
              cancel: answers(plain),
              message: plain.some(({ message }) => message) ? "comes" : "never",
              buffer: plain.some(({ written }) => written) ? "written" : "left",
              freedAtOnce: broken(at(programs.freedAtOnce)),
              drained: broken(at(programs.drained)),
              inHandler: broken(plain),
            };
      expect(found, row).toEqual(cells[provider]);
    }
    // No order is of another row.
    const known = new Set(Object.keys(TABLE).map((row) => row.split(" ")[1]));
    for (const orders of Object.values(programs)) for (const { moment } of orders) expect(known).toContain(moment);
  });

  it("R6 in the handler of the message", () => {
    const taken = (orders: readonly Order[]): readonly Order[] => orders.filter(({ moment }) => moment === "taken");
    const before = taken(everyOrder(PROGRAMS.beforeUse, provider));
    const after = taken(everyOrder(PROGRAMS.afterUse, provider));
    expect({ cancel: answers(after), before: broken(before), after: broken(after) }).toEqual(TAKEN[provider]);
    expect(after.some(({ message, written }) => message || written)).toBe(false);
  });
});

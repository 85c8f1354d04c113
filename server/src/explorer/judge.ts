/** Shows every event of a run to the monitors. */
import { PUMP } from "./environment/models.ts";
import type { RunEvent } from "./events.ts";
import { holds, pointsInto } from "./interpreter/heldValues.ts";
import { restsOnInvention } from "./interpreter/invention.ts";
import type { Position } from "./interpreter/simulation.ts";
import { errorOf } from "./interpreter/watches.ts";
import type { World } from "./interpreter/world.ts";
import type { Ledger } from "./ledger.ts";
import { allMonitors, faults, type Monitor, type MonitorContext, type Verdict } from "./monitors/index.ts";
import type { Prepared } from "./prepare.ts";

/** What a person counts as an event. */
const COUNTED: ReadonlySet<string> = new Set([
  "call",
  "request-state",
  "message-posted",
  "message-taken",
  "free",
  "scope-end",
  "entry",
  "deadline",
]);

export class Judge {
  /** @param report called for the first verdict on each event. */
  constructor(
    private readonly prepared: Pick<Prepared, "simulation" | "environment" | "profile">,
    private readonly report: (world: World, verdict: Verdict, position: Position | undefined) => void,
    private readonly monitors: readonly Monitor[] = allMonitors,
  ) {}

  event(world: World, event: RunEvent, before: Ledger): void {
    if (COUNTED.has(event.kind)) world.eventCount++;
    const context = this.context(world, before);
    for (const monitor of this.monitors) {
      const verdict = monitor.judge(context, event);
      if (!verdict) continue;
      // A fault on memory that was invented says something about the invention.
      if ((monitor === faults || verdict.rule === "hang") && restsOnInvention(world, undefined)) return;
      this.report(world, verdict, context.position);
      return;
    }
  }

  context(world: World, before: Ledger, cycle = false): MonitorContext {
    return new Context(this.prepared, world, before, cycle);
  }
}

/** Made for every event: what most monitors do not ask is worked out when one asks. */
class Context implements MonitorContext {
  readonly ledger: Ledger;
  readonly thread: number;

  constructor(
    private readonly prepared: Pick<Prepared, "simulation" | "environment" | "profile">,
    private readonly world: World,
    readonly before: Ledger,
    readonly cycle: boolean,
  ) {
    this.ledger = world.ledger;
    this.thread = world.current?.id ?? -1;
  }

  get choseZero(): boolean {
    return this.world.choseZero;
  }
  get position(): Position | undefined {
    return this.world.position();
  }
  get provider(): string {
    return this.prepared.profile.name;
  }
  get cancelIsStub(): boolean {
    return !this.prepared.profile.cancelStops;
  }
  get whole(): boolean {
    return this.prepared.environment.whole;
  }
  nameOf(address: number): string {
    return this.world.space.at(address)?.label ?? "the buffer";
  }
  holds(handle: number): boolean {
    return holds(this.world, handle);
  }
  get startupFailed(): boolean {
    return this.world.modelState.has("startup failed");
  }
  errorOf(request: number): number {
    return errorOf(this.world, request);
  }
  bytesAt(address: number, length: number): readonly (number | undefined)[] {
    return Array.from({ length }, (_, i) => {
      const byte = this.world.space.peekInt(address + i, { kind: "int", size: 1, signed: false });
      return byte === undefined ? undefined : Number(byte);
    });
  }
  pointsInto(address: number, length: number): string | undefined {
    return pointsInto(this.world, address, length);
  }
  get waits(): MonitorContext["waits"] {
    const { winsock } = this.prepared.simulation;
    return this.world.threads
      .filter((thread) => !thread.ended && thread.status === "blocked")
      .map((thread) => {
        const top = thread.frames.at(-1);
        return {
          thread: thread.id,
          call: winsock.waitsIn(thread.id) ?? "a call",
          environment: top?.kind === "model" && top.model === PUMP,
        };
      });
  }
}

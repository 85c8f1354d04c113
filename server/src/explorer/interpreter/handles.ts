/** Handles of requests that the program keeps: one that is lost, one that other threads get too late. */
import type { Value } from "../values.ts";
import type { World } from "./world.ts";

/** A variable gets a value; it may have held the handle of a request that is not over. */
export function handleStored(world: World, before: Value | undefined, next: Value, variable: string): void {
  if (world.sim.log && typeof next === "number" && before !== next && (typeof before === "number" || before === undefined)) {
    const known = (value: number): boolean => world.ledger.requests.some((record) => record.handle === value);
    if (known(next) || (before !== undefined && known(before)))
      world.sim.observe(world, { kind: "handle-set", variable, before: before ?? 0, value: next });
  }
  if (typeof before !== "number" || before === next || before === 0) return;
  const lost = world.ledger.liveHandle(before);
  if (lost) world.sim.observe(world, { kind: "handle-lost", request: lost.request, variable, value: typeof next === "number" ? next : -1 });
}

/** Memory that other threads use gets the handle of a request: its message may have been handled without it. */
export function handlePublished(world: World, to: number, handle: number, variable: string): void {
  if (!world.space.onShared || handle === 0) return;
  const { sharing } = world.sim;
  const object = world.space.at(to);
  if (!object || !sharing.places.has(sharing.placeOf(object))) return;
  const late = world.ledger.requests.find(
    (record) => record.handle === handle && record.thread === world.current?.id && record.state === "done",
  );
  if (late) world.sim.observe(world, { kind: "handle-late", request: late.request, variable });
}

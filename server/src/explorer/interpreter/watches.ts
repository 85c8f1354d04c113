/** Memory that the provider may still write, or that threads share: before it is touched the others may act, and monitors hear of it. */
import { type Ledger, mayWrite } from "../ledger.ts";
import type { MemObject } from "../memory/object.ts";
import { AT_POINT } from "./question.ts";
import type { World } from "./world.ts";

/** The program touches an object that holds a buffer of a request. */
export function usesWatched(world: World, object: MemObject, offset: number, length: number, write: boolean): void {
  const thread = world.current;
  if (!thread || world.sim.inEmulator) return;
  // The object holds a buffer that the provider may write; what is touched may lie beside it.
  const records = world.ledger.overlapping(object.base + offset, length);
  if (!records.some(mayWrite)) {
    const handled = write ? undefined : world.ledger.handled(thread.id);
    if (handled && records.includes(handled))
      world.sim.observe(world, { kind: "model", what: "result-read", data: { request: handled.request, object: object.label } });
    return;
  }
  if (!thread.passed) throw AT_POINT;
  world.sim.observe(world, { kind: write ? "buffer-write" : "buffer-read", object: object.label, address: object.base + offset, length });
}

/** A thread touches an object; the others may share it. */
export function usesShared(world: World, object: MemObject, write: boolean): void {
  const thread = world.current;
  if (!thread || world.sim.inEmulator || object.readOnly) return;
  const { sharing, options } = world.sim;
  const place = sharing.placeOf(object);
  if (!thread.passed && world.liveThreads() > 1) {
    const own = object.maker === thread.id && object.kind !== "heap";
    if (sharing.places.has(place) || (!options.reduce && !own)) throw AT_POINT;
  }
  sharing.used(place, thread.id, write);
}

/** Memory that the provider may still write is watched. */
export function updateWatches(world: World, before: Ledger): void {
  if (before.requests === world.ledger.requests) return;
  const touched: number[] = [];
  const after = world.ledger.requests;
  for (let i = 0; i < Math.max(before.requests.length, after.length); i++) {
    const [old, now] = [before.requests[i], after[i]];
    if (
      old === now ||
      (old && now && old.buffer === now.buffer && old.length === now.length && isWatched(world, old) === isWatched(world, now))
    )
      continue;
    if (old?.buffer) touched.push(old.buffer);
    if (now?.buffer && now.buffer !== old?.buffer) touched.push(now.buffer);
  }
  for (const address of touched) {
    const object = world.space.at(address);
    if (object?.life !== "live") continue;
    world.space.setWatch(object, world.ledger.overlapping(object.base, object.size).filter((record) => isWatched(world, record)).length);
  }
}

/** The provider may write, or what is read is no result. */
function isWatched(world: World, record: Ledger["requests"][number]): boolean {
  return mayWrite(record) || ((record.state === "taken" || record.state === "done") && errorOf(world, record.request) !== 0);
}

/** Why a lookup failed; 0: it has not, or that is not kept. */
export function errorOf(world: World, request: number): number {
  const error = world.modelState.get(`error of ${request}`);
  return typeof error === "number" ? error : 0;
}

/** Ends an object's life, with the event that others may act before it and that monitors see. */
export function endObject(world: World, object: MemObject, life: "freed" | "ended", how: string): void {
  if (object.watch && world.current && !world.current.passed) throw AT_POINT;
  world.space.onShared?.(object, true);
  // What a string gives back is no news, unless a request is concerned.
  const { requests } = world.ledger;
  const answered = world.sim.options.thorough && requests.some(({ buffer }) => buffer >= object.base && buffer < object.base + object.size);
  if (
    object.watch ||
    answered ||
    (life === "freed" && !object.allocator.startsWith("std::")) ||
    world.ledger.concerns(object.base, object.size)
  ) {
    world.sim.observe(world, {
      kind: life === "freed" ? "free" : "scope-end",
      address: object.base,
      length: object.size,
      object: object.label,
      how,
    });
  }
  world.space.end(object, life);
}

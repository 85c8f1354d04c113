/** What the frames and the memory of a run hold: who still has a handle or a pointer. */
import type { Scalar, Value } from "../values.ts";
import type { World } from "./world.ts";

/** Every value that a frame holds and may use again. */
export function eachValue(world: World, visit: (value: Value) => void): void {
  for (const thread of world.threads) {
    for (const frame of thread.frames) {
      if (frame.kind === "model") {
        for (const value of frame.data) visit(value as Value);
        if (frame.result !== undefined) visit(frame.result as Value);
        continue;
      }
      const live = frame.fn.live(frame.block, frame.pc);
      for (const temp of live.temps) if (frame.temps[temp] !== undefined) visit(frame.temps[temp]);
      for (const reg of live.regs) if (frame.regs[reg] !== undefined) visit(frame.regs[reg]);
    }
  }
  for (const value of world.modelState.values()) visit(value);
}

/** Whether memory or a frame holds this value as a whole word of a pointer's size. */
export function holds(world: World, word: number): boolean {
  let found = false;
  eachValue(world, (value) => {
    if (value === word) found = true;
  });
  const size = world.space.pointerSize;
  for (const object of world.space.objects()) {
    if (found) return true;
    if (object.life !== "live" || object.kind === "function" || object.kind === "string" || object.kind === "system") continue;
    found = world.space.holds(object, word, size);
  }
  return found;
}

/** An object that is none of the stack's holds a pointer into this memory, behind where a structure at its start begins. */
export function pointsInto(world: World, address: number, length: number): string | undefined {
  const { pointerSize } = world.space;
  const type: Scalar = { kind: "pointer", size: pointerSize, signed: false };
  for (const object of world.space.objects()) {
    if (object.life !== "live" || (object.kind !== "heap" && object.kind !== "global" && object.kind !== "unknown")) continue;
    if (object.base < address + length && address < object.base + object.size) continue;
    for (let at = 0; at + pointerSize <= Math.min(object.size, 256); at += pointerSize) {
      const held = world.space.peekInt(object.base + at, type);
      if (typeof held === "number" && held >= address + 2 * pointerSize && held < address + length) return object.label;
    }
  }
  return undefined;
}

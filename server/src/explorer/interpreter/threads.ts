/** Threads of the program, and code that the environment starts on them. */
import type { Value } from "../values.ts";
import { callAddress } from "./control.ts";
import type { World } from "./world.ts";

/** Code for a thread that the emulator has made. */
export function startThread(world: World, id: number, procedure: number, argument: Value): void {
  const thread = world.addThread(id);
  world.push(thread, { owner: {}, kind: "model", model: "", data: [], resultTemp: -1, resultAddress: 0, purpose: "thread" });
  callAddress(world, thread, procedure, [argument], undefined, { temp: -1, address: 0 });
}

/** Code that a step of the environment starts: a completion routine, on its thread or on one of its own. */
export function interrupt(
  world: World,
  dispatch: { readonly thread: number; readonly procedure: number; readonly args: readonly number[] },
): void {
  let index = world.threads.findIndex((thread) => thread.id === dispatch.thread);
  if (index < 0) {
    world.addThread(dispatch.thread);
    index = world.threads.length - 1;
  }
  const thread = world.own(index);
  world.push(thread, {
    owner: {},
    kind: "model",
    model: "environment:dispatched",
    data: [],
    resultTemp: -1,
    resultAddress: 0,
    purpose: "resume",
  });
  callAddress(world, thread, dispatch.procedure, dispatch.args, undefined, { temp: -1, address: 0 });
  thread.status = "run";
}

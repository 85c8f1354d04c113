/** Executes one thread until it stops. */
import { Fault, Unable } from "../memory/object.ts";
import { BLOCKED, type Control, NEXT, OVER, POINT, SWITCH } from "./compiled.ts";
import { restsOnInvention } from "./invention.ts";
import { stepModelFrame } from "./modelCalls.ts";
import { AT_POINT, NeedAnswer, type Question } from "./question.ts";
import type { World } from "./world.ts";

export type Stop =
  /** Others may act before its next statement. */
  | { readonly kind: "point" }
  /** It waits in a call. */
  | { readonly kind: "blocked" }
  /** The program or the thread is over. */
  | { readonly kind: "over" }
  | { readonly kind: "question"; readonly question: Question };

/** One statement was done, and the thread can go on. */
export interface Stepped {
  readonly kind: "stepped";
}

/** Turns of loops without a scheduling point after which others may act. */
const TURNS = 500;
const MAX_WORK = 20_000_000;

const STOP_POINT: Stop = { kind: "point" };
const STOP_BLOCKED: Stop = { kind: "blocked" };
const STOP_OVER: Stop = { kind: "over" };
const STEPPED: Stepped = { kind: "stepped" };

/**
 * Runs the thread at `index` of an active world. With `passed` on the thread, its next statement runs although others may act before it.
 * `once`: do one statement, or one part of a library function that calls back (for a debugger).
 */
export function runThread(world: World, index: number, once = false): Stop | Stepped {
  const thread = world.own(index);
  world.current = thread;
  world.space.maker = thread.id;
  world.shareMemory();
  const { due } = world.sim;
  let blocks = 0;
  if (thread.passed) thread.sincePoint = 0;
  try {
    for (;;) {
      if (world.exit || thread.ended) return STOP_OVER;
      if (thread.sincePoint > TURNS) {
        if (!thread.passed) return STOP_POINT;
        thread.sincePoint = 0;
      }
      const top = world.top(thread);
      if (!top) return STOP_OVER;
      let control: Control;
      if (top.kind === "model") control = stepModelFrame(world, thread, top);
      else {
        const block = top.fn.blocks[top.block]!;
        const { ops } = block;
        control = NEXT;
        world.answerAt = 0;
        while (top.pc < ops.length) {
          control = ops[top.pc]!.run(world, top);
          if (control !== NEXT) break;
          top.pc++;
          world.work++;
          if (thread.passed) thread.passed = false;
          if (thread.answers.length > 0) thread.answers = [];
          world.answerAt = 0;
          if (once) return STEPPED;
        }
        if (control === NEXT) control = block.end.run(world, top);
      }
      if (control === SWITCH) {
        thread.passed = false;
        if (thread.answers.length > 0) thread.answers = [];
        world.work++;
        if (world.work > MAX_WORK) world.cut({ kind: "steps", limit: MAX_WORK });
        if (once || ((++blocks & 63) === 0 && due?.())) return STEPPED;
        continue;
      }
      if (control === POINT) return STOP_POINT;
      if (control === BLOCKED) {
        thread.answers = [];
        // When it wakes, others may act before what it waited for is done.
        thread.passed = false;
        return STOP_BLOCKED;
      }
      if (control === OVER) return STOP_OVER;
    }
  } catch (error) {
    if (error === AT_POINT) return STOP_POINT;
    if (error instanceof NeedAnswer) return { kind: "question", question: error.question };
    if (error instanceof Unable) {
      world.cut({ kind: "unable", limit: 0 }, error.message);
      return STOP_OVER;
    }
    if (!(error instanceof Fault)) throw error;
    const { kind, message, address, object } = error;
    world.sim.observe(world, { kind: "fault", fault: kind, text: message, address, base: object?.base, object: object?.label });
    if (restsOnInvention(world, object)) world.cut({ kind: "invented", limit: 0 }, message);
    else world.finish({ kind: "fault", text: message });
    return STOP_OVER;
  } finally {
    world.current = undefined;
    world.space.maker = -1;
  }
}

/**
 * What runs when the program ends, last noted first: functions given to atexit, destructors of objects with static storage. The list is part
 * of the state of the library's models.
 */
import type { Model, ModelResult, Run, RunValue } from "../../platform/run/types.ts";
import type { World } from "./world.ts";

const COUNT = "at end";

/** Notes a function, with the object that it ends (0: none). */
export function noteEnd(world: World, code: number, object: number): void {
  const count = Number(world.modelState.get(COUNT) ?? 0);
  world.modelState = new Map(world.modelState)
    .set(`${COUNT} ${count}`, code)
    .set(`${COUNT} object ${count}`, object)
    .set(COUNT, count + 1);
}

/** Something is left to run. */
export function hasEnds(world: World): boolean {
  return Number(world.modelState.get(COUNT) ?? 0) > 0;
}

function note(run: Run, code: number, object: number): void {
  const count = Number(run.getState(COUNT) ?? 0);
  run.setState(`${COUNT} ${count}`, code);
  run.setState(`${COUNT} object ${count}`, object);
  run.setState(COUNT, count + 1);
}

/** The call of what was noted last; undefined if nothing is left. */
function next(run: Run, data: readonly RunValue[]): ModelResult {
  const count = Number(run.getState(COUNT) ?? 0);
  if (count === 0) return undefined;
  const code = Number(run.getState(`${COUNT} ${count - 1}`));
  const object = Number(run.getState(`${COUNT} object ${count - 1}`));
  run.setState(COUNT, count - 1);
  return { callback: code, args: [], ...(object === 0 ? {} : { self: object }), data };
}

/** `exit(code)`: locals stay, everything that was noted runs. */
function exit(run: Run, args: readonly RunValue[]): ModelResult {
  const code = run.int(args[0]);
  const called = next(run, [code]);
  if (called === undefined) run.exit(code);
  return called ?? 0;
}

/** Constructors of objects with static storage: pairs of what makes one and what ends it. */
function construct(_run: Run, data: readonly RunValue[]): ModelResult {
  return data.length < 2 ? 0 : { callback: Number(data[0]), args: [], data: data.slice(1) };
}

function constructed(run: Run, data: readonly RunValue[]): ModelResult {
  note(run, Number(data[0]), 0);
  return construct(run, data.slice(1));
}

export const CONSTRUCT = "environment:construct";
export const ENDING = "environment:ending";

export const endModels: readonly (readonly [string, Model])[] = [
  ["exit", { run: exit, resume: exit }],
  [
    "atexit",
    {
      run: (run, [code]) => {
        note(run, run.address(code), 0);
        return 0;
      },
    },
  ],
  [CONSTRUCT, { run: construct, resume: constructed }],
  [ENDING, { run: (run) => next(run, []) ?? 0, resume: (run) => next(run, []) ?? 0 }],
];

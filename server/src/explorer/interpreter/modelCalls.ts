/** Calls of library models, and their way back after they called into the program. */
import {
  type Again,
  type ArgumentType,
  type Callback,
  type Model,
  type ModelResult,
  RETHROW,
  type RunValue,
  WAIT,
} from "../../platform/run/types.ts";
import { Unable } from "../memory/object.ts";
import { INT32, type Scalar, type Value } from "../values.ts";
import { BLOCKED, type Control, NEXT, OVER, POINT, SWITCH } from "./compiled.ts";
import { callAddress, deliver, type ResultPlace } from "./control.ts";
import { raise } from "./exceptions.ts";
import type { CodeFrame, ModelFrame, Thread } from "./frame.ts";
import { ModelRun } from "./modelRun.ts";
import type { World } from "./world.ts";

/** Calls a model from a statement of the program. */
export function callModel(
  world: World,
  frame: CodeFrame,
  name: string,
  model: Model,
  args: readonly Value[],
  types: readonly ArgumentType[],
  result: ResultPlace,
  resultType: Scalar | undefined,
): Control {
  const thread = world.current!;
  if (!thread.passed && world.isPoint(model.point)) return POINT;
  world.answerAt = 0;
  const run = new ModelRun(world, thread, name, types);
  const answer = model.run(run, args as readonly RunValue[]);
  if (world.exit || thread.ended) return OVER;
  if (answer === WAIT) return BLOCKED;
  if (answer === RETHROW) return raise(world, undefined, undefined);
  if (isAgain(answer)) throw new TypeError(`${name} asks to be asked again without having called back`);
  if (isCallback(answer)) {
    frame.pc++;
    startCallback(world, thread, name, answer, result);
    return SWITCH;
  }
  if (result.temp >= 0) frame.temps[result.temp] = convertResult(answer, resultType);
  else if (result.address && typeof answer === "object" && "aggregate" in answer) world.space.writeBlob(result.address, answer as never);
  return NEXT;
}

function convertResult(answer: ModelResult, type: Scalar | undefined): Value {
  if (answer === undefined || answer === WAIT || answer === RETHROW || isCallback(answer) || isAgain(answer)) return 0;
  const value = answer as Value;
  if (type && typeof value === "number" && type.kind !== "float" && type.size === 4) return type.signed ? value | 0 : value >>> 0;
  return value;
}

export function isCallback(value: ModelResult): value is Callback {
  return typeof value === "object" && "callback" in value;
}

function isAgain(value: ModelResult): value is Again {
  return typeof value === "object" && "again" in value;
}

function startCallback(world: World, thread: Thread, model: string, callback: Callback, result: ResultPlace): void {
  const marker: ModelFrame = {
    owner: {},
    kind: "model",
    model,
    data: callback.data ?? [],
    resultTemp: result.temp,
    resultAddress: result.address,
    purpose: callback.data ? "resume" : "discard",
  };
  world.push(thread, marker);
  callAddress(world, thread, callback.callback, callback.args as readonly Value[], callback.self, { temp: -1, address: 0 });
}

/** One step of a model frame on top of the stack. */
export function stepModelFrame(world: World, thread: Thread, frame: ModelFrame): Control {
  const model = world.sim.model(frame.model);
  if (!model) throw new Unable(`${frame.model} has no model`);
  if (!thread.passed && world.isPoint(model.point)) return POINT;
  world.answerAt = 0;
  const run = new ModelRun(world, thread, frame.model, frame.purpose === "start" ? frame.data.map(() => argumentType(undefined)) : []);
  const answer =
    frame.purpose === "start" ? model.run(run, frame.data) : (model.resume?.(run, frame.data, frame.result ?? 0) ?? frame.result ?? 0);
  if (world.exit || thread.ended) return OVER;
  if (answer === WAIT) return BLOCKED;
  if (isAgain(answer)) {
    thread.frames[thread.frames.length - 1] = { ...frame, purpose: "start", data: answer.again };
    return SWITCH;
  }
  thread.frames.pop();
  if (answer === RETHROW) return raise(world, undefined, undefined);
  if (isCallback(answer)) {
    startCallback(world, thread, frame.model, answer, { temp: frame.resultTemp, address: frame.resultAddress });
    return SWITCH;
  }
  return deliver(world, (answer ?? 0) as Value, frame.resultTemp, frame.resultAddress);
}

export function argumentType(scalar: Scalar | undefined): ArgumentType {
  const type = scalar ?? INT32;
  const kind = type.kind === "bool" ? "int" : type.kind;
  return { kind, bits: type.size * 8, signed: type.signed };
}

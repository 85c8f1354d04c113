/**
 * setjmp and longjmp. What a jump needs is kept in the program's own jmp_buf: the thread, how deep its stack was, the function, and the
 * statement to go on behind. As on Windows in C, no destructor runs on the way.
 */
import type { Block, IrFunction, Statement } from "../../ir/types.ts";
import { Fault } from "../memory/object.ts";
import type { Scalar } from "../values.ts";
import { NEXT, type Run, SWITCH } from "./compiled.ts";
import type { FunctionContext } from "./context.ts";
import { unwind } from "./control.ts";
import type { World } from "./world.ts";

type Call = Extract<Statement, { kind: "call" }>;

const WORD: Scalar = { kind: "int", size: 4, signed: true };
/** First word of a buffer that setjmp has filled. */
const FILLED = 0x6a6d7062;

export function isLongJump(call: Call): boolean {
  return call.callee.kind === "name" && /^(?:::|std::)?_*(?:setjmp|setjmpex|longjmp)$/.test(call.callee.name) && call.args.length > 0;
}

/** A second return finds what the function held at that time: none of it is dead. */
export function returnsTwice(ir: IrFunction): boolean {
  return ir.blocks.some((block) => block.statements.some((one) => one.kind === "call" && isLongJump(one)));
}

export function compileLongJump(context: FunctionContext, block: Block, index: number, call: Call): Run {
  const buffer = context.get(call.args[0]!);
  const temp = call.target ?? -1;
  if (call.callee.kind === "name" && call.callee.name.endsWith("longjmp")) {
    const value = call.args[1] ? context.get(call.args[1]) : () => 1;
    return (world, frame) => {
      const result = Number(world.concrete(value(world, frame)));
      jump(world, world.address(buffer(world, frame)), result === 0 ? 1 : result);
      return SWITCH;
    };
  }
  return (world, frame) => {
    const at = world.address(buffer(world, frame));
    const thread = world.current!;
    const words = [FILLED, thread.id, thread.frames.length, context.fn.index, block.id, index + 1, temp];
    for (const [i, word] of words.entries()) world.space.store(at + i * 4, word, WORD);
    if (temp >= 0) frame.temps[temp] = 0;
    return NEXT;
  };
}

function jump(world: World, at: number, result: number): void {
  const thread = world.current!;
  const [filled, id, depth, fn, block, pc, temp] = Array.from({ length: 7 }, (_, i) => world.space.load(at + i * 4, WORD));
  const target = typeof depth === "number" ? thread.frames[depth - 1] : undefined;
  if (filled !== FILLED || id !== thread.id || target?.kind !== "code" || target.fn.index !== fn)
    throw new Fault("bad-call", "jumps with longjmp to a function that has returned, or that never called setjmp");
  world.uninterrupted(() => {
    while (thread.frames.length > Number(depth)) {
      const top = world.top(thread)!;
      if (top.kind === "code") unwind(world, top);
      else thread.frames.pop();
    }
  });
  const frame = world.top(thread);
  if (frame?.kind !== "code") return;
  frame.block = Number(block);
  frame.pc = Number(pc);
  if (Number(temp) >= 0) frame.temps[Number(temp)] = result;
}

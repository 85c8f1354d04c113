/** A state as a sequence of numbers: equal states have equal sequences. What only counts or remembers is left out. */
import type { Frame } from "./interpreter/frame.ts";
import { collect } from "./interpreter/collect.ts";
import type { World } from "./interpreter/world.ts";
import type { Interner } from "./interner.ts";
import { keyOf } from "./memory/contents.ts";
import { Blob, Sym, type Value } from "./values.ts";

const bits = new Float64Array(1);
const words = new Int32Array(bits.buffer);

/** Number of the state among all states of the search. */
export function internState(world: World, states: Interner): number {
  collect(world);
  const { texts, contents } = world.sim.image.shared;
  const ledger = world.ledger.number(texts);
  // Equal ledgers become one object: what follows from it is then worked out once.
  world.ledger = world.sim.ledgers[ledger] ??= world.ledger;
  const key: number[] = [world.emulator, world.stage, texts.id(world.output), texts.id(world.debugOutput), ledger];
  key.push(texts.id(world.usedEntries.join("\n")));
  if (world.exit) key.push(-9, texts.id(world.exit.kind), world.exit.code ?? 0);

  const value = (held: Value | undefined): void => {
    if (held === undefined) key.push(0);
    else if (typeof held === "number") {
      if ((held | 0) === held && !Object.is(held, -0)) key.push(1, held);
      else {
        bits[0] = held;
        key.push(2, words[0]!, words[1]!);
      }
    } else if (typeof held === "bigint") key.push(3, texts.id(held.toString()));
    else if (held instanceof Sym) key.push(4, held.id);
    else if (held instanceof Blob) key.push(5, blobNumber(held));
    else key.push(6);
  };
  const blobNumber = (blob: Blob): number => {
    const sequence = [-7, blob.size, ...blob.bytes, ...blob.shadow];
    for (const [offset, sym] of blob.syms ?? []) sequence.push(offset, sym.id);
    return contents.intern(sequence, sequence.length);
  };

  for (const [id, fact] of [...world.facts.map].sort((a, b) => a[0] - b[0])) {
    key.push(-1, id);
    value(fact.low);
    value(fact.high);
    for (const excluded of fact.not) value(excluded);
  }
  for (const [name, held] of [...world.modelState].sort((a, b) => (a[0] < b[0] ? -1 : 1))) {
    key.push(-2, texts.id(name));
    value(held);
  }
  for (const thread of world.threads) {
    // a thread at a question has gone past its scheduling point: nobody acts before the answer
    key.push(-3, thread.id, thread.ended ? 1 : 0, thread.status === "blocked" ? 1 : thread.passed ? 2 : 0);
    for (const answer of thread.answers) key.push(answer);
    for (const frame of thread.frames) frameKey(frame, key, value, texts.id.bind(texts));
  }
  key.push(-4);
  const { space } = world;
  for (const slot of space.slots) key.push(keyOf(space.shared, space.inSlot(slot)));
  return states.intern(key, key.length);
}

function frameKey(frame: Frame, key: number[], value: (held: Value | undefined) => void, text: (name: string) => number): void {
  if (frame.kind === "model") {
    key.push(
      -5,
      text(frame.model),
      text(frame.purpose),
      frame.resultTemp,
      frame.resultAddress | 0,
      Math.floor(frame.resultAddress / 4294967296),
    );
    for (const held of frame.data) value(held as Value);
    if (frame.result !== undefined) {
      key.push(-8);
      value(frame.result as Value);
    }
    return;
  }
  key.push(-6, frame.fn.index, frame.block, frame.pc, frame.resultTemp);
  value(frame.resultAddress);
  const live = frame.fn.live(frame.block, frame.pc);
  for (const temp of live.temps) value(frame.temps[temp]);
  for (const reg of live.regs) value(frame.regs[reg]);
  for (const base of frame.bases) value(base);
}

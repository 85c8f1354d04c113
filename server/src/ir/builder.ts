/** Blocks, temps and locals of a function while it is being built. */
import type { Block, BlockId, CType, Local, LocalId, Range, Statement, TempId, Terminator } from "./types.ts";

export interface DraftBlock {
  readonly id: BlockId;
  readonly statements: Statement[];
  end?: Terminator;
  handlers?: readonly DraftBlock[];
  /** Something jumps here. */
  targeted?: boolean;
}

export class Builder {
  blocks: DraftBlock[] = [];
  locals: Local[] = [];
  current: DraftBlock;
  tempCount = 0;
  /** First blocks of the handlers that a throw can reach here. */
  handlers: readonly DraftBlock[] = [];

  constructor() {
    this.current = this.newBlock();
  }

  newBlock(): DraftBlock {
    const block: DraftBlock = { id: this.blocks.length, statements: [] };
    if (this.handlers.length > 0) {
      block.handlers = this.handlers;
      for (const handler of this.handlers) handler.targeted = true;
    }
    this.blocks.push(block);
    return block;
  }

  temp(): TempId {
    return this.tempCount++;
  }

  local(name: string, type: CType, range: Range, extra: { storage?: "auto" | "static"; synthetic?: boolean } = {}): LocalId {
    const id = this.locals.length;
    const storage = extra.storage ?? "auto";
    this.locals.push(extra.synthetic === true ? { id, name, type, storage, synthetic: true, range } : { id, name, type, storage, range });
    return id;
  }

  /** Gives a local the type that its initialiser showed (`auto`, arrays without a length). */
  retype(id: LocalId, type: CType): void {
    const local = this.locals[id];
    if (local !== undefined) this.locals[id] = { ...local, type };
  }

  emit(statement: Statement): void {
    this.current.statements.push(statement);
  }

  /** Ends the current block; what follows, until `enter`, cannot be reached. */
  terminate(end: Terminator): void {
    this.setEnd(this.current, end);
    this.current = this.newBlock();
  }

  /** Ends `block` if nothing ended it before. */
  setEnd(block: DraftBlock, end: Terminator): void {
    if (block.end !== undefined) return;
    block.end = end;
    for (const id of successors(end)) this.blocks[id]!.targeted = true;
  }

  jump(to: DraftBlock, range: Range, back = false): void {
    this.terminate(back ? { kind: "jump", to: to.id, range, back: true } : { kind: "jump", to: to.id, range });
  }

  /** Goes on in `block`, which the current block falls into. */
  enter(block: DraftBlock, range: Range): void {
    this.setEnd(this.current, { kind: "jump", to: block.id, range });
    this.current = block;
  }

  /** Goes on in `block` without a jump to it. */
  startAt(block: DraftBlock): void {
    this.current = block;
  }

  /** False right after a jump, a return or the like, where nothing has come in yet. */
  get isOpen(): boolean {
    return this.current.id === 0 || this.current.targeted === true || this.current.statements.length > 0;
  }

  /**
   * The blocks, numbered in reverse postorder, which reads like the source; code that nothing reaches comes last. Blocks without
   * statements that only jump on are skipped.
   */
  finish(last: Terminator): Block[] {
    for (const block of this.blocks) block.end ??= last;
    this.skipEmpty();
    const order = this.reversePostorder([0]);
    const seen = new Set(order);
    const rest = this.blocks.filter((b) => b.statements.length > 0 && !seen.has(b)).map((b) => b.id);
    const kept = [...order];
    for (const id of rest) {
      for (const block of this.reversePostorder([id])) {
        if (!seen.has(block)) {
          seen.add(block);
          kept.push(block);
        }
      }
    }
    const numbers = new Map(kept.map((b, i) => [b.id, i]));
    const renumber = (id: BlockId): BlockId => numbers.get(id) ?? 0;
    return kept.map((b, id) => {
      const handlers = b.handlers?.map((h) => renumber(h.id));
      const end = retarget(b.end!, renumber);
      return handlers === undefined ? { id, statements: b.statements, end } : { id, statements: b.statements, end, handlers };
    });
  }

  private skipEmpty(): void {
    const target = (id: BlockId): BlockId => {
      let at = id;
      for (let i = 0; i < 1000; i++) {
        const block = this.blocks[at]!;
        if (block.statements.length > 0 || block.end?.kind !== "jump" || block.end.back === true || block.end.to === at) return at;
        at = block.end.to;
      }
      return id;
    };
    for (const block of this.blocks) block.end = retarget(block.end!, target);
  }

  /** Iterative, because chains of blocks are as long as the function. */
  private reversePostorder(roots: readonly BlockId[]): DraftBlock[] {
    const seen = new Set<BlockId>();
    const out: DraftBlock[] = [];
    const stack: { block: DraftBlock; next: BlockId[] }[] = [];
    const enter = (id: BlockId): void => {
      if (seen.has(id)) return;
      seen.add(id);
      const block = this.blocks[id]!;
      // The last one visited comes first in the result: the branch taken when the condition holds, before the others.
      stack.push({ block, next: [...successors(block.end!), ...(block.handlers ?? []).map((h) => h.id)] });
    };
    for (const root of roots) {
      enter(root);
      while (stack.length > 0) {
        const top = stack[stack.length - 1]!;
        const next = top.next.pop();
        if (next !== undefined) enter(next);
        else {
          out.push(top.block);
          stack.pop();
        }
      }
    }
    return out.reverse();
  }
}

/** Blocks that control can go to, without handlers. */
export function successors(end: Terminator): BlockId[] {
  switch (end.kind) {
    case "jump":
      return [end.to];
    case "branch":
      return [end.then, end.else];
    case "switch":
      return [...end.cases.map((c) => c.to), end.default];
    default:
      return [];
  }
}

function retarget(end: Terminator, to: (id: BlockId) => BlockId): Terminator {
  switch (end.kind) {
    case "jump":
      return { ...end, to: to(end.to) };
    case "branch":
      // biome-ignore lint/suspicious/noThenProperty: the branch taken when the condition holds
      return { ...end, then: to(end.then), else: to(end.else) };
    case "switch":
      return { ...end, cases: end.cases.map((c) => ({ ...c, to: to(c.to) })), default: to(end.default) };
    default:
      return end;
  }
}

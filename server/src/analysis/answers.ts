/**
 * What the run of a root was told by the program, so that the next version of the program can be asked the same: with the same answers it
 * would run the same way. Functions are named by keys, for every version has objects of its own.
 */
import type { BlockId, IrFunction } from "../ir/types.ts";
import type { CallSite, CallTarget } from "../program/types.ts";

/** File, name, and which of several with that name. */
export type FunctionKey = string;

export interface Body {
  /** Kept by the workspace while the text and all it depends on stay. */
  readonly ir: IrFunction;
  /** Part of the identity of its static variables and of an entry's parameters. */
  readonly index: number;
  /** Names it tests at least twice. */
  readonly tested: string;
}

export interface Resolution {
  readonly in: FunctionKey;
  readonly block: BlockId;
  readonly index: number;
  readonly target: string;
}

/** A question about one function or one name in it, with yes, no or a function's key as the answer. */
export type Fact = "touches" | "touchesItself" | "isSmall" | "pumps" | "isOwnMethod" | "isVariable" | "destructorOf";

export class Answers {
  readonly bodies = new Map<FunctionKey, Body>();
  readonly resolutions: Map<CallSite["statement"], Resolution> = new Map();
  readonly facts = new Map<string, { readonly fact: Fact; readonly about: string; readonly name: string; readonly answer: string }>();

  note(fact: Fact, about: string, name: string, answer: string): void {
    const key = `${fact} ${name} ${about}`;
    if (!this.facts.has(key)) this.facts.set(key, { fact, about, name, answer });
  }
}

/** Everything that the paths do with a target. */
export function targetText(target: CallTarget, keyOf: (fn: CallSite["function"]) => FunctionKey): string {
  switch (target.kind) {
    case "program":
      return `program ${target.functions.map(keyOf).join("|")}`;
    case "winsock":
    case "platform":
      return `${target.kind} ${target.name}`;
    case "unknown":
      return `unknown ${target.name ?? ""}`;
  }
}

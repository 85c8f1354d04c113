/** What a class framework contributes: classes, what it calls in a program's classes and when, and table macros. */
import type { Effect } from "../effects.ts";

export type Framework = "mfc" | "atl" | "owl" | "vcl" | "stl";

/** What makes the framework call a virtual or a table's handler. */
export type Trigger = "create" | "close" | "destroy" | "command" | "timer" | "message" | "idle" | "start" | "end" | "other";

export interface MethodEffect extends Effect {
  /** What happens to the object itself. */
  readonly object?: "reads" | "writes";
  /** Messages and timers go to the object's own window. */
  readonly ownWindow?: true;
  /** The object's window is destroyed: its queued messages are lost. */
  readonly destroysOwnWindow?: true;
  /** Virtual members of the object that the call runs, in this order. */
  readonly runs?: readonly string[];
  /** The framework deletes the object. */
  readonly deletesObject?: true;
  /** Containers: elements may move, so pointers, references and iterators to them die. */
  readonly moves?: true;
  /** Containers: elements are destroyed. */
  readonly removes?: true;
  /** The result refers to an element or into the object: it lives no longer than that. */
  readonly refersInto?: true;
  /** Arguments that are copied into the container. */
  readonly stores?: readonly number[];
}

export type MethodRow = readonly [prototype: string, effect?: MethodEffect];

export interface VirtualMember {
  readonly name: string;
  readonly trigger: Trigger;
  /** Names of the parameters that carry a message's words, by index. */
  readonly wParam?: number;
  readonly lParam?: number;
  /** The parameter is a MSG (or TMessage) by pointer or reference. */
  readonly msg?: number;
  /** What the framework's own version does; it runs unless the override leaves it out. */
  readonly own?: MethodEffect;
}

export interface FrameworkClass {
  readonly name: string;
  readonly framework: Framework;
  readonly bases: readonly string[];
  /** `type name`. */
  readonly members: readonly string[];
  readonly virtuals: readonly VirtualMember[];
  readonly methods: readonly MethodRow[];
}

/** How a table macro or a message-cracker macro reads: indexes of its arguments from 0. */
export interface TableMacro {
  readonly name: string;
  readonly framework: Framework | "windowsx";
  readonly kind: "begin" | "end" | "message" | "range" | "command" | "notify" | "window-message" | "chain" | "cracker" | "other";
  /** Argument that holds the number; for `window-message` the number is `message` itself. */
  readonly number?: number;
  readonly last?: number;
  /** Argument that holds the handler. */
  readonly handler?: number;
  /** Message the macro stands for, and the member it calls where the program does not name it. */
  readonly message?: string;
  readonly member?: string;
  /** Where the handler finds the message's words: parameter index, or members of a structure. */
  readonly wParam?: number | "msg";
  readonly lParam?: number | "msg";
  /** Class and base of a table head. */
  readonly record?: number;
  readonly base?: number;
}

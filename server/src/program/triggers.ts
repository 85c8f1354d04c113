/** What a user or the system does to make a handler run. */
import { lookupVirtual, type Trigger as FrameworkTrigger } from "../platform/index.ts";
import { type FunctionEntry, typeName } from "./functions.ts";
import type { Handler, MessageNumber } from "./types.ts";

type Trigger = NonNullable<Handler["trigger"]>;

/** Numbers of winuser.h, for labels whose name is not kept. */
const BY_VALUE = new Map<number, Trigger>([
  [0x0010, "close"],
  [0x0011, "close"],
  [0x0012, "close"],
  [0x0002, "destroy"],
  [0x0082, "destroy"],
  [0x0111, "command"],
  [0x0112, "command"],
  [0x0113, "timer"],
]);
const BY_NAME = new Map<string, Trigger>([
  ["WM_CLOSE", "close"],
  ["WM_QUERYENDSESSION", "close"],
  ["WM_QUIT", "close"],
  ["WM_DESTROY", "destroy"],
  ["WM_NCDESTROY", "destroy"],
  ["WM_COMMAND", "command"],
  ["WM_SYSCOMMAND", "command"],
  ["WM_TIMER", "timer"],
]);

export function triggerOfMessage(message: MessageNumber): Trigger | undefined {
  const found = BY_NAME.get(message.text) ?? (message.value === undefined ? undefined : BY_VALUE.get(message.value));
  if (found) return found;
  const { value, text } = message;
  return value !== undefined && value < 0x0400 && /^WM_/.test(text) ? "other" : undefined;
}

/** What `platform/` says of a virtual, in the words of handlers; messages that a class routes itself have no trigger of their own. */
const TRIGGERS: Readonly<Record<FrameworkTrigger, Trigger | undefined>> = {
  create: "other",
  close: "close",
  destroy: "destroy",
  command: "command",
  timer: "timer",
  message: undefined,
  idle: "other",
  start: "other",
  end: "destroy",
  other: "other",
};

/** A member the framework calls, for classes with a base outside the program; VCL's published events take the sender first. */
export function triggerOfVirtual(fn: FunctionEntry, foreignBases: readonly string[]): Trigger | undefined {
  for (const base of foreignBases) {
    const virtual = lookupVirtual(base, fn.last);
    if (virtual) return TRIGGERS[virtual.trigger];
  }
  const first = fn.declaration.params[0];
  const sender = first?.type.kind === "pointer" && typeName(first.type.to) === "TObject";
  if (!sender) return undefined;
  return /Timer\d*Timer$/.test(fn.last)
    ? "timer"
    : /^Form(?:Close|CloseQuery)$/.test(fn.last)
      ? "close"
      : fn.last === "FormDestroy"
        ? "destroy"
        : "command";
}

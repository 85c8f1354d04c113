/** What a user or the system does to make a handler run. */
import type { FunctionEntry } from "./functions.ts";
import { typeName } from "./functions.ts";
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

/** Table macros whose name tells more than their message. */
export function triggerOfCommand(macro: string): Trigger | undefined {
  return /COMMAND|^ON_(?:BN|EN|CBN|LBN|STN|CLBN)_|^EV_(?:BN|EN|CBN|LBN)_|^ON_CONTROL/.test(macro) ? "command" : undefined;
}

const VIRTUALS = new Map<string, Trigger>([
  ["OnCancel", "close"],
  ["OnClose", "close"],
  ["CanClose", "close"],
  ["FormClose", "close"],
  ["FormCloseQuery", "close"],
  ["CmCancel", "close"],
  ["CmExit", "close"],
  ["OnOK", "command"],
  ["CmOk", "command"],
  ["OnDestroy", "destroy"],
  ["PostNcDestroy", "destroy"],
  ["OnFinalMessage", "destroy"],
  ["ExitInstance", "destroy"],
  ["CleanupWindow", "destroy"],
  ["FormDestroy", "destroy"],
  ["OnTimer", "timer"],
  ["OnInitDialog", "other"],
  ["OnIdle", "other"],
  ["SetupWindow", "other"],
  ["FormCreate", "other"],
]);

/** A member the framework calls, for classes with a base outside the program; VCL's published events take the sender first. */
export function triggerOfVirtual(fn: FunctionEntry, foreignBases: readonly string[]): Trigger | undefined {
  const first = fn.declaration.params[0];
  const sender = first?.type.kind === "pointer" && typeName(first.type.to) === "TObject";
  if (foreignBases.length === 0 && !sender) return undefined;
  const known = VIRTUALS.get(fn.last);
  if (known) return known;
  if (sender && /Timer\d*Timer$/.test(fn.last)) return "timer";
  return sender ? "command" : undefined;
}

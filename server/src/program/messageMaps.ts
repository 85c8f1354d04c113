/** Entries of MFC, OWL, ATL and VCL tables -> which member function gets which message. */
import type { MessageTable, TableEntry } from "../names/types.ts";
import type { ProgramContext } from "./context.ts";
import { byArguments } from "./resolve.ts";
import { type FunctionEntry, lastPart } from "./functions.ts";
import { messageText } from "./messages.ts";
import type { HandlerKind } from "./types.ts";

export interface MapEntry {
  readonly table: MessageTable & { readonly uri: string };
  readonly entry: TableEntry;
  readonly kind: HandlerKind;
  /** Source of the number (`WM_X+1`), or the message that the macro stands for (`WM_DESTROY`). */
  readonly message: string;
  /** Last number of a range entry. */
  readonly last?: string;
  /** Member functions of the table's class or its bases; empty if none is in view. */
  readonly functions: readonly FunctionEntry[];
  /** Name as the table or the macro gives it. */
  readonly name: string;
  readonly wParam?: number | "msg";
  readonly lParam?: number | "msg";
}

interface Shape {
  readonly message: string;
  readonly last?: string;
  readonly name: string;
  readonly wParam?: number | "msg";
  readonly lParam?: number | "msg";
}

/** How the macros of one framework read; undefined for entries that route no window message. */
type Reader = (macro: string, args: readonly string[]) => Shape | undefined;

const mfc: Reader = (macro, args) => {
  if (/^ON_(?:MESSAGE|REGISTERED_MESSAGE|THREAD_MESSAGE|REGISTERED_THREAD_MESSAGE)$/.test(macro)) {
    return { message: args[0] ?? "", name: args[1] ?? "", wParam: 0, lParam: 1 };
  }
  if (macro === "ON_MESSAGE_VOID") return { message: args[0] ?? "", name: args[1] ?? "" };
  const wm = /^ON_WM_(\w+?)(?:_REFLECT(?:_EX)?|_EX)?$/.exec(macro);
  if (wm) return { message: `WM_${wm[1]}`, name: args[0] ?? `On${wm[1]}` };
  if (/^ON_(?:COMMAND|COMMAND_EX)$/.test(macro)) return { message: "WM_COMMAND", name: args[1] ?? "" };
  if (/^ON_(?:COMMAND_RANGE|COMMAND_EX_RANGE)$/.test(macro)) return { message: "WM_COMMAND", name: args[2] ?? "" };
  if (/^ON_(?:NOTIFY|NOTIFY_EX|CONTROL)$/.test(macro)) return { message: macro === "ON_CONTROL" ? "WM_COMMAND" : "WM_NOTIFY", name: args[2] ?? "" };
  if (/^ON_(?:BN|EN|CBN|LBN|STN|CLBN)_\w+$/.test(macro)) return { message: "WM_COMMAND", name: args[1] ?? "" };
  return undefined;
};

const owl: Reader = (macro, args) => {
  if (macro === "EV_MESSAGE" || macro === "EV_REGISTERED") return { message: args[0] ?? "", name: args[1] ?? "", wParam: 0, lParam: 1 };
  const wm = /^EV_WM_(\w+)$/.exec(macro);
  if (wm) return { message: `WM_${wm[1]}`, name: `Ev${wm[1]}` };
  if (/^EV_COMMAND(?:_AND_ID)?$/.test(macro)) return { message: "WM_COMMAND", name: args[1] ?? "" };
  if (/^EV_(?:BN|EN|CBN|LBN|CHILD|NOTIFY)\w*$/.test(macro)) return { message: "WM_COMMAND", name: args.at(-1) ?? "" };
  return undefined;
};

const atl: Reader = (macro, args) => {
  const three = { wParam: 1, lParam: 2 } as const;
  if (/^(?:MESSAGE_HANDLER|MESSAGE_HANDLER_EX)$/.test(macro)) return { message: args[0] ?? "", name: args[1] ?? "", ...three };
  if (/^MESSAGE_RANGE_HANDLER(?:_EX)?$/.test(macro)) return { message: args[0] ?? "", last: args[1], name: args[2] ?? "", ...three };
  const wm = /^MSG_WM_(\w+)$/.exec(macro);
  if (wm) return { message: `WM_${wm[1]}`, name: args[0] ?? "" };
  if (/^COMMAND_(?:ID_)?(?:CODE_)?(?:RANGE_)?HANDLER(?:_EX)?$/.test(macro)) return { message: "WM_COMMAND", name: args.at(-1) ?? "" };
  if (/^NOTIFY_(?:ID_)?(?:CODE_)?HANDLER(?:_EX)?$/.test(macro)) return { message: "WM_NOTIFY", name: args.at(-1) ?? "" };
  return undefined;
};

const vcl: Reader = (macro, args) =>
  /^(?:VCL_)?MESSAGE_HANDLER$/.test(macro) ? { message: args[0] ?? "", name: args[2] ?? "", wParam: "msg", lParam: "msg" } : undefined;

const READERS: Readonly<Record<MessageTable["framework"], readonly [Reader, HandlerKind]>> = {
  mfc: [mfc, "mfc"],
  owl: [owl, "owl"],
  atl: [atl, "atl"],
  vcl: [vcl, "vcl"],
  other: [(macro, args) => mfc(macro, args) ?? owl(macro, args) ?? atl(macro, args), "mfc"],
};

/** `OnX` of `&CFoo::OnX`, `(cast)&CFoo::OnX`, `CFoo::OnX`. */
function functionName(text: string): string {
  return /([A-Za-z_]\w*)\s*\)*\s*$/.exec(text)?.[1] ?? "";
}

export function readMessageMaps(context: ProgramContext): MapEntry[] {
  const found: MapEntry[] = [];
  for (const table of context.tables) {
    const [read, kind] = READERS[table.framework];
    for (const entry of table.entries) {
      const shape = read(entry.macro, entry.args);
      if (!shape) continue;
      const name = functionName(shape.name);
      const { wParam, lParam } = shape;
      found.push({
        table,
        entry,
        kind,
        message: messageText(shape.message),
        ...(shape.last === undefined ? {} : { last: messageText(shape.last) }),
        functions: members(context, table.record, name),
        name,
        ...(wParam === undefined ? {} : { wParam }),
        ...(lParam === undefined ? {} : { lParam }),
      });
    }
  }
  return found;
}

/** Member of the class or its bases by name; macros spell names in capitals (`ON_WM_LBUTTONDOWN` means `OnLButtonDown`). */
function members(context: ProgramContext, record: string, name: string): readonly FunctionEntry[] {
  if (name === "") return [];
  for (const at of context.classes.lineage(record)) {
    const exact = context.functions.member(at, name);
    if (exact.length > 0) return byArguments(exact, -1);
    if (!/^(?:On|Ev)[A-Z]+$/.test(name)) continue;
    const wanted = name.toLowerCase();
    const method = context.classes.record(at)?.methods.find((m) => lastPart(m.name).toLowerCase() === wanted);
    const spelled = method ? context.functions.member(at, lastPart(method.name)) : anyCase(context, at, wanted);
    if (spelled.length > 0) return spelled;
  }
  return [];
}

function anyCase(context: ProgramContext, record: string, wanted: string): FunctionEntry[] {
  return context.functions.all.filter((f) => f.record === record && f.last.toLowerCase() === wanted);
}

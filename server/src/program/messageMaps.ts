/** Entries of MFC, OWL, ATL and VCL tables -> which member function gets which message. */
import type { MessageTable, TableEntry } from "../names/types.ts";
import { tableMacro } from "../platform/index.ts";
import type { ProgramContext } from "./context.ts";
import { type FunctionEntry, sameRecord } from "./functions.ts";
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
  readonly trigger?: "command";
  readonly wParam?: number | "msg";
  readonly lParam?: number | "msg";
}

const KINDS: Readonly<Record<MessageTable["framework"], HandlerKind>> = { mfc: "mfc", owl: "owl", atl: "atl", vcl: "vcl", other: "mfc" };

/** `OnX` of `&CFoo::OnX`, `(cast)&CFoo::OnX`, `CFoo::OnX`. */
function functionName(text: string): string {
  return /([A-Za-z_]\w*)\s*\)*\s*$/.exec(text)?.[1] ?? "";
}

export function readMessageMaps(context: ProgramContext): MapEntry[] {
  const found: MapEntry[] = [];
  for (const table of context.tables) {
    const framework = table.framework === "other" ? undefined : table.framework;
    for (const entry of table.entries) {
      const own = context.messageMaps.get(entry.macro);
      if (own !== undefined) {
        const message = entry.args[own.message];
        const name = functionName(entry.args[own.handler] ?? "");
        if (message === undefined) continue;
        // what a handler of one's own gets is (WPARAM, LPARAM), as for ON_MESSAGE
        const rest = { message: messageText(message), functions: members(context, table.record, name), name, wParam: 0, lParam: 1 };
        found.push({ table, entry, kind: KINDS[table.framework], ...rest });
        continue;
      }
      const macro = tableMacro(entry.macro, framework) ?? tableMacro(entry.macro);
      if (!macro || macro.kind === "begin" || macro.kind === "end" || macro.kind === "chain" || macro.kind === "other") continue;
      const message = macro.number === undefined ? macro.message : entry.args[macro.number];
      if (message === undefined) continue;
      const last = macro.last === undefined ? undefined : entry.args[macro.last];
      const name = functionName((macro.handler === undefined ? undefined : entry.args[macro.handler]) ?? macro.member ?? "");
      const { wParam, lParam } = macro;
      found.push({
        table,
        entry,
        kind: KINDS[table.framework],
        message: messageText(message),
        ...(last === undefined ? {} : { last: messageText(last) }),
        functions: members(context, table.record, name),
        name,
        ...(macro.kind === "command" || macro.kind === "notify" ? { trigger: "command" as const } : {}),
        ...(wParam === undefined ? {} : { wParam }),
        ...(lParam === undefined ? {} : { lParam }),
      });
    }
  }
  return found;
}

/** Member of the class or its bases by name, whatever its capitals where a macro made the name. */
function members(context: ProgramContext, record: string, name: string): readonly FunctionEntry[] {
  if (name === "") return [];
  const wanted = name.toLowerCase();
  for (const at of context.classes.lineage(record)) {
    const exact = context.functions.member(at, name);
    if (exact.length > 0) return exact;
    const spelled = context.functions.all.filter(
      (f) => f.record !== undefined && f.last.toLowerCase() === wanted && sameRecord(f.record, at),
    );
    if (spelled.length > 0) return spelled;
  }
  return [];
}

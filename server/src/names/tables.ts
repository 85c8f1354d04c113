/** Message maps and response tables, from the table macros that the text layer has read. */
import type { MacroTable } from "../source/document.ts";
import type { MessageTable } from "./types.ts";

/** Framework by the head macro of its tables. */
const FRAMEWORKS: readonly (readonly [RegExp, MessageTable["framework"]])[] = [
  [/^BEGIN_(?:TEMPLATE_)?MESSAGE_MAP$|^BEGIN_(?:DISPATCH|EVENT|EVENTSINK|INTERFACE|CONNECTION)_MAP$/, "mfc"],
  [/^DEFINE_RESPONSE_TABLE\d*$|^DEFINE_DOC_TEMPLATE_CLASS/, "owl"],
  [/^BEGIN_MSG_MAP(?:_EX)?$|^BEGIN_COM_MAP$/, "atl"],
];

export function messageTables(tables: readonly MacroTable[]): MessageTable[] {
  return tables.map((table) => {
    const { macro, args } = table.head;
    // VCL's `BEGIN_MESSAGE_MAP` stands inside the class and has no arguments.
    const isVcl = /^BEGIN_MESSAGE_MAP$/.test(macro) && args.length === 0;
    const framework = isVcl ? "vcl" : (FRAMEWORKS.find(([pattern]) => pattern.test(macro))?.[1] ?? "other");
    return {
      framework,
      head: macro,
      record: args[0]?.text ?? "",
      ...(args[1] === undefined ? {} : { base: args[1].text }),
      entries: table.entries.map((entry) => ({
        macro: entry.macro,
        args: entry.args.map((a) => a.text),
        offset: entry.start,
        end: entry.end,
      })),
      offset: table.start,
    };
  });
}

/**
 * Hover cards in Markdown, built from the data: one short card a name. Import this module directly (it pulls in the texts); index.ts does
 * not, so that the checker starts without them.
 */
import { type WinsockConstant, winsockConstant } from "./constants.ts";
import { type ErrorCode, errorByName, errorName, errorValue } from "./errors.ts";
import { functions, winsockFunction } from "./functions.ts";
import { type MacroExpression, type WinsockMacro, winsockMacro } from "./macros.ts";
import { migrationOf } from "./migration.ts";
import { pointedStructure, type Structure, type Target, winsockStructure } from "./structures.ts";
import { functionTexts } from "./texts/functions.ts";
import { constantTexts, errorTexts, macroTexts, structureTexts } from "./texts/names.ts";
import type { Channel, Parameter, WinsockFunction } from "./types.ts";

/** Where a code arrives, in words. `fn` narrows the words to one function where given. */
export function channelText(channel: Channel): string {
  switch (channel) {
    case "S":
      return "call fails → `WSAGetLastError()`";
    case "A":
      return "message → `WSAGETASYNCERROR(lParam)`";
    case "C":
      return "cancel fails → `WSAGetLastError()`";
    case "R":
      return "return value";
    case "K":
      return "completion";
  }
}

const channelOrder: readonly Channel[] = ["R", "S", "C", "A", "K"];

const code = (text: string, language = "c") => `\`\`\`${language}\n${text}\n\`\`\``;
const hex = (value: number) => `0x${value.toString(16).toUpperCase().padStart(4, "0")}`;
const valueText = (value: number) => (value < 10 ? String(value) : `${value}  /* ${hex(value)} */`);

/** Prototype on one line if short, else one parameter a line. */
export function prototypeText(fn: WinsockFunction): string {
  if (fn.prototype.length <= 72) return fn.prototype;
  const open = fn.prototype.indexOf("(");
  const list = fn.prototype.slice(open + 1, -2).split(", ");
  return `${fn.prototype.slice(0, open + 1)}\n${list.map((p) => `    ${p}`).join(",\n")});`;
}

export function errorMeaning(fn: string, errorCode: string, channel: Channel): string {
  const texts = functionTexts[fn]?.errors ?? {};
  return texts[`${errorCode}/${channel}`] ?? texts[errorCode] ?? errorTexts[errorCode] ?? "";
}

function errorTable(fn: WinsockFunction): string {
  const rows = [...fn.errors].sort((a, b) => channelOrder.indexOf(a.channel) - channelOrder.indexOf(b.channel));
  // The same code on two channels of GetAddrInfoExW means the same: one row names both.
  const merged = new Map<string, { code: string; channels: Channel[]; text: string }>();
  for (const row of rows) {
    const text = errorMeaning(fn.name, row.code, row.channel);
    const entry = merged.get(`${row.code}:${text}`);
    if (entry) entry.channels.push(row.channel);
    else merged.set(`${row.code}:${text}`, { code: row.code, channels: [row.channel], text });
  }
  return [
    "| error | value | where it arrives | meaning |",
    "|---|---|---|---|",
    ...[...merged.values()].map(
      (row) =>
        `| \`${row.code}\` | ${errorValue(row.code)} | ${row.channels.map(channelText).join(", ")} | ${row.text.replaceAll("|", "\\|")} |`,
    ),
  ].join("\n");
}

/** What analysis knows about a parameter, in a few words: `in, bytes`, `out, may be NULL`. */
export function parameterFacts(p: Parameter): string {
  const facts: string[] = [p.direction === "inout" ? "in and out" : p.direction];
  if (p.unit) facts.push(`in ${p.unit}`);
  if (p.byteOrder) facts.push(`${p.byteOrder} byte order`);
  if (p.nullable) facts.push("may be NULL");
  if (p.lifetime === "request") facts.push("must live until the request is over");
  return facts.join(", ");
}

const equivalence =
  "`WSAEINVAL` and `WSAEALREADY` carry the same information here, and the provider may choose either: **treat them alike**.";

function link(fn: WinsockFunction): string {
  return `[Microsoft's page](${fn.url})`;
}

export function functionCard(name: string): string | undefined {
  const fn = winsockFunction(name);
  const text = fn && functionTexts[fn.name];
  if (!fn || !text) return undefined;
  const parts = [code(prototypeText(fn)), text.summary];
  if (fn.parameters.length > 0) {
    parts.push(fn.parameters.map((p) => `- \`${p.name}\` (${parameterFacts(p)}): ${text.parameters[p.name] ?? ""}`).join("\n"));
  }
  parts.push(`**Returns** ${fn.result.success}. On failure: ${fn.result.failure}.`);
  if (fn.errors.length > 0) parts.push(errorTable(fn));
  if (fn.role === "cancel") parts.push(equivalence);
  const remarks = fn.role === "cancel" ? text.remarks.filter((r) => !r.startsWith("WSAEINVAL and")) : text.remarks;
  if (remarks.length > 0) parts.push(remarks.map((r) => `- ${r}`).join("\n"));
  if (fn.deprecated) parts.push(`**Today:** ${text.today}`);
  parts.push(link(fn));
  return parts.join("\n\n");
}

/** Card of one argument; `parameter` is its index or name. */
export function parameterCard(name: string, parameter: number | string): string | undefined {
  const fn = winsockFunction(name);
  const p = typeof parameter === "number" ? fn?.parameters[parameter] : fn?.parameters.find((entry) => entry.name === parameter);
  if (!fn || !p) return undefined;
  const text = functionTexts[fn.name]?.parameters[p.name] ?? "";
  const declared = p.type.endsWith("*") ? `${p.type}${p.name}` : `${p.type} ${p.name}`;
  return [code(declared), `Parameter of \`${fn.name}\` (${parameterFacts(p)}).`, text, link(fn)].filter(Boolean).join("\n\n");
}

const persistenceText: Readonly<Record<ErrorCode["persistence"], string>> = {
  transient: "Trying again later may help (with a bound).",
  permanent: "Trying the same again does not help.",
  buffer: "Try again with a larger buffer.",
  state: "",
};

export function errorCard(name: string): string | undefined {
  const value = errorValue(name);
  if (value === undefined || name === "WSABASEERR") return undefined;
  const main = errorByName(name) ? name : (errorName(value) ?? name);
  const record = errorByName(main);
  const parts = [code(`#define ${name} ${value}  /* ${hex(value)} */`)];
  if (!record)
    return [
      ...parts,
      "A Windows Sockets error that the asynchronous database calls do not list. Their message can still carry any code.",
    ].join("\n\n");
  if (main !== name) parts.push(`The same number as \`${main}\`.`);
  parts.push(errorTexts[main] ?? "");
  if (record.channels.length > 0) {
    const rows = record.channels.map((channel) => {
      const by = functions.filter((f) => f.errors.some((e) => e.code === main && e.channel === channel)).map((f) => `\`${f.name}\``);
      const all = by.length >= 6 ? ["the six `WSAAsyncGetXByY`", ...by.filter((n) => !n.startsWith("`WSAAsyncGet"))] : by;
      return `| ${channelText(channel)} | ${all.join(", ")} |`;
    });
    parts.push(["| where it arrives | of |", "|---|---|", ...rows].join("\n"));
  } else parts.push("No text lists it for these calls.");
  if (main === "WSAEINVAL" || main === "WSAEALREADY") parts.push(`After a failed \`WSACancelAsyncRequest\`: ${equivalence}`);
  const again = persistenceText[record.persistence];
  if (again) parts.push(again);
  parts.push("[Windows Sockets error codes](https://learn.microsoft.com/windows/win32/winsock/windows-sockets-error-codes-2)");
  return parts.join("\n\n");
}

function constantBody(constant: WinsockConstant): string {
  return `#define ${constant.name} ${constant.value < 0 ? `(${constant.value})` : valueText(constant.value)}`;
}

export function constantCard(name: string): string | undefined {
  const constant = winsockConstant(name);
  if (!constant) return undefined;
  return [code(constantBody(constant)), constantTexts[name] ?? ""].filter(Boolean).join("\n\n");
}

/** A macro's body as C text. */
export function macroBodyText(macro: WinsockMacro): string {
  const walk = (e: MacroExpression): string => {
    switch (e.kind) {
      case "argument":
        return `(${macro.parameters[e.index]})`;
      case "constant":
        return e.value > 32 ? `0x${e.value.toString(16)}` : String(e.value);
      case "cast":
        return `(${e.type})${e.operand.kind === "argument" || e.operand.kind === "cast" ? walk(e.operand) : `(${walk(e.operand)})`}`;
      default: {
        const sign = { and: "&", or: "|", shl: "<<", shr: ">>" }[e.kind];
        const operand = (o: MacroExpression) =>
          o.kind === "argument" || o.kind === "constant" || o.kind === "cast" ? walk(o) : `(${walk(o)})`;
        return `${operand(e.left)} ${sign} ${operand(e.right)}`;
      }
    }
  };
  return walk(macro.body);
}

export function macroCard(name: string): string | undefined {
  const macro = winsockMacro(name);
  if (!macro) return undefined;
  const parts = [code(`#define ${name}(${macro.parameters.join(", ")}) ${macroBodyText(macro)}`), macroTexts[name] ?? ""];
  for (const step of migrationOf(name)) parts.push(`**Today:** ${step.now}. ${step.detail}`);
  return parts.filter(Boolean).join("\n\n");
}

export function structureCard(name: string, target: Target = "win64"): string | undefined {
  const structure: Structure | undefined = winsockStructure(name) ?? pointedStructure(name);
  if (!structure) return undefined;
  const layout = structure.layout[target];
  const fields = layout.fields.map((f) => {
    const declared = f.type.endsWith("*") ? `${f.type}${f.name}` : `${f.type} ${f.name}`;
    const order = f.byteOrder ? `, ${f.byteOrder} order` : "";
    return `    ${declared}${f.count === undefined ? "" : `[${f.count}]`};  /* +${f.offset}${order} */`;
  });
  const head = `struct ${structure.name} {  /* ${layout.size} bytes, ${target} */`;
  return [code([head, ...fields, "};"].join("\n")), structureTexts[structure.name] ?? ""].filter(Boolean).join("\n\n");
}

/** The card of any name this module knows, or undefined. */
export function hoverCard(name: string, target: Target = "win64"): string | undefined {
  return functionCard(name) ?? errorCard(name) ?? macroCard(name) ?? constantCard(name) ?? structureCard(name, target);
}

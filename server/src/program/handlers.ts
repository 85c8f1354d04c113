/** The message graph: every place of the unit where a window message arrives. */
import type { Value } from "../ir/types.ts";
import type { ProgramContext } from "./context.ts";
import { type FunctionEntry, lastPart, typeName } from "./functions.ts";
import { type MapEntry, readMessageMaps } from "./messageMaps.ts";
import { type Messages, sameMessage } from "./messages.ts";
import { createProcedures, MESSAGE_STRUCT, type Procedure, type Procedures } from "./procedures.ts";
import { type MessageTest, messageTests } from "./tests.ts";
import { triggerOfMessage, triggerOfVirtual } from "./triggers.ts";
import type { Handler, HandlerKind, MessageNumber } from "./types.ts";
import { loadedFrom, parameterChanged, parameterOf, rootPlace, statementsOf, strip } from "./values.ts";

export interface MessageGraph {
  readonly handlers: readonly Handler[];
  /** Handlers that get this message; those that see every message only if no other one is there. */
  handling(message: MessageNumber): readonly Handler[];
  complete(message: MessageNumber): boolean;
  readonly procedures: Procedures;
}

/** Does the handler take this number? */
export function takes(handler: Handler, message: MessageNumber): boolean {
  if (handler.message === undefined) return false;
  const { last } = handler;
  if (last?.value !== undefined && handler.message.value !== undefined && message.value !== undefined) {
    return handler.message.value <= message.value && message.value <= last.value;
  }
  return sameMessage(handler.message, message);
}

export function createMessageGraph(context: ProgramContext, messages: Messages): MessageGraph {
  const procedures = createProcedures(context);
  const maps = readMessageMaps(context);
  const handlers: Handler[] = [];
  for (const procedure of procedures.all) handlers.push(...procedureHandlers(context, messages, procedure));
  const isProcedure = new Set(procedures.all.map((p) => p.function.index));
  for (const fn of context.functions.mentioning("message")) {
    if (/\bL?P?(?:tag)?MSG\b/i.test(fn.text)) handlers.push(...loopHandlers(messages, fn, isProcedure.has(fn.index)));
  }
  for (const entry of maps) handlers.push(...tableHandlers(messages, entry));
  handlers.push(...filteredLoops(context, messages), ...virtualHandlers(context, handlers));
  const unique = distinct(handlers);

  function handling(message: MessageNumber): readonly Handler[] {
    const exact = unique.filter((h) => takes(h, message));
    return exact.length > 0
      ? exact
      : unique.filter((h) => h.message === undefined && h.kind !== "framework-virtual" && h.kind !== "dispatcher");
  }

  function complete(message: MessageNumber): boolean {
    if (!context.closed || procedures.unresolved.length > 0) return false;
    const unreadEntry = maps.some(
      (m) => m.functions.length === 0 && sameMessage(messages.ofText(m.table.uri, m.message, m.table.record), message),
    );
    return !unreadEntry && unique.some((h) => takes(h, message));
  }

  return { handlers: unique, handling, complete, procedures };
}

function distinct(handlers: readonly Handler[]): Handler[] {
  const seen = new Map<string, Handler>();
  for (const h of handlers) {
    const key = `${h.function.index}:${h.block}:${h.range.start}:${h.message?.value ?? h.message?.text ?? "*"}`;
    if (!seen.has(key)) seen.set(key, h);
  }
  return [...seen.values()];
}

function number(messages: Messages, fn: FunctionEntry, value: Value, from: number): MessageNumber {
  return messages.of(fn, value, { block: from, index: Number.MAX_SAFE_INTEGER })[0] ?? { text: "?" };
}

/** Message and end of the range of a test. */
function numbersOf(messages: Messages, fn: FunctionEntry, test: MessageTest): { message: MessageNumber; last?: MessageNumber } {
  let message = number(messages, fn, test.value, test.from);
  if (test.after && message.value !== undefined) message = { value: message.value + 1, text: `${message.text}+1` };
  if (!test.last) return { message };
  const end = number(messages, fn, test.last.value, test.from);
  const last = test.last.exclusive && end.value !== undefined ? { value: end.value - 1, text: `${end.text}-1` } : end;
  return { message, last };
}

/** Is the value the message of this procedure: its parameter, or the member of its structure? */
function messageValue(procedure: Procedure): (value: Value) => boolean {
  const { function: fn, message } = procedure;
  if (message === "msg") return (value) => isMessageMember(fn, value, true);
  return (value) => parameterOf(fn.ir, value) === message && !parameterChanged(fn.ir, message);
}

/** `msg.message`, `pMsg->message`, `Message.Msg`, `((MSG *)lParam)->message`. */
function isMessageMember(fn: FunctionEntry, value: Value, parameter: boolean): boolean {
  const at = strip(fn.ir, value);
  const place = loadedFrom(fn.ir, at);
  if (place?.kind !== "field") return false;
  if (place.member === "Msg") return parameter;
  if (place.member !== "message") return false;
  if (place.record !== undefined) return MESSAGE_STRUCT.test(lastPart(place.record)) || /MSG/i.test(place.record);
  const root = rootPlace(place);
  const type = root.kind === "local" ? fn.ir.locals[root.id]?.type : root.kind === "param" ? fn.ir.params[root.index]?.type : undefined;
  return type === undefined || type.kind !== "record" || MESSAGE_STRUCT.test(type.name) || /msg/i.test(typeName(type));
}

function procedureHandlers(context: ProgramContext, messages: Messages, procedure: Procedure): Handler[] {
  const { function: fn, kind, owner } = procedure;
  const base = {
    function: fn,
    ...(procedure.wParam === undefined ? {} : { wParam: procedure.wParam }),
    ...(procedure.lParam === undefined ? {} : { lParam: procedure.lParam }),
    ...(owner === undefined ? {} : { owner }),
  };
  const tests = messageTests(fn.ir, messageValue(procedure));
  if (tests.length === 0) {
    // ATL and WTL functions of a table have the same shape; the table names their message
    const inTable =
      fn.record !== undefined &&
      context.tables.some((t) => t.framework === "atl" && t.entries.some((e) => e.args.some((a) => a.endsWith(fn.last))));
    return inTable ? [] : [{ ...base, kind, block: 0, range: fn.nameRange }];
  }
  return tests.map((test): Handler => {
    const { message, last } = numbersOf(messages, fn, test);
    const cracked = /^HANDLE_MSG\b|^HANDLE_WM_|\bHANDLE_DLGMSG\b/.test(context.sourceText(fn, test.range.start, test.range.end));
    const trigger = triggerOfMessage(message);
    return {
      ...base,
      kind: cracked ? "cracker" : kind,
      message,
      ...(last && { last }),
      block: test.block,
      range: test.range,
      ...(trigger && { trigger }),
    };
  });
}

/** Tests of `msg.message` in a function that reads messages itself, or that gets a MSG behind a parameter (hooks). */
function loopHandlers(messages: Messages, fn: FunctionEntry, known: boolean): Handler[] {
  if (known && fn.declaration.params.some((p) => /MSG/.test(typeName(p.type)))) return [];
  const tests = messageTests(fn.ir, (value) => isMessageMember(fn, value, false));
  const reads = /\b\w*(?:Get|Peek)Message/.test(fn.text);
  const kind: HandlerKind = reads ? "message-loop" : fn.last === "PreTranslateMessage" ? "pre-translate" : "hook";
  return tests.map((test): Handler => {
    const { message, last } = numbersOf(messages, fn, test);
    const trigger = triggerOfMessage(message);
    const owner = fn.record === undefined ? {} : { owner: fn.record };
    return {
      kind,
      function: fn,
      message,
      ...(last && { last }),
      block: test.block,
      range: test.range,
      wParam: "msg",
      lParam: "msg",
      ...owner,
      ...(trigger && { trigger }),
    };
  });
}

/** Also a program's own wide-character shims (`qxeGetMessage`), which keep the arguments. */
const PUMPS = /(?:Get|Peek)Message[AW]?$/;

/** `GetMessage(&msg, hwnd, WM_X, WM_X)`: only this number comes out, no test follows. */
function filteredLoops(context: ProgramContext, messages: Messages): Handler[] {
  const found: Handler[] = [];
  for (const fn of context.functions.all) {
    if (!/(?:Get|Peek)Message[AW]?\s*\(/.test(fn.text)) continue;
    for (const { block, index, statement } of statementsOf(fn.ir)) {
      if (statement.kind !== "call" || statement.callee.kind !== "name" || !PUMPS.test(lastPart(statement.callee.name))) continue;
      const first = statement.args[2];
      const end = statement.args[3];
      if (!first || !end) continue;
      const at = { block, index };
      const message = messages.of(fn, first, at)[0];
      const last = messages.of(fn, end, at)[0];
      if (!message || !last || message.value === 0 || message.text === "?" || message.text === "NULL") continue;
      const same = sameMessage(message, last);
      const trigger = triggerOfMessage(message);
      const { end: terminator } = fn.ir.blocks[block]!;
      const owner = fn.record === undefined ? {} : { owner: fn.record };
      const then = terminator.kind === "branch" ? terminator.then : block;
      found.push({
        kind: "message-loop",
        function: fn,
        message,
        ...(same ? {} : { last }),
        block: then,
        range: statement.range,
        wParam: "msg",
        lParam: "msg",
        ...owner,
        ...(trigger && { trigger }),
      });
    }
  }
  return found;
}

function tableHandlers(messages: Messages, entry: MapEntry): Handler[] {
  const { table } = entry;
  const message = messages.ofText(table.uri, entry.message, table.record);
  const last = entry.last === undefined ? undefined : messages.ofText(table.uri, entry.last, table.record);
  const trigger = entry.trigger ?? triggerOfMessage(message);
  return entry.functions.map((fn): Handler => {
    const { wParam, lParam } = entry;
    return {
      kind: entry.kind,
      function: fn,
      message,
      ...(last && { last }),
      block: 0,
      range: fn.nameRange,
      ...(wParam === undefined ? {} : { wParam }),
      ...(lParam === undefined ? {} : { lParam }),
      owner: table.record,
      ...(trigger && { trigger }),
    };
  });
}

/** Overrides that the framework calls for a user's or the system's act (`OnCancel`, `PostNcDestroy`, `FormClose`). */
function virtualHandlers(context: ProgramContext, others: readonly Handler[]): Handler[] {
  const routed = new Set(others.map((h) => h.function.index));
  const found: Handler[] = [];
  for (const fn of context.functions.all) {
    if (fn.record === undefined || routed.has(fn.index)) continue;
    const trigger = triggerOfVirtual(fn, context.classes.foreignBases(fn.record));
    if (trigger) found.push({ kind: "framework-virtual", function: fn, block: 0, range: fn.nameRange, owner: fn.record, trigger });
  }
  return found;
}

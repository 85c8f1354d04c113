/**
 * Functions that get window messages as parameters: window, dialog, subclass and hook procedures by registration or signature,
 * overrides that see every message, and dispatchers to which such a function hands its parameters on.
 */
import type { CType, Value } from "../ir/types.ts";
import { frameworkClasses } from "../platform/index.ts";
import type { ProgramContext } from "./context.ts";
import { type FunctionEntry, lastPart, typeName } from "./functions.ts";
import type { CallStatement } from "./resolve.ts";
import type { HandlerKind } from "./types.ts";
import { definitionOf, parameterOf, statementsOf, stringOf, strip } from "./values.ts";

export interface Procedure {
  readonly function: FunctionEntry;
  readonly kind: HandlerKind;
  /** Parameter indexes; "msg" means the members of a structure parameter. */
  readonly message: number | "msg";
  readonly wParam?: number | "msg";
  readonly lParam?: number | "msg";
  readonly owner?: string;
}

export interface Procedures {
  readonly all: readonly Procedure[];
  of(fn: FunctionEntry): Procedure | undefined;
  /** Registrations whose procedure could not be found, in words. */
  readonly unresolved: readonly string[];
}

/** Index of the argument that is a procedure, and what it is. */
const REGISTRATIONS: readonly (readonly [RegExp, number, HandlerKind])[] = [
  [/^(?:DialogBox|CreateDialog)(?:Indirect)?(?:Param)?[AW]?$/, 3, "dialog-procedure"],
  [/^SetWindowSubclass$/, 1, "subclass-procedure"],
  [/^SetWindowsHook(?:Ex)?[AW]?$/, 1, "hook"],
  [/^(?:SetWindowLong|SetWindowLongPtr|SetClassLong|SetClassLongPtr|SetWindowWord)[AW]?$/, 2, "subclass-procedure"],
  [/^SubclassWindow$/, 1, "subclass-procedure"],
];

/** GWL_WNDPROC, DWL_DLGPROC, GCL_WNDPROC. */
const PROCEDURE_SLOTS = new Set([-4n, 4n, -24n, 8n]);
const FIELDS = new Map<string, HandlerKind>([
  ["lpfnWndProc", "window-procedure"],
  ["lpfnHook", "hook"],
  ["pfnDlgProc", "dialog-procedure"],
]);
/** Members through which a framework hands every message, by name: also for classes whose bases are not in view. */
const OVERRIDES: ReadonlySet<string> = new Set([
  ...frameworkClasses.flatMap((c) => c.virtuals.filter((v) => v.trigger === "message").map((v) => v.name)),
  "DefWindowProc",
  "DefWndProc",
]);

export const MESSAGE_STRUCT = /^(?:const\s+)?(?:struct\s+)?(?:tag)?(?:L?P|NP|LPC)?(?:MSG|CWPSTRUCT|CWPRETSTRUCT)\b|^TMessage$|^TMsg$/;

/** Name of the structure behind a pointer or reference, or its own. */
function structName(type: CType): string {
  if (type.kind === "pointer" || type.kind === "reference") {
    const own = typeName(type);
    return own !== "" ? own : structName(type.to);
  }
  return typeName(type).replace(/[\s*&]+$/, "");
}

interface Signature {
  readonly message: number | "msg";
  readonly wParam?: number | "msg";
  readonly lParam?: number | "msg";
}

/** Where a function takes message, wParam and lParam, judged by the types and names of its parameters. */
export function messageSignature(fn: FunctionEntry): Signature | undefined {
  const { params } = fn.declaration;
  if (isHook(params)) return undefined;
  for (let i = 0; i + 2 < params.length + 0 && i < 3; i++) {
    if (isNumber(params[i]!) && isWord(params[i + 1]!, "w") && isWord(params[i + 2]!, "l")) {
      if (!/^w_?param|^l_?param/i.test(params[i]!.name) && typeName(params[i]!.type) !== "WPARAM")
        return { message: i, wParam: i + 1, lParam: i + 2 };
    }
  }
  for (const param of params) if (MESSAGE_STRUCT.test(structName(param.type))) return { message: "msg", wParam: "msg", lParam: "msg" };
  return undefined;
}

/** `(code, wParam, lParam)` of a hook procedure: the first word is no message, and what the others mean depends on the hook. */
function isHook(params: FunctionEntry["declaration"]["params"]): boolean {
  return params.length === 3 && /^(?:n_?|i)?code$/i.test(params[0]!.name) && isWord(params[1]!, "w") && isWord(params[2]!, "l");
}

type Parameter = FunctionEntry["declaration"]["params"][number];

function isNumber({ type, name }: Parameter): boolean {
  const t = typeName(type);
  if (type.kind === "int") return !/^[wl]_?param$/i.test(name);
  return /^(?:UINT|unsigned|unsigned int|WORD|DWORD|uint|u_int|TUint|ULONG|Cardinal)$/.test(t);
}

function isWord({ type, name }: Parameter, which: "w" | "l"): boolean {
  const t = typeName(type);
  if (t === (which === "w" ? "WPARAM" : "LPARAM") || t === (which === "w" ? "TParam1" : "TParam2")) return true;
  const named = which === "w" ? /^w_?p(?:aram)?\d*$|^wparam/i.test(name) : /^l_?p(?:aram)?\d*$|^lparam/i.test(name);
  return named && (type.kind === "int" || /^(?:WORD|LONG|UINT|DWORD|unsigned|long|WPARAM|LPARAM)/.test(t));
}

/** MFC hands two parameters to a table's function, so those are no procedures; three with a number first may be ATL handlers. */
export function createProcedures(context: ProgramContext): Procedures {
  const found = new Map<number, Procedure>();
  const unresolved: string[] = [];
  const queue: Procedure[] = [];
  /** Registered as hooks: their first parameter is a code. */
  const hooks = new Set<number>();

  function add(procedure: Procedure): void {
    const known = found.get(procedure.function.index);
    if (known && !(known.kind === "dispatcher" && procedure.kind !== "dispatcher")) return;
    const owner = procedure.owner ?? known?.owner ?? procedure.function.record;
    const complete = { ...procedure, ...(owner === undefined ? {} : { owner }) };
    found.set(procedure.function.index, complete);
    queue.push(complete);
  }

  function register(user: FunctionEntry, value: Value, kind: HandlerKind, owner: string | undefined): void {
    const { functions, complete } = context.resolver.functionsOf(user, value);
    for (const fn of functions) {
      if (kind === "hook" && fn.declaration.params.length === 3) {
        hooks.add(fn.index);
        continue;
      }
      const signature = messageSignature(fn) ?? byPosition(fn, kind);
      if (signature) add({ function: fn, kind, ...signature, ...(owner === undefined ? {} : { owner }) });
    }
    const at = strip(user.ir, value);
    const definition = at.kind === "temp" ? definitionOf(user.ir, at.id) : undefined;
    // restoring what GetWindowLong or a former SetWindowLong gave installs nothing new; DefWindowProc handles nothing
    const harmless =
      (at.kind === "function" && /^Def\w*Proc/.test(lastPart(at.name))) || definition?.kind === "call" || definition?.kind === "load";
    if (!complete && functions.length === 0 && !harmless) unresolved.push(`procedure registered in ${user.name}`);
  }

  function registrations(): void {
    for (const [field, kind] of FIELDS) {
      for (const user of context.functions.mentioning(field)) {
        const owner = classNameIn(user);
        for (const { statement } of statementsOf(user.ir)) {
          if (statement.kind !== "store" || statement.place.kind !== "field" || statement.place.member !== field) continue;
          register(user, statement.value, kind, owner);
        }
      }
      for (const { uri, variable } of context.variables) {
        // WNDCLASS wc = { CS_…, WndProc, … } outside any function
        const text = variable.initialiser?.text;
        if (text === undefined || !/^(?:WNDCLASS|tagWNDCLASS)/.test(typeName(variable.type))) continue;
        for (const word of text.match(/[A-Za-z_]\w*/g) ?? []) {
          for (const fn of context.functions.pick(context.functions.named(word), uri)) {
            const signature = messageSignature(fn);
            if (signature) add({ function: fn, kind: "window-procedure", ...signature });
          }
        }
      }
    }
    const callers = new Set<FunctionEntry>();
    for (const word of REGISTRAR_WORDS) for (const user of context.functions.mentioning(word)) callers.add(user);
    for (const user of callers) {
      for (const { statement } of statementsOf(user.ir)) if (statement.kind === "call") registrationCall(user, statement);
    }
  }

  function registrationCall(user: FunctionEntry, call: CallStatement): void {
    if (call.callee.kind !== "name") return;
    const name = lastPart(call.callee.name);
    const entry = REGISTRATIONS.find(([pattern]) => pattern.test(name));
    if (!entry) return;
    let [, index, kind] = entry;
    if (/^Set(?:Window|Class)(?:Long|Word)/.test(name)) {
      const slot = call.args[1] === undefined ? undefined : strip(user.ir, call.args[1]);
      if (slot?.kind === "int" && !PROCEDURE_SLOTS.has(slot.value)) return;
      if (slot?.kind === "unknown" && !/PROC/.test(slot.text)) return;
      if (slot?.kind === "temp") return;
      if (slot?.kind === "int" && slot.name === "DWL_DLGPROC") kind = "dialog-procedure";
      else if (slot?.kind === "int" && (slot.value === 8n || slot.value === 4n)) return;
    }
    const value = call.args[index];
    if (value !== undefined) register(user, value, kind, undefined);
  }

  /** By their shape alone: a function with message parameters that tests or forwards them. */
  function bySignature(): void {
    for (const fn of context.functions.all) {
      const signature = messageSignature(fn);
      if (!signature || found.has(fn.index) || hooks.has(fn.index)) continue;
      if (fn.record !== undefined && OVERRIDES.has(fn.last))
        add({ function: fn, kind: /^Pre/.test(fn.last) ? "pre-translate" : "on-wnd-msg", ...signature });
      else if (signature.message === "msg") {
        const struct = fn.declaration.params.map((p) => structName(p.type)).find((name) => MESSAGE_STRUCT.test(name)) ?? "";
        if (/^TMessage$/.test(struct)) add({ function: fn, kind: "vcl", ...signature });
        else add({ function: fn, kind: "dispatcher", ...signature });
      } else {
        const window = fn.declaration.params[0]!;
        const takesWindow =
          signature.message === 1 && (window.type.kind === "pointer" || /^(?:HWND|HDLG|THandle|TWnd)/.test(typeName(window.type)));
        add({ function: fn, kind: takesWindow && fn.declaration.params.length === 4 ? procedureKind(fn) : "dispatcher", ...signature });
      }
    }
  }

  /** A procedure that hands its message on makes the callee a dispatcher. */
  function forwarded(): void {
    for (let i = 0; i < queue.length && i < 2000; i++) {
      const { function: fn, message, wParam, lParam, owner } = queue[i]!;
      if (message === "msg") continue;
      for (const { statement } of statementsOf(fn.ir)) {
        if (statement.kind !== "call") continue;
        const position = (index: number | "msg" | undefined) =>
          typeof index === "number" ? statement.args.findIndex((arg) => parameterOf(fn.ir, arg) === index) : -1;
        const at = position(message);
        if (at < 0) continue;
        const target = context.resolver.resolve(fn, statement);
        if (target.kind !== "program") continue;
        const w = position(wParam);
        const l = position(lParam);
        for (const callee of target.functions) {
          if (callee === fn || at >= callee.ir.params.length) continue;
          add({
            function: callee as FunctionEntry,
            kind: "dispatcher",
            message: at,
            ...(w >= 0 ? { wParam: w } : {}),
            ...(l >= 0 ? { lParam: l } : {}),
            ...(callee.record === undefined && owner !== undefined ? { owner } : {}),
          });
        }
      }
    }
  }

  function classNameIn(user: FunctionEntry): string | undefined {
    for (const { statement } of statementsOf(user.ir)) {
      if (statement.kind !== "store" || statement.place.kind !== "field" || statement.place.member !== "lpszClassName") continue;
      return stringOf(user.ir, statement.value);
    }
    return undefined;
  }

  registrations();
  bySignature();
  forwarded();
  return { all: [...found.values()], of: (fn) => found.get(fn.index), unresolved };
}

const REGISTRAR_WORDS = ["DialogBox", "CreateDialog", "DialogBoxIndirect", "CreateDialogIndirect"]
  .flatMap((stem) => ["", "A", "W", "Param", "ParamA", "ParamW"].map((suffix) => stem + suffix))
  .concat(["SetWindowSubclass", "SubclassWindow"])
  .concat(
    ["SetWindowsHookEx", "SetWindowsHook", "SetWindowLong", "SetWindowLongPtr", "SetClassLong", "SetClassLongPtr"].flatMap((name) => [
      name,
      `${name}A`,
      `${name}W`,
    ]),
  );

/** Dialog procedures return BOOL or INT_PTR, window procedures LRESULT or LONG. */
function procedureKind(fn: FunctionEntry): HandlerKind {
  const result = typeName(fn.declaration.result);
  return /^(?:BOOL|INT_PTR|bool)$/.test(result) || fn.declaration.result.kind === "bool" ? "dialog-procedure" : "window-procedure";
}

/** A registered procedure with unusual types: the parameters are where Windows puts them. */
function byPosition(fn: FunctionEntry, kind: HandlerKind): Signature | undefined {
  if (kind === "hook") return undefined; // (code, wParam, lParam): its message stands behind lParam
  return fn.declaration.params.length >= 4 ? { message: 1, wParam: 2, lParam: 3 } : undefined;
}

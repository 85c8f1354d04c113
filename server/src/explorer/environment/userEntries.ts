/** What a user or the system can do to a program while a request is on its way: handlers that the message graph knows and that touch requests. */
import type { Handler, ProgramFunction, Unit } from "../../program/types.ts";
import type { Moment } from "../scenario.ts";

export interface UserEntry {
  /** `closes the window`, `WM_COMMAND 2`, for the trace. */
  readonly name: string;
  readonly message: number;
  readonly wParam: number;
  readonly lParam: number;
  /** Function whose window gets the message, or that the environment's window calls. */
  readonly function: ProgramFunction;
  /** How the function takes the message; absent: it is called without arguments. */
  readonly handler?: Handler;
  /** Message that the procedure of another window gets. */
  readonly sends?: number;
  /** The owner of the request is deleted: its destructor, then its storage. */
  readonly deletes?: boolean;
  /** The environment calls the function like the entry, with arguments that are invented. */
  readonly again?: boolean;
  /** How often in one run; default once. */
  readonly times?: number;
  /** When it may act, if a scenario says so. */
  readonly moment?: { readonly when?: Moment; readonly request?: number; readonly after?: string };
}

/** Messages from here on stand for calls that the environment's window makes, by the number of the entry. */
export const FIRST_CALL = 0xbf00;

export const WM_CLOSE = 0x0010;
export const WM_COMMAND = 0x0111;
const IDCANCEL = 2;

/** At most this many functions that cancel. */
const MAX_CANCELLERS = 3;
/** At most this many different commands of one handler. */
const MAX_COMMANDS = 6;

/** Functions that start, cancel, clean up, free, or destroy, themselves or through what they call. */
function touching(unit: Unit): (fn: ProgramFunction) => boolean {
  const known = new Map<number, boolean>();
  const test = (fn: ProgramFunction, depth: number): boolean => {
    const before = known.get(fn.index);
    if (before !== undefined) return before;
    known.set(fn.index, false);
    let result = false;
    for (const block of fn.ir.blocks) {
      block.statements.forEach((statement, index) => {
        if (result) return;
        if (statement.kind === "delete") result = true;
        if (statement.kind !== "call") return;
        const target = unit.resolve({ function: fn, block: block.id, index, statement });
        if (target.kind === "winsock") result = /^WSAAsync|^WSACancel|^WSACleanup/.test(target.name);
        else if (target.kind === "platform")
          result = /^(?:free|LocalFree|GlobalFree|HeapFree|DestroyWindow|PostQuitMessage|EndDialog|exit|ExitProcess)$/.test(target.name);
        else if (target.kind === "program" && depth < 12) result = target.functions.some((callee) => test(callee, depth + 1));
      });
    }
    known.set(fn.index, result);
    return result;
  };
  return (fn) => test(fn, 0);
}

/** @param procedure of the window that the environment gives to the entry; `any` for a program, which makes its windows itself. */
export function userEntries(unit: Unit, entry: ProgramFunction, procedure: ProgramFunction | "any" | "none"): readonly UserEntry[] {
  return entriesThat(unit, entry, touching(unit), procedure);
}

/** Calls of the entry while a request that it has started is pending: nobody says that its caller waits. */
export function repeatedEntry(unit: Unit, entry: ProgramFunction, after: number): readonly UserEntry[] {
  const { ir } = entry;
  if (ir.isConstructor || ir.isDestructor || !unit.starts.some((start) => start.site.function === entry)) return [];
  if (ir.params.some(({ type }) => type.kind === "record" || type.kind === "array")) return [];
  return [
    {
      name: `makes ${entry.name} run again`,
      message: FIRST_CALL + after,
      wParam: 0,
      lParam: 0,
      function: entry,
      again: true,
      moment: { when: "pending" },
    },
  ];
}

/** Calls of what cancels: a function of the same class, or of the same file where there is no class. Nobody says when its owner does that. */
export function cancelEntries(
  unit: Unit,
  entry: ProgramFunction,
  isBase: (base: string, of: string) => boolean,
  known: readonly UserEntry[],
  after: number,
): readonly UserEntry[] {
  const { record } = entry.ir;
  const near = (fn: ProgramFunction): boolean => {
    if (record === undefined || fn.ir.record === undefined) return record === fn.ir.record && fn.uri === entry.uri;
    return isBase(fn.ir.record, record);
  };
  const callable = (fn: ProgramFunction): boolean =>
    fn !== entry &&
    near(fn) &&
    !fn.ir.isConstructor &&
    !fn.ir.isDestructor &&
    !fn.ir.params.some(({ type }) => type.kind === "record" || type.kind === "array") &&
    !known.some((one) => one.function === fn) &&
    !unit.handlers.some((handler) => handler.function === fn);
  const found = [...new Set(unit.cancels.map(({ site }) => site.function))].filter(callable).slice(0, MAX_CANCELLERS);
  return found.map((fn, i) => ({
    name: `makes ${fn.name} run`,
    message: FIRST_CALL + after + i,
    wParam: 0,
    lParam: 0,
    function: fn,
    again: true,
  }));
}

/** A close that a loop of the entry itself looks out for. */
export function awaitedClose(entry: ProgramFunction, known: readonly UserEntry[]): readonly UserEntry[] {
  const looks = entry.ir.blocks.some((block) =>
    block.statements.some(
      (statement) =>
        statement.kind === "binary" &&
        [statement.left, statement.right].some(
          (side) => side.kind === "int" && Number(side.value) === WM_CLOSE && side.name === "WM_CLOSE",
        ),
    ),
  );
  if (!looks || known.some(({ message }) => message === WM_CLOSE)) return [];
  return [{ name: "closes the window", message: WM_CLOSE, wParam: 0, lParam: 0, function: entry }];
}

/** What the message graph knows of close, command and delete, in functions that `touches` accepts. */
export function entriesThat(
  unit: Unit,
  entry: ProgramFunction,
  touches: (fn: ProgramFunction) => boolean,
  procedure: ProgramFunction | "any" | "none" = "any",
): readonly UserEntry[] {
  const found: UserEntry[] = [];
  const seen = new Set<string>();
  const add = (one: UserEntry): void => {
    const key = one.message >= FIRST_CALL ? one.name : `${one.message} ${one.wParam}`;
    if (seen.has(key)) return;
    seen.add(key);
    found.push(one);
  };
  const call = (fn: ProgramFunction, name: string, more: Partial<UserEntry> = {}): void =>
    add({ name, message: FIRST_CALL + found.length, wParam: 0, lParam: 0, function: fn, ...more });
  for (const handler of unit.handlers) {
    const fn = handler.function;
    if (fn === entry || !touches(fn)) continue;
    if (handler.trigger !== "close" && handler.trigger !== "destroy" && handler.trigger !== "command") continue;
    // a loop of the program takes what it takes when it runs
    if (/loop|dispatcher|hook/.test(handler.kind)) continue;
    if (!/procedure/.test(handler.kind)) {
      call(fn, handler.trigger === "command" ? `makes ${fn.name} run` : `closes the window: ${fn.name} runs`, { handler });
      continue;
    }
    const other = procedure !== "any" && fn !== procedure;
    if (handler.trigger === "command") {
      for (const id of commandsOf(handler)) {
        if (other) call(fn, `chooses command ${id} of another window: ${fn.name} runs`, { handler, wParam: id, sends: WM_COMMAND });
        else add({ name: `chooses command ${id}`, message: WM_COMMAND, wParam: id, lParam: 0, function: fn, handler });
      }
    } else if (other) call(fn, `closes another window: ${fn.name} runs`, { handler, sends: WM_CLOSE });
    else add({ name: "closes the window", message: WM_CLOSE, wParam: 0, lParam: 0, function: fn, handler });
  }
  const { record } = entry.ir;
  if (record !== undefined && !entry.ir.isDestructor) {
    const destructor = unit.functions.find((fn) => fn.name.startsWith(`${record}::~`) && fn.ir.isDestructor);
    if (destructor && touches(destructor)) call(destructor, `lets the ${record} go`, { deletes: true });
  }
  return found;
}

/** Command numbers that the handler tells apart: constants of its switches and comparisons. */
function commandsOf(handler: Handler): readonly number[] {
  const found = new Set<number>();
  for (const block of handler.function.ir.blocks) {
    if (block.id < handler.block) continue;
    if (block.end.kind === "switch") {
      for (const one of block.end.cases) if (one.value.kind === "int") found.add(Number(one.value.value));
    }
    for (const statement of block.statements) {
      if (statement.kind !== "binary" || statement.op !== "eq") continue;
      for (const side of [statement.left, statement.right]) if (side.kind === "int") found.add(Number(side.value));
    }
  }
  const ids = [...found].filter((id) => id > 0 && id < 0x10000 && id !== WM_COMMAND && id !== WM_CLOSE).slice(0, MAX_COMMANDS);
  return ids.length > 0 ? ids : [IDCANCEL];
}

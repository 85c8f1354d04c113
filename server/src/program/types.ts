/**
 * The program model: what is linked together, what each call means, and which handler gets which message.
 * Plain data and pure functions over an immutable map of texts; a file that is needed and not there is listed in `missing`.
 */
import type { BlockId, CType, IrFunction, Range, Statement } from "../ir/types.ts";
import type { FileNames, MessageTable, Names, RecordDeclaration } from "../names/types.ts";
import type { SourceFile } from "../source/document.ts";
import type { UnseenBranch } from "./otherChoice.ts";
import type { RunningInput } from "./running.ts";

export type Target = "win32" | "win64";

/** A function with a body, at its place in a file. Absolute offset of an IR range = `offset + range.start`. */
export interface ProgramFunction {
  /** Index in `Unit.functions`. */
  readonly index: number;
  readonly uri: string;
  /** UTF-16 offset of the item in its file. */
  readonly offset: number;
  /** Qualified name as its head writes it; equal to `ir.name`, known without lowering. */
  readonly name: string;
  /** Class of a member function. */
  readonly record?: string;
  /** Lowered on first use: ask only for functions that matter (`Unit.relevant`, `callers`, `handlers`). */
  readonly ir: IrFunction;
  /** False until `ir` was asked for. */
  readonly isLowered?: boolean;
  /** Parameters in its head, where they are known without lowering. */
  readonly arity?: number;
}

/** A statement of a function. */
export interface Site<S extends Statement = Statement> {
  readonly function: ProgramFunction;
  readonly block: BlockId;
  /** Index in the block's statements. */
  readonly index: number;
  readonly statement: S;
}
export type CallSite = Site<Extract<Statement, { kind: "call" }>>;

/** What a call statement means. */
export type CallTarget =
  /** A function of `winsock/` (six starts, cancel, start-up, the modern calls), reached directly, through `::`, a macro, a pointer
   *  filled by GetProcAddress with a visible name, or a wrapper named in the settings. `via` says which when not direct. */
  | { readonly kind: "winsock"; readonly name: string; readonly via?: string }
  /** A function with a model in `platform/`. */
  | { readonly kind: "platform"; readonly name: string }
  /** Functions of the program: one for a direct call, several for a virtual call or a pointer with several visible values. */
  | {
      readonly kind: "program";
      readonly functions: readonly ProgramFunction[] /** Every possible callee is listed. */;
      readonly complete: boolean;
    }
  | { readonly kind: "unknown"; readonly name?: string };

export interface MessageNumber {
  /** Numeric value where it could be evaluated. */
  readonly value?: number;
  /** Normalised source spelling (`WM_USER+1`, `WM_DNS_REPLY`); two numbers are the same if values, else texts, agree. */
  readonly text: string;
  /** The text names a local variable or parameter whose value is not known: it equals no other number. */
  readonly own?: true;
}

export type HandlerKind =
  | "window-procedure"
  | "dialog-procedure"
  | "subclass-procedure"
  | "hook"
  | "mfc"
  | "owl"
  | "atl"
  | "vcl"
  | "cracker"
  | "message-loop"
  | "pre-translate"
  | "on-wnd-msg"
  | "dispatcher"
  | "framework-virtual";

/** A place where a window message arrives. */
export interface Handler {
  readonly kind: HandlerKind;
  readonly function: ProgramFunction;
  /** Absent: the function sees every message (a window procedure without a visible case). */
  readonly message?: MessageNumber;
  /** Last number of an inclusive range that starts at `message` (`msg >= WM_A && msg <= WM_B`, range entries of tables). */
  readonly last?: MessageNumber;
  /** Block where the handling of this message starts; the entry block for functions of their own. */
  readonly block: BlockId;
  /** Label (`case WM_X:`), table entry's function head, or test of `msg.message`, relative to the function's item. */
  readonly range: Range;
  /** How wParam and lParam can be read there: parameter index, or "msg" for the members of a MSG object, or absent. */
  readonly wParam?: number | "msg";
  readonly lParam?: number | "msg";
  /** Window class or C++ class that owns the handler, as far as known. */
  readonly owner?: string;
  /** What a user or the system does to make this happen, for the environment of a search. */
  readonly trigger?: "close" | "destroy" | "command" | "timer" | "completion" | "other";
}

/** How a reply is matched with its request in a handler. */
export type MatchKind = "wParam" | "window" | "number" | "none" | "unknown";

export interface StartSite {
  readonly site: CallSite;
  /** Winsock name (`WSAAsyncGetHostByName`). */
  readonly call: string;
  readonly message: MessageNumber;
  /** Every number the call can get: several where a wrapper's parameter gets several from its callers. `message` is the first. */
  readonly messages: readonly MessageNumber[];
  readonly handlers: readonly Handler[];
  /** What could not be resolved, in words. */
  readonly unresolved: readonly string[];
}

export interface CancelSite {
  readonly site: CallSite;
}

/** A request as people see it: where its parts live, who handles and who cancels it. */
export interface Request {
  readonly start: StartSite;
  readonly handle: { readonly path: string; readonly kind: string };
  readonly buffer: { readonly path: string; readonly storage: string; readonly size?: number };
  /** Spelling of the window argument. */
  readonly window?: string;
  readonly handlers: readonly { readonly handler: Handler; readonly match: MatchKind }[];
  /** `tested`: the result of the cancel is looked at. */
  readonly cancels: readonly { readonly cancel: CancelSite; readonly tested: boolean }[];
  readonly unresolved: readonly string[];
}

export interface UnitFile {
  readonly uri: string;
  /** Its tree lives until other files are asked for: take what is needed at once, do not keep the object for its tree. */
  readonly source: SourceFile;
  readonly names: FileNames;
  /** Functions of this file. */
  readonly functions: readonly ProgramFunction[];
}

/** One program: files that are linked together, or one file with its found headers. */
export interface Unit {
  readonly target: Target;
  readonly files: ReadonlyMap<string, UnitFile>;
  readonly functions: readonly ProgramFunction[];
  readonly tables: readonly MessageTable[];
  /** Names as seen from that file. */
  names(uri: string): Names;
  resolve(site: CallSite): CallTarget;
  /** Functions whose text holds one of the identifiers, itself or through macros of the program; none is lowered for it. */
  mentioning(identifiers: Iterable<string>): readonly ProgramFunction[];
  /** Call sites whose target may be this function (direct, virtual, pointer). */
  callers(fn: ProgramFunction): readonly CallSite[];
  readonly starts: readonly StartSite[];
  readonly cancels: readonly CancelSite[];
  /** One for each start: storage of handle and buffer, handlers with their kind of match, cancels of the same storage. */
  readonly requests: readonly Request[];
  /**
   * Functions that can touch a request, without duplicates and in order of `index`: those with a start or cancel, their callers and the
   * functions they call, handlers of completions and what these call, and users of the storage of handles and buffers.
   * Analysis looks at these alone; all others of `functions` stay unlowered.
   */
  readonly relevant: readonly ProgramFunction[];
  /** Every handler of every message, the completion handlers among them. */
  readonly handlers: readonly Handler[];
  /** True if every handler of the message was found (no unknown function pointer or window procedure can take it). */
  handlersComplete(message: MessageNumber): boolean;
  record(name: string, uri?: string): RecordDeclaration | undefined;
  /** Visible classes derived from this one, itself included. */
  derived(record: string): readonly string[];
  /** Size and alignment in bytes; undefined for types whose definition is not visible. */
  layout(type: CType, uri?: string): { readonly size: number; readonly align: number } | undefined;
  /**
   * The program with the other branches of those `#if` groups of which one had to be chosen, if calls stand there; made when asked for.
   * Places in it are places of the same texts.
   */
  otherChoice(): { readonly unit: Unit; readonly unseen: readonly UnseenBranch[] } | undefined;
  /** What `running.ts` makes the program as it is run of. */
  readonly toRun: RunningInput;
  /** Files that were asked for and are not in the map of texts. */
  readonly missing: readonly string[];
}

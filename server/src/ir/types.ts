/**
 * The intermediate representation: one function body as a control-flow graph of small statements.
 *
 * - Operands are evaluated left to right; every call is a statement of its own.
 * - A temp has exactly one definition in the function, and each use of it lies in a block that its definition dominates.
 *   Results that merge (`?:`, `&&`, `||`) go through a synthetic local (`Local.synthetic`).
 * - The IR holds *names, not targets*: what a name means in other files is decided by `program/`.
 * - Every range is in UTF-16 offsets relative to the start of the item (function definition), so an unchanged
 *   function keeps its IR however far it moves.
 * - What cannot be read is an `unknown` statement: it costs precision, never a crash.
 */

import type { CType } from "../names/ctype.ts";

export type { CType } from "../names/ctype.ts";

/** Half-open range of UTF-16 offsets, relative to the start of the item. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

// ------------------------------------------------------------------------------------------------ values and places

export type TempId = number;
export type LocalId = number;
export type BlockId = number;

export type Value =
  /** Result of the statement that defines this temp. */
  | { readonly kind: "temp"; readonly id: TempId }
  /** Integer constant, already converted to its type (two's complement, |value| < 2^64). NULL is 0 with a pointer type.
   *  `name` is the macro, enumerator or constant it was written as (`WM_USER`, `WSAEALREADY`). */
  | { readonly kind: "int"; readonly value: bigint; readonly type: CType; readonly name?: string }
  | { readonly kind: "float"; readonly value: number; readonly type: CType }
  /** Address of a string literal (static storage, zero-terminated); `value` without the terminator. */
  | { readonly kind: "string"; readonly value: string; readonly wide: boolean }
  /** Address of a function, by the name as written (with qualifiers). */
  | { readonly kind: "function"; readonly name: string }
  /** Truth of an undecided preprocessor condition (`defined(DEBUG)`), the same everywhere in a unit. */
  | { readonly kind: "config"; readonly condition: string }
  /** Could not be read (unknown macro, unsupported expression). `text` is its source spelling, at most 80 characters. */
  | { readonly kind: "unknown"; readonly text: string; readonly type: CType };

export type Place =
  | { readonly kind: "local"; readonly id: LocalId }
  | { readonly kind: "param"; readonly index: number }
  /** Variable with static storage outside the function: global, `static` of the file, static member, `extern`. Name as
   *  resolved by `Names` (`CFoo::s_table`, `g_hLookup`). Function statics are locals with `storage: "static"`. */
  | { readonly kind: "global"; readonly name: string }
  /** Temporary object. The lowering uses synthetic locals instead, which have a type and an end of their life. */
  | { readonly kind: "temp"; readonly id: TempId }
  | { readonly kind: "deref"; readonly pointer: Value; readonly type?: CType }
  /** `member` of the object at `of`. `a->b` is `field(deref(a), b)`; `m_h` inside a member function is `field(deref(this), m_h)`. */
  | { readonly kind: "field"; readonly of: Place; readonly member: string; readonly record?: string }
  /** Element of the array at `of`. `p[i]` of a pointer is `index(deref(p), i)` where the `deref` has an array type without length. */
  | { readonly kind: "index"; readonly of: Place; readonly index: Value };

export interface Local {
  readonly id: LocalId;
  readonly name: string;
  readonly type: CType;
  readonly storage: "auto" | "static";
  /** Made by the lowering (merge of `?:`, iteration temporaries): never shown to a person. */
  readonly synthetic?: boolean;
  /** The declarator. */
  readonly range: Range;
}

export interface Param {
  readonly name: string;
  readonly type: CType;
  readonly range: Range;
}

// ------------------------------------------------------------------------------------------------------- statements

export type UnaryOp = "neg" | "not" | "bitnot" | "plus";
export type BinaryOp =
  | "add"
  | "sub"
  | "mul"
  | "div"
  | "mod"
  | "shl"
  | "shr"
  | "and"
  | "or"
  | "xor"
  | "eq"
  | "ne"
  | "lt"
  | "le"
  | "gt"
  | "ge";

/** What is called. Names are as written; `program/` resolves them. */
export type Callee =
  /** `f(…)`, `::f(…)`, `N::f(…)`, `C::f(…)`; `global` for a leading `::`. Inside a member function `f` may name a member:
   *  then `implicitThis` holds the value of `this`, `program/` decides. */
  | { readonly kind: "name"; readonly name: string; readonly global?: boolean; readonly implicitThis?: Value }
  /** `object.f(…)`, `object->f(…)`; `object` is the address of the object. `qualified` for `p->Base::f()` (no dispatch). */
  | { readonly kind: "member"; readonly object: Value; readonly name: string; readonly record?: string; readonly qualified?: string }
  /** Call through a value; `place` is where that value was loaded from, where there is one (`cv->pfn`, `m_pfnCancel`). `object` for a
   *  pointer to a member (`(c.*f)(…)`). */
  | { readonly kind: "value"; readonly value: Value; readonly place?: Place; readonly text: string; readonly object?: Value }
  /** Constructor / destructor of `record` on the object whose address is the first argument. `begins`: no constructor runs, those of the
   *  bases are done, and from here on the object is one of this class. */
  | { readonly kind: "constructor"; readonly record: string; readonly begins?: true }
  | { readonly kind: "destructor"; readonly record: string };

interface Base {
  /** The whole expression or statement this comes from. */
  readonly range: Range;
  /** Set when the statement comes from the expansion of this macro of the program. */
  readonly macro?: string;
}

export type Statement =
  /** `type` may be a record: the temp then holds a copy of its bytes. */
  | (Base & { readonly kind: "load"; readonly target: TempId; readonly place: Place; readonly type: CType })
  /** A `string` value stored with an array type fills the array with its characters (`char b[8] = "x"`), rest zero. */
  | (Base & {
      readonly kind: "store";
      readonly place: Place;
      readonly value: Value;
      readonly type: CType;
      /** `=` in the source (false: `+=`, `++`, compiler-made). */ readonly initialises?: boolean;
    })
  | (Base & { readonly kind: "addressOf"; readonly target: TempId; readonly place: Place; readonly type: CType })
  | (Base & { readonly kind: "unary"; readonly target: TempId; readonly op: UnaryOp; readonly operand: Value; readonly type: CType })
  | (Base & {
      readonly kind: "binary";
      readonly target: TempId;
      readonly op: BinaryOp;
      readonly left: Value;
      readonly right: Value;
      /** Type of the result; pointer arithmetic keeps the pointer type and counts in elements. */ readonly type: CType;
      /** Common type in which the operands are compared or computed. */ readonly operandType: CType;
    })
  | (Base & {
      readonly kind: "cast";
      readonly target: TempId;
      readonly operand: Value;
      readonly type: CType;
      readonly from: CType;
      readonly explicit: boolean;
    })
  | (Base & {
      readonly kind: "call";
      readonly target?: TempId;
      readonly callee: Callee;
      readonly args: readonly Value[];
      /** Source range of each argument, and of the called name. */ readonly argRanges: readonly Range[];
      readonly nameRange: Range;
      /** Result type; `target` is absent if it is void or the result is a record built at `resultPlace`. */ readonly type: CType;
      readonly resultPlace?: Place;
      /** The expression's value is not used by the surrounding code (also after `(void)`). */ readonly discarded: boolean;
      /** Name and offset of the declaration that overload resolution chose, where code is lowered to be run. */ readonly overload?: string;
    })
  /** Storage from `new`; a constructor call follows. `count` for arrays; `placement` for `new (p) T`. */
  | (Base & { readonly kind: "new"; readonly target: TempId; readonly type: CType; readonly count?: Value; readonly placement?: Value })
  /** `delete p` / `delete[] p`; the destructor call is part of it. */
  | (Base & { readonly kind: "delete"; readonly operand: Value; readonly array: boolean; readonly record?: string; readonly global?: true })
  /** Storage of the local begins, uninitialised (executed at the declaration, each time it is reached). */
  | (Base & { readonly kind: "declare"; readonly local: LocalId })
  /** Storage of these locals ends (after their destructor calls, in reverse order). A local may be named on a path that jumped past its
   *  `declare`: then nothing ends. */
  | (Base & { readonly kind: "scopeEnd"; readonly locals: readonly LocalId[] })
  /** Fill an object with zero bytes (`= {0}`, static initialisation); element stores follow. */
  | (Base & { readonly kind: "zero"; readonly place: Place; readonly type: CType })
  /** Could not be read. `reason` is "error-node" | "unsupported" | "macro" | "depth"; `text` at most 80 characters.
   *  After an "error-node" every fact of the enclosing statement list is unknown. */
  | (Base & {
      readonly kind: "unknown";
      readonly reason: string;
      readonly text: string;
      readonly target?: TempId;
      /** Names of locals, members and calls that occur in it, as written: what it may touch. */ readonly mentions: readonly string[];
    });

export type Terminator =
  | { readonly kind: "jump"; readonly to: BlockId; readonly range: Range /** Closes a loop. */; readonly back?: boolean }
  /** A condition that is a constant is no branch but a jump, except for `assert` and `handler`. Both ways of an `assert` may lead to one
   *  block: without assertions compiled in, nothing is decided there. */
  | {
      readonly kind: "branch";
      readonly condition: Value;
      readonly then: BlockId;
      readonly else: BlockId;
      readonly range: Range;
      /** What the branch comes from. */ readonly origin: "if" | "loop" | "and" | "or" | "conditional" | "config" | "assert" | "handler";
      /** A part, before or after `&&` or `||`, of the condition of a loop. */ readonly ofLoop?: true;
    }
  | {
      readonly kind: "switch";
      readonly value: Value;
      readonly cases: readonly SwitchCase[];
      readonly default: BlockId;
      readonly range: Range;
    }
  | { readonly kind: "return"; readonly value?: Value; readonly range: Range }
  | { readonly kind: "throw"; readonly value?: Value; readonly range: Range }
  /** End of a function that never returns here (after `exit`, `__builtin_unreachable`). */
  | { readonly kind: "unreachable"; readonly range: Range };

export interface SwitchCase {
  readonly value: Value;
  /** GNU range `case a ... b`. */
  readonly high?: Value;
  readonly to: BlockId;
  readonly range: Range;
}

export interface Block {
  readonly id: BlockId;
  readonly statements: readonly Statement[];
  readonly end: Terminator;
  /** First blocks of the `catch`/`__except`/`__finally` parts that a throw in this block can reach. */
  readonly handlers?: readonly BlockId[];
}

/** One function body. */
export interface IrFunction {
  /** Qualified name as defined (`CFoo::OnReply`, `WndProc`); lambdas are `outer::<lambda@offset>` with functions of their own. */
  readonly name: string;
  /** Class of a member function, as far as known. */
  readonly record?: string;
  readonly isStatic: boolean;
  readonly isVirtual: boolean;
  readonly isConstructor: boolean;
  readonly isDestructor: boolean;
  /** `static` at file level or in an anonymous namespace. */
  readonly internal: boolean;
  readonly result: CType;
  /** `this` is not listed; it is `thisParam`. */
  readonly params: readonly Param[];
  readonly variadic: boolean;
  /** Temp that holds `this` on entry (pointer to `record`). */
  readonly thisTemp?: TempId;
  readonly locals: readonly Local[];
  /** blocks[i].id === i; blocks[0] is the entry; unreachable blocks are kept (code after `return`). */
  readonly blocks: readonly Block[];
  readonly tempCount: number;
  /** The function's name in its head. */
  readonly nameRange: Range;
  /** Body with its braces. */
  readonly bodyRange: Range;
  /** Offset of the item in the file at the time of lowering is NOT part of the IR; see `program/`. */
  readonly understood: { readonly statements: number; readonly unknown: number };
  /** What was asked of `Names` (`type:HWND`, `macro:WM_X`, `field:CFoo.m_h`) with a hash of each answer: the dependencies of the item, the
   *  same map for the function and the lambdas in it; see `names/recording.ts`. */
  readonly asked: ReadonlyMap<string, string>;
}

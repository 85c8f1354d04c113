/** Functions and macros of the program that the settings declare: what each stands for, and where its arguments are. */
import { unknownValue } from "../ir/conversions.ts";
import type { Block, IrFunction, Statement, Value } from "../ir/types.ts";
import { lastPart, plainName } from "./functions.ts";

export interface DeclaredFunction {
  /** A function of Winsock, or one that `platform/` has a model of. */
  readonly kind: "winsock" | "platform";
  /** The function it stands for. */
  readonly name: string;
  /** For each argument of that function the one of the declared function, from 0; undefined where it takes none. Absent: the same. */
  readonly args?: readonly (number | undefined)[];
  /** Argument, from 0, through which the handle comes back, where it is not the result. */
  readonly handle?: number;
}

/** Declared functions by name, with or without its class (`Resolver::Start`). */
export type Declared = ReadonlyMap<string, DeclaredFunction>;

/** A macro of a message map. */
export interface DeclaredEntry {
  /** Arguments of the macro, from 0. */
  readonly message: number;
  readonly handler: number;
}

/** What is declared of a name as it is called, inside or on an object of the class `record`. */
export function declaredAs(declared: Declared, name: string, record?: string): DeclaredFunction | undefined {
  if (declared.size === 0) return undefined;
  const plain = plainName(name);
  const own = record === undefined ? undefined : declared.get(`${plainName(record)}::${lastPart(plain)}`);
  return own ?? declared.get(plain) ?? declared.get(lastPart(plain));
}

/** Names whose presence makes a file worth reading: those that start or cancel a request. */
export function declaredSeeds(declared: Declared): string[] {
  return [...declared].filter(([, { kind }]) => kind === "winsock").map(([name]) => lastPart(name));
}

/**
 * The functions with each call of a declared function as the call it stands for: its arguments in that order, and the handle that comes
 * back through a pointer stored behind it. The name stays as written.
 */
export function arranged(functions: readonly IrFunction[], declared: Declared): readonly IrFunction[] {
  if (![...declared.values()].some(({ args, handle }) => args !== undefined || handle !== undefined)) return functions;
  return functions.map((fn) => {
    let temps = fn.tempCount;
    let changed = false;
    const blocks = fn.blocks.map((block): Block => {
      const statements = block.statements.flatMap((s): readonly Statement[] => {
        const wrapper = s.kind === "call" ? calledWrapper(fn, s, declared) : undefined;
        if (s.kind !== "call" || wrapper === undefined || (wrapper.args === undefined && wrapper.handle === undefined)) return [s];
        changed = true;
        const call = inOrder(s, wrapper);
        const out = wrapper.handle === undefined ? undefined : s.args[wrapper.handle];
        if (out === undefined) return [call];
        const target = call.target ?? temps++;
        const type = { kind: "pointer" as const, to: { kind: "void" as const }, name: "HANDLE" };
        const { range } = s;
        return [
          { ...call, target, type: call.target === undefined ? type : call.type, discarded: false },
          {
            kind: "store",
            place: { kind: "deref", pointer: out, type },
            value: { kind: "temp", id: target },
            type,
            initialises: true,
            range,
          },
        ];
      });
      return changed ? { ...block, statements } : block;
    });
    return changed ? { ...fn, blocks, tempCount: temps } : fn;
  });
}

type Call = Extract<Statement, { kind: "call" }>;

function calledWrapper(fn: IrFunction, { callee }: Call, declared: Declared): DeclaredFunction | undefined {
  if (callee.kind === "name") return declaredAs(declared, callee.name, callee.implicitThis === undefined ? undefined : fn.record);
  return callee.kind === "member" ? declaredAs(declared, callee.name, callee.qualified ?? callee.record) : undefined;
}

function inOrder(call: Call, { args, handle }: DeclaredFunction): Call {
  const places = args ?? call.args.map((_, i) => i).filter((i) => i !== handle);
  return {
    ...call,
    args: places.map((i): Value => (i === undefined ? undefined : call.args[i]) ?? unknownValue("an argument that is not given").value),
    argRanges: places.map((i) => (i === undefined ? undefined : call.argRanges[i]) ?? call.nameRange),
  };
}

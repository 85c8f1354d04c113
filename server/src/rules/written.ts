/** Storage as the code writes it. Element 0 of an array has the path of the array, so a path alone does not tell. */
import { type Path, pathText } from "../analysis/terms.ts";
import type { ProgramFunction, Unit } from "../program/types.ts";
import { type Place, rangeOf, textAt } from "./context.ts";

export interface Written {
  /** For people. */
  readonly name: string;
  /** The place's function can assign to the name; false where something is computed, or the text goes to the storage in another way. */
  readonly assignable: boolean;
  /** No index is a variable. */
  readonly constant: boolean;
}

/** What the text of the place says where it names the path (`g_table[i]` in `(HANDLE)wParam == g_table[i]`), else the path itself. */
export function written(unit: Unit, at: Place, path: Path): Written {
  const shape = shapeOf(path);
  const found = shape && new RegExp(`${shape}(?!\\w)`).exec(textAt(unit, rangeOf(at.function, at.range)))?.[0].replace(/\s+/g, "");
  const name = found ?? `${pathText(path)}${isArray(unit, at.function, path) ? "[…]" : ""}`;
  return {
    name,
    assignable: found !== undefined && /^(?:[\w.>:-]|\[\w+\])+$/.test(found),
    constant: !/\[(?!\d+\]|[A-Z_][A-Z\d_]*\])/.test(name),
  };
}

const START = "(?<![\\w.>:])";

/** Pattern of the path with any subscripts; undefined for what goes through something without a name. */
function shapeOf(path: Path): string | undefined {
  const named = (name: string): string => `${name.replace(/^.*::/, "").replace(/\W/g, "\\$&")}(?:\\s*\\[[^\\][]*\\])*`;
  switch (path.kind) {
    case "local":
    case "global":
      return `${START}(?:\\w+\\s*::\\s*)*${named(path.name)}`;
    case "index":
      return shapeOf(path.of);
    case "deref":
      return path.pointer.kind === "entry" || path.pointer.kind === "havoc" ? shapeOf(path.pointer.path) : undefined;
    case "field": {
      if (pathText(path) === path.member) return `(?:${START}|(?<=\\bthis\\s*->\\s*))${named(path.member)}`;
      const of = shapeOf(path.of);
      return of && `${of}\\s*(?:\\.|->)\\s*${named(path.member)}`;
    }
    default:
      return undefined;
  }
}

/** Its storage is declared as an array. */
function isArray(unit: Unit, fn: ProgramFunction, path: Path): boolean {
  const names = unit.names(fn.uri);
  const type =
    path.kind === "global"
      ? names.variable(path.name)?.type
      : path.kind === "local"
        ? fn.ir.locals.find((l) => l.name === path.name)?.type
        : path.kind === "field"
          ? names.field(path.record ?? "", path.member)?.type
          : undefined;
  return type !== undefined && names.resolve(type).kind === "array";
}

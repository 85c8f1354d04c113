/** Access paths of the places that statements name, and the values read there. */
import type { CType, Place, Value } from "../ir/types.ts";
import type { Frame } from "./events.ts";
import type { Questions } from "./questions.ts";
import type { State } from "./state.ts";
import { type Path, rootOf, type Term, type Terms } from "./terms.ts";
import { recordOf } from "./valueFlow.ts";

export class Storage {
  readonly #terms: Terms;
  readonly #questions: Questions;

  constructor(terms: Terms, questions: Questions) {
    this.#terms = terms;
    this.#questions = questions;
  }

  value(state: State, value: Value): Term {
    switch (value.kind) {
      case "temp":
        return state.temps.get(value.id) ?? this.#terms.unknown(`temp ${value.id}`);
      case "int":
        return this.#terms.int(value.value);
      case "float":
        return this.#terms.unknown(`number ${value.value}`);
      case "string":
        return this.#terms.string(value.value, value.wide);
      case "function":
        return this.#terms.func(value.name);
      case "config":
        return this.#terms.config(value.condition);
      case "unknown":
        return this.#terms.unknown(`text ${value.text}`);
    }
  }

  /** Value of an entry's parameter when it begins: named after the function, so that two entries do not share it. */
  entryParameter(frame: Frame, name: string, index: number): Term {
    return this.#terms.entry(this.#terms.local(-1 - frame.function.index, name, `p${index}`, false, ""));
  }

  parameter(frame: Frame, index: number): Path {
    return this.#terms.local(frame.id, frame.function.ir.params[index]?.name ?? "?", `p${index}`, false, "");
  }

  local(frame: Frame, id: number): Path {
    const local = frame.function.ir.locals[id];
    return this.#terms.local(frame.id, local?.name ?? "?", String(id), local?.storage === "static", String(frame.function.index));
  }

  path(frame: Frame, state: State, place: Place): Path {
    switch (place.kind) {
      case "local":
        return this.local(frame, place.id);
      case "param":
        return this.parameter(frame, place.index);
      case "global": {
        // `i` after `for (int i…)`: compilers of the time kept the loop's variable in scope
        const old = frame.function.ir.locals.find((l) => l.name === place.name);
        return old && !this.#questions.isVariable(frame.function, place.name) ? this.local(frame, old.id) : this.#terms.global(place.name);
      }
      case "temp":
        return this.#terms.object(`${frame.id}:${place.id}`, "the temporary");
      case "deref":
        return this.#terms.deref(this.value(state, place.pointer));
      case "field":
        return this.#terms.field(this.path(frame, state, place.of), place.member, place.record ?? recordOf(place.of));
      case "index": {
        const of = this.path(frame, state, place.of);
        const index = this.value(state, place.index);
        return index.kind === "int" && index.value === 0n ? of : this.#terms.index(of, index);
      }
    }
  }

  load(state: State, path: Path, type: CType): Term {
    if (type.kind === "array") return this.#terms.address(path);
    const known = state.get(path);
    if (known) return known;
    // a zeroed object has zero members
    for (let p: Path = path; p.kind === "field" || p.kind === "index"; p = p.of) {
      const whole = state.get(p.of);
      if (whole?.kind === "int" && whole.value === 0n && state.generation(path) === 0) return whole;
    }
    const generation = state.generation(path);
    if (generation > 0) return this.#terms.havoc(path, generation);
    const root = rootOf(path);
    if (root.kind === "local" && !root.isStatic && root.frame >= 0 && path === root)
      return this.#terms.unknown(`uninitialised ${root.key}`);
    return this.#terms.entry(path);
  }

  bits(type: CType): number {
    switch (type.kind) {
      case "int":
        return type.bits;
      case "bool":
        return 8;
      case "pointer":
      case "reference":
      case "function":
        return this.#questions.pointerBits;
      case "enum":
        return 32;
      default:
        return 64;
    }
  }
}

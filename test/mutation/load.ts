/**
 * The mutated code, evaluated as often as is wanted: module-level code runs again with the mutant that is on. What its modules remember from
 * one check to the next is forgotten between mutants.
 */
import { createRequire } from "node:module";
import { Script } from "node:vm";
import type * as Check from "../../server/src/rules/check.ts";
import type * as Testing from "../../server/src/rules/testing.ts";
import { cover, isActive, observe } from "./switches.ts";
import * as judges from "./judges.ts";

export type Code = Pick<typeof Check, "checkUnit"> &
  Pick<typeof Testing, "casesOf" | "listOf" | "listsOf" | "reported" | "silenced" | "unitOf"> & {
    readonly suites: Readonly<Record<string, () => unknown>>;
  };

export interface Loaded {
  readonly code: Code;
  /** Makes the modules forget what they remember. */
  forget(): void;
}

type Evaluate = (...given: readonly unknown[]) => void;

const nodeRequire = createRequire(import.meta.url);
const PARAMETERS = "require, module, exports, stryMutAct_9fa48, stryCov_9fa48, stryObs_9fa48, Map, Set, WeakMap, loaded";

/** Of `observed.cjs` it also notes what is met, and is slower. */
export function loader(text: string, base: Readonly<Record<string, unknown>>, watched = false): () => Loaded {
  // the classes are watched while the modules load: what they make then is what lives on
  const source = `(function (${PARAMETERS}) {\n${text}\nMap = loaded.Map; Set = loaded.Set; WeakMap = loaded.WeakMap;\n})`;
  const script = new Script(source, { filename: "mutated.cjs" });
  const evaluate = script.runInThisContext() as Evaluate;
  const require = (name: string): unknown => {
    if (name === "vitest") return judges;
    return base[name] ?? nodeRequire(name);
  };
  return () => {
    const maps: Map<unknown, unknown>[] = [];
    const sets: Set<unknown>[] = [];
    const weak: Forgetting[] = [];
    class Forgetting {
      #map = new WeakMap<object, unknown>();
      constructor() {
        weak.push(this);
      }
      get(key: object): unknown {
        return this.#map.get(key);
      }
      has(key: object): boolean {
        return this.#map.has(key);
      }
      set(key: object, value: unknown): this {
        this.#map.set(key, value);
        return this;
      }
      delete(key: object): boolean {
        return this.#map.delete(key);
      }
      forget(): void {
        this.#map = new WeakMap();
      }
    }
    class WatchedMap<K, V> extends Map<K, V> {
      constructor(entries?: Iterable<readonly [K, V]> | null) {
        super(entries);
        maps.push(this as Map<unknown, unknown>);
      }
    }
    class WatchedSet<T> extends Set<T> {
      constructor(values?: Iterable<T> | null) {
        super(values);
        sets.push(this);
      }
    }
    const module = { exports: {} as unknown };
    const never = (): void => {};
    evaluate(require, module, module.exports, isActive, watched ? cover : never, observe, WatchedMap, WatchedSet, Forgetting, {
      Map,
      Set,
      WeakMap,
    });
    const asLoaded = maps.map((m) => [...m]);
    const setsAsLoaded = sets.map((s) => [...s]);
    return {
      code: module.exports as Code,
      forget() {
        for (const w of weak) w.forget();
        maps.forEach((m, i) => {
          const old = asLoaded[i] ?? [];
          if (m.size === old.length) return;
          m.clear();
          for (const [k, v] of old) m.set(k, v);
        });
        sets.forEach((s, i) => {
          const old = setsAsLoaded[i] ?? [];
          if (s.size === old.length) return;
          s.clear();
          for (const v of old) s.add(v);
        });
      },
    };
  };
}

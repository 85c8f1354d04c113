/** Values in the type that their use asks for. */
import type { Value as IrValue } from "../../ir/types.ts";
import { convert, isConcrete, type Scalar } from "../values.ts";
import type { Get } from "./compiled.ts";
import type { FunctionContext } from "./context.ts";

/** A value converted to `to`; the IR converts most things explicitly already. */
export function converted(context: FunctionContext, value: IrValue, to: Scalar | undefined): Get {
  const get = context.get(value);
  if (!to) return get;
  const from = context.scalarOf(value);
  if (!from) {
    return (world, frame) => {
      const held = get(world, frame);
      return typeof held === "object" && "aggregate" in held ? world.foreign(held, to) : held;
    };
  }
  if (from.kind === to.kind && from.size === to.size && from.signed === to.signed) return get;
  if (from.kind !== "float" && to.kind === "pointer" && from.size === to.size) {
    return (world, frame) => {
      const held = get(world, frame);
      return typeof held === "number" && held >= 0 ? held : world.apply("cast", to, held, undefined, from);
    };
  }
  return (world, frame) => {
    const held = get(world, frame);
    if (isConcrete(held)) return convert(held, from, to);
    return typeof held === "object" && "aggregate" in held ? world.foreign(held, to) : world.apply("cast", to, held, undefined, from);
  };
}

/** What compiling one function needs to know: its variables, the types of its temps, and how its values are read. */
import type { CType, IrFunction, Value as IrValue } from "../../ir/types.ts";
import { evaluateConstant } from "../../names/constants.ts";
import type { ProgramFunction } from "../../program/types.ts";
import { fromBig, type Scalar, wrap } from "../values.ts";
import { caughtValue } from "./exceptions.ts";
import type { Get, Variable } from "./compiled.ts";
import type { ProgramImage } from "./image.ts";
import { isAggregate, variablesInMemory } from "./places.ts";

export interface Temporary {
  readonly type: CType;
  readonly size: number;
  readonly fuzzy: boolean;
  readonly label: string;
  readonly site: string;
}

export const INT_TYPE: CType = { kind: "int", bits: 32, signed: true };

export function isVariadicMacro(name: string): boolean {
  return /^(?:__builtin_)?_*va_(?:start|arg|end|copy)$/.test(name);
}

export class FunctionContext {
  readonly image: ProgramImage;
  readonly fn: ProgramFunction;
  readonly ir: IrFunction;
  readonly uri: string;
  readonly params: Variable[] = [];
  readonly locals: Variable[] = [];
  regCount = 0;
  baseCount = 0;
  /** Type of each temp, from the statement that defines it. */
  readonly tempTypes: (CType | undefined)[] = [];
  /** Temporary objects by temp. */
  readonly temporaries = new Map<number, Temporary>();
  /** Temps that only hand a variadic list to va_start, va_arg or va_end. */
  readonly variadicTemps = new Set<number>();
  readonly #temporaryIndex = new Map<number, number>();
  readonly #recordOfTemp = new Map<number, CType>();

  constructor(image: ProgramImage, fn: ProgramFunction) {
    this.image = image;
    this.fn = fn;
    this.ir = fn.ir;
    this.uri = fn.uri;
    this.#collectTypes();
    const inMemory = variablesInMemory(this);
    fn.ir.params.forEach((param, i) => {
      this.params.push(
        this.#variable(
          param.name,
          param.type.kind === "array" ? { kind: "pointer", to: param.type.of } : param.type,
          inMemory.params.has(i),
          false,
        ),
      );
    });
    for (const local of fn.ir.locals)
      this.locals.push(this.#variable(local.name, local.type, inMemory.locals.has(local.id), local.synthetic ?? false));
  }

  #variable(name: string, type: CType, memory: boolean, synthetic: boolean): Variable {
    const { layouts } = this.image;
    const layout = layouts.of(type);
    const scalar = isAggregate(type) ? undefined : layouts.scalar(type);
    const index = memory ? this.baseCount++ : this.regCount++;
    return { name, type, memory, index, scalar, size: layout.size, fuzzy: layout.fuzzy, synthetic };
  }

  #collectTypes(): void {
    const { ir } = this;
    if (ir.thisTemp !== undefined) this.tempTypes[ir.thisTemp] = { kind: "pointer", to: { kind: "record", name: ir.record ?? "?" } };
    for (const block of ir.blocks) {
      for (const statement of block.statements) {
        if (statement.kind === "call" && statement.callee.kind === "name" && isVariadicMacro(statement.callee.name)) {
          const list = statement.args[0];
          if (list?.kind === "temp") this.variadicTemps.add(list.id);
          const from = statement.callee.name.endsWith("copy") ? statement.args[1] : undefined;
          if (from?.kind === "temp") this.variadicTemps.add(from.id);
        }
        if (statement.kind === "new") this.tempTypes[statement.target] = { kind: "pointer", to: statement.type };
        else if (statement.kind === "unknown") {
          if (statement.target !== undefined) this.tempTypes[statement.target] = { kind: "unknown", text: statement.text };
        } else if (statement.kind === "addressOf") {
          this.tempTypes[statement.target] = statement.type;
          if (statement.place.kind === "temp") this.#noteRecord(statement.place.id, statement.type);
        } else if (statement.kind === "call") {
          if (statement.target !== undefined) this.tempTypes[statement.target] = statement.type;
          if (statement.resultPlace?.kind === "temp") this.#recordOfTemp.set(statement.resultPlace.id, statement.type);
        } else if ("target" in statement) this.tempTypes[statement.target] = statement.type;
        if ((statement.kind === "store" || statement.kind === "load" || statement.kind === "zero") && statement.place.kind === "temp") {
          if (!this.#recordOfTemp.has(statement.place.id)) this.#recordOfTemp.set(statement.place.id, statement.type);
        }
      }
    }
  }

  #noteRecord(temp: number, type: CType): void {
    if (type.kind === "pointer" && type.to.kind !== "void" && !this.#recordOfTemp.has(temp)) this.#recordOfTemp.set(temp, type.to);
  }

  /** Index into the frame's bases of the temporary object of a temp. */
  temporary(temp: number): number {
    const known = this.#temporaryIndex.get(temp);
    if (known !== undefined) return known;
    const index = this.baseCount++;
    const type = this.#recordOfTemp.get(temp) ?? this.tempTypes[temp] ?? INT_TYPE;
    const layout = this.image.layouts.of(type);
    this.#temporaryIndex.set(temp, index);
    this.temporaries.set(temp, {
      type,
      size: layout.size,
      fuzzy: layout.fuzzy,
      label: "a temporary",
      site: `temp ${this.fn.index}.${temp}`,
    });
    return index;
  }

  typeOf(value: IrValue): CType | undefined {
    switch (value.kind) {
      case "temp":
        return this.tempTypes[value.id];
      case "int":
      case "float":
      case "unknown":
        return value.type;
      case "string":
        return { kind: "pointer", to: { kind: "int", bits: value.wide ? 16 : 8, signed: !value.wide } };
      case "function":
        return { kind: "pointer", to: { kind: "function", result: INT_TYPE, params: [], variadic: true } };
      case "config":
        return { kind: "bool" };
    }
  }

  scalarOf(value: IrValue): Scalar | undefined {
    const type = this.typeOf(value);
    return type && !isAggregate(type) ? this.image.layouts.scalar(type) : undefined;
  }

  /** Reads a value. */
  get(value: IrValue): Get {
    const { image } = this;
    switch (value.kind) {
      case "temp": {
        const { id } = value;
        const site = `temp ${this.fn.index}.${id}`;
        const scalar = this.scalarOf(value) ?? { kind: "int" as const, size: image.layouts.pointerSize, signed: true };
        return (world, frame) => {
          const held = frame.temps[id];
          if (typeof held === "number") return held;
          if (held === undefined) return world.fresh(site, scalar, "a value that could not be read");
          return world.eval(held);
        };
      }
      case "int": {
        const scalar = image.layouts.scalar(value.type);
        const constant = scalar && scalar.kind !== "float" ? wrap(fromBig(value.value), scalar.size, scalar.signed) : fromBig(value.value);
        return () => constant;
      }
      case "float": {
        const constant = value.value;
        return () => constant;
      }
      case "string": {
        const address = image.stringLiteral(value.value, value.wide);
        return () => address;
      }
      case "function": {
        const address = image.functionAddressNamed(this.fn, value.name);
        if (address !== undefined) return () => address;
        const name = value.name;
        return (world) =>
          world.fresh(`function ${name}`, { kind: "pointer", size: image.layouts.pointerSize, signed: false }, `the function ${name}`);
      }
      case "config": {
        const leaf = image.symbols.leaf(`config ${value.condition}`, 0, { kind: "bool", size: 1, signed: false }, `#if ${value.condition}`);
        return (world) => world.eval(leaf);
      }
      case "unknown": {
        const text = value.text;
        if (text === "exception") return (world) => caughtValue(world, value.type);
        const constant = isAggregate(value.type) ? undefined : evaluateConstant(text, image.names(this.uri), this.ir.record);
        const known = image.layouts.scalar(value.type);
        if (constant && known && known.kind !== "float") {
          const number = wrap(fromBig(constant.value), known.size, known.signed);
          return () => number;
        }
        const scalar = (isAggregate(value.type) ? undefined : image.layouts.scalar(value.type)) ?? {
          kind: "int" as const,
          size: image.layouts.pointerSize,
          signed: true,
        };
        const label = `the value of ${text}`;
        if (/^(?:::)?[A-Za-z_]\w*(?:::\w+)*$/.test(text)) {
          // A constant that is declared elsewhere is the same one wherever it is written.
          const leaf = image.symbols.leaf(`constant ${text}`, 0, scalar, label);
          return (world) => {
            const number = world.sim.messageNumber?.(text);
            if (number === undefined) return world.eval(leaf);
            world.assume("entry", `${text} was taken to be a number of its own`);
            return number;
          };
        }
        if (text.startsWith("sizeof ")) {
          const leaf = image.symbols.leaf(`constant ${this.fn.index} ${text}`, 0, scalar, label);
          return (world) => world.eval(leaf);
        }
        const site = `unread ${this.fn.index} ${text}`;
        return (world) => world.fresh(site, scalar, label);
      }
    }
  }
}

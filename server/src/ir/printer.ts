/** Readable text of a function: one line a statement, stable from run to run. */
import { declare, typeText } from "../names/ctype.ts";
import type { Block, Callee, IrFunction, Place, Statement, Terminator, Value } from "./types.ts";

const BINARY: Readonly<Record<string, string>> = {
  add: "+",
  sub: "-",
  mul: "*",
  div: "/",
  mod: "%",
  shl: "<<",
  shr: ">>",
  and: "&",
  or: "|",
  xor: "^",
  eq: "==",
  ne: "!=",
  lt: "<",
  le: "<=",
  gt: ">",
  ge: ">=",
};
const UNARY: Readonly<Record<string, string>> = { neg: "-", not: "!", bitnot: "~", plus: "+" };

/** The whole function. */
export function printFunction(fn: IrFunction): string {
  const printer = new Printer(fn);
  return `${printer.head()}\n${fn.blocks.map((b) => printer.block(b)).join("\n")}\n`;
}

/** One statement, with the names of its function. */
export function printStatement(fn: IrFunction, statement: Statement): string {
  return new Printer(fn).statement(statement);
}
export function printValue(fn: IrFunction, value: Value): string {
  return new Printer(fn).value(value);
}
export function printPlace(fn: IrFunction, place: Place): string {
  return new Printer(fn).place(place);
}

class Printer {
  private readonly localNames: string[];

  constructor(private readonly fn: IrFunction) {
    // Locals of one name in different scopes are told apart by their number.
    const count = new Map<string, number>();
    for (const local of fn.locals) count.set(local.name, (count.get(local.name) ?? 0) + 1);
    this.localNames = fn.locals.map((l) =>
      (count.get(l.name) ?? 0) > 1 || l.synthetic === true ? `${l.name.replace(/ /g, "_")}'${l.id}` : l.name,
    );
  }

  head(): string {
    const { fn } = this;
    const params = fn.params.map((p) => declare(p.type, p.name));
    if (fn.variadic) params.push("...");
    const marks = [
      fn.record === undefined ? "" : `of ${fn.record}`,
      fn.thisTemp === undefined ? "" : `this=t${fn.thisTemp}`,
      fn.isStatic ? "static" : "",
      fn.isVirtual ? "virtual" : "",
      fn.isConstructor ? "constructor" : "",
      fn.isDestructor ? "destructor" : "",
      fn.internal ? "internal" : "",
    ].filter((m) => m !== "");
    const lines = [`${fn.name}(${params.join(", ")}) -> ${typeText(fn.result)}${marks.length > 0 ? ` [${marks.join(", ")}]` : ""}`];
    for (const local of fn.locals) {
      lines.push(
        `  ${local.storage === "static" ? "static" : local.synthetic === true ? "made" : "local"} ${declare(local.type, this.localNames[local.id]!)}`,
      );
    }
    return lines.join("\n");
  }

  block(block: Block): string {
    const lines = [
      `b${block.id}:${block.handlers === undefined || block.handlers.length === 0 ? "" : ` handlers ${block.handlers.map((h) => `b${h}`).join(", ")}`}`,
    ];
    for (const s of block.statements) lines.push(`  ${this.statement(s)}`);
    lines.push(`  ${this.terminator(block.end)}`);
    return lines.join("\n");
  }

  statement(s: Statement): string {
    const macro = s.macro === undefined ? "" : `  // ${s.macro}`;
    return this.plain(s) + macro;
  }

  private plain(s: Statement): string {
    switch (s.kind) {
      case "load":
        return `t${s.target} = ${this.place(s.place)} : ${typeText(s.type)}`;
      case "store":
        return `${this.place(s.place)} ${s.initialises === true ? "=" : ":="} ${this.value(s.value)} : ${typeText(s.type)}`;
      case "addressOf":
        return `t${s.target} = &${this.place(s.place)} : ${typeText(s.type)}`;
      case "unary":
        return `t${s.target} = ${UNARY[s.op] ?? s.op}${this.value(s.operand)} : ${typeText(s.type)}`;
      case "binary":
        return `t${s.target} = ${this.value(s.left)} ${BINARY[s.op] ?? s.op} ${this.value(s.right)} : ${typeText(s.type)} in ${typeText(s.operandType)}`;
      case "cast":
        return `t${s.target} = ${s.explicit ? "cast" : "convert"} ${this.value(s.operand)} : ${typeText(s.from)} -> ${typeText(s.type)}`;
      case "call": {
        const result = s.target !== undefined ? `t${s.target} = ` : s.resultPlace !== undefined ? `${this.place(s.resultPlace)} <- ` : "";
        const args = s.args.map((a) => this.value(a)).join(", ");
        return `${result}call ${this.callee(s.callee)}(${args}) : ${typeText(s.type)}${s.discarded && s.type.kind !== "void" ? " discarded" : ""}`;
      }
      case "new": {
        const count = s.count === undefined ? "" : `[${this.value(s.count)}]`;
        return `t${s.target} = new${s.placement === undefined ? "" : `(${this.value(s.placement)})`} ${typeText(s.type)}${count}`;
      }
      case "delete":
        return `${s.global ? "::" : ""}delete${s.array ? "[]" : ""} ${this.value(s.operand)}${s.record === undefined ? "" : ` of ${s.record}`}`;
      case "declare":
        return `declare ${this.localNames[s.local] ?? `local${s.local}`}`;
      case "scopeEnd":
        return `end ${s.locals.map((l) => this.localNames[l] ?? `local${l}`).join(", ")}`;
      case "zero":
        return `zero ${this.place(s.place)} : ${typeText(s.type)}`;
      case "unknown":
        return `${s.target === undefined ? "" : `t${s.target} = `}unknown ${s.reason} ${JSON.stringify(s.text)} {${s.mentions.join(" ")}}`;
    }
  }

  private callee(callee: Callee): string {
    switch (callee.kind) {
      case "name":
        return `${callee.global === true ? "::" : ""}${callee.name}${callee.implicitThis === undefined ? "" : ` on ${this.value(callee.implicitThis)}`}`;
      case "member":
        return `${this.value(callee.object)}->${callee.qualified === undefined ? "" : `${callee.qualified}::`}${callee.name}${callee.record === undefined ? "" : ` of ${callee.record}`}`;
      case "value":
        return `*${this.value(callee.value)}${callee.place === undefined ? "" : ` from ${this.place(callee.place)}`}`;
      case "constructor":
        return `${callee.record}::${callee.begins === true ? "begins" : "constructor"}`;
      case "destructor":
        return `${callee.record}::destructor`;
    }
  }

  terminator(end: Terminator): string {
    switch (end.kind) {
      case "jump":
        return `${end.back === true ? "again" : "goto"} b${end.to}`;
      case "branch":
        return `if ${this.value(end.condition)} then b${end.then} else b${end.else} (${end.origin}${end.ofLoop ? " of loop" : ""})`;
      case "switch": {
        const cases = end.cases.map((c) => `${this.value(c.value)}${c.high === undefined ? "" : ` ... ${this.value(c.high)}`} -> b${c.to}`);
        return `switch ${this.value(end.value)} { ${[...cases, `default -> b${end.default}`].join("; ")} }`;
      }
      case "return":
        return end.value === undefined ? "return" : `return ${this.value(end.value)}`;
      case "throw":
        return end.value === undefined ? "throw" : `throw ${this.value(end.value)}`;
      case "unreachable":
        return "unreachable";
    }
  }

  place(place: Place): string {
    switch (place.kind) {
      case "local":
        return this.localNames[place.id] ?? `local${place.id}`;
      case "param": {
        const name = this.fn.params[place.index]?.name;
        return name === undefined || name === "" ? `param${place.index}` : name;
      }
      case "global":
        return `::${place.name}`;
      case "temp":
        return `object(t${place.id})`;
      case "deref":
        return `*${this.value(place.pointer)}`;
      case "field": {
        if (place.of.kind === "deref") return `${this.value(place.of.pointer)}->${place.member}`;
        return `${this.place(place.of)}.${place.member}`;
      }
      case "index": {
        const base = place.of.kind === "deref" ? this.value(place.of.pointer) : this.place(place.of);
        return `${base}[${this.value(place.index)}]`;
      }
    }
  }

  value(value: Value): string {
    switch (value.kind) {
      case "temp":
        return `t${value.id}`;
      case "int":
        return value.name === undefined
          ? String(value.value)
          : /^(?:L?'(?:[^'\\\\]|\\\\.)*'|NULL|nullptr)$/.test(value.name)
            ? value.name
            : `${value.value}{${value.name}}`;
      case "float":
        return String(value.value);
      case "string":
        return `${value.wide ? "L" : ""}${JSON.stringify(value.value)}`;
      case "function":
        return `@${value.name}`;
      case "config":
        return `config(${value.condition})`;
      case "unknown":
        return `?(${value.text})`;
    }
  }
}

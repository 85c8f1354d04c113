/** Lambdas: a function of their own, and at the place where they stand a function or an object with what they capture. */
import { type CType, pointerTo, unknownType } from "../names/ctype.ts";
import { parameters } from "../names/declarators.ts";
import { childOfType, field, named, type Syntax, visit } from "../names/syntax.ts";
import type { Binding, Located, Lowering, Result } from "./context.ts";
import { operandOf } from "./conversions.ts";
import type { FunctionDeclaration, RecordDeclaration } from "../names/types.ts";
import { constructFrom } from "./objects.ts";
import { thisValue } from "./identifiers.ts";
import type { Range } from "./types.ts";

export interface Capture {
  readonly name: string;
  readonly byReference: boolean;
  /** What the name means outside. */
  readonly object: Located;
}

export interface LambdaParts {
  readonly name: string;
  readonly captures: readonly Capture[];
  readonly capturesThis: boolean;
  readonly params: ReturnType<typeof parameters>;
  readonly result: CType | undefined;
  readonly body: Syntax;
}

/** Reads a lambda and what it captures; undefined if it has no body. */
export function readLambda(c: Lowering, node: Syntax): LambdaParts | undefined {
  const body = field(node, "body");
  if (body === undefined) return undefined;
  const range = c.range(node);
  const declarator = field(node, "declarator");
  const list = declarator === undefined ? undefined : field(declarator, "parameters");
  const trailing = declarator === undefined ? undefined : childOfType(declarator, "trailing_return_type");
  const used = namesIn(body, c);
  const captures: Capture[] = [];
  let capturesThis = false;
  const clause = field(node, "captures") ?? childOfType(node, "lambda_capture_specifier");
  let mode: "value" | "reference" | undefined;
  const add = (name: string, byReference: boolean): void => {
    const binding = c.lookup(name);
    if (binding === undefined || binding.kind === "global" || captures.some((x) => x.name === name)) return;
    captures.push({ name, byReference, object: c.located(binding) });
  };
  let reference = false;
  for (const child of clause?.children ?? []) {
    const text = c.text(child);
    if (child.type === "lambda_default_capture") mode = text === "&" ? "reference" : "value";
    else if (text === "&") reference = true;
    else if (child.type === "this" || text === "this") capturesThis = true;
    else if (child.type === "identifier") {
      add(text, reference);
      reference = false;
    } else if (child.type === "lambda_capture_initializer") {
      const left = field(child, "left");
      const right = field(child, "right");
      if (left === undefined || right === undefined) continue;
      const value = operandOf(c, c.item.visit.expression(c, right), c.range(right));
      const held = c.synthetic(c.text(left), value.type, c.range(left));
      c.store(held.place, value.value, value.type, c.range(left));
      captures.push({ name: c.text(left), byReference: false, object: held });
    }
  }
  if (mode !== undefined) {
    for (const name of used) add(name, mode === "reference");
    capturesThis ||= c.thisTemp !== undefined;
  }
  return {
    name: `${c.name}::<lambda@${range.start}>`,
    captures,
    capturesThis: capturesThis && c.thisTemp !== undefined,
    params: list === undefined ? [] : parameters(list, c.frame.text),
    result: trailing === undefined ? undefined : c.descriptor(named(trailing)[0]),
    body,
  };
}

function namesIn(body: Syntax, c: Lowering): Set<string> {
  const out = new Set<string>();
  visit(body, (n) => {
    if (n.type === "identifier") out.add(c.text(n));
    return true;
  });
  return out;
}

/** Name of the member that holds `this` in a closure. */
export const THIS_MEMBER = "this";

/** The value of the lambda where it stands: the function itself if nothing is captured, else an object with a member for each capture. */
export function lambdaValue(c: Lowering, parts: LambdaParts, functionType: CType, range: Range): Result {
  if (parts.captures.length === 0 && !parts.capturesThis) {
    return { kind: "value", value: { kind: "function", name: parts.name }, type: pointerTo(functionType) };
  }
  const type: CType = { kind: "record", name: parts.name };
  const closure = c.isExact ? c.temporary("closure", type, range) : c.synthetic("closure", type, range);
  for (const capture of parts.captures) {
    const place = { kind: "field", of: closure.place, member: capture.name, record: parts.name } as const;
    const object = referred(c, capture.object, range);
    if (capture.byReference) c.store(place, c.addressOf(object, range).value, { kind: "reference", to: object.type }, range);
    else if (c.isExact && object.type.kind === "record")
      constructFrom(c, { place, type: object.type }, [{ result: { kind: "place", ...object }, range }], range, range);
    else c.store(place, c.load(object, range).value, object.type, range);
  }
  const self = parts.capturesThis ? thisValue(c) : undefined;
  if (self !== undefined)
    c.store({ kind: "field", of: closure.place, member: THIS_MEMBER, record: parts.name }, self.value, self.type, range);
  return c.isExact ? { kind: "place", place: closure.place, type, isRvalue: true } : { kind: "place", place: closure.place, type };
}

/** The closure's class: a member for each capture, and the call. */
export function closureRecord(c: Lowering, parts: LambdaParts, functionType: Extract<CType, { kind: "function" }>): RecordDeclaration {
  const field = (name: string, type: CType): RecordDeclaration["fields"][number] => ({ name, type, offset: 0, isStatic: false });
  const fields = parts.captures.map((capture) => {
    const outer = capture.object.type.kind === "reference" ? capture.object.type.to : capture.object.type;
    return field(capture.name, capture.byReference ? { kind: "reference", to: outer } : outer);
  });
  if (parts.capturesThis) fields.push(field(THIS_MEMBER, thisValue(c)?.type ?? pointerTo({ kind: "void" })));
  const call: FunctionDeclaration = {
    name: `${parts.name}::operator()`,
    record: parts.name,
    result: functionType.result,
    params: functionType.params.map((type, i) => ({ name: `${i}`, type })),
    variadic: functionType.variadic,
    isStatic: false,
    isVirtual: false,
    internal: true,
    isConstructor: false,
    isDestructor: false,
    defined: true,
    offset: 0,
  };
  return { name: parts.name, kind: "struct", bases: [], fields, methods: [call], offset: 0, end: 0 };
}

/** A captured reference means what it refers to. */
function referred(c: Lowering, object: Located, range: Range): Located {
  if (object.type.kind !== "reference") return object;
  return { place: { kind: "deref", pointer: c.load(object, range).value }, type: object.type.to };
}

/** What the captured names mean inside the body. */
export function captureBindings(parts: LambdaParts, closure: Located): Map<string, Binding> {
  const out = new Map<string, Binding>();
  for (const capture of parts.captures) {
    const outer = capture.object.type.kind === "reference" ? capture.object.type.to : capture.object.type;
    const type: CType = capture.byReference ? { kind: "reference", to: outer } : outer;
    out.set(capture.name, { kind: "place", place: { kind: "field", of: closure.place, member: capture.name, record: parts.name }, type });
  }
  return out;
}

export function unknownResult(name: string): CType {
  return unknownType(`${name}()`);
}

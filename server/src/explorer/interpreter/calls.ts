/** Calls: of the program's functions (also virtual ones and through pointers), of library models, and of what is not known. */
import { DYNAMIC_CAST } from "../../ir/casts.ts";
import { ENDS_WITH_PROGRAM } from "../../ir/declarations.ts";
import type { Block, Callee, CType, Statement, Value as IrValue } from "../../ir/types.ts";
import type { CallTarget, ProgramFunction } from "../../program/types.ts";
import { modelNames } from "../../platform/functions.ts";
import { Fault, Unable } from "../memory/object.ts";
import { Blob, isConcrete, type Scalar, type Value } from "../values.ts";
import { converted } from "./conversion.ts";
import { type Get, NEXT, type Run, SWITCH } from "./compiled.ts";
import { type FunctionContext, isVariadicMacro } from "./context.ts";
import { constructing, dynamicType } from "./dynamicType.ts";
import { placeVariadic, variadicMacro } from "./variadic.ts";
import { argumentType, callModel } from "./modelCalls.ts";
import { callAddress, enter, type ResultPlace } from "./control.ts";
import type { CodeFrame } from "./frame.ts";
import { compileLongJump, isLongJump } from "./longJumps.ts";
import { noteEnd } from "./programEnd.ts";
import { bestOverloads } from "./overloads.ts";
import { defaultConstruct } from "./lifetimes.ts";
import { isAggregate, locate, pointee } from "./places.ts";
import type { World } from "./world.ts";

type Call = Extract<Statement, { kind: "call" }>;

export function compileCall(context: FunctionContext, block: Block, index: number, call: Call): Run {
  const { image } = context;
  if (call.callee.kind === "name" && isVariadicMacro(call.callee.name)) return variadicMacro(context, call, call.callee.name);
  if (call.callee.kind === "name" && call.callee.name === ENDS_WITH_PROGRAM) return endsWithProgram(context, call);
  if (call.callee.kind === "name" && call.callee.name === DYNAMIC_CAST) return dynamicCast(context, call);
  if (isLongJump(call) && image.functionByName(call.callee.kind === "name" ? call.callee.name : "", context.uri) === undefined)
    return compileLongJump(context, block, index, call);
  const target = image.target(context.fn, block.id, index, call);
  const place = call.resultPlace ? locate(context, call.resultPlace) : undefined;
  const resultAddress = place?.kind === "memory" ? place.address : undefined;
  const temp = call.target ?? -1;
  const resultOf = (world: World, frame: CodeFrame): ResultPlace => ({ temp, address: resultAddress ? resultAddress(world, frame) : 0 });
  const resultType = isAggregate(call.type) || call.type.kind === "void" ? undefined : image.layouts.scalar(call.type);
  const self = selfOf(context, call.callee);

  if (call.callee.kind === "value") {
    const byModel = modelNameOf(target);
    // A pointer that was filled by GetProcAddress stands for the function it names.
    if (byModel !== undefined && target.kind === "winsock") return modelCall(context, call, byModel, undefined, resultOf, resultType);
    const pointer = context.get(call.callee.value);
    const args = call.args.map((arg) => converted(context, arg, promoted(context, arg)));
    const unknown = unknownCall(context, call, nameOf(target, call.callee), resultType, resultAddress, temp);
    const text = call.callee.text;
    const member = call.callee.object ? context.get(call.callee.object) : undefined;
    const objectType = call.callee.object ? pointee(context.typeOf(call.callee.object)) : undefined;
    const memberOf = objectType?.kind === "record" ? objectType.name : undefined;
    return (world, frame) => {
      const value = world.eval(pointer(world, frame));
      if (value instanceof Blob && value.record !== undefined) return callClosure(world, frame, value, args, resultOf(world, frame));
      if (!isConcrete(value)) return unknown(world, frame);
      const address = Number(value);
      if (!image.codeAt(address) && byModel !== undefined)
        throw new Fault("bad-call", `calls ${text}, which is not the address of a function`, address);
      const values = args.map((arg) => arg(world, frame));
      const result = resultOf(world, frame);
      frame.pc++;
      if (member) callMember(world, address, world.address(member(world, frame)), memberOf, values, result);
      else callPlain(world, address, values, result);
      return SWITCH;
    };
  }

  if (call.callee.kind === "constructor" && call.callee.begins) return implicitLifetime(context, call, call.callee.record, "constructor");
  const chosen = target.kind === "winsock" ? [] : image.chosen(call);
  if (chosen.length > 0) return programCall(context, call, chosen, self, resultOf, resultType);
  if (call.callee.kind === "destructor") {
    const own = image.destructor(call.callee.record, context.uri);
    if (own) return programCall(context, call, [own], self, resultOf, resultType);
  }
  if (call.callee.kind === "member" && call.callee.record?.includes("<lambda@")) {
    const lambda = image.lambda(call.callee.record);
    if (lambda) return programCall(context, call, [lambda], self, resultOf, resultType);
  }
  if (target.kind === "program") {
    if (target.functions.length > 0) return programCall(context, call, target.functions, self, resultOf, resultType);
    if (call.callee.kind === "constructor" || call.callee.kind === "destructor")
      return implicitLifetime(context, call, call.callee.record, call.callee.kind);
  }
  const model = [modelNameOf(target), libraryMember(context, call)]
    .flatMap((name) => (name === undefined ? [] : modelNames(name.replace(/^std::(?=\w+$)/, ""), unicodeOf(context))))
    .find((name) => image.options.hasModel(name));
  if (model !== undefined) return modelCall(context, call, model, self, resultOf, resultType);
  if (call.callee.kind === "constructor" || call.callee.kind === "destructor")
    return implicitLifetime(context, call, call.callee.record, call.callee.kind);
  return unknownCall(context, call, nameOf(target, call.callee), resultType, resultAddress, temp);
}

/** A call through a pointer to a member: of a virtual function what the object has, and on the part of the object that is of its class. */
function callMember(
  world: World,
  address: number,
  self: number,
  record: string | undefined,
  args: readonly Value[],
  result: ResultPlace,
): void {
  const { image } = world.sim;
  const code = image.codeAt(address);
  const fn = code?.kind === "program" ? code.fn : undefined;
  const own = fn?.ir.record;
  if (fn === undefined || own === undefined) {
    callAddress(world, world.current!, address, args, self, result);
    return;
  }
  const offset = record === undefined ? 0 : (image.layouts.baseOffset(record, own) ?? -(image.layouts.baseOffset(own, record) ?? 0));
  const family = fn.ir.isVirtual ? [fn, ...image.overriders(fn)] : [fn];
  const found =
    family.length > 1
      ? dispatch(world, self + offset, new Map(family.map((one) => [one.ir.record ?? "", one])), family)
      : { fn, adjust: 0 };
  if (self === 0) throw new Fault("null-dereference", `calls ${found.fn.ir.name} on a null pointer`, 0);
  enter(world, world.current!, image.compiled(found.fn), args, self + offset + found.adjust, result);
}

/** A pointer to a member function that is called like a function, as the library does, gets its object as the first argument. */
function callPlain(world: World, address: number, args: readonly Value[], result: ResultPlace): void {
  const code = world.sim.image.codeAt(address);
  const ir = code?.kind === "program" ? code.fn.ir : undefined;
  if (ir?.thisTemp !== undefined && !ir.isStatic && args.length === ir.params.length + 1)
    callMember(world, address, world.address(args[0]!), ir.record, args.slice(1), result);
  else callAddress(world, world.current!, address, args, undefined, result);
}

/** A function object by value: a closure or a class with operator(). It gets storage of its own for the call. */
function callClosure(world: World, frame: CodeFrame, closure: Blob, args: readonly Get[], result: ResultPlace): typeof SWITCH {
  const { image } = world.sim;
  const record = closure.record!;
  const fn = image.functionsNamed(`${record}::operator()`, frame.fn.program.uri)[0] ?? image.lambda(record);
  if (!fn) throw new Unable(`calls a ${record}, whose call is not visible`);
  const values = args.map((arg) => arg(world, frame));
  const object = world.create({ size: closure.size, kind: "system", label: "a function object", site: `closure ${record}` });
  world.space.writeBlob(object.base, closure);
  frame.bases.push(object.base);
  frame.pc++;
  enter(world, world.current!, image.compiled(fn), values, object.base, result);
  return SWITCH;
}

/** What names without A or W mean in the file of the code: TCHAR is wide, and whether the program itself says so. */
function unicodeOf(context: FunctionContext): { readonly text: boolean; readonly said: boolean } {
  const names = context.image.names(context.uri);
  const type = names.type("TCHAR");
  const said = names.macro("UNICODE") !== undefined || names.macro("_UNICODE") !== undefined;
  return { text: type?.kind === "int" && type.bits === 16, said };
}

function modelNameOf(target: CallTarget): string | undefined {
  return target.kind === "winsock" || target.kind === "platform" ? target.name : undefined;
}

/** Method of a class that a library model implements although nothing declares it: `std::string::append`. */
function libraryMember(_context: FunctionContext, call: Call): string | undefined {
  const { callee } = call;
  const record =
    callee.kind === "member"
      ? (callee.qualified ?? callee.record)
      : callee.kind === "constructor" || callee.kind === "destructor"
        ? callee.record
        : undefined;
  if (record === undefined) return callee.kind === "name" ? callee.name.replace(/^::/, "") : undefined;
  const bare = record.replace(/<.*$/, "");
  const last = bare.split("::").pop()!;
  const method = callee.kind === "member" ? callee.name : callee.kind === "constructor" ? last : `~${last}`;
  return `${bare}::${method}`;
}

function nameOf(target: CallTarget, callee: Callee): string {
  if (target.kind === "winsock" || target.kind === "platform") return target.name;
  if (target.kind === "unknown" && target.name) return target.name;
  if (callee.kind === "name" || callee.kind === "member") return callee.name;
  return callee.kind === "value" ? callee.text : callee.record;
}

function selfOf(context: FunctionContext, callee: Callee): Get | undefined {
  if (callee.kind === "member") return context.get(callee.object);
  if (callee.kind === "name" && callee.implicitThis) return context.get(callee.implicitThis);
  return undefined;
}

/** Default argument promotions. */
function promoted(context: FunctionContext, arg: IrValue): Scalar | undefined {
  const scalar = context.scalarOf(arg);
  if (!scalar) return undefined;
  if (scalar.kind === "float") return { kind: "float", size: 8, signed: true };
  if (scalar.size < 4) return { kind: "int", size: 4, signed: true };
  return scalar;
}

function programCall(
  context: FunctionContext,
  call: Call,
  functions: readonly ProgramFunction[],
  self: Get | undefined,
  resultOf: (world: World, frame: CodeFrame) => ResultPlace,
  _resultType: Scalar | undefined,
): Run {
  const { image } = context;
  const given = call.callee.kind === "constructor" || call.callee.kind === "destructor" ? call.args.slice(1) : call.args;
  functions = bestOverloads(
    functions,
    given.map((arg) => context.typeOf(arg)),
    given.map((arg) => arg.kind === "int" && arg.value === 0n),
  );
  const first = functions[0]!;
  const lifetime = call.callee.kind === "constructor" || call.callee.kind === "destructor";
  const args = (lifetime ? call.args.slice(1) : call.args).map((arg, i) => {
    const param = first.ir.params[i];
    const scalar = param
      ? isAggregate(param.type) && param.type.kind !== "array"
        ? undefined
        : image.layouts.scalar(param.type.kind === "array" ? { kind: "pointer", to: param.type.of } : param.type)
      : promoted(context, arg);
    return converted(context, arg, scalar);
  });
  const variadicTypes = (lifetime ? call.args.slice(1) : call.args).slice(first.ir.params.length).map((arg) => promoted(context, arg));
  const object = lifetime ? (call.args[0] ? context.get(call.args[0]) : undefined) : self;
  const virtual =
    functions.some((fn) => fn.ir.isVirtual) &&
    call.callee.kind !== "constructor" &&
    !(call.callee.kind === "name" && call.callee.name.includes("::")) &&
    !(call.callee.kind === "member" && call.callee.qualified !== undefined);
  const byRecord = new Map(functions.map((fn) => [fn.ir.record ?? "", fn]));
  const needsSelf = first.ir.thisTemp !== undefined && !first.ir.isStatic;
  // A constructor or destructor gets the address of its own part already.
  const staticRecord = lifetime ? undefined : call.callee.kind === "member" ? call.callee.record : context.ir.record;
  return (world, frame) => {
    let at = object
      ? world.address(object(world, frame), first.ir.record ? { kind: "record", name: first.ir.record } : undefined)
      : undefined;
    let fn = first;
    if ((virtual || functions.length > 1) && at !== undefined) {
      const chosen = dispatch(world, at, byRecord, functions);
      fn = chosen.fn;
      at += chosen.adjust;
    } else if (at !== undefined && staticRecord !== undefined && fn.ir.record !== undefined && staticRecord !== fn.ir.record) {
      at += image.layouts.baseOffset(staticRecord, fn.ir.record) ?? 0;
    }
    if (needsSelf && at === 0) throw new Fault("null-dereference", `calls ${fn.ir.name} on a null pointer`, 0);
    const values = args.map((arg) => arg(world, frame));
    const result = resultOf(world, frame);
    frame.pc++;
    enter(world, world.current!, image.compiled(fn), values, at, result);
    if (fn.ir.variadic) placeVariadic(world, world.current!.frames.at(-1) as CodeFrame, values.slice(fn.ir.params.length), variadicTypes);
    if ((fn.ir.isConstructor || fn.ir.isDestructor) && at) constructing(world, at, fn.ir.record!);
    return SWITCH;
  };
}

/** The final overrider for the object's dynamic type. */
function dispatch(
  world: World,
  at: number,
  byRecord: ReadonlyMap<string, ProgramFunction>,
  functions: readonly ProgramFunction[],
): { fn: ProgramFunction; adjust: number } {
  const { layouts } = world.sim.image;
  const dynamic = dynamicType(world, at);
  if (dynamic === undefined) {
    if (functions.length > 1) world.assume("alias", `the object of ${functions[0]!.name} was taken to be of that class`);
    return { fn: functions[0]!, adjust: 0 };
  }
  // Nearest class upwards from the dynamic type that has one of these functions.
  const queue: { record: string; offset: number }[] = [{ record: dynamic.record, offset: -dynamic.offset }];
  while (queue.length > 0) {
    const { record, offset } = queue.shift()!;
    const fn =
      byRecord.get(record) ??
      world.sim.image.instanceMember(
        record,
        functions[0]!.name.slice(functions[0]!.name.lastIndexOf("::") + 2),
        functions[0]!.ir.params.length,
      );
    if (fn) return { fn, adjust: offset };
    for (const base of layouts.record(record).bases) queue.push({ record: base.name, offset: offset + base.offset });
  }
  return { fn: functions[0]!, adjust: 0 };
}

function modelCall(
  context: FunctionContext,
  call: Call,
  name: string,
  self: Get | undefined,
  resultOf: (world: World, frame: CodeFrame) => ResultPlace,
  resultType: Scalar | undefined,
): Run {
  const { image } = context;
  const method = name.includes("::");
  const scalars = call.args.map((arg) => promoted(context, arg));
  const gets = call.args.map((arg, i) => converted(context, arg, scalars[i]));
  const types = scalars.map((scalar) => argumentType(scalar));
  if (method && self) {
    gets.unshift(self);
    types.unshift({ kind: "pointer", bits: image.layouts.pointerSize * 8, signed: false });
  }
  return (world, frame) => {
    const model = world.sim.model(name)!;
    const args = gets.map((get) => get(world, frame));
    return callModel(world, frame, name, model, args, types, resultOf(world, frame), resultType);
  };
}

/** The part of the whole object that is of the class asked for; 0 if it has none. */
function dynamicCast(context: FunctionContext, call: Call): Run {
  const { layouts } = context.image;
  const pointer = context.get(call.args[0]!);
  const from = pointee(context.typeOf(call.args[0]!));
  const to = pointee(call.type);
  const record = to?.kind === "record" ? to.name : undefined;
  const temp = call.target!;
  return (world, frame) => {
    const at = world.address(pointer(world, frame), from);
    const dynamic = at === 0 ? undefined : dynamicType(world, at);
    if (at === 0) frame.temps[temp] = 0;
    else if (dynamic === undefined) {
      world.assume("alias", `the object was taken to be of the class ${record ?? "it is cast to"}`);
      frame.temps[temp] = at;
    } else {
      const offset = record === undefined ? 0 : layouts.baseOffset(dynamic.record, record);
      frame.temps[temp] = offset === undefined ? 0 : at - dynamic.offset + offset;
    }
    return NEXT;
  };
}

/** An object with static storage was made: what ends it runs with the program's end. */
function endsWithProgram(context: FunctionContext, call: Call): Run {
  const { image } = context;
  const object = context.get(call.args[0]!);
  const type = pointee(context.typeOf(call.args[0]!));
  const element = type?.kind === "array" ? type.of : type;
  const ends = element?.kind === "record" ? image.destruction(element.name, context.uri) : [];
  const count = type?.kind === "array" ? (type.length ?? 0) : 1;
  const size = element === undefined ? 0 : image.layouts.of(element).size;
  return (world, frame) => {
    const at = world.address(object(world, frame));
    // What is noted last runs first.
    for (let i = 0; i < count; i++)
      for (const end of [...ends].reverse()) noteEnd(world, image.functionAddress(end.fn), at + i * size + end.offset);
    return NEXT;
  };
}

/** A constructor or destructor that the program does not write: members and bases get theirs. */
function implicitLifetime(context: FunctionContext, call: Call, record: string, kind: "constructor" | "destructor"): Run {
  const object = call.args[0] ? context.get(call.args[0]) : undefined;
  const other = call.args.length === 2 ? context.get(call.args[1]!) : undefined;
  const otherType = call.args.length === 2 ? context.typeOf(call.args[1]!) : undefined;
  const layout = context.image.layouts.record(record);
  const copies = otherType?.kind === "pointer" && otherType.to.kind === "record";
  return (world, frame) => {
    if (!object || kind === "destructor") return NEXT;
    const at = world.address(object(world, frame), { kind: "record", name: record });
    if (other && copies) {
      const from = world.address(other(world, frame), { kind: "record", name: record });
      world.space.writeBlob(at, world.space.readBlob(from, layout.size));
    } else if (other) {
      const value = other(world, frame);
      if (typeof value === "object" && "aggregate" in value) world.space.writeBlob(at, value);
    }
    defaultConstruct(world, at, record, layout.fuzzy);
    return NEXT;
  };
}

/** Nothing is known about the function: its result is unknown, and what it was given may be filled in. */
function unknownCall(
  context: FunctionContext,
  call: Call,
  name: string,
  resultType: Scalar | undefined,
  resultAddress: Get | undefined,
  temp: number,
): Run {
  const site = `call ${context.fn.index}.${call.range.start}`;
  const label = `the result of ${name || "an unknown function"}`;
  const gets = call.args.map((arg) => context.get(arg));
  const pointed: (CType | undefined)[] = call.args.map((arg) => context.typeOf(arg));
  const scalar = resultType ?? { kind: "int" as const, size: context.image.layouts.pointerSize, signed: true };
  return (world, frame) => {
    world.assume("call", `${name || "an unknown function"} was taken to change nothing but what it is given to fill`);
    gets.forEach((get, i) => {
      const type = pointed[i];
      if (type?.kind !== "pointer" && type?.kind !== "reference" && type?.kind !== "array") return;
      const value: Value = get(world, frame);
      if (!isConcrete(value)) return;
      const object = world.space.at(Number(value));
      if (object?.life === "live" && !object.readOnly && object.kind !== "function") {
        world.space.forgetUninitialised(object, Number(value) - object.base, object.size);
      }
    });
    if (resultAddress) {
      const address = Number(resultAddress(world, frame));
      const object = world.space.at(address);
      if (object) world.space.forgetUninitialised(object, address - object.base, object.size);
    }
    if (temp >= 0) frame.temps[temp] = world.fresh(site, scalar, label);
    return NEXT;
  };
}

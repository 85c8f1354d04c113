/**
 * Who is told that a request is over, where the code that takes its message is not in view: a function of the same class or file that nobody
 * in view calls, and that takes a reply apart, or clears the request's handle and uses its buffer.
 */
import type { CType, Place, Statement } from "../../ir/types.ts";
import { takesApart, wordsOf } from "../../analysis/facts.ts";
import type { Handler, ProgramFunction, StartSite, Unit } from "../../program/types.ts";

export interface UnseenHandler {
  readonly handler: Handler;
  /** It is told yes or no instead of wParam and lParam. */
  readonly told: boolean;
}

export function unseenHandlers(unit: Unit, start: StartSite): readonly UnseenHandler[] {
  const { function: from } = start.site;
  const { record } = from.ir;
  const near = unit.functions.filter((fn) => fn !== from && (record === undefined ? fn.uri === from.uri : fn.ir.record === record));
  return near.flatMap((fn): readonly UnseenHandler[] => {
    const { ir } = fn;
    if (ir.isConstructor || ir.isDestructor || ir.params.length === 0 || isCalled(unit, fn)) return [];
    const words = wordsOf(fn);
    const base = { kind: "mfc" as const, function: fn, message: start.message, block: 0, range: ir.nameRange };
    if (words && takesApart(fn)) return [{ handler: { ...base, ...words }, told: false }];
    return !words && ir.params.every(({ type }) => isOutcome(type)) && endsRequest(fn, start) ? [{ handler: base, told: true }] : [];
  });
}

/** Another function in view names it in a call. */
function isCalled(unit: Unit, fn: ProgramFunction): boolean {
  const name = fn.name.slice(fn.name.lastIndexOf(":") + 1);
  return unit.mentioning([name]).some(
    (other) =>
      other !== fn &&
      other.ir.blocks.some((block) =>
        block.statements.some((statement, index) => {
          if (statement.kind !== "call") return false;
          const target = unit.resolve({ function: other, block: block.id, index, statement });
          return target.kind === "program" && target.functions.includes(fn);
        }),
      ),
  );
}

/** It sets to 0 what the start gives its handle to, and uses what the start is given as a buffer. */
function endsRequest(fn: ProgramFunction, { site }: StartSite): boolean {
  const kept = new Set<string>();
  const given = new Set<string>();
  const all = (of: ProgramFunction): readonly Statement[] => of.ir.blocks.flatMap(({ statements }) => statements);
  for (const statement of all(site.function)) {
    if (statement.kind === "store" && statement.value.kind === "temp" && statement.value.id === site.statement.target)
      kept.add(nameOf(statement.place));
    if (statement.kind === "load" || statement.kind === "addressOf")
      for (const argument of site.statement.args.slice(3))
        if (argument.kind === "temp" && argument.id === statement.target) given.add(nameOf(statement.place));
  }
  kept.delete("");
  given.delete("");
  const statements = all(fn);
  const clears = statements.some(
    (one) => one.kind === "store" && one.value.kind === "int" && one.value.value === 0n && kept.has(nameOf(one.place)),
  );
  return clears && statements.some((one) => (one.kind === "load" || one.kind === "addressOf") && given.has(nameOf(one.place)));
}

function nameOf(place: Place): string {
  let at = place;
  while (at.kind === "index") at = at.of;
  return at.kind === "field" ? at.member : at.kind === "global" ? at.name : "";
}

const isOutcome = (type: CType): boolean =>
  type.kind === "bool" || type.kind === "enum" || (type.kind === "int" && type.signed && type.bits <= 32);

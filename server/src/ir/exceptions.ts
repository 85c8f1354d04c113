/** `try`/`catch` and structured exception handling. */
import { type CType, unknownType } from "../names/ctype.ts";
import { declared } from "../names/declarators.ts";
import { childOfType, field, named, type Syntax } from "../names/syntax.ts";
import type { DraftBlock } from "./builder.ts";
import type { Lowering } from "./context.ts";
import { unknownValue } from "./conversions.ts";
import { branch, lastRange } from "./flow.ts";
import { expressionValue } from "./conversions.ts";

/** Runs `work` with blocks that a throw in it can reach. */
function guarded(c: Lowering, handlers: readonly DraftBlock[], range: { start: number; end: number }, work: () => void): void {
  const before = c.builder.handlers;
  c.builder.handlers = handlers;
  c.builder.enter(c.builder.newBlock(), range);
  work();
  c.builder.handlers = before;
}

export function lowerTry(c: Lowering, node: Syntax): void {
  const range = c.range(node);
  const outer = c.builder.handlers;
  const join = c.builder.newBlock();
  const clauses = node.children.filter((n) => n.type === "catch_clause");
  const handlers = clauses.map(() => c.builder.newBlock());
  const catchesAll = clauses.some(
    (n) => named(field(n, "parameters") ?? n).length === 0 && /\.\.\./.test(c.text(field(n, "parameters") ?? n)),
  );
  const body = field(node, "body");
  guarded(c, catchesAll ? handlers : [...handlers, ...outer], range, () => {
    c.tries.push(c.scope);
    if (body !== undefined) c.item.visit.statement(c, body);
    c.tries.pop();
    c.builder.jump(join, lastRange(range));
  });
  clauses.forEach((clause, i) => {
    c.builder.startAt(handlers[i]!);
    c.inScope(c.range(clause), () => {
      catchParameter(c, clause);
      const statements = field(clause, "body");
      if (statements !== undefined) c.item.visit.statement(c, statements);
    });
    c.builder.jump(join, lastRange(c.range(clause)));
  });
  c.builder.startAt(join);
}

/** The caught object: what it holds is not known. */
function catchParameter(c: Lowering, clause: Syntax): void {
  const list = field(clause, "parameters");
  const param = list === undefined ? undefined : childOfType(list, "parameter_declaration");
  if (param === undefined) return;
  const base = c.declaredType(param);
  const found = declared(base, field(param, "declarator"), c.frame.text);
  const isNamed = found !== undefined && found.name !== "";
  // What is run needs to know which exceptions the handler takes, named or not.
  if (!isNamed && !c.isExact) return;
  const type: CType = c.resolve(found?.type ?? base);
  const range = c.range(found?.node ?? param);
  const id = isNamed ? c.builder.local(found.name, type, range) : c.builder.local("exception", type, range, { synthetic: true });
  if (isNamed) c.scope.names.set(found.name, { kind: "local", id });
  c.emit({ kind: "declare", local: id, range });
  c.scope.cleanups.push({ kind: "storage", local: id });
  c.store({ kind: "local", id }, unknownValue("exception", type.kind === "unknown" ? unknownType(type.text) : type).value, type, range);
}

/** `__try { … } __except (filter) { … }` and `__try { … } __finally { … }`. */
export function lowerSehTry(c: Lowering, node: Syntax): void {
  const range = c.range(node);
  const except = childOfType(node, "seh_except_clause");
  const last = childOfType(node, "seh_finally_clause");
  const body = field(node, "body");
  const join = c.builder.newBlock();
  const outer = c.builder.handlers;
  if (except !== undefined) {
    const handler = c.builder.newBlock();
    guarded(c, [handler], range, () => inTry(c, join, () => body !== undefined && c.item.visit.statement(c, body)));
    c.builder.jump(join, lastRange(range));
    c.builder.handlers = outer;
    c.builder.startAt(handler);
    lowerFilter(c, except, join);
    c.builder.startAt(join);
    return;
  }
  const finallyBody = last === undefined ? undefined : field(last, "body");
  const handler = c.builder.newBlock();
  c.inScope(range, () => {
    // The block runs on every way out of the `__try`, `__leave` and `return` among them.
    if (finallyBody !== undefined) {
      // The way out may start inside a macro; the block stands in the text around it.
      const { frame } = c;
      c.scope.cleanups.push({
        kind: "action",
        run: () => {
          const inside = c.builder.handlers;
          c.inFrame(frame, () => {
            c.builder.handlers = outer;
            c.builder.enter(c.builder.newBlock(), c.range(finallyBody));
            c.item.visit.statement(c, finallyBody);
            c.builder.handlers = inside;
            c.builder.enter(c.builder.newBlock(), lastRange(c.range(finallyBody)));
          });
        },
      });
    }
    guarded(c, finallyBody === undefined ? outer : [handler], range, () => {
      const done = c.builder.newBlock();
      inTry(c, done, () => body !== undefined && c.item.visit.statement(c, body));
      c.builder.enter(done, lastRange(range));
    });
    c.builder.enter(c.builder.newBlock(), lastRange(range));
  });
  c.builder.jump(join, lastRange(range));
  if (finallyBody !== undefined) {
    // An exception runs the block as well, and goes on to whoever handles it.
    c.builder.startAt(handler);
    c.item.visit.statement(c, finallyBody);
    c.builder.terminate({ kind: "throw", range: lastRange(range) });
  }
  c.builder.startAt(join);
}

function inTry(c: Lowering, leaveTo: DraftBlock, work: () => unknown): void {
  c.leaves.push({ block: leaveTo, scope: c.scope });
  work();
  c.leaves.pop();
}

function lowerFilter(c: Lowering, clause: Syntax, join: DraftBlock): void {
  const filter = field(clause, "filter");
  const body = field(clause, "body");
  const range = c.range(clause);
  const inside = c.builder.newBlock();
  const onwards = c.builder.newBlock();
  const value = filter === undefined ? unknownValue("filter") : expressionValue(c, filter);
  branch(c, value, inside, onwards, "handler", filter === undefined ? range : c.range(filter));
  c.builder.startAt(onwards);
  c.builder.terminate({ kind: "throw", range: lastRange(range) });
  c.builder.startAt(inside);
  if (body !== undefined) c.item.visit.statement(c, body);
  c.builder.jump(join, lastRange(range));
}

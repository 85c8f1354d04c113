/**
 * Changes of a program that change no verdict, made on the syntax tree: for the metamorphic tests. Each gives the new text in pieces, so
 * that every place of the old text has its place in the new one.
 */
import type { SyntaxNode } from "../source/syntax.ts";

/** A range of the old text, new text, or new text that stands for the old place `for`. */
export type Piece = { readonly from: number; readonly to: number } | { readonly text: string; readonly for: number } | string;

/** The files that come of it; the first is the one that was there. */
export type Pieces = readonly (readonly Piece[])[];

export interface Program {
  readonly text: string;
  /** Tree of the blanked text, whose offsets are those of the text. */
  readonly root: SyntaxNode;
  readonly cpp: boolean;
}

/** Undefined where there is nothing to change. */
export type Transform = (program: Program) => Pieces | undefined;

interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly pieces: readonly Piece[];
}

function walk(node: SyntaxNode, visit: (node: SyntaxNode) => void): void {
  visit(node);
  for (const child of node.namedChildren) walk(child, visit);
}

function all(root: SyntaxNode, type: string): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  walk(root, (n) => {
    if (n.type === type) found.push(n);
  });
  return found;
}

const range = (n: { readonly startIndex: number; readonly endIndex: number }): Piece => ({ from: n.startIndex, to: n.endIndex });

/** Outer replacements win over those inside of them. */
function replaced(from: number, to: number, replacements: readonly Replacement[]): Piece[] {
  const pieces: Piece[] = [];
  let at = from;
  for (const r of [...replacements].sort((a, b) => a.start - b.start || b.end - a.end)) {
    if (r.start < at || r.end > to) continue;
    pieces.push({ from: at, to: r.start }, ...r.pieces);
    at = r.end;
  }
  pieces.push({ from: at, to });
  return pieces;
}

function edited(program: Program, replacements: readonly Replacement[]): Pieces | undefined {
  return replacements.length === 0 ? undefined : [replaced(0, program.text.length, replacements)];
}

/** Functions with a body, at the top level. */
function functions(program: Program): SyntaxNode[] {
  return program.root.namedChildren.filter((n) => n.type === "function_definition");
}

/** In front of the first function: behind what the program declares before it. */
function beforeFunctions(program: Program, text: string): Replacement | undefined {
  const first = functions(program)[0];
  return first && { start: first.startIndex, end: first.startIndex, pieces: [text] };
}

// -------------------------------------------------------------------------------------------------------------- names

/** Variables, parameters and functions of the program get other names. */
export const rename: Transform = (program) => {
  const names = new Set<string>();
  const macros = new Set(
    [...all(program.root, "preproc_def"), ...all(program.root, "preproc_function_def")].map((n) => n.childForFieldName("name")?.text),
  );
  const declared = (n: SyntaxNode | null): void => {
    if (!n) return;
    if (n.type === "identifier") names.add(n.text);
    else if (/_declarator$/.test(n.type)) declared(n.childForFieldName("declarator"));
  };
  for (const type of ["declaration", "parameter_declaration", "function_definition"])
    for (const n of all(program.root, type)) {
      // a prototype names a function of somebody else
      const prototype = type === "declaration" && all(n, "function_declarator").length > 0;
      if (prototype) continue;
      for (const child of n.namedChildren) if (/declarator$|^identifier$/.test(child.type)) declared(child);
    }
  for (const n of ["WndProc", "main", "DllMain", "WinMain", "this"]) names.delete(n);
  for (const m of macros) if (m) names.delete(m);
  const replacements: Replacement[] = [];
  walk(program.root, (n) => {
    if (n.type === "identifier" && names.has(n.text)) replacements.push({ start: n.endIndex, end: n.endIndex, pieces: ["_r7"] });
    if (n.type === "preproc_arg")
      for (const word of n.text.matchAll(/[A-Za-z_]\w*/g))
        if (names.has(word[0])) {
          const end = n.startIndex + word.index + word[0].length;
          replacements.push({ start: end, end, pieces: ["_r7"] });
        }
  });
  return edited(program, replacements);
};

// -------------------------------------------------------------------------------------------------------------- order

/** The functions in the opposite order, behind everything else, each declared before. */
export const reorder: Transform = (program) => {
  const own = functions(program);
  if (own.length < 2) return undefined;
  const rest = replaced(
    0,
    program.text.length,
    own.map((n) => ({ start: n.startIndex, end: n.endIndex, pieces: [] })),
  );
  const heads = own.flatMap((n): Piece[] => {
    const body = n.childForFieldName("body");
    const name = n.childForFieldName("declarator");
    return body && name && !/::/.test(name.text) ? [program.text.slice(n.startIndex, body.startIndex).trimEnd(), ";\n"] : [];
  });
  return [[...rest, "\n", ...heads, ...[...own].reverse().flatMap((n): Piece[] => [range(n), "\n"])]];
};

/** `static` goes, so that another file can use it. */
function shared(n: SyntaxNode): Piece[] {
  const storage = n.namedChildren.find((c) => c.type === "storage_class_specifier" && c.text === "static");
  return storage ? replaced(n.startIndex, n.endIndex, [{ start: storage.startIndex, end: storage.endIndex, pieces: [] }]) : [range(n)];
}

/** A declaration of the variables that another file defines. */
function external(program: Program, n: SyntaxNode): string {
  let text = program.text.slice(n.startIndex, n.endIndex);
  for (const d of [...n.namedChildren].reverse()) {
    const value = d.type === "init_declarator" ? d.childForFieldName("value") : null;
    const name = d.childForFieldName("declarator");
    if (value && name) text = text.slice(0, name.endIndex - n.startIndex) + text.slice(value.endIndex - n.startIndex);
  }
  return `extern ${text.replace(/^\s*static\b/, "")}\n`;
}

/** The functions in two files with a header for what they share. */
export const split: Transform = (program) => {
  const own = functions(program);
  const middle = Math.ceil(own.length / 2);
  if (own.length < 2 || own.some((n) => n.hasError)) return undefined;
  const header: Piece[] = [];
  const variables: Piece[] = [];
  for (const n of program.root.namedChildren) {
    if (n.type === "function_definition" || n.type === "comment") continue;
    const variable =
      n.type === "declaration" &&
      n.namedChildren.some(
        (c) => c.type !== "function_declarator" && /declarator$|^identifier$/.test(c.type) && !/\bfunction_declarator\b/.test(c.type),
      );
    const defines =
      /specifier$/.test(n.childForFieldName("type")?.type ?? "") && n.childForFieldName("type")?.childForFieldName("body") != null;
    const pointed = n.namedChildren.some(
      (c) => c.type === "pointer_declarator" && c.namedChildren.some((d) => d.type === "function_declarator"),
    );
    if (variable && !defines && !pointed) {
      header.push(external(program, n));
      variables.push(...shared(n), "\n");
    } else header.push(range(n), /_specifier$/.test(n.type) ? ";\n" : "\n");
  }
  for (const n of own) {
    const body = n.childForFieldName("body");
    const head = body
      ? program.text
          .slice(n.startIndex, body.startIndex)
          .replace(/\/\/.*/g, "")
          .trimEnd()
      : "";
    if (head && !/::|~/.test(head)) header.push(`${head.replace(/^\s*static\b/, "")};\n`);
  }
  const half = (from: number, to: number): Piece[] => own.slice(from, to).flatMap((n): Piece[] => [...shared(n), "\n"]);
  return [
    ['#include "shared.h"\n', ...variables, ...half(0, middle)],
    ['#include "shared.h"\n', ...half(middle, own.length)],
    ["#pragma once\n", ...header],
  ];
};

// ----------------------------------------------------------------------------------------------------------- branches

/** Braces around every body that has none. */
export const brace: Transform = (program) => {
  const replacements: Replacement[] = [];
  const body = (n: SyntaxNode | null): void => {
    if (!n || n.type === "compound_statement" || n.hasError) return;
    replacements.push({ start: n.startIndex, end: n.startIndex, pieces: ["{ "] }, { start: n.endIndex, end: n.endIndex, pieces: [" }"] });
  };
  walk(program.root, (n) => {
    if (n.type === "if_statement") body(n.childForFieldName("consequence"));
    if (n.type === "else_clause" && n.namedChild(0)?.type !== "if_statement") body(n.namedChild(0));
    if (n.type === "while_statement" || n.type === "for_statement" || n.type === "do_statement") body(n.childForFieldName("body"));
  });
  // an end before a start at the same place
  replacements.sort((a, b) => a.start - b.start || (a.pieces[0] === " }" ? -1 : 1));
  return replacements.length === 0 ? undefined : [inserted(program, replacements)];
};

/** Insertions, several of which may stand at one place. */
function inserted(program: Program, insertions: readonly Replacement[]): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const r of insertions) {
    pieces.push({ from: at, to: r.start }, ...r.pieces);
    at = r.start;
  }
  pieces.push({ from: at, to: program.text.length });
  return pieces;
}

/** `if (c) A else B` as `if (!(c)) B else A`. */
export const negate: Transform = (program) => {
  const replacements: Replacement[] = [];
  for (const n of all(program.root, "if_statement")) {
    const condition = n.childForFieldName("condition");
    const consequence = n.childForFieldName("consequence");
    const alternative = n.childForFieldName("alternative");
    if (!condition || !consequence || n.hasError || all(condition, "declaration").length > 0) continue;
    const inner = { from: condition.startIndex + 1, to: condition.endIndex - 1 };
    const otherwise = alternative?.type === "else_clause" ? alternative.namedChild(0) : alternative;
    replacements.push({
      start: n.startIndex,
      end: n.endIndex,
      pieces: ["if (!(", inner, ")) ", ...(otherwise ? ["{ ", range(otherwise), " }"] : ["{ }"]), " else { ", range(consequence), " }"],
    });
  }
  return edited(program, replacements);
};

/** A test of a handle for zero as a call of a helper. */
export const guard: Transform = (program) => {
  const handles = new Set<string>();
  for (const type of ["declaration", "parameter_declaration"])
    for (const n of all(program.root, type))
      if (n.childForFieldName("type")?.text === "HANDLE")
        for (const id of all(n, "identifier")) if (id.parent === n || /declarator$/.test(id.parent?.type ?? "")) handles.add(id.text);
  const replacements: Replacement[] = [];
  for (const n of all(program.root, "if_statement")) {
    const condition = n.childForFieldName("condition");
    const test = condition?.namedChild(0);
    if (!condition || !test || n.hasError) continue;
    const text = program.text.slice(test.startIndex, test.endIndex);
    const m = /^(!?)\s*(\w+)(?:\s*(==|!=)\s*(?:0|NULL))?$/.exec(text);
    if (!m?.[2] || !handles.has(m[2]) || (m[1] && m[3])) continue;
    const zero = m[1] === "!" || m[3] === "==";
    const at = test.startIndex + text.indexOf(m[2]);
    replacements.push({
      start: test.startIndex,
      end: test.endIndex,
      pieces: [`${zero ? "!" : ""}is_running_r7(`, { from: at, to: at + m[2].length }, ")"],
    });
  }
  const helper = beforeFunctions(program, "static int is_running_r7(HANDLE handle) { if (handle == 0) return 0; return 1; }\n");
  return replacements.length === 0 || !helper ? undefined : edited(program, [helper, ...replacements]);
};

// -------------------------------------------------------------------------------------------------------------- calls

const PARAMETERS: Readonly<Record<string, string>> = {
  WSAAsyncGetHostByName: "HWND, unsigned int, const char *, char *, int",
  WSAAsyncGetHostByAddr: "HWND, unsigned int, const char *, int, int, char *, int",
  WSAAsyncGetServByName: "HWND, unsigned int, const char *, const char *, char *, int",
  WSAAsyncGetServByPort: "HWND, unsigned int, int, const char *, char *, int",
  WSAAsyncGetProtoByName: "HWND, unsigned int, const char *, char *, int",
  WSAAsyncGetProtoByNumber: "HWND, unsigned int, int, char *, int",
  WSACancelAsyncRequest: "HANDLE",
};

function calls(program: Program): { readonly call: SyntaxNode; readonly name: SyntaxNode }[] {
  return all(program.root, "call_expression").flatMap((call) => {
    const name = call.childForFieldName("function");
    return name?.type === "identifier" && PARAMETERS[name.text] !== undefined && !call.hasError ? [{ call, name }] : [];
  });
}

/** Starts and cancels through macros of the program. */
export const macro: Transform = (program) => {
  const used = new Set<string>();
  const replacements = calls(program).map(({ name }): Replacement => {
    used.add(name.text);
    return {
      start: name.startIndex,
      end: name.endIndex,
      pieces: [{ text: `DO_LOOKUP_${name.text.slice(3).toUpperCase()}`, for: name.startIndex }],
    };
  });
  const defines = [...used].map((name) => {
    const parameters = (PARAMETERS[name] ?? "")
      .split(",")
      .map((_, i) => `a${i}`)
      .join(", ");
    return `#define DO_LOOKUP_${name.slice(3).toUpperCase()}(${parameters}) ${name}(${parameters})\n`;
  });
  const head = beforeFunctions(program, defines.join(""));
  return replacements.length === 0 || !head ? undefined : edited(program, [head, ...replacements]);
};

/** Starts and cancels through variables that hold their addresses. */
export const pointer: Transform = (program) => {
  const used = new Set<string>();
  const replacements = calls(program).map(({ name }): Replacement => {
    used.add(name.text);
    return { start: name.startIndex, end: name.endIndex, pieces: [{ text: `pfn${name.text.slice(3)}`, for: name.startIndex }] };
  });
  const variables = [...used].map(
    (name) =>
      `static ${name === "WSACancelAsyncRequest" ? "int" : "HANDLE"} (WINAPI *pfn${name.slice(3)})(${PARAMETERS[name]}) = ${name};\n`,
  );
  const head = beforeFunctions(program, variables.join(""));
  return replacements.length === 0 || !head ? undefined : edited(program, [head, ...replacements]);
};

export const transforms: Readonly<Record<string, Transform>> = { rename, reorder, split, brace, negate, guard, macro, pointer };

// ------------------------------------------------------------------------------------------------------------- results

/** The texts of the files. */
export function textsOf(old: string, pieces: Pieces): string[] {
  return pieces.map((file) => file.map((p) => (typeof p === "string" ? p : "text" in p ? p.text : old.slice(p.from, p.to))).join(""));
}

/** Where an offset of the old text is now: file and offset. Undefined if it is gone. */
export function placeOf(offset: number, pieces: Pieces): { readonly file: number; readonly offset: number } | undefined {
  for (const [file, list] of pieces.entries()) {
    let at = 0;
    for (const p of list) {
      if (typeof p === "string") at += p.length;
      else if ("text" in p) {
        if (p.for === offset) return { file, offset: at };
        at += p.text.length;
      } else {
        if (p.from <= offset && offset < p.to) return { file, offset: at + offset - p.from };
        at += p.to - p.from;
      }
    }
  }
  return undefined;
}

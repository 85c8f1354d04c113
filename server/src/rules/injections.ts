/** Mistakes put into correct programs, on the syntax tree: for the test that each is found wherever it is put. */
import type { SyntaxNode } from "../source/syntax.ts";
import { argumentIndex, isStart } from "../winsock/functions.ts";
import type { ParameterRole } from "../winsock/types.ts";
import type { Program } from "./transforms.ts";

export interface Injection {
  /** What the checker must say. */
  readonly rule: string;
  /** The texts with the mistake, one for each place it can be put. */
  readonly make: (program: Program) => string[];
}

interface Call {
  readonly node: SyntaxNode;
  readonly name: string;
  readonly args: readonly SyntaxNode[];
}

function callsIn(program: Program, test: (name: string) => boolean): Call[] {
  const found: Call[] = [];
  const walk = (n: SyntaxNode): void => {
    const name = n.type === "call_expression" ? n.childForFieldName("function") : null;
    if (name?.type === "identifier" && test(name.text) && !n.hasError && !isBehindReturn(n))
      found.push({ node: n, name: name.text, args: n.childForFieldName("arguments")?.namedChildren.filter((c) => !c.isExtra) ?? [] });
    for (const child of n.namedChildren) walk(child);
  };
  walk(program.root);
  return found;
}

/** Nothing that is never reached is a mistake. */
function isBehindReturn(node: SyntaxNode): boolean {
  const statement = enclosing(node, "expression_statement");
  return statement?.previousNamedSibling?.type === "return_statement";
}

const put = (program: Program, node: { readonly startIndex: number; readonly endIndex: number }, text: string): string =>
  program.text.slice(0, node.startIndex) + text + program.text.slice(node.endIndex);

function enclosing(node: SyntaxNode, type: string): SyntaxNode | undefined {
  for (let n: SyntaxNode | null = node; n; n = n.parent) if (n.type === type) return n;
  return undefined;
}

/** One argument of a start becomes another. */
function argument(rule: string, role: ParameterRole, text: string, only: (call: Call) => boolean = () => true): Injection {
  return {
    rule,
    make: (program) =>
      callsIn(program, isStart)
        .filter(only)
        .flatMap((call) => {
          const index = argumentIndex(call.name, role);
          const arg = index === undefined ? undefined : call.args[index];
          return arg ? [put(program, arg, text)] : [];
        }),
  };
}

/** The macro for the error gets something else, where the handler decides on it. */
function errorMacro(rule: string, text: string, only: (handler: string) => boolean = () => true): Injection {
  return {
    rule,
    make: (program) =>
      callsIn(program, (n) => n === "WSAGETASYNCERROR")
        .filter(
          (c) =>
            c.args[0]?.text === "lParam" &&
            /^(?:==|!=)\s*0/.test(program.text.slice(c.node.endIndex).trimStart()) &&
            enclosing(c.node, "if_statement"),
        )
        .filter((c) => (enclosing(c.node, "function_definition")?.text.match(/WSAGETASYNCERROR/g) ?? []).length === 1)
        .filter((c) => only(enclosing(c.node, "function_definition")?.text ?? ""))
        .map((c) => put(program, c.node, text)),
  };
}

/** The last assignment of the variable before this place in its function is the result of something other than a start. */
function isForeign(program: Program, variable: SyntaxNode): boolean {
  const body = enclosing(variable, "function_definition");
  const before = program.text.slice(body?.startIndex ?? 0, variable.startIndex);
  const last = [...before.matchAll(new RegExp(`\\b${variable.text}\\s*=\\s*(\\w+)\\s*\\(`, "g"))].at(-1)?.[1];
  return last !== undefined && !isStart(last);
}

export const injections: readonly Injection[] = [
  argument("bad-length", "buflen", "-1"),
  argument("null-name", "name", "NULL"),
  argument("message-number-too-low", "wMsg", "WM_PAINT"),
  argument("window-null-or-foreign", "hWnd", "NULL"),
  argument("ipv6-unsupported", "type", "AF_INET6"),
  argument("host-order-port", "port", "8080"),
  argument("swapped-protocol-number", "number", "htons(6)"),
  argument("wide-string-cast", "name", '(const char *)L"host"'),
  errorMacro("macro-on-wparam", "WSAGETASYNCERROR(wParam)"),
  errorMacro("swapped-lparam-halves", "LOWORD(lParam)"),
  // where the handler cancels, the error may be that of the cancel
  errorMacro("last-error-in-handler", "WSAGetLastError()", (handler) => !handler.includes("WSACancelAsyncRequest")),
  {
    // the result is thrown away
    rule: "unchecked-start",
    make: (program) =>
      callsIn(program, isStart).flatMap((call) => {
        const statement = enclosing(call.node, "expression_statement");
        const assigned = statement?.namedChild(0);
        return statement &&
          assigned?.type === "assignment_expression" &&
          assigned.childForFieldName("right")?.startIndex === call.node.startIndex
          ? [put(program, { startIndex: assigned.startIndex, endIndex: call.node.startIndex }, "")]
          : [];
      }),
  },
  {
    rule: "kernel-handle-misuse",
    make: (program) =>
      (callsIn(program, isStart).length === 0 ? [] : callsIn(program, (n) => n === "WSACancelAsyncRequest")).flatMap((call) =>
        call.args[0]?.type === "identifier" && !isForeign(program, call.args[0])
          ? [put(program, call.node, `CloseHandle(${call.args[0].text})`)]
          : [],
      ),
  },
  {
    rule: "cancel-in-own-handler",
    make: (program) =>
      callsIn(program, (n) => n === "WSAGETASYNCERROR")
        .filter((c) => c.args[0]?.text === "lParam")
        .flatMap((c) => {
          const statement = enclosing(c.node, "if_statement");
          return statement && statement.parent?.type === "case_statement"
            ? [
                put(
                  program,
                  { startIndex: statement.startIndex, endIndex: statement.startIndex },
                  "WSACancelAsyncRequest((HANDLE)wParam); ",
                ),
              ]
            : [];
        }),
  },
  {
    // the buffer becomes a local of the function that starts
    rule: "stack-buffer",
    make: (program) =>
      callsIn(program, isStart).flatMap((call) => {
        const body = enclosing(call.node, "function_definition")?.childForFieldName("body");
        const [buffer, length] = call.args.slice(-2);
        if (!body || !buffer || !length || /GetMessage|PeekMessage|WSACancelAsyncRequest/.test(body.text)) return [];
        // a function that waits until the handler has set a flag may lend its own memory
        if (/\bwhile \(!\w+\)/.test(program.text.slice(call.node.endIndex, body.endIndex))) return [];
        const text = put(program, { startIndex: buffer.startIndex, endIndex: length.endIndex }, "injected, sizeof injected");
        return [`${text.slice(0, body.startIndex + 1)} char injected[1024];${text.slice(body.startIndex + 1)}`];
      }),
  },
];

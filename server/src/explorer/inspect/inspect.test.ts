/** What a debugger shows of a stopped run, form by form. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestParser, type TestParser } from "../../../../test/support/parser.ts";
import { unitOfTexts } from "../../program/fromTexts.ts";
import { findEntry } from "../entry.ts";
import type { CodeFrame } from "../interpreter/frame.ts";
import { Stepper } from "../stepper.ts";
import { completionsOf } from "./completions.ts";
import { evaluateExpression } from "./expression.ts";
import { framesOf } from "./frames.ts";
import { globalsScope, nextScope, queueScope, requestsScope, winsockScope } from "./scopes.ts";
import { Inspector, type Shown } from "./values.ts";
import { bytesText, watchedText } from "./watched.ts";

let parser: TestParser;
beforeAll(async () => {
  parser = await openTestParser();
});
afterAll(() => parser.delete());

const URI = "file:///p/a.cpp";
const FORMS = `#include <winsock2.h>
#include <stdlib.h>
#include <string.h>
struct base { int id; };
struct item : base { char name[8]; unsigned flags : 3; int sign : 3; item *next; int more[2]; };
union both { int number; unsigned char bytes[4]; };
enum colour { red = 1, green };
static int s_count = 7;
static const char *g_text = "alpha";
class Owner {
public:
    HANDLE m_lookup;
    char m_buffer[64];
    int look(int depth)
    {
        int local = depth + s_count;
        local++; /* in the method */
        return local;
    }
};
static int help(int &ref, Owner *owner)
{
    int result = owner->look(ref);
    return result;
}
int main(int argc, char **argv)
{
    static int calls = 3;
    item first = { 0 };
    item *list = &first;
    both u;
    int unset;
    int *freed = (int *)malloc(8);
    int *gone;
    bool yes = true;
    double half = 0.5;
    unsigned big = 4000000000u;
    char letter = 'x';
    colour c = green;
    int (*fn)(int &, Owner *) = help;
    Owner owner;
    int number = 5;
    first.id = 11; strcpy(first.name, "one"); first.flags = 5; first.sign = -2; first.more[1] = 9;
    u.number = 258;
    { int inner = 1; gone = &inner; number += *gone; }
    *freed = 42;
    free(freed);
    owner.m_lookup = 0;
    number = help(number, &owner); /* here */
    WSACancelAsyncRequest(owner.m_lookup);
    return number + argc + unset + calls;
}
`;

/** The run where the line with \`mark\` begins for the first time. */
function stoppedAt(text: string, mark: string, entry = "main"): { stepper: Stepper; inspector: Inspector; frame: CodeFrame } {
  const unit = unitOfTexts(parser, { [URI]: text }, { target: "win64" });
  const stepper = new Stepper(unit, findEntry(unit, entry)[0]!, { provider: "reactos" });
  const line = text.slice(0, text.indexOf(mark)).split("\n").length;
  for (let moment = stepper.moment(0); moment.begins?.line !== line; ) {
    const next = stepper.step();
    if (!next) throw new Error(`line ${line} was not reached`);
    moment = next;
  }
  const frame = stepper.world.threads[0]?.frames.at(-1);
  if (frame?.kind !== "code") throw new Error("no function runs");
  return { stepper, inspector: new Inspector(stepper.world), frame };
}

const texts = (shown: readonly Shown[]): string[] => shown.map(({ name, value }) => `${name} = ${value}`);

describe("values of a function", () => {
  let at: ReturnType<typeof stoppedAt>;
  beforeAll(() => {
    at = stoppedAt(FORMS, "/* here */");
  });
  const shown = (name: string): Shown => {
    const found = at.inspector.variables(at.frame, true).find((one) => one.name === name);
    if (!found) throw new Error(`there is no ${name}`);
    return at.inspector.show(name, found.ref);
  };

  it.each([
    ["calls", "3"],
    ["yes", "true"],
    ["half", "0.5"],
    ["big", "4000000000 (0xee6b2800)"],
    ["letter", "120 'x'"],
    ["number", "6"],
    ["unset", "not set yet"],
    ["fn", "help"],
    ["argc", "1"],
    ["list", expect.stringMatching(/^0x[0-9a-f]+: first$/)],
    ["freed", expect.stringMatching(/^0x[0-9a-f]+: the block that malloc gave in main, freed$/)],
    ["gone", expect.stringMatching(/^0x[0-9a-f]+: inner, whose scope has ended$/)],
    ["first", "{…}"],
  ])("%s is %s", (name, value) => {
    expect(shown(name).value).toEqual(value);
  });

  it("records open with their bases, arrays with their elements, pointers with what they lead to", () => {
    expect(texts(shown("first").parts())).toEqual([
      "base = {…}",
      'name = "one"',
      "flags = 5",
      "sign = -2",
      "next = NULL",
      "more = 2 elements",
    ]);
    expect(texts(shown("list").parts())).toEqual(texts(shown("first").parts()));
    expect(texts(shown("first").parts()[0]!.parts())).toEqual(["id = 11"]);
    const name = shown("first").parts()[1]!;
    expect([name.indexed, texts(name.parts(1, 2))]).toEqual([8, ["[1] = 110 'n'", "[2] = 101 'e'"]]);
    expect(texts(shown("u").parts())).toEqual(["number = 258", 'bytes = "\\u0002\\u0001"']);
    expect(texts(shown("u").parts()[1]!.parts())).toEqual(["[0] = 2", "[1] = 1", "[2] = 0", "[3] = 0"]);
    expect(texts(shown("freed").parts())).toEqual(["*freed = freed memory"]);
    expect(texts(shown("gone").parts())).toEqual(["*gone = memory whose scope has ended"]);
    expect(
      shown("first")
        .parts()
        .map(({ path }) => path),
    ).toContain("first.more");
  });

  it("expressions have the value that the program would see, and nothing changes by them", () => {
    const value = (text: string): string => at.inspector.show("", evaluateExpression(at.inspector, at.frame, text, URI)).value;
    for (const [text, expected] of [
      ["number * 2 + 1", "13"],
      ["list->more[1] == 9 && first.id != 0", "1"],
      ["number > 9 || argc > 0", "1"],
      ["!letter", "0"],
      ["~0", "-1"],
      ["-first.sign", "2"],
      ["(char)big", "0"],
      ["*list->name", "111 'o'"],
      ["&first == list", "1"],
      ["first.name + 1", expect.stringMatching(/"ne"$/)],
      ["green", "2"],
      ["(7 << 2) % 5 | 8", "11"],
      ["s_count", "7"],
      ["g_text[1]", "108 'l'"],
    ] as const) {
      expect([text, value(text)]).toEqual([text, expected]);
    }
    for (const [text, problem] of [
      ["nobody", "there is no nobody here"],
      ["number +", "the expression ends too early"],
      ["first.nobody", "there is no member nobody"],
      ["number / 0", "division by zero"],
      ["unset + 1", "unset has no known value"],
      ["number[2]", "that has no elements"],
      ["(number", ") is missing"],
      ["number number", "number is not understood here"],
    ] as const)
      expect(() => value(text), text).toThrow(problem);
    expect(value("number")).toBe("6");
  });

  it("names are completed: variables, members behind . and ->, and nothing behind a value", () => {
    const labels = (text: string): string[] => completionsOf(at.inspector, at.frame, text, URI).items.map(({ label }) => label);
    expect(labels("fi")).toEqual(["first"]);
    expect(labels("number + l")).toEqual(["letter", "list"]);
    expect(labels("first.")).toEqual(["id", "name", "flags", "sign", "next", "more"]);
    expect(labels("list->n")).toEqual(["name", "next"]);
    expect(labels("(*list).fl")).toEqual(["flags"]);
    expect(labels("first.more[first.s")).toEqual(["sign"]);
    expect(labels("s_")).toEqual(["s_count"]);
    expect(labels("number ")).toEqual([]);
    expect(labels("nobody.")).toEqual([]);
    const { typed, items } = completionsOf(at.inspector, at.frame, "1 + OWN", URI);
    expect([typed, items]).toEqual([3, [{ label: "owner", kind: "variable", detail: "Owner" }]]);
  });
});

describe("a stack", () => {
  it("names functions innermost first, with the statement each stands at; members of the object are names too", () => {
    const { stepper, inspector, frame } = stoppedAt(FORMS, "/* in the method */");
    const line = (mark: string): number => FORMS.slice(0, FORMS.indexOf(mark)).split("\n").length;
    expect(framesOf(stepper, 0).map(({ name, place }) => [name, place?.line])).toEqual([
      ["Owner::look", line("/* in the method */")],
      ["help", line("int result")],
      ["main", line("/* here */")],
    ]);
    expect(texts(inspector.variables(frame).map(({ name, ref }) => inspector.show(name, ref)))).toEqual([
      expect.stringMatching(/^this = 0x[0-9a-f]+: owner$/),
      "depth = 6",
      "local = 13",
    ]);
    expect(inspector.show("", evaluateExpression(inspector, frame, "m_lookup", URI)).value).toBe("NULL");
    expect(completionsOf(inspector, frame, "m_", URI).items.map(({ label }) => label)).toEqual(["m_lookup", "m_buffer"]);
    const [, caller] = framesOf(stepper, 0);
    const ref = inspector.variables(caller!.code!).find((one) => one.name === "ref");
    expect(inspector.show("ref", ref!.ref)).toMatchObject({ value: "6", type: "int&" });
  });
});

const REQUESTS = `#include <winsock2.h>
#define WM_DONE (WM_APP + 1)
static char g_buffer[MAXGETHOSTSTRUCT];
static HANDLE g_lookup;
static int g_turns;
int main(void)
{
    WSADATA data;
    HWND window = CreateWindow("static", "", 0, 0, 0, 0, 0, 0, 0, 0, 0);
    int turns = 0;
    WSAStartup(MAKEWORD(2, 2), &data);
    g_lookup = WSAAsyncGetHostByName(window, WM_DONE, "alpha.test", g_buffer, sizeof g_buffer);
    PostMessage(window, WM_DONE, 1, WSAENOBUFS << 16); /* started */
    WSACancelAsyncRequest((HANDLE)77); /* posted */
    turns = 2;
    g_turns = turns; /* set */
    WSACleanup(); /* end */
    return g_turns;
}
`;

describe("what stands beside the variables", () => {
  it("requests, queue, Winsock, who acts next, and globals", () => {
    const { stepper, inspector, frame } = stoppedAt(REQUESTS, "/* set */");
    const [request] = requestsScope(stepper, inspector);
    expect(texts([request!])).toEqual(["request 1 = WSAAsyncGetHostByName: pending"]);
    expect(texts(request!.parts())).toEqual([
      "handle = 0x1",
      "state = pending",
      expect.stringMatching(/^buffer = 0x[0-9a-f]+: g_buffer$/),
      "length = 1024",
      expect.stringMatching(/^window = 0x/),
      "message = WM_DONE (0x8001)",
      "cancel = not tried",
    ]);
    expect(texts(queueScope(stepper, inspector, 0))).toEqual(["[0] = WM_DONE (0x8001)"]);
    expect(texts(queueScope(stepper, inspector, 0)[0]!.parts())).toContain("wParam = 0x1");
    expect(queueScope(stepper, inspector, 9)).toEqual([]);
    expect(texts(winsockScope(stepper, inspector, 0))).toEqual(
      expect.arrayContaining(["last error = 10022 (WSAEINVAL)", "startup count = 2", "provider = reactos"]),
    );
    expect(texts(nextScope(stepper)).join("\n")).toMatch(/goes next/);
    expect(texts(globalsScope(inspector))).toEqual([
      expect.stringMatching(/^g_buffer = /),
      "g_lookup = 0x1 (request 1: pending)",
      "g_turns = 0",
    ]);
    expect(inspector.show("", evaluateExpression(inspector, frame, "g_lookup", URI)).value).toBe("0x1 (request 1: pending)");
  });

  it("what is watched changes when its value does", () => {
    const { stepper, frame } = stoppedAt(REQUESTS, "/* posted */");
    const inspector = new Inspector(stepper.world);
    const ref = evaluateExpression(inspector, frame, "g_turns", URI);
    const memory = { kind: "memory", address: ref.address!, size: 4 } as const;
    const variable = inspector.variables(frame).find(({ name }) => name === "turns")!.ref.register!;
    const register = {
      kind: "register",
      thread: 0,
      frame: stepper.world.threads[0]!.frames.length - 1,
      fn: frame.fn.index,
      variable,
    } as const;
    const request = { kind: "request", request: 0 } as const;
    const look = () => [memory, register, request].map((one) => watchedText(stepper.world, one));
    const first = look();
    expect(bytesText(stepper.world, memory.address, 4)).toBe("00 00 00 00");
    const changed = new Set<number>();
    while (stepper.step()) {
      look().forEach((text, i) => {
        if (text !== first[i] && text !== undefined) changed.add(i);
      });
      if (stepper.moment(stepper.position).begins?.line === REQUESTS.slice(0, REQUESTS.indexOf("/* end */")).split("\n").length) break;
    }
    expect([...changed].sort()).toEqual([0, 1]);
    expect(bytesText(stepper.world, memory.address, 4)).toBe("02 00 00 00");
    expect(watchedText(stepper.world, { ...register, fn: register.fn + 1 })).toBeUndefined();
    expect(watchedText(stepper.world, { kind: "request", request: 5 })).toBeUndefined();
    expect(watchedText(stepper.world, { kind: "memory", address: 3, size: 4 })).toBeUndefined();
    expect(watchedText(stepper.world, request)).toBe("pending");
  });
});

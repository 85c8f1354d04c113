import { beforeAll, describe, expect, it } from "vitest";
import { openTestParser, type TestParser } from "../../../../test/support/parser.ts";
import { unitOfTexts } from "../../program/fromTexts.ts";
import { findEntry } from "../entry.ts";
import type { CodeFrame } from "../interpreter/frame.ts";
import { Stepper } from "../stepper.ts";
import { assignment, isSettable } from "./assign.ts";
import { evaluateExpression } from "./expression.ts";
import { Inspector } from "./values.ts";

let parser: TestParser;
beforeAll(async () => {
  parser = await openTestParser();
});

const URI = "file:///a.c";
const TEXT = `#include <windows.h>
static HANDLE shared;
static const int fixed = 4;
struct point { int x : 4; int y; };
int main(void)
{
  int i, sum = 0;
  unsigned char small = 1;
  char text[4] = "ab";
  char *p = text;
  struct point at = {1, 2};
  for (i = 0; i < 5; i++)
    sum += i;
  shared = 0;
  return sum + small + at.y + (p != 0) + fixed;
}
`;

class Session {
  readonly stepper: Stepper;
  constructor() {
    const unit = unitOfTexts(parser, { [URI]: TEXT }, { target: "win64" });
    this.stepper = new Stepper(unit, findEntry(unit, "main")[0]!);
  }
  get inspector(): Inspector {
    return new Inspector(this.stepper.world);
  }
  get frame(): CodeFrame | undefined {
    const top = this.stepper.world.threads[0]?.frames.at(-1);
    return top?.kind === "code" ? top : undefined;
  }
  /** Goes on to the next beginning of the line. */
  to(line: number): number {
    do this.stepper.step();
    while (this.stepper.moment(this.stepper.position).begins?.line !== line && !this.stepper.ended);
    return this.stepper.position;
  }
  value(expression: string): string {
    const { inspector } = this;
    return inspector.show(expression, evaluateExpression(inspector, this.frame, expression, URI)).value;
  }
  set(target: string, value: string): void {
    const { inspector, frame, stepper } = this;
    const index = stepper.world.threads[0]!.frames.length - 1;
    const [to, from] = [target, value].map((text) => evaluateExpression(inspector, frame, text, URI));
    stepper.assign(assignment(inspector, to!, { thread: 0, index }, from!));
  }
  end(): number | undefined {
    while (this.stepper.step());
    return this.stepper.world.exit?.code;
  }
}

describe("a value set by hand", () => {
  it("holds from there on, is gone when one goes back before it, and is there again forwards", () => {
    const session = new Session();
    const { stepper } = session;
    session.to(13);
    const before = session.to(13);
    expect([session.value("i"), session.value("sum")]).toEqual(["1", "0"]);
    session.set("sum", "i * 100 - 1");
    session.set("i", "3");
    expect([session.value("i"), session.value("sum"), stepper.assigned]).toEqual(["3", "99", true]);
    const after = session.to(13);
    expect([session.value("i"), session.value("sum")]).toEqual(["4", "102"]);
    stepper.goTo(before - 1);
    expect([session.value("sum"), stepper.assigned]).toEqual(["0", false]);
    stepper.goTo(before);
    expect(session.value("sum")).toBe("99");
    stepper.goTo(after);
    expect([session.value("i"), session.value("sum")]).toEqual(["4", "102"]);
    // 102 + 4, then small, at.y, p and fixed
    expect(session.end()).toBe(106 + 1 + 2 + 1 + 4);
    // set anew further back, what was set later is forgotten
    stepper.goTo(before - 1);
    session.set("sum", "1000");
    expect(session.end()).toBe(1000 + 10 + 1 + 2 + 1 + 4 - 0);
  });

  it("is of the variable's type, in memory too", () => {
    const session = new Session();
    session.to(14);
    session.set("small", "257");
    expect(session.value("small")).toBe("1");
    session.set("at.y", "-5");
    session.set("text[1]", "'z'");
    session.set("shared", "0x1234");
    session.set("p", "text + 1");
    expect([session.value("at.y"), session.value("text[1]"), session.value("p")]).toEqual(["-5", "122 'z'", expect.stringMatching(/"z"/)]);
    expect(session.value("shared")).toMatch(/0x1234/i);
    session.set("p", "0");
    expect(session.value("p")).toBe("NULL");
    expect(session.end()).toBe(10 + 1 - 5 + 0 + 4);
  });

  it("cannot be an invented address, a part of a bit-field, a whole record, or where the program could not write", () => {
    const session = new Session();
    session.to(14);
    expect(() => session.set("p", "4096")).toThrow("A pointer can be set to NULL");
    expect(() => session.set("at.x", "1")).toThrow("Only numbers");
    expect(() => session.set("at", "1")).toThrow("Only numbers");
    expect(() => session.set("1 + 2", "1")).toThrow("Only numbers");
    expect(() => session.set("sum", "nobody")).toThrow("there is no nobody here");
    expect(isSettable(undefined)).toBe(false);
    expect(session.stepper.assigned).toBe(false);
  });
});

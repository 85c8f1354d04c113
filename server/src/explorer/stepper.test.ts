import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { openTestParser, type TestParser } from "../../../test/support/parser.ts";
import { unitOfTexts } from "../program/fromTexts.ts";
import type { Unit } from "../program/types.ts";
import { findEntry } from "./entry.ts";
import { optionText } from "./optionText.ts";
import { simulate } from "./simulate.ts";
import { CANCEL_FAILED, type Moment, POSTED, Stepper, VERDICT } from "./stepper.ts";

let parser: TestParser;
beforeAll(async () => {
  parser = await openTestParser();
});

const fixture = (name: string): string => readFileSync(new URL(`../../../test/fixtures/explorer/${name}`, import.meta.url), "utf8");
const NAME = "free-despite-failed-cancel.wrong.c";
const unitOf = (texts: Record<string, string>): Unit => unitOfTexts(parser, texts, { target: "win64", unicode: true });
const fixtureUnit = (): Unit => unitOf({ [`file:///${NAME}`]: fixture(NAME), "file:///window.h": fixture("window.h") });

function walk(stepper: Stepper, limit = 20_000): Moment[] {
  const moments: Moment[] = [];
  for (let i = 0; i < limit; i++) {
    const moment = stepper.step();
    if (!moment) break;
    moments.push(moment);
  }
  return moments;
}

const lines = (moments: readonly Moment[]): number[] => moments.flatMap((moment) => (moment.begins ? [moment.begins.line] : []));

describe("stepper", () => {
  it("begins each statement of a function once each time it runs", () => {
    const text = `int twice(int n)
{
  return n * 2;
}
int main(void)
{
  int i, s = 0;
  for (i = 0; i < 2; i++) {
    int k = i;
    if (k > 0 && k < 9)
      s += twice(k +
        (k ? 1 : 2));
    else
      continue;
  }
  return s;
}
`;
    const unit = unitOf({ "file:///a.c": text });
    const stepper = new Stepper(unit, findEntry(unit, "main")[0]!);
    const moments = walk(stepper);
    expect(lines([stepper.moment(0), ...moments])).toEqual([7, 8, 8, 9, 10, 14, 8, 8, 9, 10, 11, 3, 8, 8, 16]);
    expect(stepper.ended).toBe("over");
    expect(stepper.world.exit).toMatchObject({ kind: "returned", code: 4 });
  });

  it("plays the schedule of a violation and hears it", () => {
    const unit = fixtureUnit();
    const entry = findEntry(unit, "main")[0]!;
    const violation = simulate(unit, entry, { provider: "documented" }).violations.find(
      (one) => one.rule === "free-despite-failed-cancel",
    )!;
    const stepper = new Stepper(unit, entry, { provider: "documented", schedule: violation.schedule });
    const moments = walk(stepper);
    const failed = moments.find((moment) => moment.flags & CANCEL_FAILED)!;
    const heard = moments.find((moment) => moment.flags & VERDICT)!;
    expect(moments.some((moment) => moment.flags & POSTED)).toBe(true);
    expect(failed.position).toBeLessThan(heard.position);
    expect(stepper.verdictsAt(heard.position).map((verdict) => verdict.rule)).toContain("free-despite-failed-cancel");
    expect(stepper.schedule().split(".")[1]).toBe(violation.schedule.split(".")[1]);
  });

  it("plays a schedule that was found with a scenario", () => {
    const example = readFileSync(new URL("../../../examples/lookup.c", import.meta.url), "utf8");
    const unit = unitOf({ "file:///lookup.c": example });
    const entry = findEntry(unit, "main")[0]!;
    const scenario = { lookups: [{ outcomes: [11002, 11003] }], user: [] };
    const { outcomes } = simulate(unit, entry, { scenario });
    expect(outcomes.map((one) => one.output.trim().split("\n").at(-1))).toEqual(["not found, error 11002", "not found, error 11003"]);
    for (const { schedule, output } of outcomes) {
      const stepper = new Stepper(unit, entry, { scenario, schedule });
      walk(stepper);
      expect(stepper.world.output).toBe(output);
    }
  });

  it("goes back to any position with the state it had there", () => {
    const unit = fixtureUnit();
    const stepper = new Stepper(unit, findEntry(unit, "main")[0]!);
    const states = new Map<number, string>();
    const picture = (): string =>
      JSON.stringify([
        stepper.world.output,
        stepper.world.ledger.key,
        stepper.world.threads.map((thread) =>
          thread.frames.map((frame) => (frame.kind === "code" ? [frame.fn.name, frame.block, frame.pc] : frame.model)),
        ),
        stepper.prepared.simulation.winsock.snapshot(),
      ]);
    states.set(0, picture());
    while (stepper.step()) states.set(stepper.position, picture());
    const end = stepper.position;
    expect(end).toBeGreaterThan(50);
    for (const position of [end - 1, 5, 0, Math.floor(end / 2), 1, end - 7]) {
      stepper.goTo(position);
      expect(picture()).toBe(states.get(position));
    }
    stepper.goTo(end);
    expect(stepper.ended).toBe("over");
  });

  it("lets the person choose who acts next, and forgets what came later", () => {
    const unit = fixtureUnit();
    const stepper = new Stepper(unit, findEntry(unit, "main")[0]!);
    const before = (): Moment => {
      for (;;) {
        const moment = stepper.step();
        if (!moment) throw new Error("the cancel was not reached");
        if (moment.begins?.line === 22 && moment.begins.fn.uri.endsWith(NAME)) return moment;
      }
    };
    before();
    const { position } = stepper;
    // the default: the program goes on, and the cancel succeeds
    while (stepper.step()) {}
    const calm = stepper.world.output;
    stepper.goTo(position);
    for (const what of [/finishes request 1: success/, /posts the message of request 1/]) {
      const { options } = stepper.next();
      const texts = options.map((option) => optionText(stepper.world, option));
      const at = texts.findIndex((text) => what.test(text));
      expect(texts.join("; ")).toMatch(what);
      stepper.choose(at);
    }
    const failed = walk(stepper).find((moment) => moment.flags & CANCEL_FAILED);
    expect(failed).toBeDefined();
    stepper.goTo(position);
    expect(stepper.world.ledger.requests[0]?.state).toBe("queued");
    expect(calm).toBe("");
  });
});

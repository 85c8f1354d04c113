/** Random programs against random schedules keep the invariants. The number of programs: 3,000, or 100,000 at CI size. */
import fc from "fast-check";
import { expect, it } from "vitest";
import * as emulator from "../../server/src/emulator/index.ts";
import { judge } from "./invariants.ts";
import { Distribution, programs } from "./programs.ts";

const runs = process.env["WINSOCK_ASYNC_CI_SIZE"] ? 100_000 : 3_000;

it(`${runs} random programs keep every invariant`, { timeout: 1_800_000 }, () => {
  const distribution = new Distribution();
  fc.assert(
    fc.property(programs, (program) => {
      distribution.add(program);
      const wrong = judge(emulator, program, distribution, distribution.programs % 8 === 0);
      if (wrong) throw new Error(wrong);
    }),
    { numRuns: runs },
  );
  console.log(distribution.toString());
  // The generator keeps its promises, and the interesting situations really occur.
  const share = (key: string) => (distribution.counts.get(key) ?? 0) / distribution.programs;
  expect(share("two threads")).toBeGreaterThan(0.28);
  expect(share("two threads")).toBeLessThan(0.38);
  expect(share("has cancel")).toBe(1);
  expect(share("has free")).toBe(1);
  for (const key of [
    "cancel documented commit -> 0",
    "cancel documented commit -> 10037",
    "cancel reactos posting -> 10022",
    "cancel wine running -> 0",
    "end cancelled",
    "end lost",
    "end swept",
  ]) {
    expect([key, (distribution.counts.get(key) ?? 0) > 0]).toEqual([key, true]);
  }
});

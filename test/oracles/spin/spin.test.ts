import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { runEmulator } from "./emulator.ts";
import { missingForSpin, runSpin } from "./spin.ts";

const model = join(dirname(fileURLToPath(import.meta.url)), "requests.pml");
const missing = missingForSpin();
const required = process.env["WINSOCK_ASYNC_REQUIRE_ORACLES"] === "1";

if (missing.length > 0 && !required) console.log("skipped: SPIN is not installed");

describe.runIf(missing.length === 0 || required)("SPIN", () => {
  it("is installed", () => {
    expect(missing).toEqual([]);
  });

  it.each([
    [1, 4],
    [1, 5],
    [2, 3],
    [2, 4],
  ])("reaches what the emulator reaches: %i requests, %i calls", async (requests, limit) => {
    const spin = await runSpin(model, { REQUESTS: requests, LIMIT: limit });
    const emulator = runEmulator(requests, limit);
    const only = (a: ReadonlySet<string>, b: ReadonlySet<string>) => [...a].filter((outcome) => !b.has(outcome)).slice(0, 20);
    expect({ onlySpin: only(spin.outcomes, emulator.outcomes), onlyEmulator: only(emulator.outcomes, spin.outcomes) }).toEqual({
      onlySpin: [],
      onlyEmulator: [],
    });
    expect(spin.outcomes.size).toBeGreaterThan(1000);
  });

  it("would notice a provider that does not keep to the documentation", async () => {
    const { outcomes } = await runSpin(model, { REQUESTS: 1, LIMIT: 3 });
    for (const profile of ["reactos", "wine"] as const) {
      const other = [...runEmulator(1, 3, profile).outcomes].filter((outcome) => !outcomes.has(outcome));
      expect(other, profile).not.toEqual([]);
    }
  });
});

/** Stands for vitest where tests judge mutants: collects them, so that a worker can run one as often as it likes. */
import { JestAsymmetricMatchers, JestChaiExpect, JestExtend } from "@vitest/expect";
import * as chai from "chai";

chai.use(JestExtend);
chai.use(JestChaiExpect);
chai.use(JestAsymmetricMatchers);

export interface Judge {
  readonly name: string;
  run(): unknown;
}

let collected: { readonly judges: Judge[]; readonly before: (() => unknown)[] } = { judges: [], before: [] };
let prefix = "";

/** The tests that `load` declares; what they ask to be run before is run. */
export async function collect(load: () => unknown): Promise<readonly Judge[]> {
  collected = { judges: [], before: [] };
  load();
  const { judges, before } = collected;
  for (const run of before) await run();
  return judges;
}

export function expect(value: unknown, message?: string): Chai.Assertion {
  return chai.expect(value, message);
}

export function test(name: string, ...given: readonly unknown[]): void {
  const run = given.find((g) => typeof g === "function") as (() => unknown) | undefined;
  if (!run) throw new Error(`a test without a function: ${name}`);
  collected.judges.push({ name: `${prefix}${name}`, run });
}

/** A judge for each; of the placeholders in the name, `$property` and `%s` are filled. */
test.each =
  <T>(rows: readonly T[]) =>
  (name: string, run: (row: T) => unknown): void => {
    for (const row of rows) {
      const fields = Object(row) as Record<string, unknown>;
      const title = name.replace(/\$(\w+)/g, (_, field: string) => String(fields[field])).replace("%s", String(row));
      test(title, () => run(row));
    }
  };

export function describe(name: string, declare: () => void): void {
  const old = prefix;
  prefix = `${old}${name}: `;
  declare();
  prefix = old;
}

export function beforeAll(run: () => unknown): void {
  collected.before.push(run);
}

/** A judge may be asked again at any time: nothing is taken down. */
export function afterAll(): void {}

/** Random programs of calls with random schedules, as plain data: what the property tests run, and what shrinks when one fails. */
import fc from "fast-check";
import type { ProfileName } from "../../server/src/emulator/index.ts";

/** Indexes are taken modulo what exists when the operation runs, so every list of operations is a program. */
export type Operation =
  | {
      readonly op: "start";
      readonly kind: number;
      readonly input: number;
      readonly length: number;
      readonly thread: number;
      readonly window: number;
    }
  | { readonly op: "cancel"; readonly request: number; readonly thread: number; readonly choice: number }
  | { readonly op: "cancel-foreign"; readonly handle: number }
  | { readonly op: "free"; readonly request: number }
  | { readonly op: "step"; readonly pick: number; readonly grain: "fine" | "merged" }
  | { readonly op: "peek"; readonly thread: number; readonly filter: number; readonly remove: boolean }
  | { readonly op: "post"; readonly window: number }
  | { readonly op: "error"; readonly thread: number; readonly code: number }
  | { readonly op: "destroy"; readonly window: number }
  | { readonly op: "startup" | "cleanup" | "quit" }
  | { readonly op: "network"; readonly down: boolean }
  /** Takes a snapshot, goes astray for some steps, and comes back. */
  | { readonly op: "detour"; readonly picks: readonly number[] };

export interface Program {
  readonly profile: ProfileName;
  readonly pointerSize: 4 | 8;
  /** Two threads with a window each, or one with one. */
  readonly two: boolean;
  readonly operations: readonly Operation[];
}

/** The inputs that a start may name; index 0 and 1 are found. */
export const HOSTS = ["alpha.test", "multi.test", "nx.test", "soft.test", "broken.test", "mxonly.test"] as const;
export const LENGTHS = [1024, 1024, 1024, 40, 0, -1] as const;

const small = fc.nat({ max: 11 });
const start = fc.record({
  op: fc.constant("start" as const),
  kind: fc.nat({ max: 5 }),
  input: small,
  length: fc.nat({ max: 5 }),
  thread: fc.nat({ max: 1 }),
  window: fc.nat({ max: 9 }),
});
const cancel = fc.record({ op: fc.constant("cancel" as const), request: small, thread: fc.nat({ max: 1 }), choice: fc.nat({ max: 1 }) });
const free = fc.record({ op: fc.constant("free" as const), request: small });
const step = fc.record({
  op: fc.constant("step" as const),
  pick: small,
  grain: fc.constantFrom("fine" as const, "fine" as const, "merged" as const),
});
const peek = fc.record({ op: fc.constant("peek" as const), thread: fc.nat({ max: 1 }), filter: fc.nat({ max: 5 }), remove: fc.boolean() });
const rare: fc.Arbitrary<Operation> = fc.oneof(
  fc.record({ op: fc.constant("post" as const), window: fc.nat({ max: 1 }) }),
  fc.record({ op: fc.constant("error" as const), thread: fc.nat({ max: 1 }), code: fc.integer({ min: 1, max: 5000 }) }),
  fc.record({ op: fc.constant("destroy" as const), window: fc.nat({ max: 1 }) }),
  fc.record({ op: fc.constantFrom("startup" as const, "cleanup" as const, "quit" as const) }),
  fc.record({ op: fc.constant("network" as const), down: fc.boolean() }),
  fc.record({ op: fc.constant("cancel-foreign" as const), handle: fc.constantFrom(0, 0x77777, 5, -1) }),
);
const detour = fc.record({ op: fc.constant("detour" as const), picks: fc.array(small, { minLength: 1, maxLength: 5 }) });

const filler: fc.Arbitrary<Operation> = fc.oneof(
  { weight: 10, arbitrary: step },
  { weight: 4, arbitrary: peek },
  { weight: 2, arbitrary: cancel },
  { weight: 1, arbitrary: free },
  { weight: 1, arbitrary: detour },
  { weight: 2, arbitrary: rare },
);

/** 10 to 60 operations: 2 to 4 starts, at least one cancel and one free, two threads in a third of them. */
export const programs: fc.Arbitrary<Program> = fc
  .record({
    profile: fc.constantFrom<ProfileName[]>("documented", "reactos", "wine", "winsock11"),
    pointerSize: fc.constantFrom(4 as const, 8 as const),
    two: fc.nat({ max: 2 }).map((n) => n === 0),
    starts: fc.array(start, { minLength: 2, maxLength: 4 }),
    cancels: fc.array(cancel, { minLength: 1, maxLength: 2 }),
    frees: fc.array(free, { minLength: 1, maxLength: 1 }),
    rest: fc.array(filler, { minLength: 6, maxLength: 53, size: "max" }),
    places: fc.array(fc.nat({ max: 1000 }), { minLength: 7, maxLength: 7 }),
  })
  .map(({ profile, pointerSize, two, starts, cancels, frees, rest, places }) => {
    const operations: Operation[] = [...rest];
    // The first start stands early, or nothing happens for long; the others fall anywhere behind it.
    [...starts, ...cancels, ...frees].forEach((operation, index) => {
      const from = index === 0 ? 0 : 1;
      const room = index === 0 ? Math.min(3, operations.length) : operations.length;
      operations.splice(from + (places[index]! % Math.max(1, room - from + 1)), 0, operation);
    });
    return { profile, pointerSize, two, operations };
  });

/** What a sample of programs looks like: counts by property, for the report. */
export class Distribution {
  programs = 0;
  readonly counts = new Map<string, number>();

  add(program: Program): void {
    this.programs++;
    const count = (key: string) => this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
    const length = program.operations.length;
    count(`calls ${length < 20 ? "10-19" : length < 30 ? "20-29" : length < 40 ? "30-39" : length < 50 ? "40-49" : "50-60"}`);
    count(`profile ${program.profile}`);
    count(`requests ${program.operations.filter((o) => o.op === "start").length}`);
    count(program.two ? "two threads" : "one thread");
    for (const op of new Set(program.operations.map((o) => o.op))) count(`has ${op}`);
  }

  /** Counts something seen while programs ran, e.g. a result of a cancel. */
  note(key: string): void {
    this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
  }

  toString(): string {
    const lines = [...this.counts].sort(([a], [b]) => a.localeCompare(b));
    return [`${this.programs} programs`, ...lines.map(([key, n]) => `  ${key}: ${n} (${((100 * n) / this.programs).toFixed(1)} %)`)].join(
      "\n",
    );
  }
}

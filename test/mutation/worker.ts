/**
 * A process that judges mutants: every fixture is parsed and resolved once, and its unit kept, for nothing of that is mutated. The parent
 * (scripts/mutation.mjs) asks for a survey first, which says what each judge meets, and then for one mutant at a time.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { runInThisContext } from "node:vm";
import { nodeParser } from "../../server/src/node/parserFiles.ts";
import type { Unit } from "../../server/src/program/types.ts";
import type { Parser } from "../../server/src/source/syntax.ts";
import type { Case } from "../../server/src/rules/testing.ts";
import { processorTime } from "../support/processorTime.ts";
import { collect } from "./judges.ts";
import { type Code, type Loaded, loader } from "./load.ts";
import { Endless, type Met, switches } from "./switches.ts";

const FIXTURES = "server/src/rules/fixtures";
const LISTS = "server/src/rules/findings";

interface Judging {
  readonly name: string;
  /** Mutants of other files are none of its business. */
  readonly only?: RegExp;
  /** Throws where the code is wrong. */
  run(code: Code): void;
  /** Makes anew what it keeps from run to run; undefined if that is nothing. */
  readonly renew?: () => void;
}

export interface Survey {
  /** What each is, its processor time, and the mutants that make some difference where it meets them. */
  readonly judges: readonly { readonly name: string; readonly ms: number; readonly met: readonly string[] }[];
  /** Mutants that are met while the modules load. */
  readonly atLoad: readonly string[];
  /** How often a mutant is met in one judge, at most; those that no judge meets are not there. */
  readonly hits: Readonly<Record<string, number>>;
}

export interface Order {
  readonly id: string;
  readonly atLoad: boolean;
  /** Indices into the judges of the survey, in the order they are asked. */
  readonly judges: readonly number[];
  readonly limit: number;
  /** Milliseconds of the processor after which no further judge is asked. */
  readonly budget: number;
}

export interface Verdict {
  readonly id: string;
  /** `broken`: a judge fails with the mutant and without it, and this process judges no more. */
  readonly status: "killed" | "timeout" | "survived" | "broken";
  readonly judge?: number;
  /** Judges that were not asked. */
  readonly left?: number;
}

/** A unit that lives on; `renew` makes it anew. */
function keptUnit(parser: Parser, code: Code, text: string, name: string): { get(): Unit; renew(): void } {
  let kept: { readonly unit: Unit; readonly dispose: () => void } | undefined;
  return {
    get: () => (kept ??= code.unitOf(parser, text, name)).unit,
    renew() {
      kept?.dispose();
      kept = undefined;
    },
  };
}

function judgesOfFixtures(parser: Parser, plain: Code): Judging[] {
  return readdirSync(FIXTURES)
    .sort()
    .flatMap((name) => {
      const rule = name.replace(/\.(?:c|cpp)$/, "");
      const cases = plain.casesOf(readFileSync(`${FIXTURES}/${name}`, "utf8"));
      const lists = plain.listsOf(readFileSync(`${LISTS}/${name}.txt`, "utf8"));
      if (lists.length !== cases.length) throw new Error(`${LISTS}/${name}.txt is old`);
      return cases.flatMap((c: Case, i): Judging[] => {
        const unit = keptUnit(parser, plain, c.text, name);
        const strict = (code: Code): void => {
          const list = plain.listOf(code.checkUnit(unit.get(), { profile: "strict" }), c, rule);
          if (list !== lists[i]) throw new Error(`expected:\n${lists[i]}\ngot:\n${list}`);
        };
        const byDefault = (code: Code): void => {
          const { findings, failed } = code.checkUnit(unit.get(), { profile: "default" });
          const got = [failed, plain.reported(findings, c, rule), plain.silenced(findings, c)];
          if (JSON.stringify(got) !== JSON.stringify([[], c.expected, c.also])) throw new Error(JSON.stringify(got));
        };
        const title = `${name}: ${c.title}`;
        const renew = (): void => unit.renew();
        const judges: Judging[] = [{ name: title, run: strict, renew }];
        if (c.profile === "default") judges.push({ name: `${title} (default)`, only: /\/check\.ts$/, run: byDefault, renew });
        return judges;
      });
    });
}

async function judgesOfTests(loaded: Loaded): Promise<Map<string, () => unknown>> {
  const found = new Map<string, () => unknown>();
  for (const [file, load] of Object.entries(loaded.code.suites))
    for (const judge of await collect(load)) found.set(`${file}: ${judge.name}`, judge.run);
  return found;
}

const slot = globalThis as { judgeOfMutants?: () => void };

/** Why the last attempt did not pass. */
let because: unknown;

/**
 * Runs it, for at most so many milliseconds of the processor. Answers how it ended. Only the clock can stop a script: where that was
 * other processes' time, it is run again with more of it.
 */
function attempt(run: () => void, timeout: number, begin: () => void): "passed" | "failed" | "timeout" {
  slot.judgeOfMutants = run;
  for (let clock = timeout; ; clock *= 2) {
    begin();
    const from = processorTime();
    try {
      runInThisContext("judgeOfMutants()", { timeout: Math.round(clock) });
      return switches.hits > switches.limit ? "timeout" : "passed";
    } catch (error) {
      because = error;
      if (error instanceof Endless || switches.hits > switches.limit) return "timeout";
      if (!(error instanceof Error && "code" in error && error.code === "ERR_SCRIPT_EXECUTION_TIMEOUT")) return "failed";
      if (processorTime() - from >= 0.9 * timeout || clock > 64 * timeout) return "timeout";
    }
  }
}

export async function work(base: Readonly<Record<string, unknown>>): Promise<void> {
  const here = new URL(".", import.meta.url);
  const files = new Map<string, string>(
    (JSON.parse(readFileSync(new URL("mutants.json", here), "utf8")) as { id: string; file: string }[]).map((m) => [m.id, m.file]),
  );
  const load = loader(readFileSync(new URL("mutated.cjs", here), "utf8"), base);
  const loadObserved = (): Loaded => loader(readFileSync(new URL("observed.cjs", here), "utf8"), base, true)();
  const parser = await nodeParser();
  const main = load();
  const testsOfMain = await judgesOfTests(main);
  let tests = testsOfMain;
  const judges: Judging[] = judgesOfFixtures(parser, main.code);
  for (const name of tests.keys())
    judges.push({
      name,
      run() {
        const test = tests.get(name);
        if (!test) throw new Error(`${name} is gone`);
        test();
      },
    });
  /** A module is evaluated once for each loaded code, so its tests are collected once. */
  const use = async (loaded: Loaded): Promise<void> => {
    tests = loaded === main ? testsOfMain : await judgesOfTests(loaded);
  };
  const baseline: number[] = [];

  /** One run with no mutant on; false if the code is not right. */
  const sane = (loaded: Loaded, judge: number): boolean => {
    switches.active = undefined;
    const result = attempt(
      () => judges[judge]?.run(loaded.code),
      60_000,
      () => loaded.forget(),
    );
    return result === "passed";
  };

  /** `without`: judges that need not be looked at, by name. */
  async function survey(without: ReadonlySet<string>): Promise<Survey> {
    switches.met = { times: new Map(), differ: new Set() };
    const watched = loadObserved();
    const atLoad = [...switches.met.times.keys()];
    switches.met = undefined;
    await use(watched);
    const hits = new Map<string, number>();
    const list = judges.map(({ name, only }, i) => {
      if (without.has(name)) return { name, ms: 0, met: [] };
      const met: Met = { times: new Map(), differ: new Set() };
      switches.met = met;
      if (!sane(watched, i)) throw new Error(`${name} fails without any mutant`, { cause: because });
      const meets = (id: string): boolean => !only || only.test(files.get(id) ?? "");
      for (const [id, n] of met.times) if (meets(id) && n > (hits.get(id) ?? 0)) hits.set(id, n);
      return { name, ms: 0, met: [...met.differ].filter(meets) };
    });
    switches.met = undefined;
    await use(main);
    // how long each takes in the code that judges
    const timed = list.map((judge, i) => {
      if (without.has(judge.name)) return judge;
      const from = processorTime();
      sane(main, i);
      return { ...judge, ms: processorTime() - from };
    });
    return { judges: timed, atLoad, hits: Object.fromEntries(hits) };
  }

  async function judge(order: Order): Promise<Verdict> {
    const { id } = order;
    switches.hits = 0;
    switches.limit = order.limit;
    let loaded = main;
    if (order.atLoad) {
      switches.active = id;
      try {
        loaded = load();
      } catch {
        switches.active = undefined;
        return { id, status: "killed" };
      }
    }
    try {
      const from = processorTime();
      for (const [n, i] of order.judges.entries()) {
        const one = judges[i];
        if (!one) continue;
        if (processorTime() - from > order.budget) return { id, status: "survived", left: order.judges.length - n };
        if (!one.renew && loaded !== main && tests === testsOfMain) {
          switches.active = id;
          try {
            await use(loaded);
          } catch {
            return { id, status: "killed", judge: i };
          }
        }
        const timeout = Math.max(1500, 30 * (baseline[i] ?? 50));
        for (let again = 0; again < 2; again++) {
          const result = attempt(
            () => one.run(loaded.code),
            timeout,
            () => {
              switches.active = undefined;
              loaded.forget();
              switches.active = id;
              switches.hits = 0;
            },
          );
          switches.active = undefined;
          if (result === "passed") break;
          if (result === "timeout") one.renew?.();
          // what an earlier mutant left behind is no kill
          if (result === "timeout") return { id, status: "timeout", judge: i };
          if (!one.renew && loaded !== main) await use(main);
          if (sane(main, i)) return { id, status: "killed", judge: i };
          if (!one.renew) return { id, status: "broken" };
          one.renew();
        }
      }
      return { id, status: "survived" };
    } finally {
      switches.active = undefined;
      switches.hits = 0;
      switches.limit = Number.POSITIVE_INFINITY;
      main.forget();
      await use(main);
    }
  }

  process.on("message", (message: { survey?: string; without?: string[]; order?: Order; baseline?: number[] }) => {
    void (async () => {
      if (message.baseline) baseline.push(...message.baseline);
      if (message.survey) {
        writeFileSync(message.survey, JSON.stringify(await survey(new Set(message.without))));
        process.send?.({ surveyed: true });
      }
      if (message.order) process.send?.({ verdict: await judge(message.order) });
    })().catch((error: unknown) => {
      console.error(error);
      process.exit(1);
    });
  });
  process.send?.({ ready: judges.map((j) => j.name) });
}

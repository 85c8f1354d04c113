/** The search as a worker runs it: in slices of at most 20 ms, so that progress and cancellation pass. The same loop in Node and in the browser. */
import { createSimulation, ScenarioError, SimulationError, type SimulateOptions, type SimulationDriver } from "../explorer/simulate.ts";
import type { SimulationRun } from "../explorer/trace.ts";
import type { ProgramFunction, Unit } from "../program/types.ts";
import type { Parser } from "../source/syntax.ts";
import { Prover } from "../prove/prove.ts";
import type { SearchProgress, SearchRequest } from "./host.ts";
import { searchedEntry, searchedUnit } from "./searchedUnit.ts";
import type { FromSearch, ToSearch } from "./searchMessages.ts";

type Wasm = NonNullable<Extract<ToSearch, { kind: "start" }>["wasm"]>;

export interface SearchLoopHost {
  post(message: FromSearch): void;
  parser(wasm: Wasm | undefined): Promise<Parser>;
  /** Milliseconds, monotone. */
  now(): number;
  /** Calls back when waiting messages have been delivered. */
  later(action: () => void): void;
}

const SLICE = 15;
/** Seconds under one provider; what is found until then is shown, and that the search was cut. */
const MAX_SECONDS = 60;
/** Milliseconds between two reports of progress. */
const REPORT = 200;

/** @throws SimulationError that names the scenario which does not fit the program. */
function simulationOf(unit: Unit, entry: ProgramFunction, scenario: string | undefined, options: SimulateOptions): SimulationDriver {
  try {
    return createSimulation(unit, entry, options);
  } catch (error) {
    if (error instanceof ScenarioError) throw new SimulationError(`${scenario}: ${error.message}`);
    throw error;
  }
}

export class SearchLoop {
  private cancelled = false;

  constructor(private readonly host: SearchLoopHost) {}

  receive(message: ToSearch): void {
    if (message.kind === "cancel") this.cancelled = true;
    else
      this.run(message.request, message.wasm).catch((error: unknown) => {
        this.host.post({ kind: "failed", message: error instanceof Error ? error.message : String(error) });
      });
  }

  private async run(request: SearchRequest, wasm: Wasm | undefined): Promise<void> {
    const parser = await this.host.parser(wasm);
    const unit = searchedUnit(parser, request);
    if (request.prove) {
      const { findings, seconds } = request.prove;
      const prover = new Prover(unit, findings, {
        providers: request.providers,
        seconds,
        maxStates: request.maxStates,
        now: () => this.host.now(),
      });
      await this.drive(prover, () => undefined);
      const found = prover.result();
      this.host.post({ kind: "done", runs: [], proofs: findings.map((finding) => found.get(finding)!) });
      return;
    }
    const entry = searchedEntry(unit, request);
    const runs: SimulationRun[] = [];
    for (const { schedule, branch } of request.replays ?? []) {
      if (this.cancelled) break;
      const options = { ...request.scenario?.options, schedule, ...(branch && { branch }), now: () => this.host.now() };
      const driver = simulationOf(unit, entry, request.scenario?.name, { ...options, provider: request.providers[0] as "documented" });
      await this.drive(driver, () => undefined);
      runs.push(driver.result());
    }
    for (const provider of request.replays ? [] : request.providers) {
      if (this.cancelled) break;
      const driver = simulationOf(unit, entry, request.scenario?.name, {
        maxSeconds: MAX_SECONDS,
        ...request.scenario?.options,
        provider: provider as "documented",
        maxStates: request.maxStates,
        schedule: request.schedule,
        now: () => this.host.now(),
      });
      await this.drive(driver, () => {
        const { states, violations } = driver.progress;
        return { provider, states, violations };
      });
      if (this.cancelled) driver.cancel();
      runs.push(driver.result());
    }
    this.host.post({ kind: "done", runs, proofs: [] });
  }

  private drive(driver: { run(milliseconds: number): boolean }, progress: () => SearchProgress | undefined): Promise<void> {
    let told = this.host.now();
    return new Promise((resolve, reject) => {
      const slice = (): void => {
        try {
          if (this.cancelled || driver.run(SLICE)) {
            resolve();
            return;
          }
        } catch (error) {
          reject(error);
          return;
        }
        if (this.host.now() - told > REPORT) {
          told = this.host.now();
          const step = progress();
          if (step) this.host.post({ kind: "progress", progress: step });
        }
        this.host.later(slice);
      };
      slice();
    });
  }
}

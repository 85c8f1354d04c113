/** What a run of an entry needs before its first step: the program's image, the provider, the emulator and the first state. */
import { type Knobs, type ProviderProfile, profiles, withKnobs } from "../emulator/index.ts";
import { runModels } from "../platform/run/index.ts";
import type { ProgramFunction, Unit } from "../program/types.ts";
import { type Environment, startEnvironment } from "./environment/environment.ts";
import { environmentModels } from "./environment/models.ts";
import { ProgramImage } from "./interpreter/image.ts";
import { Simulation } from "./interpreter/simulation.ts";
import type { World } from "./interpreter/world.ts";
import { BEGINS, lookupsOf, openStarts } from "./lookups.ts";
import type { SimulateOptions } from "./simulateTypes.ts";

export interface Prepared {
  readonly image: ProgramImage;
  readonly profile: ProviderProfile;
  readonly simulation: Simulation;
  readonly environment: Environment;
  /** The state before anything ran. */
  readonly root: World;
}

export function prepare(unit: Unit, entry: ProgramFunction, options: SimulateOptions): Prepared {
  const models = new Map([...runModels, ...environmentModels]);
  const image = new ProgramImage(unit, { hasModel: (name) => models.has(name), modelledSize: () => undefined });
  const profile = profileOf(unit, options);
  const lookups = lookupsOf(unit, options);
  const starts = (options.failingStarts ?? true) ? openStarts(unit, profile.exhaustedError) : BEGINS;
  const simulation: Simulation = new Simulation(image, {
    profile,
    names: lookups.names,
    models,
    outcomes: (request, asked) =>
      asked ? lookups.blocking(asked) : lookups.outcomes(simulation.winsock.requestView(request), simulation.winsock.requestName(request)),
    // one start fails in a run: with more of them the program meets nothing new, and every start would double the orders
    starts: ({ call, name, request }, ledger) => lookups.start(call, name, request) ?? (ledger.failedStarts > 0 ? BEGINS : starts),
    ...(lookups.delay && {
      delays: (request) =>
        lookups.delay!(simulation.winsock.requestView(request), simulation.winsock.requestName(request)) ??
        simulation.winsock.databaseDelay(request),
    }),
    ...(options.maxIterations !== undefined && { maxIterations: options.maxIterations }),
    chooseCancelCode: profile.chooseCancelCode,
    ...(options.thorough && { thorough: true }),
    reduce: options.reduce ?? true,
  });
  const { world, environment } = startEnvironment(
    simulation,
    unit,
    entry,
    options.maxEvents ?? 2,
    options.scenario?.user,
    options.thorough,
  );
  return { image, profile, simulation, environment, root: world };
}

/** The provider, with what the scenario changes; it keeps its name. */
function profileOf(unit: Unit, options: SimulateOptions): ProviderProfile {
  const named = typeof options.provider === "object" ? options.provider : profiles[options.provider ?? "documented"];
  const { name } = named;
  const knobs = options.scenario?.knobs ?? {};
  // The documentation promises no order of completion and leaves the code of a failed cancel to the provider.
  const bothCodes = /WSAEINVAL|WSAEALREADY|10022|10037/.test([...unit.files.values()].map((file) => file.source.text).join("\n"));
  const open: Knobs = name === "documented" ? { worker: "pool", ...(bothCodes ? { chooseCancelCode: true } : {}) } : {};
  // who pins the code does not want the other one tried
  const pinned: Knobs = knobs.swapInvalAlready === undefined ? knobs : { chooseCancelCode: false, ...knobs };
  return { ...withKnobs(withKnobs(named, open), pinned), name };
}

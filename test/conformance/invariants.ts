/**
 * Runs a random program and says what is wrong, judged from outside: results of calls, bytes written, messages taken. The rules are written
 * anew in `expected.ts`, from the semantics. The emulator under test is passed in, so that one with a seeded mistake can be judged by the
 * same code.
 */
import { perform } from "./operations.ts";
import type { Distribution, Program } from "./programs.ts";
import { type Api, type How, Trial } from "./trial.ts";

/** undefined if every invariant holds, else what is wrong. Runs the program loudly, silently with detours, and (`repeat`) loudly again. */
export function judge(api: Api, program: Program, distribution?: Distribution, repeat = true): string | undefined {
  const loud = run(api, program, { loud: true, detours: false, keep: repeat, distribution });
  if (loud.wrong) return loud.wrong;
  const silent = run(api, program, { loud: false, detours: true });
  if (silent.wrong) return `silently: ${silent.wrong}`;
  const difference = loud.trace.findIndex((line, index) => line !== silent.trace[index]);
  if (difference >= 0)
    return `a detour or silence changed the run at ${difference}: '${loud.trace[difference]}' became '${silent.trace[difference]}'`;
  if (!repeat) return undefined;
  const again = run(api, program, { loud: true, detours: false, keep: true });
  if (again.events.join("\n") !== loud.events.join("\n")) return "the same program gave other events";
  return undefined;
}

function run(api: Api, program: Program, how: How): Trial {
  const trial = new Trial(api, program, how);
  for (const op of program.operations) {
    perform(trial, op);
    if (trial.wrong) return trial;
  }
  trial.finish();
  return trial;
}

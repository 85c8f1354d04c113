/** Requests beside the protocol: who may act next, and the choice of him; what stands behind the lines; the order as a schedule. */
import { optionText } from "../../explorer/optionText.ts";
import type { Stepper } from "../../explorer/stepper.ts";
import type { InlineHandles, NextActors } from "../protocol.ts";
import { handleValues } from "./inlineValues.ts";
import type { Runner } from "./runner.ts";
import type { Views } from "./views.ts";

interface Run {
  readonly stepper: Stepper;
  readonly runner: Runner;
  readonly views: Views;
}

/** `after` is done when the answer is on its way. */
type Answer = { readonly body?: object; readonly after?: () => void } | { readonly problem: string };

/** Undefined: no request of ours. */
export function ownRequest({ stepper, runner, views }: Run, command: string, args: Readonly<Record<string, unknown>>): Answer | undefined {
  const { frameId, option } = args;
  switch (command) {
    case "nextActors": {
      const { options, chosen } = stepper.next();
      const body: NextActors = {
        options: options.map((one, index) => ({ index, text: optionText(stepper.world, one), goesNext: index === chosen })),
      };
      return { body };
    }
    case "chooseNext": {
      const { options } = stepper.next();
      const chosen = typeof option === "number" ? options[option] : undefined;
      if (!chosen || typeof option !== "number") return { problem: "that cannot happen here" };
      const text = optionText(stepper.world, chosen);
      return { after: () => runner.choose(option, text.charAt(0).toUpperCase() + text.slice(1)) };
    }
    case "inlineValues": {
      const { code } = views.frame(typeof frameId === "number" ? frameId : undefined);
      const body: InlineHandles = { values: code ? handleValues(stepper, code) : [] };
      return { body };
    }
    case "schedule":
      if (stepper.assigned) return { problem: "a value was set by hand in this run: no schedule leads here" };
      return { body: { schedule: stepper.schedule() } };
    default:
      return undefined;
  }
}

/** What a step would do, as a sentence for the person who chooses it. */
import type { Outcome } from "../emulator/index.ts";
import type { World } from "./interpreter/world.ts";
import { codeName } from "./names.ts";
import type { Option } from "./scheduler.ts";

/** `main thread`, `thread 2 (Worker)`: by the function that it began with. */
export function threadName(world: World, index: number): string {
  const thread = world.threads[index];
  const first = thread?.frames.find((frame) => frame.kind === "code");
  const of = first?.kind === "code" ? ` (${first.fn.name})` : "";
  return index === 0 ? "main thread" : `thread ${index + 1}${of}`;
}

function outcomeText(outcome: Outcome): string {
  if (outcome === "database") return "success";
  return typeof outcome === "number" ? (codeName(outcome) ?? `error ${outcome}`) : String(outcome);
}

function stepText(step: Extract<Option, { kind: "step" }>["step"]): string {
  switch (step.kind) {
    case "pick-up":
      return `the resolver begins with request ${step.request + 1}`;
    case "lookup":
      return `the resolver looks up request ${step.request + 1}: ${outcomeText(step.outcome)}`;
    case "check":
    case "copy":
    case "mark":
      return `the resolver copies the result of request ${step.request + 1}`;
    case "commit":
      return `the resolver finishes request ${step.request + 1}: ${outcomeText(step.outcome)}`;
    case "post":
      return `the resolver posts the message of request ${step.request + 1}`;
    case "abandon":
      return `the resolver lets go of request ${step.request + 1}`;
    case "worker-ends":
      return "the resolver ends after WSACleanup";
    case "blocking-answer":
      return `the blocking call gets its answer: ${outcomeText(step.outcome)}`;
    case "deadline":
      return `deadline ${step.deadline + 1} is due`;
    case "addrinfo":
      return `the lookup of GetAddrInfoEx ${step.query + 1} ends: ${step.outcome === "timeout" ? "its time is up" : outcomeText(step.outcome)}`;
    case "socket":
      return `socket ${step.socket} becomes ready`;
  }
}

export function optionText(world: World, option: Option): string {
  switch (option.kind) {
    case "thread":
      return `the ${threadName(world, option.index)} goes on`;
    case "step":
      return stepText(option.step);
    case "user":
      return `the user ${option.entry.name}`;
    case "close":
      return "the user closes the window";
    case "answer": {
      const { question } = option;
      switch (question.kind) {
        case "branch":
          return `${question.sym.label || "the unknown condition"} is ${option.option === 0 ? "true" : "false"}`;
        case "value":
          return `${question.sym.label || "the unknown value"} is ${question.values[option.option]}`;
        case "choice": {
          const label = question.labels?.[option.option] ?? String(option.option);
          return `${question.what}: ${/^\d+$/.test(label) ? (codeName(Number(label)) ?? label) : label}`;
        }
      }
    }
  }
}

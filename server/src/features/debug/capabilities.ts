/** What the adapter offers. */
import type { DebugProtocol } from "@vscode/debugprotocol";
import { FILTERS } from "./exceptions.ts";

export const CAPABILITIES: DebugProtocol.Capabilities = {
  supportsConfigurationDoneRequest: true,
  supportsFunctionBreakpoints: true,
  supportsConditionalBreakpoints: true,
  supportsHitConditionalBreakpoints: true,
  supportsLogPoints: true,
  supportsDataBreakpoints: true,
  supportsDataBreakpointBytes: true,
  supportsExceptionFilterOptions: true,
  supportsRestartFrame: true,
  supportsSetVariable: true,
  supportsSetExpression: true,
  supportsCompletionsRequest: true,
  completionTriggerCharacters: [".", ">"],
  supportsEvaluateForHovers: true,
  supportsStepBack: true,
  supportsBreakpointLocationsRequest: true,
  supportsExceptionInfoRequest: true,
  supportsTerminateRequest: true,
  supportsDelayedStackTraceLoading: false,
  exceptionBreakpointFilters: [...FILTERS],
};

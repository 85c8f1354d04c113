/** All monitors; the first that speaks about an event is the one that is heard. */
import { faults } from "./faults.ts";
import { abandonedRequest, cleanupWithPending, hang } from "./endings.ts";
import { cancelRetryLoop, cancelZeroHandle, handleOverwritten, publishRace, sharedBuffer, startBeforeStartup } from "./handles.ts";
import { bufferEnds, usedAfterEnd, wrongBuffer } from "./memory.ts";
import { quietMonitors } from "./quiet.ts";
import type { Monitor } from "./types.ts";

export const allMonitors: readonly Monitor[] = [
  cancelZeroHandle,
  startBeforeStartup,
  sharedBuffer,
  handleOverwritten,
  publishRace,
  cancelRetryLoop,
  bufferEnds,
  usedAfterEnd,
  wrongBuffer,
  hang,
  abandonedRequest,
  cleanupWithPending,
  faults,
];

/** For a search that is to show findings of the checker. */
export const thoroughMonitors: readonly Monitor[] = [...allMonitors, ...quietMonitors];

export type { Monitor, MonitorContext, Verdict } from "./types.ts";
export { hangVerdict } from "./endings.ts";
export { faults } from "./faults.ts";

/** The emulator's public interface, exported from the package as `winsock-async/emulator`. */
export * from "./api.ts";
export * from "./codes.ts";
export {
  checkRecords,
  DatabaseError,
  type DatabaseProblem,
  everythingDatabase,
  isDottedAddress,
  parseScripted,
  scriptedDatabase,
} from "./database.ts";
export * from "./events.ts";
export { readTables, type TableTexts } from "./files.ts";
export { FlatMemory } from "./flatMemory.ts";
export * from "./memory.ts";
export * from "./names.ts";
export { type CancelAnswer, type CancelRow, type Knobs, type ProviderProfile, withKnobs } from "./profile.ts";
export { documented, type ProfileName, profiles, reactos, wine, winsock11 } from "./profiles/index.ts";
export { readHostent, readProtoent, readServent } from "./read.ts";
export type { Successors } from "./successors.ts";
export { recordingDatabase, recordsOf, type SystemResult, systemRecords } from "./system.ts";
export { type RequestView, Winsock } from "./winsock.ts";

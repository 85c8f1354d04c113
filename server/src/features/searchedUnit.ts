/** The program of a search or of a debug session, parsed in its worker from the texts that the server handed over. */
import { findEntry } from "../explorer/entry.ts";
import { SimulationError } from "../explorer/simulateTypes.ts";
import { unitOfTexts } from "../program/fromTexts.ts";
import type { ProgramFunction, Unit } from "../program/types.ts";
import type { Parser } from "../source/syntax.ts";
import type { SearchRequest } from "./host.ts";
import { readDefines } from "./settings.ts";

export function searchedUnit(parser: Parser, request: SearchRequest): Unit {
  return unitOfTexts(parser, Object.fromEntries(request.texts), {
    target: request.target,
    unicode: true,
    defines: readDefines(request.define),
  });
}

/** @throws SimulationError if the entry is not there. */
export function searchedEntry(unit: Unit, request: SearchRequest): ProgramFunction {
  const candidates = findEntry(unit, request.entry, request.uri);
  const entry = candidates.find((fn) => fn.uri === request.uri) ?? candidates[0];
  if (!entry) throw new SimulationError(`there is no function ${request.entry}`);
  return entry;
}

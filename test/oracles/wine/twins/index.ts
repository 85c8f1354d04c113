/** The twin of each program, by the program's name. */
import type { TwinBody } from "../twin.ts";
import { lookups } from "./lookups.ts";
import { others } from "./others.ts";
import { races } from "./races.ts";
import { requests } from "./requests.ts";
import { system } from "./system.ts";
import { windows } from "./windows.ts";

export const twins: Readonly<Record<string, TwinBody>> = { ...lookups, ...others, ...races, ...requests, ...system, ...windows };

/** Every library function that a simulation can run, by the name that the program calls it with. */
import { codepageModels } from "./codepages.ts";
import { crackerModels } from "./crackers.ts";
import { kernel32Models } from "./kernel32.ts";
import { libraryModels } from "./library.ts";
import { scanModels } from "./scan.ts";
import { stdioModels } from "./stdio.ts";
import { stdlibModels } from "./stdlib.ts";
import { textModels } from "./text.ts";
import type { Model, Models } from "./types.ts";
import { user32Models } from "./user32.ts";
import { winsockModels } from "./winsock.ts";

function table(...families: readonly Models[]): ReadonlyMap<string, Model> {
  const all = new Map<string, Model>();
  for (const family of families) {
    for (const [name, model] of Object.entries(family)) all.set(name, typeof model === "function" ? { run: model } : model);
  }
  return all;
}

export const runModels: ReadonlyMap<string, Model> = table(
  winsockModels,
  user32Models,
  kernel32Models,
  stdioModels,
  textModels,
  scanModels,
  codepageModels,
  stdlibModels,
  libraryModels,
  crackerModels,
);

export type { Model } from "./types.ts";

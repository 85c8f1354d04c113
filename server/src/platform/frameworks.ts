/** Classes, virtuals, members and table macros of MFC, ATL, OWL, VCL and the C++ standard library, found by name. */
import { atlClasses, atlMacros, wtlMessageMacro } from "./atl.ts";
import { crackerMacro } from "./crackers.ts";
import { nameIn } from "./family.ts";
import type { Framework, FrameworkClass, MethodEffect, TableMacro, VirtualMember } from "./frameworks/types.ts";
import { mfcClasses } from "./mfc/classes.ts";
import { mfcMacros } from "./mfc/maps.ts";
import { owlClasses, owlMacros, owlMessageMacro } from "./owl.ts";
import { mfcCollections, stlClasses } from "./stl.ts";
import { vclClasses, vclEvents, vclMacros } from "./vcl.ts";

export type { Framework, FrameworkClass, MethodEffect, MethodRow, TableMacro, Trigger, VirtualMember } from "./frameworks/types.ts";
export { crackedParameters, crackerMacro } from "./crackers.ts";

/** Several frameworks use a name (`TControl`, `TApplication`): the first in this order wins unless one is asked for. */
export const frameworkClasses: readonly FrameworkClass[] = [
  ...mfcClasses,
  ...mfcCollections,
  ...atlClasses,
  ...owlClasses,
  ...vclClasses,
  ...stlClasses,
];

const byName = new Map<string, FrameworkClass[]>();
for (const c of frameworkClasses) byName.set(c.name, [...(byName.get(c.name) ?? []), c]);

/** A framework class by its name, without namespace and template arguments (`std::vector<int>`, `ATL::CWindow`). */
export function frameworkClass(name: string, framework?: Framework): FrameworkClass | undefined {
  const plain = name.replace(/<.*$/s, "").replace(/^.*::/, "").trim();
  const list = byName.get(plain) ?? [];
  return framework ? list.find((c) => c.framework === framework) : list[0];
}

/** The class and its bases, nearest first. */
export function lineageOf(name: string, framework?: Framework): FrameworkClass[] {
  const first = frameworkClass(name, framework);
  const out: FrameworkClass[] = first ? [first] : [];
  for (let i = 0; i < out.length; i++)
    for (const base of out[i]!.bases) {
      const found = frameworkClass(base, out[i]!.framework);
      if (found && !out.includes(found)) out.push(found);
    }
  return out;
}

export function derivesFrom(name: string, base: string, framework?: Framework): boolean {
  return lineageOf(name, framework).some((c) => c.name === base);
}

export interface FrameworkMethod {
  readonly name: string;
  readonly record: string;
  readonly prototype: string;
  readonly effect: MethodEffect;
}

/** A member function of a framework class or of one of its bases. */
export function lookupMethod(record: string, name: string, framework?: Framework): FrameworkMethod | undefined {
  for (const c of lineageOf(record, framework))
    for (const [prototype, effect] of c.methods)
      if (methodName(prototype) === name) return { name, record: c.name, prototype, effect: effect ?? {} };
  return undefined;
}

function methodName(prototype: string): string {
  return /(operator\s*(?:\(\)|\[\]|[^\s(]+))\(/.exec(prototype)?.[1] ?? nameIn(prototype);
}

/** `type name` of a data member (`m_hWnd`). */
export function lookupMember(
  record: string,
  member: string,
  framework?: Framework,
): { readonly record: string; readonly type: string } | undefined {
  for (const c of lineageOf(record, framework))
    for (const text of c.members) {
      const match = /^(.*?[\s*])(\w+)$/.exec(text)!;
      if (match[2] === member) return { record: c.name, type: match[1]!.trim() };
    }
  return undefined;
}

/** The virtual of that name that the framework calls on an object derived from `record`; the nearest base says what its own version does. */
export function lookupVirtual(
  record: string,
  name: string,
  framework?: Framework,
): (VirtualMember & { readonly record: string }) | undefined {
  for (const c of lineageOf(record, framework)) {
    const found = c.virtuals.find((v) => v.name === name);
    if (found) return { ...found, record: c.name };
    if (c.name === "TCustomForm") {
      const event = vclEvents.find((v) => v.name === name);
      if (event) return { ...event, record: c.name };
    }
  }
  return undefined;
}

const tables: Readonly<Record<Exclude<Framework, "stl">, readonly TableMacro[]>> = {
  mfc: mfcMacros,
  atl: atlMacros,
  owl: owlMacros,
  vcl: vclMacros,
};

/** How a macro of a table reads. Without a framework the first that knows the name answers (MFC, ATL, OWL, VCL, then the crackers). */
export function tableMacro(name: string, framework?: Framework): TableMacro | undefined {
  const order = framework && framework !== "stl" ? [framework] : (["mfc", "atl", "owl", "vcl"] as const);
  for (const f of order) {
    const found =
      tables[f].find((m) => m.name === name) ?? (f === "atl" ? wtlMessageMacro(name) : f === "owl" ? owlMessageMacro(name) : undefined);
    if (found) return found;
  }
  return framework ? undefined : crackerMacro(name);
}

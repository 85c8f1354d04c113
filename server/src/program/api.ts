/** What a bare name means outside the program: a function of `winsock/`, one with a model in `platform/`, or nothing known. */
import { functions, isCancel, isStart, winsockFunction } from "../winsock/functions.ts";

/** Exported name of a Winsock function behind a spelling that the headers allow. */
export function winsockName(name: string): string | undefined {
  const bare = name.replace(/^::/, "");
  return winsockFunction(bare)?.name;
}

const byOrdinal = new Map(functions.flatMap((f) => (f.ordinal === undefined ? [] : [[f.ordinal, f.name] as const])));

/** Function that `GetProcAddress(h, MAKEINTRESOURCE(n))` of the Winsock library gives. */
export function winsockByOrdinal(ordinal: number): string | undefined {
  return byOrdinal.get(ordinal);
}

/** Prefixes and suffixes by which programs name pointers to API functions: `P…`, `m_pfn…`, `ORIG_…`, `lpfn…`, `…Ptr`. */
const POINTER_NAME =
  /^(?:m_|g_|s_|gp|_+)?(?:p(?:fn?)?_?|lpfn_?|lp|fp_?|fn_?|ptr_?|dyn_?|dll_?|ORIG_|orig_|original_?|real_?|Real_?|Orig|true_?|True_?|sys_?|_imp_|dl_?)?(WSA[A-Z]\w*?)(?:_?(?:Ptr|Proc|Func|Fn|ptr|proc|func|fn|_t|_))?$/i;

/** Winsock function that a pointer of this name is meant for; undefined for the plain name itself and for names that merely contain it. */
export function winsockByPointerName(name: string): string | undefined {
  const match = POINTER_NAME.exec(name)?.[1];
  if (match === undefined || match === name) return undefined;
  const found = functions.find((f) => f.name.toLowerCase() === match.toLowerCase());
  return found && (isStart(found.name) || isCancel(found.name) || found.name.startsWith("WSA")) ? found.name : undefined;
}

export { isCancel, isStart };

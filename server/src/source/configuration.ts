/**
 * A configuration assigns truth to the conditions of the preprocessor: what the target defines, what the person defines,
 * and what was chosen before for conditions that nobody decides. The same condition is answered the same everywhere.
 */
import type { Language } from "./syntax.ts";

export interface Configuration {
  readonly target: "win32" | "win64";
  /** UNICODE and _UNICODE; true if not given, as in the projects of Visual Studio. */
  readonly unicode?: boolean;
  /** `--define X=V`: value text ("1" for a bare X); undefined as a value means `X` is not defined. They win over the target. */
  readonly defines?: ReadonlyMap<string, string | undefined>;
  /** Macros that the included headers define for certain (value text), or take away (undefined). `defines` win over them. */
  readonly included?: ReadonlyMap<string, string | undefined>;
  /** Truth of normalised conditions that were chosen elsewhere in the unit. */
  readonly assumed?: ReadonlyMap<string, boolean>;
  /** Words to blank that the person listed, see words.ts. */
  readonly words?: readonly string[];
}

/** Definition of a macro as far as conditions ask: its text, not defined at all (null), or unknown (undefined). */
export type MacroState = string | null | undefined;

/** Predefined by Microsoft's compiler for every target; the version is that of Visual Studio 2019. */
const COMPILER: Readonly<Record<string, string>> = {
  _WIN32: "1",
  WIN32: "1",
  __WIN32__: "1",
  _MSC_VER: "1929",
  _MSC_FULL_VER: "192930133",
  __STDC__: "1",
};

/** Other systems and processors, and Windows of 16 bits: none of them is the target. Other compilers for Windows stay undecided. */
const FOREIGN = [
  "WIN16",
  "_WIN16",
  "__WIN16__",
  "_WIN32_WCE",
  "UNDER_CE",
  "__unix__",
  "__unix",
  "unix",
  "__linux__",
  "__linux",
  "linux",
  "__APPLE__",
  "__MACH__",
  "macintosh",
  "__CYGWIN__",
  "__FreeBSD__",
  "__NetBSD__",
  "__OpenBSD__",
  "__sun",
  "sun",
  "__hpux",
  "_AIX",
  "__OS2__",
  "OS2",
  "__BEOS__",
  "__HAIKU__",
  "AMIGA",
  "_MAC",
  "__MSDOS__",
  "MSDOS",
  "__DOS__",
  "__ANDROID__",
  "_ALPHA_",
  "_M_ALPHA",
  "_MIPS_",
  "_M_MRX000",
  "_PPC_",
  "_M_PPC",
  "_IA64_",
  "_M_IA64",
];

export function predefined(configuration: Configuration, language: Language): Map<string, MacroState> {
  const macros = new Map<string, MacroState>(Object.entries(COMPILER));
  for (const name of FOREIGN) macros.set(name, null);
  const win64 = configuration.target === "win64";
  for (const name of ["_WIN64", "WIN64", "_M_X64", "_M_AMD64"]) macros.set(name, win64 ? "1" : null);
  for (const name of ["_M_IX86", "_X86_"]) macros.set(name, win64 ? null : "600");
  const unicode = configuration.unicode ?? true;
  for (const name of ["UNICODE", "_UNICODE"]) macros.set(name, unicode ? "1" : null);
  macros.set("__cplusplus", language === "cpp" ? "201402L" : null);
  for (const [name, value] of configuration.included ?? []) macros.set(name, value ?? null);
  if (configuration.defines?.has("UNICODE")) macros.set("_UNICODE", configuration.defines.get("UNICODE") ?? null);
  for (const [name, value] of configuration.defines ?? []) macros.set(name, value ?? null);
  return macros;
}

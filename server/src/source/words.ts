/**
 * The words that are blanked before a parse: the grammars know standard C and C++, code for Windows is full of macros that
 * stand where no grammar expects a word. A word is replaced by blanks or by `as`, never by something longer.
 */

export interface BlankedWord {
  /** Text that takes its place; blanks if absent. */
  readonly as?: string;
  /** `blank`: parentheses behind the word go with it; `unwrap`: only the parentheses themselves do. */
  readonly args?: "blank" | "unwrap";
  /**
   * - `qualifier`: only where two declaration words meet or before `*`, since programs use the name for themselves;
   * - `parameter`: only at the start of a parameter, before another word;
   * - `behindParameter`: only behind a word and before `,` or `)`.
   */
  readonly when?: "qualifier" | "parameter" | "behindParameter";
}

export interface TableWords {
  readonly head: string;
  readonly tail: string;
}

const plain: BlankedWord = {};
const withArguments: BlankedWord = { args: "blank" };

const CALLING_CONVENTIONS = `
  CALLBACK WINAPI WINAPIV WSAAPI WSPAPI WSPAPIX APIENTRY APIPRIVATE PASCAL CDECL NTAPI STDCALL FASTCALL
  STDMETHODCALLTYPE STDMETHODVCALLTYPE STDAPICALLTYPE STDAPIVCALLTYPE CALLTYPE RPC_ENTRY RPC_VAR_ENTRY ODBCAPI SQL_API EXPENTRY
  __stdcall _stdcall __cdecl _cdecl __fastcall _fastcall __thiscall _thiscall __vectorcall __clrcall __pascal _pascal
  __msfastcall __regcall _RTLENTRY _RTLENTRYF _USERENTRY AFXAPI AFX_CDECL AFX_MSG_CALL `;

const POINTER_SIZES = `FAR NEAR HUGE __far _far __near _near __huge _huge __ptr32 __ptr64 __w64 __unaligned UNALIGNED _ss _cs _ds _es _seg __seg
  FARDATA FARPTR __RPC_FAR __RPC_STUB __RPC_USER __RPC_API`;

const LINKAGE = `_export __export _loadds __loadds _saveregs __saveregs EXPORT EXPORT32 EXPORTED DLLEXPORT DLLIMPORT DLL_EXPORT
  DECLSPEC_IMPORT DECLSPEC_EXPORT DECLSPEC_NORETURN DECLSPEC_NOVTABLE DECLSPEC_NOTHROW DECLSPEC_SELECTANY WINBASEAPI WINUSERAPI WINADVAPI
  WINSOCK_API_LINKAGE WINSOCKAPI AFX_EXT_CLASS AFX_EXT_API AFX_EXT_DATA AFX_CLASS_EXPORT AFX_DATA AFX_DATADEF AFX_IMPORT_DATA AFX_API_EXPORT
  AFX_CORE_DATA AFX_INLINE _AFX_INLINE _AFXWIN_INLINE FORCEINLINE _CRTIMP _OWLCLASS _OWLDATA _OWLFARCLASS _BIDSCLASS PACKAGE
  DELPHICLASS ATL_NO_VTABLE afx_msg __closure _inline THIS_ THIS`;

const WITH_ARGUMENTS = `__declspec _declspec DECLSPEC_ALIGN DECLSPEC_UUID __pragma _Pragma __based _based __success __drv_at`;

/** Same word for the grammar. */
const SPELLINGS: Readonly<Record<string, string>> = {
  CONST: "const",
  VOLATILE: "volatile",
  REGISTER: "register",
  EXTERN_C: "extern",
  STATIC: "static",
  INLINE: "inline",
  PURE: "=0",
  interface: "struct",
  __interface: "struct",
  __published: "public",
  __automated: "public",
};

const QUALIFIERS = "far near huge pascal cdecl stdcall";
const PARAMETER_WORDS = "IN OUT INOUT IN_OUT __in __out __inout __in_opt __out_opt __inout_opt __reserved OPTIONAL";

const split = (text: string): string[] => text.trim().split(/\s+/);

function windowsWords(): Map<string, BlankedWord> {
  const words = new Map<string, BlankedWord>();
  for (const name of [...split(CALLING_CONVENTIONS), ...split(POINTER_SIZES), ...split(LINKAGE)]) words.set(name, plain);
  for (const name of split(WITH_ARGUMENTS)) words.set(name, withArguments);
  for (const [name, as] of Object.entries(SPELLINGS)) words.set(name, { as });
  for (const name of split(QUALIFIERS)) words.set(name, { when: "qualifier" });
  for (const name of split(PARAMETER_WORDS)) words.set(name, { when: "parameter" });
  return words;
}

const WINDOWS = windowsWords();

/** SAL 2 (`_In_reads_bytes_(n)`, `_Must_inspect_result_`) and SAL 1 (`__out_ecount_opt(n)`, `__checkReturn`). */
const SAL =
  /^(?:_[A-Z][a-z]\w*_|__(?:deref_|in|out|inout|opt_)\w*(?:_b?count|_e?count|_opt|_z|_part|_full)\w*|__checkReturn|__callback|__nullterminated)$/;

export interface Vocabulary {
  word(name: string): BlankedWord | undefined;
  readonly tables: readonly TableWords[];
}

/**
 * Windows words and those that the person listed, which win. A listed word is `NAME` (blanked), `NAME()` (with its
 * arguments), `NAME=text` (replaced, text no longer than the name) or `HEAD..TAIL` (a table). Throws a RangeError of one
 * line for anything else.
 */
export function vocabulary(listed: readonly string[] = []): Vocabulary {
  const own = new Map<string, BlankedWord>();
  const tables: TableWords[] = [];
  for (const entry of listed) {
    const [, name, rest] = /^([A-Za-z_$][\w$]*)(|\(\)|=.*|\.\.[A-Za-z_$][\w$]*)$/s.exec(entry.trim()) ?? [];
    if (name === undefined || rest === undefined)
      throw new RangeError(`"${entry}" is no word to blank: NAME, NAME(), NAME=text or HEAD..TAIL`);
    if (rest === "") own.set(name, plain);
    else if (rest === "()") own.set(name, withArguments);
    else if (rest.startsWith("..")) tables.push({ head: name, tail: rest.slice(2) });
    else {
      const as = rest.slice(1);
      if (as.length > name.length || /[\r\n]/.test(as))
        throw new RangeError(`"${entry}": the text must be one line and no longer than the word`);
      own.set(name, { as });
    }
  }
  return {
    tables,
    word: (name) => own.get(name) ?? WINDOWS.get(name) ?? (name.charCodeAt(0) === 95 && SAL.test(name) ? withArguments : undefined),
  };
}

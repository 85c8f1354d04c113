/**
 * Global functions and function-like macros of MFC and ATL. Checks and traces are listed as functions: ASSERT(e) evaluates e in debug
 * builds alone.
 */
import { family } from "../family.ts";

export const mfcFunctions = family("mfc", { setsLastError: true }, [
  [{ reads: [0], modal: true, pumpsMessages: true, blocks: true }, "int AfxMessageBox(LPCTSTR text, UINT type, UINT help)"],
  [
    { startsThread: { procedure: 0, argument: 1 }, escapes: [1] },
    "CWinThread *AfxBeginThread(AFX_THREADPROC procedure, LPVOID parameter, int priority, UINT stack, DWORD flags, LPSECURITY_ATTRIBUTES security)",
  ],
  [
    { neverReturns: true },
    "void AfxEndThread(UINT code, BOOL remove)",
    "void AfxThrowMemoryException()",
    "void AfxThrowUserException()",
    "void AfxThrowResourceException()",
    "void AfxThrowNotSupportedException()",
  ],
  [
    { setsLastError: false },
    "CWinApp *AfxGetApp()",
    "CWinThread *AfxGetThread()",
    "CWnd *AfxGetMainWnd()",
    "HINSTANCE AfxGetInstanceHandle()",
    "HINSTANCE AfxGetResourceHandle()",
    "LPCTSTR AfxGetAppName()",
    "void AfxDebugBreak()",
    "void ASSERT(int condition)",
    "void VERIFY(int condition)",
    "void ATLASSERT(int condition)",
    "void _ASSERT(int condition)",
    "void _ASSERTE(int condition)",
    "void assert(int condition)",
  ],
  [
    {},
    "LPCTSTR AfxRegisterWndClass(UINT style, HCURSOR cursor, HBRUSH brush, HICON icon)",
    "void AfxSocketTerm()",
    "BOOL AfxOleInit()",
    "void AfxEnableControlContainer()",
  ],
  [
    { reads: [0] },
    "BOOL AfxRegisterClass(LPWNDCLASS windowClass)",
    "void AfxTrace(LPCTSTR format, ...)",
    "void AtlTrace(LPCSTR format, ...)",
    "void TRACE(LPCTSTR format, ...)",
    "void TRACE0(LPCTSTR text)",
    "void TRACE1(LPCTSTR format, int first)",
    "void TRACE2(LPCTSTR format, int first, int second)",
    "void TRACE3(LPCTSTR format, int first, int second, int third)",
    "void ATLTRACE(LPCTSTR format, ...)",
  ],
  [{ writes: [0], blocks: true }, "BOOL AfxSocketInit(WSADATA *data)"],
  [{ reads: [0], allocates: { by: "module" }, blocks: true }, "HINSTANCE AfxLoadLibrary(LPCTSTR name)"],
  [{ frees: 0, freesFrom: "module", blocks: true }, "BOOL AfxFreeLibrary(HINSTANCE module)"],
  [
    { pure: true },
    "BOOL AfxIsValidAddress(const void *address, UINT size, BOOL writable)",
    "BOOL AfxIsValidString(LPCTSTR text, int length)",
    "BOOL AfxCheckMemory()",
  ],
  [{ writes: [0], reads: [2] }, "void AfxFormatString1(CString &text, UINT id, LPCTSTR first)"],
  [{ writes: [0], reads: [2, 3] }, "void AfxFormatString2(CString &text, UINT id, LPCTSTR first, LPCTSTR second)"],
  [{ writes: [0], reads: [1] }, "BOOL AfxExtractSubString(CString &part, LPCTSTR text, int index, TCHAR separator)"],
  [
    { modal: true, pumpsMessages: true, blocks: true },
    "BOOL AfxAssertFailedLine(LPCSTR file, int line)",
    "int AtlMessageBox(HWND owner, LPCTSTR text, LPCTSTR title, UINT type)",
  ],
  [{ reads: [2] }, "void ATLTRACE2(int category, int level, LPCTSTR format, ...)"],
  [{ reads: [0], setsLastError: false }, "void ASSERT_VALID(const void *object)"],
  [{ pure: true, setsLastError: false }, "void UNREFERENCED_PARAMETER(int parameter)"],
]);

/** Strings of kernel32, user32 and strsafe.h. */
import { family } from "../family.ts";

export const kernelStrings = family(
  "kernel32",
  {},
  [
    [
      { reads: [2], writes: [4], setsLastError: true },
      "int MultiByteToWideChar(UINT, DWORD, LPCCH multiByteStr, int, LPWSTR wideCharStr, int)",
    ],
    [
      { reads: [2, 6], writes: [4, 7], setsLastError: true },
      "int WideCharToMultiByte(UINT, DWORD, LPCWCH wideCharStr, int, LPSTR multiByteStr, int, LPCCH defaultChar, LPBOOL usedDefaultChar)",
    ],
    [{ pure: true }, "BOOL IsDBCSLeadByte(BYTE)"],
    [{ reads: [0], writes: [2] }, "BOOL IsTextUnicode(const void *lpv, int, LPINT lpiResult)"],
    [{ reads: [0], writes: [1] }, "BOOL AnsiToOem(LPCSTR source, LPSTR destination)", "BOOL OemToAnsi(LPCSTR source, LPSTR destination)"],
    [{ reads: [0], returnsArg: 0, pure: true }, "LPSTR AnsiNext(LPCSTR text)"],
    [{ reads: [0], writes: [0], returnsArg: 0 }, "LPSTR AnsiUpper(LPSTR text)", "LPSTR AnsiLower(LPSTR text)"],
  ],
  [
    [{ reads: [0], pure: true }, "int lstrlen(LPCTSTR string)"],
    [{ writes: [0], reads: [1], returnsArg: 0 }, "LPTSTR lstrcpy(LPTSTR string1, LPCTSTR string2)"],
    [{ reads: [0, 1], writes: [0], returnsArg: 0 }, "LPTSTR lstrcat(LPTSTR string1, LPCTSTR string2)"],
    [{ writes: [0], reads: [1], returnsArg: 0 }, "LPTSTR lstrcpyn(LPTSTR string1, LPCTSTR string2, int)"],
    [{ reads: [0, 1], pure: true }, "int lstrcmp(LPCTSTR string1, LPCTSTR string2)", "int lstrcmpi(LPCTSTR string1, LPCTSTR string2)"],
    [{ reads: [2, 4], setsLastError: true }, "int CompareString(LCID, DWORD, PCNZCH string1, int, PCNZCH string2, int)"],
    [
      { reads: [2], writes: [4], setsLastError: true },
      "int LCMapString(LCID, DWORD, LPCTSTR srcStr, int, LPTSTR destStr, int)",
      "BOOL GetStringTypeEx(LCID, DWORD, LPCTSTR srcStr, int, LPWORD charType)",
    ],
    [
      { reads: [1], writes: [4], setsLastError: true },
      "DWORD FormatMessage(DWORD, LPCVOID source, DWORD, DWORD, LPTSTR buffer, DWORD, va_list *)",
    ],
    [{ writes: [0], reads: [1] }, "int wsprintf(LPTSTR buffer, LPCTSTR format, ...)", "int wvsprintf(LPTSTR arg0, LPCTSTR arg1, va_list)"],
    [{ reads: [0], returnsArg: 0, pure: true }, "LPTSTR CharNext(LPCTSTR lpsz)"],
    [{ reads: [0, 1], returnsArg: 1, pure: true }, "LPTSTR CharPrev(LPCTSTR start, LPCTSTR current)"],
    [{ reads: [0], writes: [0], returnsArg: 0 }, "LPTSTR CharUpper(LPTSTR lpsz)", "LPTSTR CharLower(LPTSTR lpsz)"],
    [{ reads: [0], writes: [0] }, "DWORD CharUpperBuff(LPTSTR lpsz, DWORD)", "DWORD CharLowerBuff(LPTSTR lpsz, DWORD)"],
    [
      { reads: [0], writes: [1] },
      "BOOL CharToOem(LPCTSTR src, LPTSTR dst)",
      "BOOL OemToChar(LPCTSTR src, LPTSTR dst)",
      "BOOL CharToOemBuff(LPCTSTR src, LPTSTR dst, DWORD)",
      "BOOL OemToCharBuff(LPCTSTR src, LPTSTR dst, DWORD)",
    ],
    [{ pure: true }, "BOOL IsCharAlpha(TCHAR)", "BOOL IsCharAlphaNumeric(TCHAR)", "BOOL IsCharUpper(TCHAR)", "BOOL IsCharLower(TCHAR)"],
    [{ writes: [2], setsLastError: true }, "int LoadString(HINSTANCE, UINT, LPTSTR buffer, int)"],
    [
      { writes: [0], reads: [2] },
      "HRESULT StringCchCopy(LPTSTR destination, size_t, LPCTSTR source)",
      "HRESULT StringCchCopyN(LPTSTR destination, size_t, LPCTSTR source, size_t)",
    ],
    [
      { reads: [0, 2], writes: [0] },
      "HRESULT StringCchCat(LPTSTR destination, size_t, LPCTSTR source)",
      "HRESULT StringCchCatN(LPTSTR destination, size_t, LPCTSTR source, size_t)",
    ],
    [
      { writes: [0], reads: [2] },
      "HRESULT StringCchPrintf(LPTSTR destination, size_t, LPCTSTR format, ...)",
      "HRESULT StringCchVPrintf(LPTSTR destination, size_t, LPCTSTR format, va_list)",
    ],
    [{ reads: [0], writes: [2] }, "HRESULT StringCchLength(LPCTSTR text, size_t, size_t *length)"],
    [
      { writes: [0], reads: [2] },
      "HRESULT StringCbCopy(LPTSTR destination, size_t, LPCTSTR source)",
      "HRESULT StringCbCat(LPTSTR destination, size_t, LPCTSTR source)",
      "HRESULT StringCbPrintf(LPTSTR destination, size_t, LPCTSTR format, ...)",
    ],
    [{ reads: [0], writes: [2] }, "HRESULT StringCbLength(LPCTSTR text, size_t, size_t *length)"],
  ],
);

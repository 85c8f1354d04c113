/** Wide strings of the C run time. */
import { family } from "../family.ts";

export const crtWide = family("crt", {}, [
  [{ reads: [0], pure: true }, "size_t wcslen(const wchar_t *str)", "size_t wcsnlen(const wchar_t *src, size_t)"],
  [
    { writes: [0], reads: [1], returnsArg: 0 },
    "wchar_t *wcscpy(wchar_t *dest, const wchar_t *source)",
    "wchar_t *wcsncpy(wchar_t *dest, const wchar_t *source, size_t)",
  ],
  [
    { reads: [0, 1], writes: [0], returnsArg: 0 },
    "wchar_t *wcscat(wchar_t *dest, const wchar_t *source)",
    "wchar_t *wcsncat(wchar_t *dest, const wchar_t *source, size_t)",
  ],
  [
    { writes: [0], reads: [2] },
    "errno_t wcscpy_s(wchar_t *dst, rsize_t, const wchar_t *src)",
    "errno_t wcsncpy_s(wchar_t *dst, size_t, const wchar_t *src, size_t)",
  ],
  [
    { reads: [0, 2], writes: [0] },
    "errno_t wcscat_s(wchar_t *dst, rsize_t, const wchar_t *src)",
    "errno_t wcsncat_s(wchar_t *dst, size_t, const wchar_t *src, size_t)",
  ],
  [
    { reads: [0, 1], pure: true },
    "int wcscmp(const wchar_t *str1, const wchar_t *str2)",
    "int wcsncmp(const wchar_t *str1, const wchar_t *str2, size_t)",
    "int _wcsicmp(const wchar_t *str1, const wchar_t *str2)",
    "int wcsicmp(const wchar_t *str1, const wchar_t *str2)",
    "int _wcsnicmp(const wchar_t *str1, const wchar_t *str2, size_t)",
    "int wcsnicmp(const wchar_t *str1, const wchar_t *str2, size_t)",
    "int wcscoll(const wchar_t *str1, const wchar_t *str2)",
  ],
  [
    { reads: [0], returnsArg: 0, pure: true },
    "wchar_t *wcschr(const wchar_t *str, wchar_t)",
    "wchar_t *wcsrchr(const wchar_t *str, wchar_t)",
  ],
  [
    { reads: [0, 1], returnsArg: 0, pure: true },
    "wchar_t *wcsstr(const wchar_t *str, const wchar_t *subStr)",
    "wchar_t *wcspbrk(const wchar_t *str, const wchar_t *control)",
  ],
  [
    { reads: [0, 1], pure: true },
    "size_t wcsspn(const wchar_t *str, const wchar_t *control)",
    "size_t wcscspn(const wchar_t *str, const wchar_t *control)",
  ],
  [{ reads: [0, 1], writes: [0], returnsArg: 0 }, "wchar_t *wcstok(wchar_t *text, const wchar_t *delimiters)"],
  [{ reads: [0, 1], writes: [0, 2] }, "wchar_t *wcstok_s(wchar_t *str, const wchar_t *delim, wchar_t **context)"],
  [{ reads: [0], allocates: { by: "malloc" } }, "wchar_t *wcsdup(const wchar_t *str)", "wchar_t *_wcsdup(const wchar_t *str)"],
  [
    { reads: [0], writes: [0], returnsArg: 0 },
    "wchar_t *_wcslwr(wchar_t *string)",
    "wchar_t *_wcsupr(wchar_t *string)",
    "wchar_t *_wcsrev(wchar_t *str)",
  ],
  [
    { reads: [0], pure: true },
    "int _wtoi(const wchar_t *str)",
    "long _wtol(const wchar_t *str)",
    "long long _wtoi64(const wchar_t *str)",
    "double _wtof(const wchar_t *str)",
  ],
  [
    { reads: [0], writes: [1] },
    "long wcstol(const wchar_t *str, wchar_t **endPtr, int)",
    "unsigned long wcstoul(const wchar_t *str, wchar_t **endPtr, int)",
    "double wcstod(const wchar_t *str, wchar_t **endPtr)",
  ],
  [
    { writes: [1], returnsArg: 1 },
    "wchar_t *_itow(int, wchar_t *dest, int)",
    "wchar_t *_ltow(long, wchar_t *dest, int)",
    "wchar_t *_ultow(unsigned long, wchar_t *dest, int)",
  ],
  [
    { pure: true },
    "int iswalpha(wint_t)",
    "int iswdigit(wint_t)",
    "int iswalnum(wint_t)",
    "int iswspace(wint_t)",
    "int iswupper(wint_t)",
    "int iswlower(wint_t)",
    "int iswprint(wint_t)",
    "int iswpunct(wint_t)",
    "int iswxdigit(wint_t)",
    "wint_t towupper(wint_t)",
    "wint_t towlower(wint_t)",
  ],
  [{}, "wchar_t *_wcserror(int)"],
]);

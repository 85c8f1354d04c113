/* Wide texts and conversions: wcs functions, TCHAR words, MultiByteToWideChar and back. */
/* Outcomes: one */
#define UNICODE
#define _UNICODE
#include <windows.h>
#include <stdio.h>
#include <wchar.h>
#include <tchar.h>
int main(void)
{
  WCHAR w[64]; char b[64]; TCHAR t[32]; int n;
  wcscpy(w, L"alpha"); wcscat(w, L".test");
  printf("%d %ls\n", (int)wcslen(w), w);
  n = WideCharToMultiByte(CP_ACP, 0, w, -1, b, sizeof b, NULL, NULL);
  printf("%d %s\n", n, b);
  n = MultiByteToWideChar(CP_ACP, 0, "beta", -1, w, 64);
  printf("%d %ls %d\n", n, w, w[4]);
  printf("%d %d\n", wcscmp(L"a", L"b") < 0, wcsncmp(L"abc", L"abd", 2));
  printf("%ls %ls\n", wcschr(L"a.b.c", L'.'), wcsrchr(L"a.b.c", L'.'));
  _tcscpy(t, _T("text")); lstrcat(t, _T("!"));
  printf("%d %ls\n", lstrlen(t), t);
  wsprintfA(b, "%s %d %lu %c", "port", 80, 7UL, 'c');
  printf("%s\n", b);
  wsprintfW(w, L"%s-%d", L"wide", 3);
  printf("%ls\n", w);
  printf("%d %d\n", lstrcmpiA("HOST", "host"), lstrcmpA("a", "b") < 0);
  return 0;
}

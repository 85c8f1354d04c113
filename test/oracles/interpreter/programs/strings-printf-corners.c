/* printf and its kin: flags, widths from arguments, truncation, return values, snprintf, wide texts. */
/* Outcomes: one */
#include <stdio.h>
#include <string.h>
#include <wchar.h>
int main(void)
{
  char b[32]; wchar_t w[32]; int n;
  printf("[%5d][%-5d][%05d][%+d][% d]\n", 42, 42, 42, 42, 42);
  printf("[%x][%X][%#x][%o][%#o]\n", 255, 255, 255, 8, 8);
  printf("[%*d][%-*d][%.*s]\n", 6, 7, 6, 7, 3, "abcdef");
  printf("[%10s][%-10s][%.2s][%c][%%]\n", "right", "left", "cut", 'z');
  printf("[%.3d][%8.3d][%-8.3d]\n", 7, 7, 7);
  printf("[%f][%.2f][%10.1f][%e][%g][%g]\n", 3.14159, 2.5, -1.25, 12345.678, 0.0001, 1e10);
  printf("[%hd][%hhd][%hu]\n", (short)-1, (char)-1, (unsigned short)65535);
  printf("[%s][%ls]\n", "narrow", L"wide");
  n = sprintf(b, "%s-%d", "host", 80); printf("%d %s\n", n, b);
  n = _snprintf(b, 4, "%s", "abcdef"); b[4] = 0; printf("%d %s\n", n, b);
  n = swprintf(w, 32, L"%d-%ls", 5, L"x"); printf("%d %d %ls\n", n, (int)wcslen(w), w);
  printf("%d\n", printf("abc\n"));
  printf("[%u][%u]\n", -1, 0x80000000);
  printf("%s\n", strcmp("a", "b") < 0 ? "less" : "more");
  puts("end"); putchar('!'); putchar('\n');
  return 0;
}

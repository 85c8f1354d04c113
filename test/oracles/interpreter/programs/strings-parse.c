/* strtok, strstr, strncpy without an end, strspn, memchr, qsort of texts, sscanf, strtol with bases and ends. */
/* Outcomes: one */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
static int by_name(const void *a, const void *b) { return strcmp(*(const char *const *)a, *(const char *const *)b); }
int main(void)
{
  char line[] = "GET /index.html HTTP/1.0", *word, b[8], *end; const char *list[] = { "pear", "apple", "fig" }; int a, c, n; char name[16];
  for (word = strtok(line, " "); word; word = strtok(NULL, " /")) printf("<%s>", word);
  printf("\n");
  memset(b, '#', sizeof b); strncpy(b, "abc", 5); printf("%s %c %d\n", b, b[5], b[4]);
  printf("%s %s %d %d\n", strstr("mail.example.test", ".ex"), strpbrk("a=b;c", ";="), (int)strspn("123abc", "0123456789"), (int)strcspn("key:val", ":"));
  qsort(list, 3, sizeof list[0], by_name); printf("%s %s %s\n", list[0], list[1], list[2]);
  n = sscanf("192.168 port=80 name", "%d.%d port=%x %15s", &a, &c, &n, name); printf("%d %d %d %s\n", n, a, c, name);
  printf("%ld %ld\n", strtol("0x1f", NULL, 0), strtol("777", NULL, 8)); c = (int)strtol("12abc", &end, 10); printf("%d %s\n", c, end);
  printf("%d %d\n", toupper('q'), isalpha('9') != 0);
  printf("%d\n", (int)((char *)memchr("hello", 'l', 5) - (char *)"hello") >= 0);
  printf("%d %d %d\n", memcmp("abc", "abd", 2), strncmp("abc", "abd", 3) < 0, _stricmp("HeLLo", "hEllO"));
  printf("%s\n", strrev(strcpy(b, "wxyz")));
  return 0;
}

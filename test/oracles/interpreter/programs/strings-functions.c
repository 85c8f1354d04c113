/* The string functions of C. */
/* Outcomes: one */
#include <stdio.h>
#include <string.h>

int main(void) {
  char a[32] = "winsock", b[32];
  printf("%d\n", (int)strlen(a));
  strcpy(b, a);
  strcat(b, " async");
  printf("%s %d\n", b, (int)strlen(b));
  printf("%d %d %d\n", strcmp(a, "winsock"), strcmp("abc", "abd") < 0, strcmp("b", "a") > 0);
  printf("%d %d\n", strncmp("windows", "winsock", 3), strncmp("windows", "winsock", 4) < 0);
  printf("%d %d\n", (int)(strchr(b, 's') - b), (int)(strrchr(b, 's') - b));
  printf("%s %d\n", strstr(b, "as"), strstr(b, "none") == NULL);
  strncpy(b, "xyz", 6);
  printf("%s %d %c\n", b, b[5], b[7]);
  b[2] = 0;
  strncat(b, "12345", 3);
  printf("%s\n", b);
  printf("%d\n", (int)strcspn("key=value", "="));
  return (int)strlen("");
}

/* printf with widths, precisions, flags and types. */
/* Outcomes: one */
#include <stdio.h>

int main(void) {
  printf("[%d] [%5d] [%-5d] [%05d] [%+d]\n", 42, 42, 42, 42, 42);
  printf("[%x] [%X] [%#x] [%o] [%08x]\n", 255, 255, 255, 8, 0xBEEF);
  printf("[%s] [%8s] [%-8s] [%.3s] [%8.2s]\n", "text", "text", "text", "text", "text");
  printf("[%c] [%3c] [%%] [%u]\n", 'x', 'y', 3000000000u);
  printf("[%*d] [%-*d] [%.*s]\n", 6, 7, 4, 8, 2, "abcdef");
  printf("[%ld] [%lld] [%llx] [%hd] [%hhu]\n", -5L, -5000000000LL, 0x1234567890ULL, (short)-7, (unsigned char)200);
  printf("[%i] [%5.3d] [% d]\n", -9, 7, 5);
  printf("%d\n", printf("four\n"));
  return 0;
}

/* Unions of records and bytes, bit-fields that cross bytes, packed structures of the wire, offsets and sizes. */
/* Outcomes: one */
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#pragma pack(push, 1)
typedef struct { unsigned char type; unsigned short length; unsigned long id; char data[3]; } packet;
#pragma pack(pop)
typedef struct { unsigned char type; unsigned short length; unsigned long id; char data[3]; } loose;
typedef union { unsigned long whole; struct { unsigned short low, high; } words; unsigned char bytes[4]; } split;
typedef struct { unsigned rd : 1, tc : 1, aa : 1, opcode : 4, qr : 1, rcode : 4; int small : 3; } flags;
typedef struct { int kind; union { int number; const char *text; struct { short a, b; } pair; }; } variant;
int main(void)
{
  split s; flags f; variant v[3]; packet p; int i;
  printf("%d %d %d %d\n", (int)sizeof(packet), (int)sizeof(loose), (int)offsetof(packet, id), (int)offsetof(loose, data));
  s.whole = 0x12345678;
  printf("%x %x %x %x\n", s.words.low, s.words.high, s.bytes[0], s.bytes[3]);
  s.bytes[1] = 0xff;
  printf("%lx\n", s.whole);
  memset(&f, 0, sizeof f);
  f.opcode = 21; f.qr = 3; f.rcode = 9; f.small = 5;
  printf("%u %u %u %d %d\n", f.opcode, f.qr, f.rcode, f.small, (int)sizeof f);
  f.small++; printf("%d\n", f.small);
  v[0].kind = 0; v[0].number = 7; v[1].kind = 1; v[1].text = "text"; v[2].kind = 2; v[2].pair.a = -1; v[2].pair.b = 2;
  for (i = 0; i < 3; i++) switch (v[i].kind) { case 0: printf("%d ", v[i].number); break; case 1: printf("%s ", v[i].text); break; default: printf("%d,%d\n", v[i].pair.a, v[i].pair.b); }
  memcpy(&p, "\x01\x02\x00\x44\x33\x22\x11" "abc", sizeof p);
  printf("%u %u %lx %.3s\n", p.type, p.length, p.id, p.data);
  return 0;
}

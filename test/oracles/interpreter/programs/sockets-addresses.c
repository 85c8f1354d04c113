/* Byte order and addresses: htons and its kin, inet_addr, inet_ntoa, parsing of host:port, headers built in a buffer. */
/* Outcomes: one */
#include <winsock2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
static int split(const char *text, char *host, int room, unsigned short *port)
{
  const char *colon = strrchr(text, ':');
  int n = colon ? (int)(colon - text) : (int)strlen(text);
  if (n >= room) return 0;
  memcpy(host, text, n); host[n] = 0;
  *port = colon ? (unsigned short)atoi(colon + 1) : 80;
  return 1;
}
int main(void)
{
  struct sockaddr_in a; char host[16]; unsigned short port; struct in_addr in;
  printf("%x %lx %x\n", htons(0x1234), htonl(0x12345678), ntohs(htons(80)));
  memset(&a, 0, sizeof a); a.sin_family = AF_INET; a.sin_port = htons(6667); a.sin_addr.s_addr = inet_addr("192.0.2.10");
  printf("%d %s %d\n", a.sin_family, inet_ntoa(a.sin_addr), ntohs(a.sin_port));
  printf("%u\n", ((unsigned char *)&a.sin_addr)[3]);
  in.s_addr = htonl(0x7f000001); printf("%s %d\n", inet_ntoa(in), inet_addr("not.an.address") == INADDR_NONE);
  if (split("mail.test:25", host, sizeof host, &port)) printf("%s %u\n", host, port);
  printf("%d\n", split("much.too.long.a.name.test:1", host, sizeof host, &port));
  if (split("plain", host, sizeof host, &port)) printf("%s %u\n", host, port);
  return 0;
}

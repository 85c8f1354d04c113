/*
 * Loaded before libnss_wrapper into a program under Wine: gives single host names an outcome that a hosts file cannot
 * express. ORACLE_RESOLVER holds entries "name=gate:FILE" (the lookup makes FILE.reached and waits until FILE exists) and "name=error:N" (the
 * lookup fails with the resolver's error N of netdb.h), separated by ";". Every other name goes on to libnss_wrapper.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef int (*by_name)(const char *, struct hostent *, char *, size_t, struct hostent **, int *);

typedef int (*by_info)(const char *, const char *, const struct addrinfo *, struct addrinfo **);
typedef int (*by_address)(const void *, socklen_t, int, struct hostent *, char *, size_t, struct hostent **, int *);

/* libnss_wrapper leaves the error at 0 when its hosts file lacks the name, which Wine would read as success. */
static int found_nothing(const struct hostent *result, int *error) {
  if (result == NULL && *error == 0) *error = HOST_NOT_FOUND;
  return result == NULL;
}

/* Copies the action of `name` ("gate:FILE" or "error:N") to `action`; empty if it has none. */
static void find_action(const char *name, char *action, size_t size) {
  const char *entry = getenv("ORACLE_RESOLVER");
  size_t length = strlen(name);
  action[0] = 0;
  while (entry && *entry) {
    const char *end = strchr(entry, ';');
    size_t whole = end ? (size_t)(end - entry) : strlen(entry);
    if (whole > length && whole - length <= size && strncasecmp(entry, name, length) == 0 && entry[length] == '=') {
      memcpy(action, entry + length + 1, whole - length - 1);
      action[whole - length - 1] = 0;
      return;
    }
    entry = end ? end + 1 : NULL;
  }
}

static void wait_at_gate(const char *action) {
  if (strncmp(action, "gate:", 5) != 0) return;
  char reached[600];
  snprintf(reached, sizeof reached, "%s.reached", action + 5);
  FILE *mark = fopen(reached, "w");
  if (mark) fclose(mark);
  while (access(action + 5, F_OK) != 0) usleep(2000);
}

int getaddrinfo(const char *name, const char *service, const struct addrinfo *hints, struct addrinfo **result) {
  char action[512];
  find_action(name ? name : "", action, sizeof action);
  wait_at_gate(action);
  by_info next = (by_info)dlsym(RTLD_NEXT, "getaddrinfo");
  return next(name, service, hints, result);
}

int gethostbyname_r(const char *name, struct hostent *host, char *buffer, size_t size, struct hostent **result, int *error) {
  char action[512];
  find_action(name, action, sizeof action);
  wait_at_gate(action);
  if (strncmp(action, "error:", 6) == 0) {
    *result = NULL;
    *error = atoi(action + 6);
    return *error == TRY_AGAIN ? EAGAIN : ENOENT;
  }
  by_name next = (by_name)dlsym(RTLD_NEXT, "gethostbyname_r");
  *result = NULL;
  int status = next(name, host, buffer, size, result, error);
  return found_nothing(*result, error) ? ENOENT : status;
}

int gethostbyaddr_r(const void *address, socklen_t length, int family, struct hostent *host, char *buffer, size_t size,
                    struct hostent **result, int *error) {
  /* libnss_wrapper takes any family and length; what the C library says of a bad one is part of what Wine shows. The C
     library would ask the network for a good one. */
  int usual = (family == AF_INET && length >= 4) || (family == AF_INET6 && length >= 16);
  void *from = usual ? RTLD_NEXT : dlopen("libc.so.6", RTLD_LAZY | RTLD_NOLOAD);
  by_address next = (by_address)dlsym(from, "gethostbyaddr_r");
  *result = NULL;
  int status = next(address, length, family, host, buffer, size, result, error);
  return found_nothing(*result, error) ? ENOENT : status;
}

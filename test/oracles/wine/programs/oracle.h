/*
 * What every program of this folder shares: one window, one message, and prints that are the same on every machine.
 * Neither a pointer nor a handle value is ever printed: a request is printed by its label, a field of a result by its
 * offset in the buffer. `twin.ts` has the same helpers, by the same names, for the emulator.
 */
#ifndef ORACLE_H
#define ORACLE_H

#include <winsock2.h>
#include <ws2tcpip.h>
#include <windows.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define WM_X 0x8001
#define WM_Y 0x8002
#define LIMIT 10000   /* milliseconds until a message that must come counts as missing */
#define SILENCE 250   /* milliseconds without a message that count as none coming */
#define UNUSED_BYTE 0xCC

static HWND window;
static char a[1024], b[1024], c[1024], d[1024];

/* --- printing ------------------------------------------------------------------------------------------------- */

static void say(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vprintf(format, arguments);
  va_end(arguments);
  putchar('\n');
  fflush(stdout);
}

/* Labels of requests, latest first when a value repeats. */
static struct { HANDLE handle; const char *label; } labels[64];
static int label_count;

static const char *label_of(WPARAM handle) {
  int i;
  for (i = label_count - 1; i >= 0; --i)
    if ((WPARAM)labels[i].handle == handle) return labels[i].label;
  return "?";
}

/* "start a: handle" or "start a: 0, error 10093". Gives the handle back. */
static HANDLE started(const char *label, HANDLE handle) {
  int error = WSAGetLastError();
  if (handle) {
    labels[label_count].handle = handle;
    labels[label_count++].label = label;
    say("start %s: handle", label);
  } else
    say("start %s: 0, error %d", label, error);
  return handle;
}

/* "cancel a: 0" or "cancel a: -1, error 10022". */
static int cancelled(const char *label, HANDLE handle) {
  int result = WSACancelAsyncRequest(handle), error = WSAGetLastError();
  if (result == 0) say("cancel %s: 0", label);
  else say("cancel %s: %d, error %d", label, result, error);
  return result;
}

/* "NAME: RESULT" of a call that answers SOCKET_ERROR, with the last error then. */
static int answered(const char *name, int result) {
  int error = WSAGetLastError();
  if (result == SOCKET_ERROR) say("%s: -1, error %d", name, error);
  else say("%s: %d", name, result);
  return result;
}

static void print_message(const MSG *message) {
  if (message->message == WM_QUIT) say("quit %d", (int)message->wParam);
  else if (message->message == WM_X || message->message == WM_Y)
    say("message %s%s: error %d, size %d", label_of(message->wParam), message->message == WM_Y ? " (y)" : "",
        WSAGETASYNCERROR(message->lParam), WSAGETASYNCBUFLEN(message->lParam));
  else say("message 0x%x: %d, %d", message->message, (int)message->wParam, (int)message->lParam);
}

/* " name NAME@OFFSET" of a text inside the result at `buffer`. */
static void print_text(const char *name, const char *buffer, const char *text) {
  if (text == NULL) printf(" %s NULL", name);
  else printf(" %s %s@%d", name, text, (int)(text - buffer));
}

static void print_aliases(const char *buffer, char **list) {
  int i;
  printf(" aliases@%d [", (int)((char *)list - buffer));
  for (i = 0; list[i]; ++i) printf("%s%s@%d", i ? " " : "", list[i], (int)(list[i] - buffer));
  printf("]");
}

static void print_host(const char *buffer) {
  const struct hostent *host = (const struct hostent *)buffer;
  int i, k;
  printf("host:");
  print_text("name", buffer, host->h_name);
  print_aliases(buffer, host->h_aliases);
  printf(" type %d length %d addresses@%d [", host->h_addrtype, host->h_length, (int)((char *)host->h_addr_list - buffer));
  for (i = 0; host->h_addr_list[i]; ++i) {
    printf("%s", i ? " " : "");
    for (k = 0; k < host->h_length; ++k) printf("%s%d", k ? "." : "", (unsigned char)host->h_addr_list[i][k]);
    printf("@%d", (int)(host->h_addr_list[i] - buffer));
  }
  say("]");
}

static void print_service(const char *buffer) {
  const struct servent *service = (const struct servent *)buffer;
  printf("service:");
  print_text("name", buffer, service->s_name);
  print_aliases(buffer, service->s_aliases);
  printf(" port %d", service->s_port);
  print_text("protocol", buffer, service->s_proto);
  say("");
}

static void print_protocol(const char *buffer) {
  const struct protoent *protocol = (const struct protoent *)buffer;
  printf("protocol:");
  print_text("name", buffer, protocol->p_name);
  print_aliases(buffer, protocol->p_aliases);
  say(" number %d", protocol->p_proto);
}

/* How many bytes of a buffer that was filled by `unused` have been written. */
static void print_written(const char *name, const char *buffer, int size) {
  int i, last = 0;
  for (i = 0; i < size; ++i)
    if ((unsigned char)buffer[i] != UNUSED_BYTE) last = i + 1;
  say("%s: %d bytes written", name, last);
}

static void unused(char *buffer, int size) { memset(buffer, UNUSED_BYTE, size); }

/* --- messages ------------------------------------------------------------------------------------------------- */

/* Only messages of the programs: what Windows itself posts to a new window is none of their business. */
static int next_message(MSG *message, UINT remove) {
  if (PeekMessageA(message, NULL, WM_USER, 0xFFFF, remove)) return 1;
  return 0;
}

static int wait_message(MSG *message, UINT remove, DWORD limit) {
  DWORD start = GetTickCount();
  while (!next_message(message, remove)) {
    if (GetTickCount() - start >= limit) return 0;
    Sleep(1);
  }
  return 1;
}

/* Takes the next message and prints it. */
static MSG take(void) {
  MSG message;
  memset(&message, 0, sizeof message);
  if (wait_message(&message, PM_REMOVE, LIMIT)) print_message(&message);
  else say("nothing");
  return message;
}

/* Waits until a message is in the queue of this thread and leaves it there. */
static void queued(void) {
  MSG message;
  if (!wait_message(&message, PM_NOREMOVE, LIMIT)) say("nothing queued");
}

/* Says "silence" when no message comes any more. */
static void silence(void) {
  MSG message;
  if (wait_message(&message, PM_REMOVE, SILENCE)) print_message(&message);
  else say("silence");
}

/* --- gates: a lookup of the scenario that waits until the program lets it go ------------------------------------ */

static void open_gate(const char *name) {
  char path[MAX_PATH];
  HANDLE file;
  snprintf(path, sizeof path, "%s\\%s", getenv("ORACLE_GATES"), name);
  file = CreateFileA(path, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);
  if (file == INVALID_HANDLE_VALUE) say("no gate %s", name);
  else CloseHandle(file);
}

/* Waits until the lookup stands at the gate. */
static void at_gate(const char *name) {
  char path[MAX_PATH];
  snprintf(path, sizeof path, "%s\\%s.reached", getenv("ORACLE_GATES"), name);
  while (GetFileAttributesA(path) == INVALID_FILE_ATTRIBUTES) Sleep(1);
}

/* --- threads, windows, start and end ---------------------------------------------------------------------------- */

static HWND new_window(void) {
  HWND handle = CreateWindowA("STATIC", "oracle", WS_OVERLAPPEDWINDOW, 0, 0, 10, 10, NULL, NULL, NULL, NULL);
  if (!handle) say("no window");
  return handle;
}

/* Runs `body` on a thread of its own and waits for its end. */
static void on_thread(DWORD (WINAPI *body)(void *)) {
  HANDLE thread = CreateThread(NULL, 0, body, NULL, 0, NULL);
  WaitForSingleObject(thread, INFINITE);
  CloseHandle(thread);
}

static void begin_without_startup(void) {
  window = new_window();
  unused(a, sizeof a);
  unused(b, sizeof b);
  unused(c, sizeof c);
  unused(d, sizeof d);
}

static void begin(void) {
  WSADATA data;
  int result = WSAStartup(MAKEWORD(2, 2), &data);
  if (result) say("startup: %d", result);
  begin_without_startup();
}

static int end(void) {
  WSACleanup();
  return 0;
}

#endif

/**
 * WSAAsyncGetHostByName in terms of GetAddrInfoExW, as text to put into a program: the same arguments, message and hostent, so what handles
 * the reply stays as it is. It needs Windows 8 and cannot be cancelled.
 */
import type { StartSite, Unit } from "../program/types.ts";
import { edit, lineAt, rangeOf, suggestion } from "./context.ts";
import type { Fix } from "./types.ts";

const NAME = "startHostLookup";

const TEXT = `#include <stdlib.h>
#include <string.h>
#include <ws2tcpip.h>

/* WSAAsyncGetHostByName by GetAddrInfoExW (Windows 8): the same message, and the same HOSTENT in the buffer. It cannot be cancelled. */
typedef struct HostLookup {
    OVERLAPPED overlapped; /* the first member: the routine gets its address */
    PADDRINFOEXW result;
    HWND window;
    UINT message;
    char *buffer;
    int length;
    char name[NI_MAXHOST];
} HostLookup;

static void CALLBACK hostLookupDone(DWORD error, DWORD bytes, LPWSAOVERLAPPED overlapped)
{
    HostLookup *lookup = (HostLookup *)overlapped;
    PADDRINFOEXW at;
    int count = 0, needed = 0;
    (void)bytes;
    if (error == 0) {
        for (at = lookup->result; at != NULL; at = (PADDRINFOEXW)at->ai_next) count++;
        needed = (int)(sizeof(HOSTENT) + (count + 2) * sizeof(char *) + count * sizeof(IN_ADDR) + strlen(lookup->name) + 1);
        if (needed > lookup->length) error = WSAENOBUFS;
    }
    if (error == 0) {
        HOSTENT *host = (HOSTENT *)lookup->buffer;
        char **list = (char **)(host + 1);
        char *address = (char *)(list + count + 2);
        host->h_addrtype = AF_INET;
        host->h_length = sizeof(IN_ADDR);
        host->h_addr_list = list;
        for (at = lookup->result; at != NULL; at = (PADDRINFOEXW)at->ai_next) {
            memcpy(address, &((SOCKADDR_IN *)at->ai_addr)->sin_addr, sizeof(IN_ADDR));
            *list++ = address;
            address += sizeof(IN_ADDR);
        }
        *list++ = NULL;
        host->h_aliases = list;
        *list = NULL;
        host->h_name = strcpy(address, lookup->name);
    }
    if (lookup->result != NULL) FreeAddrInfoExW(lookup->result);
    PostMessage(lookup->window, lookup->message, (WPARAM)lookup, (LPARAM)WSAMAKEASYNCREPLY(needed, error));
    free(lookup);
}

static HANDLE startHostLookup(HWND window, UINT message, const char *name, char *buffer, int length)
{
    WCHAR wide[NI_MAXHOST];
    ADDRINFOEXW hints;
    int error;
    HostLookup *lookup = (HostLookup *)calloc(1, sizeof *lookup);
    if (lookup == NULL || name == NULL || strlen(name) >= NI_MAXHOST || MultiByteToWideChar(CP_ACP, 0, name, -1, wide, NI_MAXHOST) == 0) {
        free(lookup);
        WSASetLastError(WSAEINVAL);
        return NULL;
    }
    lookup->window = window;
    lookup->message = message;
    lookup->buffer = buffer;
    lookup->length = length;
    strcpy(lookup->name, name);
    memset(&hints, 0, sizeof hints);
    hints.ai_family = AF_INET;
    hints.ai_socktype = SOCK_STREAM; /* each address once */
    error = GetAddrInfoExW(wide, NULL, NS_DNS, NULL, &hints, &lookup->result, NULL, &lookup->overlapped,
                           (LPLOOKUPSERVICE_COMPLETION_ROUTINE)hostLookupDone, NULL);
    if (error == WSA_IO_PENDING) return lookup;
    if (error == NO_ERROR) {
        hostLookupDone(NO_ERROR, 0, &lookup->overlapped);
        return lookup;
    }
    free(lookup);
    WSASetLastError(error);
    return NULL;
}
`;

/** The start by GetAddrInfoExW, where nothing in the program cancels: offered where the function stands in a file that includes winsock2.h. */
export function withHostLookup(unit: Unit, { site, call }: StartSite): Fix[] {
  const { function: fn, statement } = site;
  const source = unit.files.get(fn.uri)?.source;
  if (source === undefined || call !== "WSAAsyncGetHostByName" || unit.cancels.length > 0) return [];
  const name = rangeOf(fn, statement.nameRange);
  // inside a namespace or a class the headers would be included there: its name is longer than it is written
  if (source.items.find((i) => i.start === fn.offset)?.name !== fn.name || source.text.slice(name.start, name.end) !== call) return [];
  if (!source.directives.some(({ kind, rest, start }) => kind === "include" && start < fn.offset && /winsock2\.h/i.test(rest))) return [];
  const { start, eol } = lineAt(unit, fn.uri, fn.offset);
  if (start !== fn.offset) return [];
  const helper = edit({ uri: fn.uri, start, end: start }, `${TEXT.replaceAll("\n", eol)}${eol}`);
  const known = new RegExp(`\\b${NAME}\\s*\\(`).test(source.text.slice(0, start));
  return [suggestion("Look the name up with GetAddrInfoExW, for the same message", [...(known ? [] : [helper]), edit(name, NAME)])];
}

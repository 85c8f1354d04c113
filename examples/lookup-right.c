/* The program of lookup.c without its mistakes: a request owns its buffer until its completion message has been seen,
   and a completion that belongs to no request is ignored. */
#include <winsock2.h>
#include <windows.h>
#include <stdio.h>
#include <stdlib.h>

#define WM_LOOKUP_DONE (WM_APP + 1)
#define ID_STOP 100

/* One request: `dead` once the person has given up while the answer may still come. */
typedef struct Lookup {
    struct Lookup *next;
    HANDLE task;
    int dead;
    char buffer[MAXGETHOSTSTRUCT];
} Lookup;

static Lookup *g_lookups;

static void Forget(Lookup *lookup)
{
    Lookup **link = &g_lookups;
    while (*link != lookup)
        link = &(*link)->next;
    *link = lookup->next;
    free(lookup);
}

static void StartLookup(HWND window, const char *name)
{
    Lookup *lookup = (Lookup *)calloc(1, sizeof *lookup);
    if (lookup == NULL)
        return;
    lookup->task = WSAAsyncGetHostByName(window, WM_LOOKUP_DONE, name, lookup->buffer, sizeof lookup->buffer);
    if (lookup->task == 0) {
        printf("cannot look up %s, error %d\n", name, WSAGetLastError());
        free(lookup);
        return;
    }
    lookup->next = g_lookups;
    g_lookups = lookup;
    printf("looking up %s\n", name);
}

/* A cancel that fails, with WSAEALREADY or WSAEINVAL alike, means that the message is queued or about to be: the record
   stays until it was seen. Wine sends it even after a success, so the record stays there too. */
static void StopLookups(void)
{
    Lookup *lookup;
    for (lookup = g_lookups; lookup != NULL; lookup = lookup->next) {
        if (!lookup->dead)
            WSACancelAsyncRequest(lookup->task);
        lookup->dead = 1;
    }
}

static void OnLookupDone(WPARAM wParam, LPARAM lParam)
{
    Lookup *lookup = g_lookups;
    while (lookup != NULL && lookup->task != (HANDLE)wParam)
        lookup = lookup->next;
    if (lookup == NULL)
        return;
    if (!lookup->dead) {
        if (WSAGETASYNCERROR(lParam) == 0)
            printf("found %s\n", ((struct hostent *)lookup->buffer)->h_name);
        else
            printf("not found, error %d\n", WSAGETASYNCERROR(lParam));
    }
    Forget(lookup);
}

static LRESULT CALLBACK WindowProc(HWND window, UINT message, WPARAM wParam, LPARAM lParam)
{
    switch (message) {
    case WM_CREATE:
        StartLookup(window, "alpha.test");
        return 0;
    case WM_COMMAND:
        if (LOWORD(wParam) == ID_STOP)
            StopLookups();
        return 0;
    case WM_LOOKUP_DONE:
        OnLookupDone(wParam, lParam);
        return 0;
    case WM_CLOSE:
        StopLookups();
        DestroyWindow(window);
        return 0;
    case WM_DESTROY:
        PostQuitMessage(0);
        return 0;
    }
    return DefWindowProc(window, message, wParam, lParam);
}

int main(void)
{
    WSADATA data;
    WNDCLASS wc = {0};
    MSG msg;

    if (WSAStartup(MAKEWORD(2, 2), &data) != 0)
        return 1;
    wc.lpfnWndProc = WindowProc;
    wc.hInstance = GetModuleHandle(NULL);
    wc.lpszClassName = TEXT("lookup");
    RegisterClass(&wc);
    if (!CreateWindow(wc.lpszClassName, TEXT("Lookup"), WS_OVERLAPPEDWINDOW, 0, 0, 200, 100, NULL, NULL, wc.hInstance, NULL))
        return 1;
    while (GetMessage(&msg, NULL, 0, 0) > 0) {
        TranslateMessage(&msg);
        DispatchMessage(&msg);
    }
    WSACleanup();
    return 0;
}

/* Looks up a host name in the background; the Stop button gives up. Compiles with any Windows compiler:
   x86_64-w64-mingw32-gcc lookup.c -o lookup.exe -lws2_32
   It has the mistakes that such programs have. `lookup-right.c` is the same program without them. */
#include <winsock2.h>
#include <windows.h>
#include <stdio.h>
#include <stdlib.h>

#define WM_LOOKUP_DONE (WM_APP + 1)
#define ID_STOP 100

static HANDLE g_lookup;
static char *g_buffer;

static void StartLookup(HWND window, const char *name)
{
    g_buffer = (char *)malloc(MAXGETHOSTSTRUCT);
    g_lookup = WSAAsyncGetHostByName(window, WM_LOOKUP_DONE, name, g_buffer, MAXGETHOSTSTRUCT);
    printf("looking up %s\n", name);
}

static void StopLookup(void)
{
    if (WSACancelAsyncRequest(g_lookup) == SOCKET_ERROR) {
        if (WSAGetLastError() == WSAEALREADY) {
            printf("too late, the answer is on its way\n");
        } else {
            printf("cannot stop\n");
            exit(1);
        }
    }
    free(g_buffer);
}

static void OnLookupDone(WPARAM wParam, LPARAM lParam)
{
    struct hostent *host = (struct hostent *)g_buffer;
    if (WSAGETASYNCERROR(lParam) == 0)
        printf("found %s\n", host->h_name);
    else
        printf("not found, error %d\n", WSAGETASYNCERROR(lParam));
}

static LRESULT CALLBACK WindowProc(HWND window, UINT message, WPARAM wParam, LPARAM lParam)
{
    switch (message) {
    case WM_CREATE:
        StartLookup(window, "alpha.test");
        return 0;
    case WM_COMMAND:
        if (LOWORD(wParam) == ID_STOP)
            StopLookup();
        return 0;
    case WM_LOOKUP_DONE:
        OnLookupDone(wParam, lParam);
        PostQuitMessage(0);
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

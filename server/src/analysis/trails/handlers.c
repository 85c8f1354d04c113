/* Where paths begin: procedures, a dialog, a subclass, words that are handed on, what is told the outcome, a thread, several requests. */
#include <windows.h>
#include <winsock2.h>
#define WM_HOST (WM_APP + 1)
#define WM_SERV (WM_APP + 2)
#define WM_PROTO (WM_USER + 50)
static HANDLE hHost, hServ, hProto;
static char host[MAXGETHOSTSTRUCT], serv[MAXGETHOSTSTRUCT], *proto;
static int pending, failed;
static WNDPROC old;
static CRITICAL_SECTION lock;
static void told(int ok) { if (!ok) failed++; hServ = 0; pending--; }
static void words(WPARAM wp, LPARAM lp) { if ((HANDLE)wp == hHost && WSAGETASYNCERROR(lp) == 0) pending--; hHost = 0; }
static int both(HWND w)
{
    hHost = WSAAsyncGetHostByName(w, WM_HOST, "a", host, sizeof host);
    hServ = WSAAsyncGetServByPort(w, WM_SERV, htons(80), "tcp", serv, sizeof serv);
    if (hHost == 0 || hServ == 0) {
        if (hHost) WSACancelAsyncRequest(hHost);
        if (hServ && WSACancelAsyncRequest(hServ) != 0 && WSAGetLastError() == WSAEALREADY) failed = 1;
        hHost = hServ = 0;
        return 0;
    }
    pending = 2;
    return 1;
}
static DWORD WINAPI worker(LPVOID p)
{
    EnterCriticalSection(&lock);
    proto = (char *)LocalAlloc(LPTR, MAXGETHOSTSTRUCT);
    hProto = WSAAsyncGetProtoByNumber((HWND)p, WM_PROTO, 6, proto, MAXGETHOSTSTRUCT);
    LeaveCriticalSection(&lock);
    if (hProto == NULL) { LocalFree(proto); return 1; }
    return 0;
}
INT_PTR CALLBACK Dialog(HWND w, UINT m, WPARAM wParam, LPARAM lParam)
{
    if (m == WM_INITDIALOG) return both(w);
    if (m == WM_HOST) { words(wParam, lParam); return TRUE; }
    if (m == WM_SERV) { if (hServ == (HANDLE)wParam) told(WSAGETASYNCERROR(lParam) == 0); return TRUE; }
    if (m == WM_COMMAND && wParam == IDCANCEL) { if (pending > 0) { if (hHost) WSACancelAsyncRequest(hHost); if (hServ) WSACancelAsyncRequest(hServ); } EndDialog(w, 0); }
    return FALSE;
}
LRESULT CALLBACK Sub(HWND w, UINT m, WPARAM wParam, LPARAM lParam)
{
    if (m == WM_PROTO && (HANDLE)wParam == hProto) {
        hProto = 0;
        if (HIWORD(lParam) == 0) pending = ((struct protoent *)proto)->p_proto;
        LocalFree(proto);
        proto = 0;
        return 0;
    }
    if (m == WM_NCDESTROY) { if (hProto) { WSACancelAsyncRequest(hProto); LocalFree(proto); } SetWindowLongPtr(w, GWLP_WNDPROC, (LONG_PTR)old); }
    return CallWindowProc(old, w, m, wParam, lParam);
}
int WINAPI WinMain(HINSTANCE i, HINSTANCE p, LPSTR line, int show)
{
    MSG msg;
    HWND w = CreateWindow("x", "x", 0, 0, 0, 0, 0, 0, 0, i, 0);
    InitializeCriticalSection(&lock);
    old = (WNDPROC)SetWindowLongPtr(w, GWLP_WNDPROC, (LONG_PTR)Sub);
    CreateThread(0, 0, worker, w, 0, 0);
    DialogBox(i, "d", w, Dialog);
    for (;;) {
        if (PeekMessage(&msg, 0, 0, 0, PM_REMOVE)) {
            if (msg.message == WM_QUIT) break;
            if (msg.message == WM_HOST) words(msg.wParam, msg.lParam);
            else if (msg.hwnd == w && msg.message == WM_SERV) { hServ = 0; pending--; }
            else DispatchMessage(&msg);
        } else if (pending == 0) Sleep(10);
        else WaitMessage();
    }
    return failed;
}

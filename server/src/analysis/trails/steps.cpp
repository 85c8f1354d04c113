// Statements and what they leave: integers of many widths, fields, arrays, casts, statics, unreadable text, what is freed and made.
#include <winsock2.h>
#include <windows.h>
#define WM_RESOLVED (WM_APP + 1)
enum mode { idle, busy, late };
struct address { unsigned char bytes[4]; };
struct record { HANDLE h; enum mode mode; char *text; struct address from; short port; char buffer[MAXGETHOSTSTRUCT]; struct record *next; };
static struct record *first;
static struct record table[4];
static HANDLE handles[4];
static int counted, total;
static char shared[MAXGETHOSTSTRUCT];
int unseen(struct record *r, int *n);

HANDLE begin(HWND w, struct record *r, const char *name)
{
    static int calls;
    calls++;
    r->mode = busy;
    r->h = WSAAsyncGetHostByName(w, WM_RESOLVED, name, r->buffer, sizeof r->buffer);
    if (r->h == 0) { r->mode = idle; counted = (int)WSAGetLastError(); }
    return r->h;
}
void arithmetic(HWND w, int n, unsigned u, LONG_PTR wide)
{
    short narrow = (short)wide;
    unsigned char byte = (unsigned char)n;
    int sum = n * 2 + 1 - (int)u, bits = (n & 0xff) | (n << 8) ^ ~n, shifted = n >> 16;
    DWORD pair = MAKELONG(n, u);
    WORD version = MAKEWORD(2, 2);
    WSADATA data;
    if (WSAStartup(version, &data) != 0) return;
    if (HIWORD(pair) == 7 && LOWORD(pair) != 9) total = narrow + byte;
    if (n < 3) counted = 1; else if (n <= 5) counted = 2; else if (n > 9) counted = 3; else if (n >= 8) counted = 4;
    if (!(n == 4)) counted = sum; else counted = bits;
    if ((n < 10) == 0) shifted = -n;
    if (u == 1 && (n != 0) == 1) total = !n ? -1 : +n;
    if (wide == 0 || narrow == 0) total -= shifted % 3;
    total = n == 0 ? 5 : u < 4 ? 6 : 7;
    table[n & 3].port = narrow;
    table[1].from.bytes[n] = byte;
    handles[2] = begin(w, &table[2], "a");
    handles[n] = begin(w, &table[n], "b");
    if (handles[2] && handles[n] != handles[2]) WSACancelAsyncRequest(handles[2]);
    WSACleanup();
}
void memory(HWND w, int n)
{
    struct record *r = (struct record *)malloc(sizeof *r);
    struct record *q = new record();
    struct record *several = new record[3];
    struct address own, copy;
    char local[16];
    r->next = first; first = r; q->next = 0;
    memset(local, 0, sizeof local);
    strcpy(local, "x");
    begin(w, r, local);
    unseen(r, &n);
    if (n == 0) { free(r); first = first->next; }
    if (q->h) delete q;
    delete[] several;
    delete (struct record *)0;
    own.bytes[2] = 3;
    copy = own;
    copy.bytes[1] = own.bytes[2];
    r = (struct record *)realloc(r, 2 * sizeof *r);
    for (int i = 0; i < 3; i++) table[i].mode = late;
    if (i == 3) total = i;
}
void reasons(HWND w, struct record *r, int n)
{
    int seen = 1;
    begin(w, r, "c");
    seen = n;
    __asm { mov seen, 2 }
    if (seen) total = 1;
    r->port = 80;
    n = n ? : 2;
    @@ r->port = 81 @@;
    if (r->port == 80) counted = 1;
    switch (n) { case 1: case 2: r->mode = late; break; case 5: seen = 0; default: r->mode = idle; }
    do { n--; if (n == 4) continue; if (n == 2) break; } while (n > 0);
    while (first) { struct record *next = first->next; free(first); first = next; }
    goto out;
out:
    if (r->h) { WSACancelAsyncRequest(r->h); r->h = 0; }
}
LRESULT CALLBACK WndProc(HWND w, UINT m, WPARAM wParam, LPARAM lParam)
{
    struct record *r;
    MSG msg;
    if (m == WM_CREATE) { arithmetic(w, 1, 2, (LONG_PTR)lParam); memory(w, 2); return 0; }
    if (m == WM_DESTROY) { while (PeekMessage(&msg, w, WM_RESOLVED, WM_RESOLVED, PM_REMOVE)) total++; PostQuitMessage(total); return 0; }
    if (m != WM_RESOLVED) return DefWindowProc(w, m, wParam, lParam);
    for (r = first; r != 0; r = r->next)
        if (r->h == (HANDLE)wParam) {
            int error = WSAGETASYNCERROR(lParam), length = WSAGETASYNCBUFLEN(lParam);
            if (error == WSAENOBUFS && length > 0) r->text = (char *)malloc(length);
            else if (error != 0) reasons(w, r, error);
            else total = ((struct hostent *)r->buffer)->h_length;
            r->h = 0;
            break;
        }
    return 0;
}

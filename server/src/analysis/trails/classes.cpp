// Objects: constructors, destructors, virtual calls, members of bases, references, exceptions, function pointers, recursion, overloads.
#include <winsock2.h>
#include <windows.h>
#define WM_RESOLVED (WM_APP + 1)
class Base { public: virtual ~Base() { Stop(); } virtual void Stop() { if (m_h) WSACancelAsyncRequest(m_h); m_h = 0; } HANDLE m_h; int m_state; };
class Lookup : public Base {
public:
    Lookup(HWND w) : m_w(w) { m_h = 0; m_state = 0; m_name[0] = 0; }
    ~Lookup() { if (m_state == 2) throw 1; }
    bool Start(const char *name);
    void Done(WPARAM wParam, LPARAM lParam);
    void Unseen(int n);
    HANDLE &Handle() { return m_h; }
    HWND m_w; char m_name[64]; char m_buffer[MAXGETHOSTSTRUCT]; Lookup *m_next;
};
class Unknown;
static Lookup *g_lookup;
static int g_depth;
static void (*g_done)(Lookup *);
bool Lookup::Start(const char *name)
{
    if (m_state == 1) return false;
    m_state = 1;
    m_h = WSAAsyncGetHostByName(m_w, WM_RESOLVED, name, m_buffer, sizeof m_buffer);
    if (!m_h) { m_state = 0; return false; }
    m_state = 3;
    Unseen(1);
    if (m_state == 3) m_state = 1;
    return true;
}
void Lookup::Done(WPARAM wParam, LPARAM lParam)
{
    if ((HANDLE)wParam != m_h) return;
    m_h = 0;
    if (HIWORD(lParam) != 0) throw HIWORD(lParam);
    m_state = 2;
}
static void finish(Lookup *l) { l->Stop(); delete l; }
static void keep(Lookup *l) { l->m_next = g_lookup; g_lookup = l; }
static void choose(int n) { g_done = n ? finish : keep; }
static int walk(Lookup *l) { if (!l) return 0; g_depth++; if (g_depth > 3) return -1; return 1 + walk(l->m_next); }
static void give(Lookup &l, const char *name) { try { if (!l.Start(name)) throw name; } catch (const char *) { l.m_state = 0; } catch (...) { throw; } }
static void give(Lookup *l) { g_done(l); }
static Lookup *made(HWND w, int n) { Lookup *l = new Lookup(w); if (n < 0) { delete l; return 0; } give(*l, "a"); return l; }
void run(HWND w, int n, Unknown *u)
{
    Lookup own(w);
    own.Start("b");
    HANDLE &h = own.Handle();
    Lookup *l = made(w, n);
    choose(n);
    if (l && l->m_h) give(l);
    if (walk(g_lookup) > 2 && h) WSACancelAsyncRequest(h);
    u->Start("c");
    u->Done(1, 2);
}
int modal(HWND w)
{
    MSG msg;
    int answers = 0;
    g_lookup = new Lookup(w);
    g_lookup->Start("d");
    while (GetMessage(&msg, 0, 0, 0) > 0) {
        if (msg.message == WM_RESOLVED && (HANDLE)msg.wParam == g_lookup->m_h) { g_lookup->Done(msg.wParam, msg.lParam); answers++; break; }
        TranslateMessage(&msg);
        DispatchMessage(&msg);
    }
    try { g_lookup->Done(0, 0); } catch (int error) { answers = error; }
    delete g_lookup;
    g_lookup = 0;
    return answers;
}
LRESULT CALLBACK WndProc(HWND w, UINT m, WPARAM wParam, LPARAM lParam)
{
    switch (m) {
    case WM_CREATE: run(w, (int)lParam, 0); return 0;
    case WM_COMMAND: if (LOWORD(wParam) == 5) return modal(w); break;
    case WM_RESOLVED: if (g_lookup) g_lookup->Done(wParam, lParam); return 0;
    case WM_CLOSE: finish(g_lookup); DestroyWindow(w); return 0;
    }
    return DefWindowProc(w, m, wParam, lParam);
}

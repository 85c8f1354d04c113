/* A worker with a message queue of its own: it is asked by thread messages and answers to a window. */
/* Outcomes: one */
#include <windows.h>
#include <cstdio>
#include <vector>

struct Job { int number; int answer; };

static HWND window;
static std::vector<int> answers;

static DWORD WINAPI work(LPVOID ready) {
  MSG message;
  PeekMessageA(&message, nullptr, 0, 0, PM_NOREMOVE);
  SetEvent(static_cast<HANDLE>(ready));
  int done = 0;
  while (GetMessageA(&message, nullptr, 0, 0) > 0) {
    Job *job = reinterpret_cast<Job *>(message.lParam);
    job->answer = job->number * job->number;
    ++done;
    PostMessageA(window, WM_APP + 1, 0, message.lParam);
  }
  return done;
}

static LRESULT CALLBACK procedure(HWND w, UINT message, WPARAM wide, LPARAM low) {
  if (message != WM_APP + 1) return DefWindowProcA(w, message, wide, low);
  Job *job = reinterpret_cast<Job *>(low);
  answers.push_back(job->answer);
  delete job;
  if (answers.size() == 3) PostQuitMessage(0);
  return 0;
}

int main() {
  WNDCLASSA type = {};
  type.lpfnWndProc = procedure;
  type.lpszClassName = "answers";
  RegisterClassA(&type);
  window = CreateWindowA("answers", "", 0, 0, 0, 0, 0, HWND_MESSAGE, nullptr, nullptr, nullptr);
  HANDLE ready = CreateEventA(nullptr, TRUE, FALSE, nullptr);
  DWORD id = 0;
  HANDLE thread = CreateThread(nullptr, 0, work, ready, 0, &id);
  WaitForSingleObject(ready, INFINITE);
  for (int n = 2; n < 5; ++n) PostThreadMessageA(id, WM_APP, 0, reinterpret_cast<LPARAM>(new Job{n, 0}));
  MSG message;
  while (GetMessageA(&message, nullptr, 0, 0) > 0) DispatchMessageA(&message);
  PostThreadMessageA(id, WM_QUIT, 0, 0);
  WaitForSingleObject(thread, INFINITE);
  DWORD done = 0;
  GetExitCodeThread(thread, &done);
  CloseHandle(thread);
  CloseHandle(ready);
  for (int answer : answers) std::printf("%d ", answer);
  std::printf("%u\n", static_cast<unsigned>(done));
  return 0;
}

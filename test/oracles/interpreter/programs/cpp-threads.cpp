/* A std::thread that runs a member function, mutex, lock_guard, unique_lock, atomic; joined, so that no order shows. */
/* Outcomes: one */
#include <atomic>
#include <cstdio>
#include <mutex>
#include <thread>

static std::mutex guard;
static int total = 0;
static std::atomic<int> hits(0);

struct Worker {
  int result;
  Worker() : result(0) {}
  void run(int n) {
    std::lock_guard<std::mutex> lock(guard);
    total += n;
    result = n * n;
    hits.fetch_add(10);
    ++hits;
  }
};

int main() {
  Worker worker;
  std::thread one(&Worker::run, &worker, 9);
  std::printf("%d\n", one.joinable());
  one.join();
  std::printf("%d\n", one.joinable());
  {
    std::unique_lock<std::mutex> lock(guard);
    std::printf("%d %d %d %d\n", total, hits.load(), worker.result, lock.owns_lock());
    lock.unlock();
    std::printf("%d\n", guard.try_lock());
    guard.unlock();
  }
  std::atomic<bool> done(false);
  done = true;
  std::printf("%d %d\n", done.load(), hits.exchange(3));
  return 0;
}

/* A queue between two threads: mutex, condition variable, scoped locks; one order of output. */
/* Outcomes: one */
#include <condition_variable>
#include <cstdio>
#include <mutex>
#include <queue>
#include <thread>
class Channel {
 public:
  void put(int n) { std::unique_lock<std::mutex> lock(guard_); items_.push(n); ready_.notify_one(); }
  int take() { std::unique_lock<std::mutex> lock(guard_); ready_.wait(lock, [this] { return !items_.empty(); }); int n = items_.front(); items_.pop(); return n; }
 private:
  std::mutex guard_;
  std::condition_variable ready_;
  std::queue<int> items_;
};
int main() {
  Channel channel;
  std::thread worker([&channel] { channel.put(7); });
  std::printf("%d\n", channel.take());
  worker.join();
  return 0;
}

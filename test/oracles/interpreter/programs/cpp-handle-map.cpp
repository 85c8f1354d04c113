/* A map from handles to objects, as resolvers keep them. */
/* Outcomes: one */
#include <cstdio>
#include <map>
#include <string>
#include <vector>
#include <windows.h>

class Request {
 public:
  Request(HANDLE h, const std::string &name) : handle(h), name(name), state(0) {}
  HANDLE handle;
  std::string name;
  int state;
  std::vector<char> buffer;
};
typedef std::map<HANDLE, Request *> Requests;

class Resolver {
 public:
  Resolver() : next_(1) {}
  ~Resolver() {
    for (Requests::iterator it = requests_.begin(); it != requests_.end(); ++it) { std::printf("drop %s\n", it->second->name.c_str()); delete it->second; }
    requests_.clear();
  }
  HANDLE start(const char *name) {
    HANDLE h = (HANDLE)(ULONG_PTR)(next_++ * 16);
    Request *r = new Request(h, name);
    r->buffer.resize(1024);
    requests_.insert(std::make_pair(h, r));
    return h;
  }
  bool done(WPARAM w) {
    Requests::iterator it = requests_.find((HANDLE)w);
    if (it == requests_.end()) return false;
    it->second->state = 1;
    std::printf("%s %d\n", it->second->name.c_str(), (int)it->second->buffer.size());
    delete it->second;
    requests_.erase(it);
    return true;
  }
  size_t size() const { return requests_.size(); }
 private:
  Requests requests_;
  int next_;
};

int main() {
  Resolver r;
  HANDLE a = r.start("alpha"), b = r.start("beta"), c = r.start("gamma");
  std::printf("%d\n", r.done((WPARAM)b));
  std::printf("%d\n", r.done((WPARAM)b));
  std::printf("%d\n", (int)r.size());
  std::map<std::string, int> ports;
  ports["http"] = 80;
  ports["smtp"] = 25;
  ports["http"] += 8000;
  for (auto &entry : ports) std::printf("%s=%d ", entry.first.c_str(), entry.second);
  std::printf("%d\n", (int)ports.count("none"));
  (void)a; (void)c;
  return 0;
}

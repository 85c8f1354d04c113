/* A lambda that captures this, stored in std::function. */
/* Outcomes: one */
#include <cstdio>
#include <functional>

class Button {
 public:
  void onClick(std::function<void(int)> handler) { handler_ = handler; }
  void click(int n) { if (handler_) handler_(n); else std::puts("nobody"); }

 private:
  std::function<void(int)> handler_;
};

class Panel {
 public:
  void wire(Button &b) { b.onClick([this](int n) { sum_ += n; std::printf("sum %d\n", sum_); }); }

 private:
  int sum_ = 0;
};

int main() {
  Button b;
  Panel p;
  b.click(1);
  p.wire(b);
  b.click(2);
  b.click(40);
  b.onClick(nullptr);
  b.click(3);
  return 0;
}

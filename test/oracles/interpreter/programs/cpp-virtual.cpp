/* Virtual functions, pure ones, calls through base pointers and references, virtual destructors. */
/* Outcomes: one */
#include <cstdio>

class Shape {
 public:
  virtual ~Shape() { std::puts("~Shape"); }
  virtual int area() const = 0;
  virtual const char *name() const { return "shape"; }
  void print() const { std::printf("%s %d\n", name(), area()); }
};

class Square : public Shape {
 public:
  explicit Square(int side) : side_(side) {}
  ~Square() override { std::puts("~Square"); }
  int area() const override { return side_ * side_; }
  const char *name() const override { return "square"; }

 protected:
  int side_;
};

class Odd : public Square {
 public:
  Odd() : Square(3) {}
  int area() const override { return Square::area() + 1; }
};

static void show(const Shape &shape) { shape.print(); }

int main() {
  Shape *shapes[2] = {new Square(4), new Odd};
  for (Shape *shape : shapes) show(*shape);
  for (int i = 0; i < 2; ++i) delete shapes[i];
  Odd local;
  show(local);
  return 0;
}

/* Full and partial specialisations of classes and functions. */
/* Outcomes: one */
#include <cstdio>
#include <cstring>

template <typename T> struct Name { static const char *text() { return "other"; } };
template <> struct Name<int> { static const char *text() { return "int"; } };
template <> struct Name<char> { static const char *text() { return "char"; } };
template <typename T> struct Name<T *> { static const char *text() { return "pointer"; } };
template <typename T, int N> struct Name<T[N]> { static const char *text() { return "array"; } };

template <typename A, typename B> struct Same { enum { value = 0 }; };
template <typename A> struct Same<A, A> { enum { value = 1 }; };

template <typename T> static bool equal(T a, T b) { return a == b; }
template <> bool equal<const char *>(const char *a, const char *b) { return std::strcmp(a, b) == 0; }

template <int N> struct Factorial { static const int value = N * Factorial<N - 1>::value; };
template <> struct Factorial<0> { static const int value = 1; };

template <typename K, typename V> class Slot {
 public:
  Slot(K k, V v) : k_(k), v_(v) {}
  void print() const { std::printf("generic %d %d\n", (int)k_, (int)v_); }
 private:
  K k_;
  V v_;
};
template <typename V> class Slot<const char *, V> {
 public:
  Slot(const char *k, V v) : k_(k), v_(v) {}
  void print() const { std::printf("text %s %d\n", k_, (int)v_); }
 private:
  const char *k_;
  V v_;
};

template <typename T> class Traits { public: enum { size = sizeof(T), isPointer = 0 }; typedef T plain; };
template <typename T> class Traits<T *> { public: enum { size = sizeof(T), isPointer = 1 }; typedef T plain; };

int main() {
  std::printf("%s %s %s %s %s\n", Name<int>::text(), Name<char>::text(), Name<double>::text(), Name<int *>::text(), Name<int[4]>::text());
  std::printf("%d %d\n", (int)Same<int, int>::value, (int)Same<int, char>::value);
  char a[] = "host", b[] = "host";
  std::printf("%d %d\n", equal(1, 1), equal<const char *>(a, b));
  std::printf("%d\n", Factorial<5>::value);
  Slot<int, char> one(1, 'a');
  Slot<const char *, int> two("two", 2);
  one.print();
  two.print();
  Traits<short *>::plain small = 7;
  std::printf("%d %d %d\n", (int)Traits<int>::isPointer, (int)Traits<short *>::isPointer, (int)(sizeof small + Traits<short *>::size));
  return 0;
}

/* std::string: building, comparing, searching, cutting. */
/* Outcomes: one */
#include <cstdio>
#include <string>

static std::string greet(const std::string &who) { return "hello, " + who + "!"; }

int main() {
  std::string a = "winsock", b(a), empty;
  b += " async";
  b += '!';
  std::printf("%s %d\n", b.c_str(), static_cast<int>(b.size()));
  std::printf("%d %d %d\n", a == "winsock", a < b, empty.empty());
  std::printf("%d %d\n", static_cast<int>(b.find("sock")), b.find("none") == std::string::npos);
  std::printf("%s %s\n", b.substr(3, 4).c_str(), b.substr(8).c_str());
  std::printf("%s\n", greet("world").c_str());
  a[0] = 'W';
  a.append("2", 1);
  std::printf("%s %c %s\n", a.c_str(), a[a.length() - 1], std::to_string(42).c_str());
  for (char c : std::string("abc")) std::printf("%c-", c);
  std::printf("\n");
  a.clear();
  std::printf("[%s]\n", a.c_str());
  return 0;
}

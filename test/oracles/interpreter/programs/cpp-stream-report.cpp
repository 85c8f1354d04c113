/* A report written to a string stream line by line, parsed again, with manipulators that stay and those that do not. */
/* Outcomes: one */
#include <iomanip>
#include <iostream>
#include <map>
#include <sstream>
#include <string>
#include <vector>
struct Row { std::string name; int port; double load; };
static std::ostream &operator<<(std::ostream &o, const Row &r) { return o << std::left << std::setw(8) << r.name << std::right << std::setw(6) << r.port << ' ' << std::fixed << std::setprecision(2) << r.load; }
int main() {
  std::vector<Row> rows = {{"http", 80, 0.5}, {"smtp", 25, 12.345}, {"irc", 6667, 100}};
  std::ostringstream out;
  for (const Row &r : rows) out << r << '\n';
  std::cout << out.str();
  std::istringstream in(out.str());
  std::string line;
  std::map<std::string, int> ports;
  while (std::getline(in, line)) {
    std::istringstream words(line);
    std::string name;
    int port;
    if (words >> name >> port) ports[name] = port;
  }
  for (const auto &p : ports) std::cout << p.first << '=' << p.second << ';';
  std::cout << std::endl << std::hex << std::uppercase << std::showbase << 48879 << std::dec << ' ' << 10 << std::endl;
  std::stringstream both;
  both << 12 << ' ' << "next";
  int n = 0;
  std::string next;
  both >> n >> next;
  std::cout << n + 1 << next << std::endl;
  return 0;
}

/* Editing strings: insert, erase, replace, searching from both ends, numbers, and what they hold after a move. */
/* Outcomes: one */
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

static std::vector<std::string> split(const std::string &text, char at) {
  std::vector<std::string> parts;
  size_t from = 0;
  for (size_t i = text.find(at); i != std::string::npos; i = text.find(at, from)) {
    parts.push_back(text.substr(from, i - from));
    from = i + 1;
  }
  parts.push_back(text.substr(from));
  return parts;
}

int main() {
  std::string url = "http://host.example.org:8080/path";
  size_t scheme = url.find("://");
  std::string rest = url.substr(scheme + 3);
  std::printf("%s %d %d\n", rest.c_str(), static_cast<int>(rest.rfind('.')), static_cast<int>(rest.find_first_of(":/")));
  rest.erase(rest.find('/'));
  rest.replace(rest.find(':'), 1, " port ");
  rest.insert(0, "<");
  rest += '>';
  std::printf("%s\n", rest.c_str());
  for (const std::string &part : split("a.bc..d", '.')) std::printf("[%s]", part.c_str());
  std::printf("\n");
  std::string from = "moved text that is long enough", to = std::move(from);
  std::printf("%s %d\n", to.c_str(), static_cast<int>(from.size()));
  int port = std::stoi("8080") + 1;
  std::string number = std::to_string(port) + "/" + std::to_string(-3);
  std::printf("%s %d %d\n", number.c_str(), number.compare("8081/-3"), number < "9");
  std::string spaces = "  trimmed  ";
  spaces.erase(spaces.find_last_not_of(" ") + 1);
  spaces.erase(0, spaces.find_first_not_of(" "));
  std::printf("(%s)\n", spaces.c_str());
  return 0;
}

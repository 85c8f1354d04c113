/* std::map: insertion, lookup, order, removal. */
/* Outcomes: one */
#include <cstdio>
#include <map>
#include <string>

int main() {
  std::map<int, std::string> names;
  names[30] = "thirty";
  names[10] = "ten";
  names.insert(std::make_pair(20, "twenty"));
  names[10] = "TEN";
  for (const auto &entry : names) std::printf("%d=%s ", entry.first, entry.second.c_str());
  std::printf("\n%d %d\n", static_cast<int>(names.count(20)), static_cast<int>(names.count(21)));
  std::map<int, std::string>::iterator found = names.find(20);
  if (found != names.end()) {
    std::printf("%s\n", found->second.c_str());
    names.erase(found);
  }
  names.erase(99);
  std::printf("%d\n", static_cast<int>(names.size()));
  std::map<std::string, int> counts;
  const char *words[] = {"b", "a", "b", "c", "b"};
  for (const char *word : words) ++counts[word];
  for (auto i = counts.begin(); i != counts.end(); ++i) std::printf("%s%d ", i->first.c_str(), i->second);
  std::printf("\n");
  return 0;
}

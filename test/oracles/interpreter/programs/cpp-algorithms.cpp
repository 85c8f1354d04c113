/* Containers and algorithms together: sort by several keys, unique, partition by hand, accumulate, nested maps, sets, pairs. */
/* Outcomes: one */
#include <algorithm>
#include <cstdio>
#include <map>
#include <numeric>
#include <set>
#include <string>
#include <utility>
#include <vector>
struct Entry { std::string host; int port; bool operator<(const Entry &o) const { return host != o.host ? host < o.host : port < o.port; } };
int main() {
  std::vector<Entry> list = {{"b", 2}, {"a", 9}, {"b", 1}, {"a", 3}};
  std::sort(list.begin(), list.end());
  for (const Entry &e : list) std::printf("%s%d ", e.host.c_str(), e.port);
  std::map<std::string, std::vector<int>> groups;
  for (const Entry &e : list) groups[e.host].push_back(e.port);
  for (const auto &g : groups) std::printf("%s:%d ", g.first.c_str(), std::accumulate(g.second.begin(), g.second.end(), 0));
  std::printf("\n");
  std::vector<int> v = {3, 1, 3, 2, 1, 5};
  std::set<int> s(v.begin(), v.end());
  std::sort(v.begin(), v.end());
  v.erase(std::unique(v.begin(), v.end()), v.end());
  std::printf("%d %d %d\n", (int)s.size(), (int)v.size(), v.back());
  std::vector<std::pair<int, std::string>> pairs;
  pairs.push_back(std::make_pair(2, "two"));
  pairs.push_back({1, "one"});
  std::sort(pairs.begin(), pairs.end());
  std::printf("%s %d\n", pairs[0].second.c_str(), pairs[1].first);
  auto found = std::find_if(list.begin(), list.end(), [](const Entry &e) { return e.port > 8; });
  std::printf("%s\n", found == list.end() ? "none" : found->host.c_str());
  return (int)(std::max_element(v.begin(), v.end()) - v.begin());
}

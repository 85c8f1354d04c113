/* Shared and weak owners: a parent and its children, and what is left when the parent goes. */
/* Outcomes: one */
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

struct Node {
  std::string name;
  std::weak_ptr<Node> parent;
  std::vector<std::shared_ptr<Node>> children;
  explicit Node(const std::string &name) : name(name) {}
  ~Node() { std::printf("~%s ", name.c_str()); }
};

static std::shared_ptr<Node> add(const std::shared_ptr<Node> &parent, const char *name) {
  auto child = std::make_shared<Node>(name);
  child->parent = parent;
  parent->children.push_back(child);
  return child;
}

int main() {
  std::shared_ptr<Node> kept;
  {
    auto root = std::make_shared<Node>("root");
    add(root, "left");
    kept = add(root, "right");
    std::printf("%d %d ", static_cast<int>(root.use_count()), static_cast<int>(kept.use_count()));
    if (auto up = kept->parent.lock()) std::printf("%s %d\n", up->name.c_str(), static_cast<int>(up->children.size()));
  }
  std::printf("\n%d %d\n", kept->parent.expired(), kept->parent.lock() == nullptr);
  kept.reset();
  std::printf("end\n");
  return 0;
}

/* A registry of factories, singletons, nested classes, enum class, namespaces with aliases, static members, friends. */
/* Outcomes: one */
#include <cstdio>
#include <cstring>
#include <map>
#include <memory>
#include <string>
#include <vector>
namespace net { namespace detail {
enum class Kind : unsigned char { Host = 1, Service, Protocol };
class Lookup {
 public:
  virtual ~Lookup() = default;
  virtual std::string describe() const = 0;
  static int made() { return made_; }
 protected:
  explicit Lookup(Kind k) : kind_(k) { ++made_; }
  Kind kind_;
 private:
  static int made_;
};
int Lookup::made_ = 0;
class HostLookup final : public Lookup { public: HostLookup() : Lookup(Kind::Host) {} std::string describe() const override { return "host " + std::to_string((int)kind_); } };
class ServiceLookup final : public Lookup { public: ServiceLookup() : Lookup(Kind::Service) {} std::string describe() const override { return "service " + std::to_string((int)kind_); } };
}
class Registry {
 public:
  typedef std::unique_ptr<detail::Lookup> (*Factory)();
  static Registry &get() { static Registry one; return one; }
  void add(const std::string &name, Factory f) { factories_[name] = f; }
  std::unique_ptr<detail::Lookup> make(const std::string &name) const { auto it = factories_.find(name); return it == factories_.end() ? nullptr : it->second(); }
  struct Adder { Adder(const char *name, Factory f) { Registry::get().add(name, f); } };
 private:
  Registry() {}
  std::map<std::string, Factory> factories_;
  friend struct Peek;
};
struct Peek { static int count() { return (int)Registry::get().factories_.size(); } };
template <class T> std::unique_ptr<detail::Lookup> create() { return std::unique_ptr<detail::Lookup>(new T); }
static Registry::Adder host("host", &create<detail::HostLookup>);
static Registry::Adder service("service", &create<detail::ServiceLookup>);
}
namespace d = net::detail;
int main() {
  std::vector<std::unique_ptr<d::Lookup>> all;
  const char *names[] = {"host", "service", "none"};
  for (const char *name : names) if (auto made = net::Registry::get().make(name)) all.push_back(std::move(made));
  for (const auto &one : all) std::printf("%s\n", one->describe().c_str());
  std::printf("%d %d\n", d::Lookup::made(), net::Peek::count());
  return 0;
}

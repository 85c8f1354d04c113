/* Basics of iostreams: cout and cerr, numbers, hex, widths, string streams. */
/* Outcomes: one */
#include <iostream>
#include <sstream>
#include <iomanip>
#include <string>

struct Address { int a, b; };
static std::ostream &operator<<(std::ostream &out, const Address &at) { return out << at.a << '.' << at.b; }

int main() {
  using namespace std;
  cout << "text " << 42 << ' ' << -7L << ' ' << 3.5 << ' ' << true << ' ' << 'c' << endl;
  cout << hex << 255 << ' ' << dec << 255 << "\n";
  cout << setw(6) << 12 << '|' << left << setw(6) << 12 << '|' << right << setfill('0') << setw(4) << 7 << setfill(' ') << endl;
  cerr << "not seen" << endl;
  string name("host");
  cout << name << ':' << name.size() << endl;
  ostringstream out;
  out << "GET " << name << ' ' << 80u;
  cout << out.str() << endl;
  out.str("");
  out << Address{192, 2};
  cout << out.str() << ' ' << Address{1, 2} << endl;
  istringstream in("12 word 34");
  int a = 0, b = 0;
  string word;
  in >> a >> word >> b;
  cout << a << word << b << (in ? " good" : " bad") << endl;
  int more = 0;
  if (!(in >> more)) cout << "end" << endl;
  cout << boolalpha << (a < b) << noboolalpha << ' ' << (a > b) << endl;
  const char *p = "pointer text";
  cout << p << endl;
  unsigned char letter = 'u';
  cout << letter << ' ' << (unsigned)letter << ' ' << 18446744073709551615ull << endl;
  return 0;
}

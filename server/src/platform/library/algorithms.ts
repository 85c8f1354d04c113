/** Algorithms, as code that is run. */
export const algorithms = `
template <class T> const T &min(const T &a, const T &b) { return b < a ? b : a; }
template <class T> const T &max(const T &a, const T &b) { return a < b ? b : a; }
template <class I> int distance(I a, I b) { int n = 0; for (; a != b; ++a) ++n; return n; }
template <class I> void advance(I &i, int n) { for (; n > 0; --n) ++i; }
template <class I> I next(I i, int n = 1) { for (; n > 0; --n) ++i; return i; }
template <class I, class T> I find(I a, I b, const T &value) { for (; a != b; ++a) if (*a == value) return a; return b; }
template <class I, class P> I find_if(I a, I b, P test) { for (; a != b; ++a) if (test(*a)) return a; return b; }
template <class I, class T> int count(I a, I b, const T &value) { int n = 0; for (; a != b; ++a) if (*a == value) ++n; return n; }
template <class I, class P> int count_if(I a, I b, P test) { int n = 0; for (; a != b; ++a) if (test(*a)) ++n; return n; }
template <class I, class P> P for_each(I a, I b, P work) { for (; a != b; ++a) work(*a); return work; }
template <class I, class P> bool any_of(I a, I b, P test) { for (; a != b; ++a) if (test(*a)) return true; return false; }
template <class I, class P> bool all_of(I a, I b, P test) { for (; a != b; ++a) if (!test(*a)) return false; return true; }
template <class I, class P> bool none_of(I a, I b, P test) { for (; a != b; ++a) if (test(*a)) return false; return true; }
template <class I, class T> void fill(I a, I b, const T &value) { for (; a != b; ++a) *a = value; }
template <class I, class O> O copy(I a, I b, O to) { for (; a != b; ++a) { *to = *a; ++to; } return to; }
template <class I, class O, class P> O transform(I a, I b, O to, P work) { for (; a != b; ++a) { *to = work(*a); ++to; } return to; }
template <class I, class T> T accumulate(I a, I b, T sum) { for (; a != b; ++a) sum = sum + *a; return sum; }
template <class I, class T> I remove(I a, I b, const T &value) { I to = a; for (; a != b; ++a) if (!(*a == value)) { if (to != a) *to = std::move(*a); ++to; } return to; }
template <class I, class P> I remove_if(I a, I b, P test) { I to = a; for (; a != b; ++a) if (!test(*a)) { if (to != a) *to = std::move(*a); ++to; } return to; }
template <class I> I unique(I a, I b) { if (a == b) return b; I to = a; for (++a; a != b; ++a) if (!(*to == *a)) { ++to; *to = std::move(*a); } return ++to; }
template <class I> I max_element(I a, I b) { I best = a; for (; a != b; ++a) if (*best < *a) best = a; return best; }
template <class I> I min_element(I a, I b) { I best = a; for (; a != b; ++a) if (*a < *best) best = a; return best; }
template <class I> void reverse(I a, I b) { while (a != b) { --b; if (a == b) return; std::swap(*a, *b); ++a; } }
template <class I, class J> void iter_swap(I a, J b) { std::swap(*a, *b); }
template <class I, class J> bool equal(I a, I b, J c) { for (; a != b; ++a) { if (!(*a == *c)) return false; ++c; } return true; }
template <class I, class T> I lower_bound(I a, I b, const T &value) { while (a != b && *a < value) ++a; return a; }
template <class I, class T> I upper_bound(I a, I b, const T &value) { while (a != b && !(value < *a)) ++a; return a; }
template <class I, class T> bool binary_search(I a, I b, const T &value) { for (; a != b; ++a) if (!(*a < value) && !(value < *a)) return true; return false; }
template <class I> void sort(I a, I b) {
  if (a == b) return;
  for (I i = a + 1; i != b; ++i) {
    auto held = std::move(*i);
    I j = i;
    while (j != a && held < *(j - 1)) { *j = std::move(*(j - 1)); --j; }
    *j = std::move(held);
  }
}
template <class I, class P> void sort(I a, I b, P before) {
  if (a == b) return;
  for (I i = a + 1; i != b; ++i) {
    auto held = std::move(*i);
    I j = i;
    while (j != a && before(held, *(j - 1))) { *j = std::move(*(j - 1)); --j; }
    *j = std::move(held);
  }
}
template <class I> void stable_sort(I a, I b) { sort(a, b); }
template <class I, class P> void stable_sort(I a, I b, P before) { sort(a, b, before); }
`;

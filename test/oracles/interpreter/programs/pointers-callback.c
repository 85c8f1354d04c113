/* A callback with a context, as Windows likes them. */
/* Outcomes: one */
#include <stdio.h>

typedef void (*visitor)(void *context, int index, const char *word);
struct counter { int words, letters; const char *longest; int best; };

static void count(void *context, int index, const char *word) {
  struct counter *counter = context;
  int n = 0;
  (void)index;
  while (word[n]) ++n;
  counter->words++;
  counter->letters += n;
  if (n > counter->best) { counter->best = n; counter->longest = word; }
}

static void each(const char *const *words, visitor visit, void *context) {
  int i;
  for (i = 0; words[i]; ++i) visit(context, i, words[i]);
}

int main(void) {
  static const char *const words[] = {"a", "request", "is", "cancelled", NULL};
  struct counter counter = {0};
  each(words, count, &counter);
  printf("%d %d %s\n", counter.words, counter.letters, counter.longest);
  return counter.words;
}

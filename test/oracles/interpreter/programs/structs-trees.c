/* Lists, trees and queues by hand with malloc, realloc, free; pointers to pointers; swapping in place. */
/* Outcomes: one */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
typedef struct node { struct node *next; char *name; int n; } node;
typedef struct tree { struct tree *side[2]; int key; } tree;
static void push(node **head, const char *name, int n) { node *p = (node *)malloc(sizeof *p); p->name = strdup(name); p->n = n; p->next = *head; *head = p; }
static int removed(node **at, const char *name) { for (; *at; at = &(*at)->next) if (strcmp((*at)->name, name) == 0) { node *gone = *at; *at = gone->next; free(gone->name); free(gone); return 1; } return 0; }
static node *reversed(node *p) { node *r = NULL; while (p) { node *n = p->next; p->next = r; r = p; p = n; } return r; }
static void insert(tree **t, int key) { while (*t) t = &(*t)->side[key > (*t)->key]; *t = (tree *)calloc(1, sizeof(tree)); (*t)->key = key; }
static int depth(const tree *t) { int a, b; if (!t) return 0; a = depth(t->side[0]); b = depth(t->side[1]); return 1 + (a > b ? a : b); }
static void walk(const tree *t) { if (t) { walk(t->side[0]); printf("%d ", t->key); walk(t->side[1]); } }
static void drop(tree *t) { if (t) { drop(t->side[0]); drop(t->side[1]); free(t); } }
int main(void)
{
  node *list = NULL, *p; tree *t = NULL; int i, *grow = NULL, size = 0;
  static const int keys[] = { 5, 2, 8, 1, 9, 3 };
  push(&list, "a", 1); push(&list, "b", 2); push(&list, "c", 3);
  list = reversed(list);
  printf("%d %d\n", removed(&list, "b"), removed(&list, "x"));
  for (p = list; p; p = p->next) printf("%s%d ", p->name, p->n);
  while (list) removed(&list, list->name);
  for (i = 0; i < 6; i++) insert(&t, keys[i]);
  walk(t); printf("%d\n", depth(t)); drop(t);
  for (i = 0; i < 20; i++) { if (i >= size) { size = size ? size * 2 : 4; grow = (int *)realloc(grow, size * sizeof *grow); } grow[i] = i * i; }
  printf("%d %d\n", size, grow[19]); free(grow);
  return 0;
}

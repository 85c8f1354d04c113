/* A linked list on the heap: insert, reverse, remove, free. */
/* Outcomes: one */
#include <stdio.h>
#include <stdlib.h>

struct node { int value; struct node *next; };

static struct node *push(struct node *head, int value) {
  struct node *node = malloc(sizeof *node);
  node->value = value;
  node->next = head;
  return node;
}

static struct node *reverse(struct node *head) {
  struct node *done = NULL;
  while (head) { struct node *next = head->next; head->next = done; done = head; head = next; }
  return done;
}

static void remove_value(struct node **link, int value) {
  while (*link) {
    if ((*link)->value == value) { struct node *gone = *link; *link = gone->next; free(gone); }
    else link = &(*link)->next;
  }
}

static void print(const struct node *node) {
  for (; node; node = node->next) printf("%d%s", node->value, node->next ? " " : "\n");
}

int main(void) {
  struct node *head = NULL;
  int i, n = 0;
  for (i = 1; i <= 5; ++i) head = push(head, i * i % 7);
  print(head);
  head = reverse(head);
  print(head);
  remove_value(&head, 2);
  remove_value(&head, 1);
  print(head);
  while (head) { struct node *next = head->next; free(head); head = next; ++n; }
  return n;
}

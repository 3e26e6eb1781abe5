// Looking up a place in what is in order.

/** How many of `items`, which rise, are `limit` or less; `valueOf` reads one. */
export function countUpTo(items, limit, valueOf = (item) => item) {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (valueOf(items[middle]) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** What follows of an immutable value, worked out once for each. It is kept as long as the value is. */
export function derived<From extends object, To>(work: (from: From) => To): (from: From) => To {
  const known = new WeakMap<From, { to: To }>();
  return (from) => {
    const before = known.get(from);
    if (before !== undefined) return before.to;
    const to = work(from);
    known.set(from, { to });
    return to;
  };
}

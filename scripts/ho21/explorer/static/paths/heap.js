// A binary heap: what has the least weight first, and of equal weights what came first.

/**
 * @template T
 * @typedef {{push: (weight: number, item: T) => void, take: () => [number, T] | undefined, pop: () => T | undefined}} Heap
 */

/** @template T @returns {Heap<T>} */
export function heap() {
  /** @type {{weight: number, turn: number, item: T}[]} */ const all = [];
  let turn = 0;
  /** @param {number} one @param {number} other */
  const before = (one, other) => all[one].weight - all[other].weight || all[one].turn - all[other].turn;
  /** @param {number} one @param {number} other */
  const swap = (one, other) => {
    const held = all[one];
    all[one] = all[other];
    all[other] = held;
  };

  /** @type {Heap<T>} */ const made = {
    push(weight, item) {
      let at = all.push({ weight, turn, item }) - 1;
      turn += 1;
      for (let up = (at - 1) >> 1; at && before(at, up) < 0; at = up, up = (at - 1) >> 1) swap(at, up);
    },
    take() {
      const first = all[0];
      const last = all.pop();
      if (!first || !last) return undefined;
      if (all.length) {
        all[0] = last;
        for (let at = 0, down = 1; down < all.length; down = 2 * at + 1) {
          if (down + 1 < all.length && before(down + 1, down) < 0) down += 1;
          if (before(at, down) < 0) break;
          swap(at, down);
          at = down;
        }
      }
      return [first.weight, first.item];
    },
    pop: () => made.take()?.[1],
  };
  return made;
}

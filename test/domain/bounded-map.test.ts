import { expect, it } from 'vitest';
import { BoundedMap } from '../../src/domain/bounded-map.ts';

it('a bounded map holds so many answers at most, and forgets all when it is full', () => {
  const known = new BoundedMap<number>(2);
  known.set('a', 1);
  known.set('b', 2);
  expect([known.get('a'), known.get('b')]).toEqual([1, 2]);
  known.set('c', 3);
  expect([known.get('a'), known.get('b'), known.get('c')]).toEqual([undefined, undefined, 3]);
});

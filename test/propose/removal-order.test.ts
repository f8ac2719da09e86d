import { expect, it } from 'vitest';
import { removalOrder, wholeServices } from '../../src/propose/removal-order.ts';
import { withinRoom } from '../../src/propose/within-room.ts';
import { tinyCatalog } from '../support/builders.ts';

const catalog = tinyCatalog();
const s3 = catalog.expand('s3:*');
const kms = catalog.expand('kms:*');
const iam = ['iam:PassRole', 'iam:ListRoles'].filter((action) => catalog.action(action) !== null);

it('knows the services of which nothing stays', () => {
  const gone = new Set([...kms, ...s3.slice(1), ...iam]);
  expect(wholeServices(gone, catalog)).toEqual([{ pattern: 'kms:*', actions: kms }]);
});

it('gives room to whole services first, each as one, then to the most severe', () => {
  const removed = new Set([...s3.slice(1), ...iam, ...kms]);
  const [first, ...rest] = removalOrder(removed, catalog, true);
  expect(first).toEqual(kms);
  expect(rest.every((unit) => unit.length === 1)).toBe(true);
  const ranks = rest.map(([action = '']) => (catalog.sensitivity(action) === null ? 1 : 0));
  expect(ranks).toEqual([...ranks].sort());
  expect(new Set(rest.flat())).toEqual(new Set([...s3.slice(1), ...iam]));
  expect(removalOrder(new Set([...removed].reverse()), catalog, true)).toEqual([first, ...rest]);
  expect(removalOrder(removed, catalog, false).every((unit) => unit.length === 1)).toBe(true);
});

it('never takes a part of what goes together', () => {
  const order = removalOrder(new Set([...kms, ...iam]), catalog, true);
  const upTo = (most: number) => withinRoom(order, (actions) => actions.size <= most);
  expect(upTo(kms.length - 1).size).toBe(0);
  expect(upTo(kms.length)).toEqual(new Set(kms));
  expect(upTo(kms.length + iam.length)).toEqual(new Set([...kms, ...iam]));
});

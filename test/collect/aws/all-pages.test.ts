import { describe, expect, it } from 'vitest';
import { allPages, MOST_PAGES } from '../../../src/collect/aws/fetch/ask.ts';

describe('the pages of a list', () => {
  /** How many pages are fetched of a list that names `markers` more, in turn. */
  async function fetched(markerOf: (page: number) => string | undefined, before: readonly string[] = []) {
    let page = before.length;
    let taken = 0;
    const done = allPages(
      'iam:ListThings',
      async () => {
        page += 1;
        return page;
      },
      markerOf,
      () => {
        taken += 1;
      },
      before,
    );
    return { failure: await done.then(() => null).catch((error: Error) => error), taken };
  }

  it('are all taken, up to the most there may be', async () => {
    const last = (page: number) => (page < MOST_PAGES ? `m${page}` : undefined);
    expect(await fetched(last)).toEqual({ failure: null, taken: MOST_PAGES });
  });

  it('are no list when every page names a marker that is new', async () => {
    const { failure, taken } = await fetched((page) => `m${page}`);
    expect(failure).toMatchObject({
      call: 'iam:ListThings',
      cause: {
        name: 'MalformedAnswer',
        message: `page ${MOST_PAGES} names yet another one: the list does not end`,
      },
    });
    expect(taken).toBe(MOST_PAGES - 1);
  });

  it('count those that are there already', async () => {
    const before = Array.from({ length: MOST_PAGES - 1 }, (_, page) => `m${page + 1}`);
    expect((await fetched((page) => `m${page}`, before)).failure).toMatchObject({
      message: 'iam:ListThings failed',
    });
    expect(await fetched(() => undefined, before)).toEqual({ failure: null, taken: 1 });
  });
});

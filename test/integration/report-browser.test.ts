/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTemplates } from '../../src/publish/template-files.ts';
import { writeFiles } from '../../src/publish/write-files.ts';
import { type Assessment, compare, comparisonFiles, report } from '../../src/report/index.ts';
import { hostileAssessment, largeAssessment, richAssessment } from '../support/assessment-fixture.ts';
import { hasChromium, launch, watchedPage } from './chromium.ts';

/** The report as its readers open it: a file, in a browser, without a network. */
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let folder: string;
let browser: Browser;

function write(name: string, assessment: Assessment): string {
  writeFiles(join(folder, name), report(assessment, readTemplates()));
  return `file://${join(folder, name, 'report.html')}`;
}

const visibleRows = (page: Page, table: string): Promise<number> =>
  page.locator(`table[data-table="${table}"] tbody tr`).count();

describe.skipIf(!hasChromium)('report.html in Chromium', () => {
  let rich: string;
  let deferred: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'paredown-report-'));
    browser = await launch();
    rich = write('rich', richAssessment());
    deferred = write('deferred', largeAssessment(30, 200));
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Several principals with all that one can have, and tables that page. */
  const crowded = (): Assessment => {
    const rich = richAssessment();
    const large = largeAssessment(4, 300);
    const [model] = hostileAssessment().principals.filter(({ sessions }) => sessions !== null);
    if (model === undefined) throw new Error('no sessions');
    return {
      ...rich,
      principals: large.principals.map((each) => ({ ...each, sessions: model.sessions })),
      recommendations: large.recommendations,
    };
  };
  const pages: Readonly<Record<string, () => string>> = {
    report: () => rich,
    'report of many': () => write('crowded', crowded()),
    comparison: () => {
      const files = comparisonFiles(compare(richAssessment(), crowded()), readTemplates());
      writeFiles(join(folder, 'compared'), files);
      return `file://${join(folder, 'compared', 'compare.html')}`;
    },
  };

  it.each(
    (['light', 'dark'] as const).flatMap((scheme) =>
      Object.keys(pages).map((name) => [name, scheme] as const),
    ),
  )('%s asks for nothing, reports no error and passes axe (%s)', async (name, colorScheme) => {
    const { page, misdeeds } = await watchedPage(browser, { colorScheme, bypassCSP: false });
    await page.goto(pages[name]?.() ?? '');
    const expand = page.locator('#expand-all');
    if ((await expand.count()) > 0) await expand.click();
    await page.evaluate(() => {
      for (const details of document.querySelectorAll('details')) details.open = true;
    });
    expect(misdeeds).toEqual([]);
    // Evaluated by the debugger, which the page's own policy does not bind.
    await page.evaluate(AXE);
    const violations = await page.evaluate(async () => {
      const { axe } = globalThis as unknown as {
        axe: { run: () => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
      };
      return (await axe.run()).violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)]);
    });
    expect(violations).toEqual([]);
    expect(misdeeds).toEqual([]);
    await page.close();
  });

  it('answers on the first screen who holds what unused, what cannot be judged and what to switch on', async () => {
    const { page } = await watchedPage(browser, { viewport: { width: 1280, height: 800 } });
    await page.goto(rich);
    for (const heading of [
      'Agents holding critical permissions they have not used',
      'Agents holding critical permissions that cannot be judged',
      'What to switch on to judge them',
    ]) {
      const list = page.locator('#agents h3', { hasText: heading }).locator('xpath=..');
      const first = list.locator('li').first();
      const box = await first.boundingBox();
      expect(box, heading).not.toBeNull();
      expect((box?.y ?? 800) + (box?.height ?? 0), heading).toBeLessThan(800);
    }
    await page.close();
  });

  it('runs nothing of hostile names, and says them', async () => {
    const { page, misdeeds } = await watchedPage(browser);
    await page.goto(write('hostile', hostileAssessment()));
    await page.locator('#expand-all').click();
    expect(await page.locator('main script, main img, main iframe, main style').count()).toBe(0);
    expect(await page.locator('main').innerText()).toContain('<script>alert(1)</script>');
    expect(misdeeds).toEqual([]);
    await page.close();
  });

  it('keeps search, filter and order in the link', async () => {
    const { page, misdeeds } = await watchedPage(browser);
    await page.goto(rich);
    const all = await visibleRows(page, 'principals');
    await page.locator('#filter-text').fill('kms:ScheduleKeyDeletion');
    await page.locator('#filter-severity').selectOption('high');
    await page.getByRole('button', { name: 'Unused', exact: true }).click();
    await page.waitForFunction(() => location.hash.includes('q=kms'));
    const shown = await visibleRows(page, 'principals');
    expect([shown, all]).toEqual([2, 6]);
    expect(await page.locator('th[aria-sort="ascending"]').innerText()).toContain('Unused');
    const text = await page.locator('#filter-result').innerText();
    await page.reload();
    expect(await page.locator('#filter-text').inputValue()).toBe('kms:ScheduleKeyDeletion');
    expect(await page.locator('#filter-severity').inputValue()).toBe('high');
    expect(await visibleRows(page, 'principals')).toBe(2);
    expect(await page.locator('th[aria-sort="ascending"]').innerText()).toContain('Unused');
    expect(await page.locator('#filter-result').innerText()).toBe(text);
    await page.locator('#filter-clear').click();
    expect(await visibleRows(page, 'principals')).toBe(all);
    expect(misdeeds).toEqual([]);
    await page.close();
  });

  it('is walked by keyboard: skip link first, focus to be seen, arrows between principals', async () => {
    const { page } = await watchedPage(browser);
    await page.goto(rich);
    await page.keyboard.press('Tab');
    const skip = await page.evaluate(() => document.activeElement?.getAttribute('href'));
    expect(skip).toBe('#main');
    expect((await page.locator('.skip').boundingBox())?.x).toBeGreaterThan(0);
    const seen = new Set<string>();
    for (let stop = 0; stop < 60; stop++) {
      await page.keyboard.press('Tab');
      const { tag, outline } = await page.evaluate(() => {
        const element = document.activeElement ?? document.body;
        return {
          tag: `${element.tagName} ${element.id || element.textContent?.slice(0, 20)}`,
          outline: getComputedStyle(element).outlineStyle,
        };
      });
      seen.add(tag);
      expect({ tag, outline }).toEqual({ tag, outline: expect.not.stringMatching(/^none$/) });
    }
    expect([...seen].join('\n')).toMatch(/INPUT filter-text[\s\S]*SELECT filter-severity/);
    const summaries = page.locator('.principal > summary');
    await summaries.first().focus();
    await page.keyboard.press('ArrowDown');
    expect(await summaries.nth(1).evaluate((element) => element === document.activeElement)).toBe(true);
    await page.keyboard.press('Enter');
    expect(
      await page
        .locator('.principal')
        .nth(1)
        .evaluate((element) => (element as HTMLDetailsElement).open),
    ).toBe(false);
    await page.close();
  });

  it.each([
    ['that stands in the page', () => rich, 'iam-PutRolePolicy', 'iam:PutRolePolicy'],
    ['that is data', () => deferred, 'service3-Action63', 'service3:Action63'],
  ])('opens at a permission %s', async (_what, url, id, action) => {
    const { page, misdeeds } = await watchedPage(browser);
    await page.goto(url());
    const anchor = await page.locator('.principal').first().getAttribute('id');
    await page.goto(`${url()}#${anchor}-${id}`);
    const row = page.locator(`[id="${anchor}-${id}"]`);
    expect(await row.locator('code').innerText()).toBe(action);
    expect(await row.isVisible()).toBe(true);
    expect(misdeeds).toEqual([]);
    await page.close();
  });

  it('reads without a script: decisions and proposals in full, and where the rows are', async () => {
    const page = await browser.newPage({ javaScriptEnabled: false });
    await page.goto(rich);
    expect(await page.locator('table[data-table="decisions"] tbody tr').count()).toBe(10);
    expect(await page.locator('table.perm tbody tr').count()).toBeGreaterThan(15);
    expect(await page.locator('#toolbar').isVisible()).toBe(false);
    await page.goto(deferred);
    expect(await page.locator('noscript').innerText()).toContain('findings.csv');
    expect(await page.locator('table[data-table="decisions"] tbody tr').count()).toBe(60);
    expect(await page.locator('table.diff').count()).toBe(30);
    await page.close();
  });

  it('shows the same rows from data as from the page', async () => {
    const cells = (page: Page): Promise<string[][]> =>
      page.evaluate(() =>
        [
          ...document.querySelectorAll<HTMLTableRowElement>(
            '.principal:first-of-type table.perm tbody tr, .principal:first-of-type ul.actions li',
          ),
        ].map((row) => [row.id, (row.textContent ?? '').replace(/\s+/g, ' ').trim()]),
      );
    const open = async (url: string): Promise<string[][]> => {
      const { page, misdeeds } = await watchedPage(browser);
      await page.goto(url);
      await page.locator('#expand-all').click();
      // Rows are made when the section has opened.
      await page.locator('.principal:first-of-type ul.actions li').first().waitFor();
      const found = await cells(page);
      expect(misdeeds).toEqual([]);
      await page.close();
      return found;
    };
    // 200 rows each: 30 principals have too many to stand in the page, 20 have not.
    const fromData = (await open(deferred)).slice(0, 200);
    const fromPage = (await open(write('inline', largeAssessment(20, 200)))).slice(0, 200);
    expect(fromPage).toHaveLength(200);
    expect(fromData).toEqual(fromPage);
  });

  it('prints with everything expanded', async () => {
    const { page } = await watchedPage(browser);
    await page.goto(rich);
    await page.locator('#collapse-all').click();
    const pdf = await page.pdf({ format: 'A4', printBackground: true });
    const pages = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;
    expect(pages).toBeGreaterThan(8);
    await page.emulateMedia({ media: 'print' });
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    expect(await page.locator('details:not([open])').count()).toBe(0);
    expect(await page.locator('.toolbar').isVisible()).toBe(false);
    await page.close();
  });

  describe('a table of more than 5,000 rows', () => {
    let url: string;
    beforeAll(() => {
      url = write('many', largeAssessment(5_200, 2));
    });
    const pagerOf = (page: Page) =>
      page.locator('#principals > .pager, #principals .scroll + .pager').first();
    const shown = (page: Page) => pagerOf(page).locator('output').innerText();
    const firstName = (page: Page) =>
      page.locator('table[data-table="principals"] tbody th a').first().innerText();

    it('pages, and says which rows the browser itself can find', async () => {
      const { page, misdeeds } = await watchedPage(browser);
      await page.goto(url);
      expect(await visibleRows(page, 'principals')).toBe(500);
      expect(await shown(page)).toBe('1 to 500 of 5,200');
      expect(await pagerOf(page).innerText()).toContain('Find in page sees these rows only');
      // All at once is for tables that a browser draws without stopping.
      expect(await pagerOf(page).getByRole('button', { name: 'All' }).isVisible()).toBe(false);
      const seen = new Set<string>();
      for (let turn = 1; ; turn++) {
        expect(turn).toBeLessThan(12);
        for (const name of await page.locator('table[data-table="principals"] tbody th a').allInnerTexts())
          seen.add(name);
        const next = pagerOf(page).getByRole('button', { name: 'Next' });
        if (await next.isDisabled()) break;
        await next.click();
      }
      expect(seen.size).toBe(5_200);
      expect(await shown(page)).toBe('5,001 to 5,200 of 5,200');
      expect(misdeeds).toEqual([]);
      await page.close();
    });

    it('keeps page, filter and order in the link', async () => {
      const { page } = await watchedPage(browser);
      await page.goto(url);
      await page.locator('#filter-text').fill('workload-1');
      await page.waitForFunction(() => location.hash.includes('q=workload-1'));
      await page.getByRole('button', { name: 'Principal', exact: true }).click();
      await page.getByRole('button', { name: 'Principal', exact: true }).click();
      await pagerOf(page).getByRole('button', { name: 'Next' }).click();
      const before = [await shown(page), await firstName(page)];
      expect(before).toEqual(['501 to 1,000 of 1,000', 'workload-1499']);
      expect(new URL(page.url()).hash).toBe('#?q=workload-1&sort-principals=0d&page-principals=2');
      await page.reload();
      expect([await shown(page), await firstName(page)]).toEqual(before);
      // Another page than there is: the last one, and the link says so.
      await page.goto(`${url}#?page-principals=99`);
      expect(await shown(page)).toBe('5,001 to 5,200 of 5,200');
      expect(new URL(page.url()).hash).toBe('#?page-principals=11');
      // What is filtered anew begins at its first page.
      await page.locator('#filter-text').fill('workload-0');
      await page.waitForFunction(() => location.hash === '#?q=workload-0');
      expect(await shown(page)).toBe('1 to 500 of 1,000');
      await page.close();
    });

    it('is walked across its pages by keyboard', async () => {
      const { page } = await watchedPage(browser);
      await page.goto(url);
      const links = page.locator('table[data-table="principals"] tbody th a');
      const focused = () => page.evaluate(() => document.activeElement?.textContent);
      await links.first().focus();
      await page.keyboard.press('End');
      expect(await focused()).toBe(await links.last().innerText());
      // From the last row the next stop is the pager.
      await page.keyboard.press('Tab');
      expect(await focused()).toBe('Next');
      for (let turn = 2; turn <= 11; turn++) await page.keyboard.press('Enter');
      expect(await shown(page)).toBe('5,001 to 5,200 of 5,200');
      // There is no further page, and the focus is where a key still does something.
      expect(await focused()).toBe('Previous');
      await page.keyboard.press('Enter');
      expect(await shown(page)).toBe('4,501 to 5,000 of 5,200');
      await page.close();
    });

    it('prints all of its rows, and is as it was afterwards', async () => {
      const { page } = await watchedPage(browser);
      await page.goto(`${url}#?page-principals=3`);
      await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
      expect(await visibleRows(page, 'principals')).toBe(5_200);
      await page.evaluate(() => dispatchEvent(new Event('afterprint')));
      expect(await shown(page)).toBe('1,001 to 1,500 of 5,200');
      await page.close();
    });
  });

  it('opens 500 principals with 200 permissions each; the time is printed', async () => {
    const start = performance.now();
    const url = write('huge', largeAssessment(500, 200));
    console.log(`huge: written in ${Math.round(performance.now() - start)} ms`);
    const { page, misdeeds } = await watchedPage(browser);
    const timed = async (what: string, act: () => Promise<unknown>): Promise<void> => {
      const from = performance.now();
      await act();
      console.log(`huge: ${what} in ${Math.round(performance.now() - from)} ms`);
    };
    await timed('index opened', () => page.goto(url));
    expect(await visibleRows(page, 'principals')).toBe(500);
    const link = page.locator('table[data-table="principals"] tbody a').first();
    await timed('account page opened', async () => {
      await link.click();
      await page.waitForURL(/report-\d{12}\.html/);
      await page.waitForLoadState('load');
    });
    await timed('one principal opened', () =>
      page.locator('.principal table.perm tbody tr').first().waitFor(),
    );
    expect(await page.locator('.principal[open] table.perm tbody tr').count()).toBe(180);
    await timed('searched', async () => {
      await page.locator('#filter-text').fill('Action199');
      await page.waitForFunction(() => location.hash.includes('q=Action199'));
    });
    expect(await page.locator('.principal[open] table.perm tbody tr').count()).toBe(1);
    expect(misdeeds).toEqual([]);
    await page.close();
  });
});

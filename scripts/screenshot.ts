/**
 * Pictures of the report for the eye, kept out of git: `npm run screenshots [out folder]`. Each case is written as a complete
 * out folder and taken wide and narrow (400 px), light and dark, and printed. The sample is that of `npm run demo`.
 */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { chromium } from 'playwright-core';
import { readTemplates } from '../src/publish/template-files.ts';
import { writeFiles } from '../src/publish/write-files.ts';
import { type Assessment, buildAssessment, parseAssessment, report } from '../src/report/index.ts';
import {
  assessmentInput,
  hostileAssessment,
  largeAssessment,
  richAssessment,
} from '../test/support/assessment-fixture.ts';

const DEMO = 'out/demo/assessment.json';
const out = resolve(process.argv[2] ?? 'out/screenshots');

function emptyAssessment(): Assessment {
  const input = assessmentInput();
  return buildAssessment({
    ...input,
    collected: { ...input.collected, principals: [], usage: null, inputs: [], unreadable: [] },
    analysis: { ...input.analysis, principals: [], excluded: [], findings: [] },
    recommendations: [],
  });
}

const CASES: Readonly<Record<string, () => Assessment>> = {
  ...(existsSync(DEMO) ? { sample: () => parseAssessment(readFileSync(DEMO, 'utf8')) } : {}),
  rich: richAssessment,
  empty: emptyAssessment,
  hostile: hostileAssessment,
  huge: () => largeAssessment(500, 200),
};
if (!existsSync(DEMO)) console.log('No sample: `npm run demo` makes it.');

/** Longer pages are cut: a picture of everything is the print. */
const TALLEST = 8000;

mkdirSync(out, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
for (const [name, assessment] of Object.entries(CASES)) {
  const folder = join(out, name);
  writeFiles(folder, report(assessment(), readTemplates()));
  for (const [size, width] of [
    ['wide', 1280],
    ['narrow', 400],
  ] as const) {
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await browser.newPage({ viewport: { width, height: 1000 }, colorScheme });
      const start = performance.now();
      await page.goto(`file://${join(folder, 'report.html')}`);
      const opened = Math.round(performance.now() - start);
      // Sections out of sight are drawn when they come near: the picture wants them all.
      await page.evaluate(
        "for (const each of document.querySelectorAll('.principal')) each.style.contentVisibility = 'visible'",
      );
      const { height = 0 } = (await page.locator('html').boundingBox()) ?? {};
      const path = join(out, `${name}-${size}-${colorScheme}.png`);
      await page.screenshot({
        path,
        fullPage: true,
        clip: { x: 0, y: 0, width, height: Math.min(height, TALLEST) },
      });
      console.log(`${path} (opened in ${opened} ms)`);
      if (name !== 'huge' && size === 'wide' && colorScheme === 'light') {
        await page.pdf({ path: join(out, `${name}.pdf`), format: 'A4', printBackground: true });
      }
      await page.close();
    }
  }
}
await browser.close();

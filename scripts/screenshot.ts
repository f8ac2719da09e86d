/**
 * Pictures of the report for the eye: `npx tsx scripts/screenshot.ts [out folder]`. Needs a `chromium` on the PATH. Each
 * fixture is written as a complete out folder and taken wide, narrow (400 px) and dark.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readTemplates } from '../src/publish/template-files.ts';
import { writeFiles } from '../src/publish/write-files.ts';
import { report } from '../src/report/index.ts';
import { hostileAssessment, largeAssessment, richAssessment } from '../test/support/assessment-fixture.ts';

const out = resolve(process.argv[2] ?? 'out/screenshots');
const FIXTURES = { rich: richAssessment, hostile: hostileAssessment, large: largeAssessment };
/** Blink's preferredColorScheme: 0 is dark, 1 is light. */
const SCHEMES = { light: 1, dark: 0 };
const WIDTHS = { wide: [1280, 6200], narrow: [400, 9000] } as const;

for (const [name, assessment] of Object.entries(FIXTURES)) {
  const folder = join(out, name);
  const start = performance.now();
  writeFiles(folder, report(assessment(), readTemplates()));
  console.log(`${name}: written in ${Math.round(performance.now() - start)} ms`);
  for (const [scheme, preferredColorScheme] of Object.entries(SCHEMES)) {
    for (const [size, [width, height]] of Object.entries(WIDTHS)) {
      // Chromium's window is never narrower than 500 px; a frame is.
      const frame = join(folder, `frame-${size}.html`);
      writeFileSync(
        frame,
        `<!doctype html><body style="margin:0"><iframe src="report.html" style="border:0;width:${width}px;height:${height}px"></iframe>`,
      );
      shoot(
        frame,
        join(out, `${name}-${size}-${scheme}.png`),
        Math.max(500, width),
        height,
        preferredColorScheme,
      );
    }
  }
}

function shoot(page: string, picture: string, width: number, height: number, scheme: number): void {
  mkdirSync(out, { recursive: true });
  const { status, stderr } = spawnSync(
    'chromium',
    [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--hide-scrollbars',
      `--blink-settings=preferredColorScheme=${scheme}`,
      `--window-size=${width},${height}`,
      `--screenshot=${picture}`,
      `file://${page}`,
    ],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`chromium failed on ${page}: ${stderr}`);
  console.log(picture);
}

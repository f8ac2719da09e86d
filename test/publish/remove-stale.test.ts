import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { earlierFiles } from '../../src/publish/earlier-files.ts';
import { removeStale } from '../../src/publish/remove-stale.ts';
import { writeFiles } from '../../src/publish/write-files.ts';
import { largeAssessment, richAssessment } from '../support/assessment-fixture.ts';
import { reportTexts } from '../support/report-texts.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'paredown-stale-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** As a run writes its folder. */
function run(files: ReadonlyMap<string, string>): void {
  const earlier = earlierFiles(folder);
  writeFiles(folder, files);
  removeStale(folder, earlier, new Set(files.keys()));
}

const accountPages = (): readonly string[] =>
  readdirSync(folder).filter((name) => /^report-.*\.html$/.test(name));

test('a smaller run leaves no page of an account of the larger one before it', () => {
  const large = new Map(reportTexts(largeAssessment(20, 4)));
  // As if it had been beyond 5 MB; the manifest is what tells, so it is made over the pages too.
  const manifest = JSON.parse(large.get('pack/manifest.json') ?? '{}');
  const sha256 = manifest.files.find(({ path }: { path: string }) => path === 'report.html').sha256;
  large.set('report-111122223333.html', large.get('report.html') ?? '');
  manifest.files.push({ path: 'report-111122223333.html', sha256, size: 1 });
  large.set('pack/manifest.json', JSON.stringify(manifest));
  run(large);
  expect(accountPages()).toEqual(['report-111122223333.html']);
  writeFileSync(join(folder, 'notes.txt'), 'mine');
  run(reportTexts(richAssessment()));
  expect(accountPages()).toEqual([]);
  expect(existsSync(join(folder, 'notes.txt'))).toBe(true);
});

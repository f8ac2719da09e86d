import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bytesOf, textOf } from '../../src/domain/file-bytes.ts';
import { publish, run, verifyPack } from '../../src/main.ts';
import { type FolderFile, readFolder } from '../../src/publish/read-folder.ts';
import { checkPack, parseAssessment } from '../../src/report/index.ts';
import { sha256 } from '../../src/report/sha256.ts';

const samples = fileURLToPath(new URL('../../samples/', import.meta.url));
const sample = (name: string): string => join(samples, name);

let folder: string;
let files: ReadonlyMap<string, FolderFile>;

/** A pack of one account of the sample organisation: small, so that it is made and recomputed quickly. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'paredown-pack-'));
  await run(
    {
      authorizationDetails: [sample('authorization-details/444455556666-development.json')],
      lastAccessed: [sample('last-accessed')],
      cloudTrail: [sample('cloudtrail/AWSLogs/o-7k2larkfld/444455556666')],
      trails: [sample('trails.json')],
      window: { start: '2026-08-01T00:00:00Z', end: '2026-09-30T00:00:00Z', days: 60 },
      scope: 'agents',
      target: 'sensitive',
      regions: ['us-east-1', 'eu-west-1'],
      agents: [],
      breakGlassTags: [],
      packs: [],
      exceptions: [],
      tool: { name: 'paredown', version: '0.0.0-test' },
      arguments: ['run'],
    },
    join(folder, 'pack'),
    null,
  );
  files = readFolder(join(folder, 'pack'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The folder with one file replaced. */
function withBytes(path: string, bytes: Uint8Array): ReadonlyMap<string, FolderFile> {
  const changed = {
    path,
    size: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    isRegular: true,
    chunks: () => [bytes],
  };
  return new Map([...files, [path, changed]]);
}

const textAt = (path: string): string => textOf(files.get(path) as FolderFile) ?? '';

describe('hashes', () => {
  test('a pack as it was written has nothing wrong', () => {
    expect(checkPack(files)).toEqual([]);
    expect([...files.keys()]).toEqual(
      expect.arrayContaining([
        'pack/manifest.json',
        'pack/statement.intoto.json',
        'pack/README.md',
        'pack/options.json',
        'pack/controls.csv',
        'pack/facts/header.json',
        'pack/facts/documents.jsonl',
        'pack/queries/activity.sql',
      ]),
    );
  });

  test('a flipped byte of any file is found and the file is named', () => {
    // The schema of an assessment that did not change need not be read a hundred times.
    const light = new Map([...files].filter(([path]) => path !== 'assessment.json'));
    const missing = checkPack(light);
    expect(missing).toEqual([{ path: 'assessment.json', problem: 'is missing' }]);
    expect(files.size).toBeGreaterThan(30);
    for (const [path, file] of files) {
      const bytes = bytesOf(file);
      if (bytes.length === 0) continue;
      for (const at of [0, Math.floor(bytes.length / 2), bytes.length - 1]) {
        const flipped = Uint8Array.from(bytes);
        flipped[at] = (flipped[at] ?? 0) ^ 1;
        const folderWith = withBytes(path, flipped);
        const seen =
          path === 'assessment.json' ? folderWith : new Map(folderWith).set('assessment.json', stub());
        const named = checkPack(seen).filter(
          (problem) => problem.path === path || problem.problem.includes(path),
        );
        expect({ path, at, named: named.length > 0 }).toEqual({ path, at, named: true });
      }
    }
  });

  /** Stands for the unchanged assessment where only hashes are looked at. */
  const stub = (): FolderFile => ({
    ...(files.get('assessment.json') as FolderFile),
    chunks: () => [Buffer.from('{}')],
  });

  test('a file that is missing or added is named; what reviewers and signers add is not', () => {
    const without = new Map([...files].filter(([path]) => path !== 'findings.csv'));
    expect(checkPack(without)).toEqual([{ path: 'findings.csv', problem: 'is missing' }]);
    const file = files.get('findings.csv') as FolderFile;
    expect(checkPack(new Map([...files, ['policies/extra.json', file]]))).toEqual([
      { path: 'policies/extra.json', problem: 'is not in the manifest' },
    ]);
    const companions = ['decisions.yaml', 'exceptions.yaml', 'pack/statement.intoto.json.asc'];
    expect(checkPack(new Map([...files, ...companions.map((path) => [path, file] as const)]))).toEqual([]);
  });

  test('a manifest that is gone is named; a folder without any pack is no pack', () => {
    const without = new Map([...files].filter(([path]) => path !== 'pack/manifest.json'));
    expect(checkPack(without)).toEqual([
      { path: 'pack/manifest.json', problem: 'is missing, so nothing can be checked against it' },
    ]);
    without.delete('pack/statement.intoto.json');
    expect(() => checkPack(without)).toThrow(/give the folder that `paredown run` wrote/);
  });

  test('a link in the place of a file is named, even where the file is empty', async () => {
    const linked = join(folder, 'linked');
    cpSync(join(folder, 'pack'), linked, { recursive: true });
    writeFileSync(join(folder, 'empty'), '');
    const empty = createHash('sha256').update('').digest('hex');
    const { sha256: hash, size } = files.get('change.diff') as FolderFile;
    const manifest = textAt('pack/manifest.json');
    writeFileSync(
      join(linked, 'pack/manifest.json'),
      manifest.replace(hash, empty).replace(new RegExp(`(${empty}",\\s*"size": )${size}`), '$10'),
    );
    rmSync(join(linked, 'change.diff'));
    symlinkSync(join(folder, 'empty'), join(linked, 'change.diff'));
    const { problems } = await verifyPack(linked, { recompute: false, version: '0.0.0-test' });
    expect(problems).toContainEqual({
      path: 'change.diff',
      problem: 'is a link or another special file, and no file of a pack is',
    });
  });

  test('a forged file with its manifest entry mended is caught by the statement', () => {
    const manifest = textAt('pack/manifest.json');
    const csv = Buffer.from('record\n');
    const forged = manifest.replace(files.get('findings.csv')?.sha256 ?? '', sha256('record\n'));
    const folderWith = new Map([
      ...withBytes('findings.csv', csv),
      ...[...withBytes('pack/manifest.json', Buffer.from(forged))].filter(
        ([path]) => path === 'pack/manifest.json',
      ),
    ]);
    expect(checkPack(folderWith).map(({ path }) => path)).toContain('pack/manifest.json');
  });

  test('the statement is an in-toto Statement v1 over every other file', () => {
    const statement = JSON.parse(textAt('pack/statement.intoto.json'));
    expect(statement).toMatchObject({
      _type: 'https://in-toto.io/Statement/v1',
      predicateType: 'urn:paredown:evidence-pack:1',
    });
    const subjects = statement.subject as { name: string; digest: { sha256: string } }[];
    expect(new Map(subjects.map(({ name, digest }) => [name, digest.sha256]))).toEqual(
      new Map(
        [...files.values()]
          .filter(({ path }) => path !== 'pack/statement.intoto.json')
          .map((file) => [file.path, file.sha256]),
      ),
    );
  });

  test('the manifest accounts for the population and for each query', () => {
    const { population, queries } = JSON.parse(textAt('pack/manifest.json'));
    expect(population.judged + population.failed.length + population.excluded.length).toBe(population.total);
    expect(queries.map(({ name }: { name: string }) => name)).toEqual(
      expect.arrayContaining(['events', 'activity', 'sessions', 'coverage', 'leftovers']),
    );
    for (const { file, textSha256, name, rows } of queries) {
      expect(files.get(file)?.sha256).toBe(textSha256);
      expect({ name, rows: rows === null || rows > 0 }).toEqual({ name, rows: true });
    }
  });
});

describe('recompute', () => {
  const options = { recompute: true, version: '0.0.0-test' };

  test('leads from the facts to the same bytes, and finds a consistent forgery', async () => {
    const good = join(folder, 'pack');
    expect(await verifyPack(good, options)).toMatchObject({ problems: [] });

    // Somebody makes a finding vanish and writes the report again, hashes and all.
    const forged = join(folder, 'forged');
    cpSync(good, forged, { recursive: true });
    const assessment = parseAssessment(readFileSync(join(good, 'assessment.json'), 'utf8'));
    const [gone] = assessment.findings;
    expect(gone).toBeDefined();
    await publish({ ...assessment, findings: assessment.findings.slice(1) }, forged, forged);
    expect(await verifyPack(forged, { ...options, recompute: false })).toMatchObject({ problems: [] });
    const { problems } = await verifyPack(forged, options);
    expect(problems.map(({ path }) => path)).toContain('assessment.json');
    expect(problems.find(({ path }) => path === 'assessment.json')?.problem).toMatch(
      /is not what the facts lead to: line \d+ is /,
    );
  });

  test('a report cannot be written again over evidence that was changed', async () => {
    const changed = join(folder, 'changed');
    cpSync(join(folder, 'pack'), changed, { recursive: true });
    writeFileSync(join(changed, 'pack/options.json'), '{}');
    const assessment = parseAssessment(readFileSync(join(changed, 'assessment.json'), 'utf8'));
    await expect(publish(assessment, changed, changed)).rejects.toThrow(/pack\/options.json is not what/);
  });
});

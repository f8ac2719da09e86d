import { constants } from 'node:buffer';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { firstDifference } from '../../src/main/first-difference.ts';
import { readFolder } from '../../src/publish/read-folder.ts';
import { writeEach, writeFiles } from '../../src/publish/write-files.ts';
import { type Assessment, checkPack, compare, parseAssessment } from '../../src/report/index.ts';
import { packFiles } from '../../src/report/pack/pack-files.ts';
import { REPORTERS } from '../../src/report/reporters.ts';
import { viewModel } from '../../src/report/view/view-model.ts';
import { richAssessment } from '../support/assessment-fixture.ts';

const PRINCIPALS = 1000;
const PERMISSIONS = 200;
/** Makes a permission a long row, so that few of them make a long file. */
const HASH = 'f'.repeat(2_700);

/** An assessment whose text no JavaScript string can hold; its principals share their permissions, as in a real one. */
function longAssessment(): Assessment {
  const rich = richAssessment();
  const [principal] = rich.principals;
  const [permission] = principal?.permissions ?? [];
  if (principal === undefined || permission === undefined) throw new Error('no permission to start from');
  const permissions = Array.from({ length: PERMISSIONS }, (_, index) => ({
    ...permission,
    action: `service:Action${index}`,
    grantedBy: permission.grantedBy.map((grant) => ({ ...grant, statementHash: HASH })),
  }));
  return {
    ...rich,
    principals: Array.from({ length: PRINCIPALS }, (_, index) => ({
      ...principal,
      uniqueId: `AROA${String(index).padStart(17, '0')}`,
      permissions,
    })),
  };
}

describe('an assessment longer than the longest string', () => {
  let folder = '';
  const assessment = longAssessment();

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'paredown-long-'));
    const small = richAssessment();
    const source = { assessment, shown: small, view: viewModel(small), templates: new Map() };
    const files = REPORTERS.json(source);
    const written = await writeEach(folder, files);
    writeFiles(folder, packFiles(assessment, written, { files: [], queries: [] }));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('is written, hashed, checked against its manifest and read back', () => {
    const { size } = statSync(join(folder, 'assessment.json'));
    expect(size).toBeGreaterThan(constants.MAX_STRING_LENGTH);
    const files = readFolder(folder);
    expect(files.get('assessment.json')?.size).toBe(size);
    expect(checkPack(files)).toEqual([]);
    const file = files.get('assessment.json');
    if (file === undefined) throw new Error('no assessment');
    const read = parseAssessment(file);
    expect(read.principals).toHaveLength(PRINCIPALS);
    expect(read.principals[PRINCIPALS - 1]).toEqual(assessment.principals[PRINCIPALS - 1]);
    expect(read.principals[0]?.permissions[0]).toBe(read.principals[1]?.permissions[0]);
    expect(compare(read, assessment).principals).toEqual([]);
  });

  test('is compared line by line', () => {
    const file = readFolder(folder).get('assessment.json');
    if (file === undefined) throw new Error('no assessment');
    const [last] = assessment.principals.slice(-1);
    if (last === undefined) throw new Error('no principal');
    const other = {
      ...assessment,
      principals: [...assessment.principals.slice(0, -1), { ...last, name: 'other' }],
    };
    const source = {
      assessment: other,
      shown: other,
      view: viewModel(richAssessment()),
      templates: new Map(),
    };
    const text = REPORTERS.json(source).get('assessment.json') ?? '';
    expect(firstDifference(file, text)).toMatch(/^line \d{6} is .*"name\\":.*recomputed .*\\"other\\"/);
  });
});

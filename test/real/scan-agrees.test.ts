import { describe, expect, it } from 'vitest';
import { recordsOf } from '../../src/collect/cloudtrail/record-shapes.ts';
import { jsonValues } from '../../src/collect/files/json-values.ts';
import { readBytes } from '../../src/collect/files/read-bytes.ts';
import { decodeText } from '../../src/collect/files/read-text.ts';
import { walkFolder } from '../../src/collect/files/walk-folder.ts';
import { hasSharedData, sharedData } from '../support/shared-data.ts';
import { parsed, scanned } from '../support/staged-rows.ts';

const LOGS = [
  'ct-c7n',
  'ct-flaws-slice-umccr',
  'ct-grycap',
  'ct-plaso',
  'ct-stratus-detonation',
  'ct-trailscraper',
];

describe.skipIf(!hasSharedData)('the scanner on real records', () => {
  it.each(LOGS)('agrees with JSON.parse on every one of %s', async (name) => {
    const { files } = walkFolder(sharedData(name));
    let records = 0;
    for (const { path } of files) {
      const file = readBytes(path);
      const text = file.kind === 'bytes' ? decodeText(file.bytes) : null;
      const json = text === null ? null : jsonValues(text);
      if (file.kind !== 'bytes' || json?.kind !== 'values') continue;
      const own = scanned(file.bytes);
      if (own !== null) expect(own, path).toEqual(parsed(file.bytes));
      // Exports of any shape hold the same records as a log file would.
      const found = json.values.flatMap(({ value }) =>
        (recordsOf(value) ?? []).filter(({ problem }) => problem === null),
      );
      const log = {
        Records: found.map(({ record }) => record).filter((record) => typeof record === 'object'),
      };
      for (const indent of [0, 2]) {
        const bytes = Buffer.from(JSON.stringify(log, null, indent));
        expect(scanned(bytes), path).toEqual(parsed(bytes));
      }
      records += found.length;
    }
    expect(records).toBeGreaterThan(0);
  });
});

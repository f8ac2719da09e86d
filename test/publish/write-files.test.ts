import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { UserError } from '../../src/domain/errors.ts';
import { readTemplates } from '../../src/publish/template-files.ts';
import { requireFolder, writeFiles } from '../../src/publish/write-files.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'paredown-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('writeFiles', () => {
  test('writes every file, over what was there, and leaves nothing else', () => {
    const out = join(folder, 'new', 'out');
    writeFiles(out, new Map([['a.json', 'old']]));
    writeFiles(
      out,
      new Map([
        ['a.json', 'new'],
        ['policies/1/é.json'.replace('é', 'e'), 'Zoë'],
      ]),
    );
    expect(readFileSync(join(out, 'a.json'), 'utf8')).toBe('new');
    expect(readFileSync(join(out, 'policies/1/e.json'), 'utf8')).toBe('Zoë');
    expect(readdirSync(out, { recursive: true }).sort()).toEqual([
      'a.json',
      'policies',
      'policies/1',
      'policies/1/e.json',
    ]);
  });

  test.each(['../x', '/etc/x', 'a/../../x', 'a//x', '', '.', 'a/.x', 'a\\..\\x', 'C:x', 'a\0b', 'a/'])(
    'refuses %j before it writes anything',
    (path) => {
      const out = join(folder, 'out');
      expect(() =>
        writeFiles(
          out,
          new Map([
            ['fine.txt', ''],
            [path, 'x'],
          ]),
        ),
      ).toThrow('not safe');
      expect(existsSync(out)).toBe(false);
    },
  );

  test('does not follow a link out of the folder', () => {
    const out = join(folder, 'out');
    const elsewhere = join(folder, 'elsewhere');
    mkdirSync(out);
    mkdirSync(elsewhere);
    symlinkSync(elsewhere, join(out, 'policies'));
    expect(() => writeFiles(out, new Map([['policies/x.json', 'x']]))).toThrow(UserError);
    expect(readdirSync(elsewhere)).toEqual([]);
    writeFileSync(join(folder, 'target'), 'kept');
    symlinkSync(join(folder, 'target'), join(out, 'report.md'));
    writeFiles(out, new Map([['report.md', 'replaced']]));
    expect(readFileSync(join(folder, 'target'), 'utf8')).toBe('kept');
    expect(readFileSync(join(out, 'report.md'), 'utf8')).toBe('replaced');
  });

  test('says what to do when the folder is a file', () => {
    writeFileSync(join(folder, 'out'), '');
    expect(() => writeFiles(join(folder, 'out'), new Map([['a', '']]))).toThrow(/--out/);
  });

  test('a folder can be asked for before there is anything to write', () => {
    writeFileSync(join(folder, 'file'), '');
    for (const path of ['file', 'file/out']) {
      expect(() => requireFolder(join(folder, path))).toThrow(UserError);
      expect(() => requireFolder(join(folder, path))).toThrow(/cannot be written .*--out/);
    }
    expect(() => requireFolder(folder)).not.toThrow();
    expect(() => requireFolder(join(folder, 'new', 'out'))).not.toThrow();
  });
});

test('readTemplates finds what the report is made of', () => {
  expect([...readTemplates().keys()]).toEqual(
    expect.arrayContaining(['report.html.hbs', 'report.css', 'script/1-tables.js', 'partials/principal.hbs']),
  );
});

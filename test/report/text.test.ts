import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csvField } from '../../src/report/formats/csv-field.ts';
import { block, code, md } from '../../src/report/formats/markdown-text.ts';
import { formatAmount, formatCount, formatShare, formatTime } from '../../src/report/view/format.ts';
import { printJson, visible, visibleStrings } from '../../src/report/view/visible.ts';
import { parseCsv } from '../support/parse-csv.ts';

describe('csvField', () => {
  test.each([
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\tx', "'\tx"],
    ['\rx', `"'\rx"`],
    ['a"b,c', '"a""b,c"'],
    ['plain', 'plain'],
  ])('%j', (value, field) => expect(csvField(value)).toBe(field));

  test('leaves our own numbers alone', () => expect(csvField(-3)).toBe('-3'));

  test('reads back as RFC 4180 says, but for the apostrophe', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (value) => {
        const [[field] = []] = parseCsv(`${csvField(value)}\r\n`);
        expect(field).toBe(/^[=+\-@\t\r]/.test(value) ? `'${value}` : value);
      }),
    );
  });
});

describe('Markdown', () => {
  test('escapes what it is given and nothing it says itself', () => {
    expect(md`**bold** ${'*a* <b> [c](d) | `e`'}`.text).toBe(
      '**bold** \\*a\\* \\<b\\> \\[c\\](d) \\| \\`e\\`',
    );
    expect(md`- ${'- item'} ${'1. one'} ${'a\nb'}`.text).toBe('- \\- item 1\\. one a b');
  });

  test('shows what could become a link or a mention as code', () => {
    expect(md`${'see https://evil.example'}`.text).toBe('`see https://evil.example`');
    expect(md`${'@everyone'}`.text).toBe('`@everyone`');
  });

  test('fences code with more backticks than it holds', () => {
    expect(code('a').text).toBe('`a`');
    expect(code('a``b').text).toBe('```a``b```');
    expect(code('`').text).toBe('`` ` ``');
    expect(block('json', 'a\n```\nb').text).toBe('````json\na\n```\nb\n````\n');
  });
});

describe('visible', () => {
  test('writes controls, bidirectional marks and lone surrogates out', () => {
    expect(visible('a\u202eb\nc\u200b\ud800\u{e0041}')).toBe('a\\u202eb\\u000ac\\u200b\\ud800\\udb40\\udc41');
    expect(visible('Zoë 東京 🚀')).toBe('Zoë 東京 🚀');
  });

  test('reaches every string and key, and shares what needs nothing', () => {
    const plain = { a: ['b', { c: 1 }] };
    expect(visibleStrings(plain)).toBe(plain);
    expect(visibleStrings({ 'k\n': ['v\t', { x: '\u202e' }] })).toEqual({
      'k\\u000a': ['v\\u0009', { x: '\\u202e' }],
    });
  });

  test('misses none, at any depth, beside what is shared or only looks like it', () => {
    for (const hidden of ['a\nb', 'a\u202eb', 'a\u007fb', '\ud800']) {
      expect(visibleStrings([[[[[{ a: { [hidden]: [hidden] } }]]]]])).toEqual([
        [[[[{ a: { [visible(hidden)]: [visible(hidden)] } }]]]],
      ]);
    }
    const shared = { detail: 'C:\\\\users "x"' };
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary', maxDepth: 3 }), (value) => {
        const shown = JSON.stringify(visibleStrings([[shared, shared], [[[[[[[value, shared]]]]]]]]));
        // What JSON escapes was not made visible; what is visible stands behind an escaped backslash.
        expect(shown).not.toMatch(/(?<!\\)(?:\\\\)*\\[^"\\]|[\u007f\u202a-\u202e\u2066-\u2069]/);
        expect(shown).toContain(JSON.stringify(shared));
      }),
    );
  });

  test('printed JSON is the same data', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary', maxDepth: 3 }), (value) => {
        const text = printJson(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(text).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
      }),
    );
  });
});

test('numbers and times are the same in every locale', () => {
  expect([0, 999, 1000, 18_204, 1_234_567].map(formatCount)).toEqual([
    '0',
    '999',
    '1,000',
    '18,204',
    '1,234,567',
  ]);
  expect(formatAmount(1, 'call')).toBe('1 call');
  expect(formatAmount(0, 'witness', 'witnesses')).toBe('0 witnesses');
  expect(formatShare(83.333)).toBe('83.3');
  expect(formatTime('2026-11-22T10:20:30Z')).toBe('2026-11-22 10:20 UTC');
  expect(formatTime('yesterday')).toBe('yesterday');
});

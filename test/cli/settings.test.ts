import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FlagValue, Io } from '../../src/cli/command.ts';
import { environmentName, RUN_OPTIONS } from '../../src/cli/options.ts';
import { resolveSettings } from '../../src/cli/settings.ts';

function io(environment: Io['environment'] = {}): Io {
  return {
    environment,
    version: '0.0.0',
    now: () => '2026-11-22T10:20:30.456Z',
    print: () => {},
    say: () => {},
    progress: null,
  };
}

describe('resolveSettings', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'paredown-settings-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function config(text: string, name = 'paredown.yaml'): string {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  }

  it('has a default for everything', () => {
    const settings = resolveSettings({}, io());
    expect(settings).toMatchObject({
      window: { start: '2026-08-24T10:20:30Z', end: '2026-11-22T10:20:30Z', days: 90 },
      scope: 'agents',
      target: 'sensitive',
      out: 'paredown-out',
      failOn: 'none',
      allowPartial: false,
      regions: null,
      cloudTrail: [],
    });
  });

  it('takes the flag before the variable before the file before the default', () => {
    const file = config('window: 10\nscope: all\nfailOn: high\n');
    const environment = { PAREDOWN_WINDOW: '20', PAREDOWN_SCOPE: 'agents' };
    const layers: [Record<string, FlagValue>, Io['environment']][] = [
      [{ config: file, window: '30' }, environment],
      [{ config: file }, environment],
      [{ config: file }, {}],
      [{}, {}],
    ];
    const found = layers.map(([flags, variables]) => resolveSettings(flags, io(variables)));
    expect(found.map(({ window }) => window.days)).toEqual([30, 20, 10, 90]);
    expect(found.map(({ scope }) => scope)).toEqual(['agents', 'agents', 'all', 'agents']);
    expect(found.map(({ failOn }) => failOn)).toEqual(['high', 'high', 'high', 'none']);
  });

  it('reads every setting from its variable', () => {
    const values: Readonly<Record<string, string>> = {
      window: '7d',
      'as-of': '2026-07-01',
      scope: 'all',
      target: 'used',
      'proposal-form': 'deny-overlay',
      'fail-on': 'low',
      'allow-partial': 'true',
      cache: 'true',
      'aws-validate': 'true',
      backtest: 'false',
      'athena-output': 's3://results/paredown/',
      'athena-reuse': '0',
      'athena-price-per-tb': '6.75',
      'max-cost': '2.50',
      aws: 'true',
      fresh: 'true',
      'event-history': 'false',
      regions: 'eu-west-1',
      accounts: '111122223333',
      org: 'false',
    };
    // These two are read at once, so that a name alone is not enough for them.
    const named = RUN_OPTIONS.filter(({ flag }) => flag !== 'exceptions' && flag !== 'decisions');
    const environment = Object.fromEntries(
      named.map(({ flag }) => [environmentName(flag), values[flag] ?? `some-${flag}`]),
    );
    expect(resolveSettings({}, io(environment))).toMatchObject({
      authorizationDetails: ['some-authorization-details'],
      lastAccessed: ['some-last-accessed'],
      cloudTrail: ['some-cloudtrail'],
      trails: ['some-trails'],
      athena: {
        table: 'some-athena',
        database: 'some-athena-database',
        workgroup: 'some-athena-workgroup',
        output: 's3://results/paredown/',
        reuseMinutes: 0,
        usdPerTerabyte: 6.75,
        maxCost: 2.5,
        profile: 'some-profile',
      },
      cache: { folder: 'some-cache-dir/paredown-cache', from: 0 },
      window: { end: '2026-07-01T00:00:00Z', days: 7 },
      scope: 'all',
      target: 'used',
      form: 'deny-overlay',
      withBacktest: false,
      regions: ['eu-west-1'],
      breakGlassTags: ['some-break-glass-tags'],
      out: 'some-out',
      failOn: 'low',
      allowPartial: true,
    });
  });

  it('reads paths of the file from the folder of the file, and keeps absolute ones', () => {
    mkdirSync(join(folder, 'sub'));
    const file = config('cloudTrail: [logs, /var/logs]\nout: result\n', 'sub/paredown.yaml');
    const settings = resolveSettings({ config: file, trails: ['trails.json'] }, io());
    expect(settings.cloudTrail).toEqual([join(folder, 'sub', 'logs'), '/var/logs']);
    expect(settings.out).toBe(join(folder, 'sub', 'result'));
    expect(settings.trails).toEqual(['trails.json']);
  });

  it('records a command line that asks the same question', () => {
    const flags = {
      cloudtrail: ['logs'],
      'as-of': '2026-07-01',
      regions: ['eu-west-1,us-east-1'],
      out: 'elsewhere',
    };
    const { arguments: words } = resolveSettings(flags, io({ PAREDOWN_WINDOW: '30' }));
    expect(words.join(' ')).toBe(
      'run --cloudtrail logs --as-of 2026-07-01T00:00:00Z --window 30 --scope agents --target sensitive ' +
        '--regions eu-west-1 --regions us-east-1',
    );
  });

  it('names the file among them when only it can say a part of the question', () => {
    const file = config('agents:\n  - {principal: "arn:x", isAgent: false, reason: a person}\n');
    expect(resolveSettings({ config: file }, io()).arguments.slice(-2)).toEqual(['--config', file]);
  });

  it.each([
    [{ 'as-of': 'yesterday' }, {}, /^--as-of: "yesterday" is not a date/],
    [{ window: '3w' }, {}, /^--window: "3w" is not a number of days/],
    [
      {},
      { PAREDOWN_SCOPE: 'agent' },
      /^PAREDOWN_SCOPE: "agent" is none of agents, all\. Did you mean agents\?/,
    ],
    [{}, { PAREDOWN_ALLOW_PARTIAL: 'maybe' }, /^PAREDOWN_ALLOW_PARTIAL: "maybe" is neither true nor false/],
    [
      {},
      { PAREDOWN_WINDOWS: '3' },
      /^Unknown environment variable PAREDOWN_WINDOWS\. Did you mean PAREDOWN_WINDOW\?/,
    ],
    [{ config: 'no/such.yaml' }, {}, /^Cannot read the configuration no\/such\.yaml: there is no such file/],
  ])('says who gave what is wrong: %j %j', (flags, environment, message) => {
    expect(() => resolveSettings(flags as Record<string, FlagValue>, io(environment))).toThrow(message);
  });

  it('names the file and key of a wrong value', () => {
    const file = config('asOf: tomorrow\n');
    expect(() => resolveSettings({ config: file }, io())).toThrow(`${file}: asOf: "tomorrow" is not a date`);
  });

  describe('regions', () => {
    function read(flags: Record<string, FlagValue>) {
      const said: string[] = [];
      const { regions } = resolveSettings(flags, { ...io(), say: (line) => said.push(line) });
      return { regions, said };
    }

    it.each(['us-east-1', 'ap-southeast-7', 'cn-northwest-1', 'us-gov-west-1', 'eusc-de-east-1'])(
      '%s is known',
      (region) => {
        expect(read({ regions: [region] })).toEqual({ regions: [region], said: [] });
      },
    );

    it.each([
      ['eu-wset-1', ' Did you mean eu-west-1?'],
      ['su-east-2', ' Did you mean us-east-2?'],
      ['zz-new-1', ''],
    ])('%s may be new: a warning', (region, hint) => {
      expect(read({ regions: ['us-east-1', region] })).toEqual({
        regions: ['us-east-1', region],
        said: [`--regions: "${region}" is no region known here.${hint}`],
      });
    });

    it.each([
      ['eu-west', ' Did you mean eu-west-1?'],
      ['EU-WEST-1', ' Did you mean eu-west-1?'],
      ['eu-west-1a', ' Did you mean eu-west-1?'],
      ['*', ''],
    ])('%s is none: an error', (region, hint) => {
      expect(() => read({ regions: [region] })).toThrow(`--regions: "${region}" is no region.${hint} Write`);
    });

    it('names the file they stand in', () => {
      const file = config('regions: [us-east-1, eu-west]\n');
      expect(() => read({ config: file })).toThrow(`${file}: regions: "eu-west" is no region.`);
    });

    it.each([[['']], [[',']]])('none at all is an error: %j', (given) => {
      expect(() => read({ regions: given })).toThrow('--regions: names no region.');
      expect(() => read({ config: config('regions: []\n') })).toThrow('regions: names no region.');
    });
  });
});

import { describe, expect, it } from 'vitest';
import { configSchema, parseConfig } from '../../src/cli/config.ts';
import { RUN_OPTIONS } from '../../src/cli/options.ts';
import { UserError } from '../../src/domain/errors.ts';

function complaint(source: string): string {
  try {
    parseConfig(source, 'paredown.yaml');
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  return 'none';
}

describe('paredown.yaml', () => {
  it('may say everything', () => {
    const config = parseConfig(
      `
asOf: 2026-07-01
window: 90d
scope: all
cloudTrail: logs
trails: [trails.json]
agents:
  - principal: arn:aws:iam::111122223333:role/deployer
    isAgent: true
    reason: runs Claude Code
packs:
  - name: billing
    severity: high
    why: moves money
    actions: ['payments:*']
`,
      'paredown.yaml',
    );
    expect(config.asOf).toBe('2026-07-01');
    expect(config.trails).toEqual(['trails.json']);
    expect(config.agents?.[0]?.principal).toContain('role/deployer');
    expect(config.packs?.[0]?.actions).toEqual(['payments:*']);
  });

  it('may be empty', () => {
    expect(parseConfig('', 'paredown.yaml')).toEqual({});
    expect(parseConfig('# nothing yet\n', 'paredown.yaml')).toEqual({});
  });

  it('has a key for every flag of run', () => {
    expect(Object.keys(configSchema.shape)).toEqual(
      expect.arrayContaining(RUN_OPTIONS.map(({ key }) => key)),
    );
  });

  it.each([
    [
      'a misspelt key',
      'window: 90\nasOff: 2026-07-01\n',
      'paredown.yaml:2: unknown key "asOff". Did you mean asOf?',
    ],
    [
      'a misspelt key of an agent',
      'agents:\n  - principal: x\n    isAgent: true\n    reasn: y\n    reason: y\n',
      'paredown.yaml:4: unknown key "agents[0].reasn". Did you mean reason?',
    ],
    ['a wrong choice', 'scope: everyone\n', 'paredown.yaml:1: scope: expected one of agents, all'],
    ['a wrong type', '\nallowPartial: "yes"\n', 'paredown.yaml:2: allowPartial: expected true or false'],
    ['a missing key', 'packs:\n  - name: x\n', 'paredown.yaml:2: packs[0].severity: is missing'],
    ['no map', '- a\n', 'paredown.yaml:1: the file: expected object, received array'],
    ['broken YAML', 'regions: [a\nscope: all\n', 'paredown.yaml:2: not valid YAML'],
    [
      'a key twice',
      'scope: all\nscope: agents\n',
      'paredown.yaml:2: not valid YAML: Map keys must be unique',
    ],
    ['an unknown alias', 'out: *x\n', 'paredown.yaml: not valid YAML: Unresolved alias'],
  ])('names %s with its line', (_what, source, message) => {
    expect(complaint(source)).toContain(message);
  });

  it('names all mistakes at once', () => {
    expect(complaint('asOff: 1\nscope: x\nregions: 3\n').split('\n')).toHaveLength(3);
  });
});

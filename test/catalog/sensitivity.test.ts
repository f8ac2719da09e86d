import { describe, expect, it } from 'vitest';
import type { SensitivePack } from '../../src/catalog/index.ts';
import { loadCatalog, readCatalogData } from '../../src/collect/catalog-files.ts';
import { UserError } from '../../src/domain/errors.ts';

const catalog = loadCatalog();
const { sensitivePacks } = readCatalogData();
const pack = (over: Partial<SensitivePack>): SensitivePack => ({
  name: 'our-own',
  severity: 'low',
  why: 'because',
  actions: ['s3:ListAllMyBuckets'],
  ...over,
});

describe('sensitive actions', () => {
  it.each([
    ['iam:PassRole', ['privilege-escalation'], 'critical'],
    ['IAM:passrole', ['privilege-escalation'], 'critical'],
    ['bedrock:InvokeModel', ['ai-spend'], 'medium'],
    ['kms:CreateGrant', ['permissions-management', 'resource-exposure'], 'high'],
    ['ram:AcceptResourceShareInvitation', null, null],
    ['s3:ListAllMyBuckets', null, null],
  ])('%s', (action, categories, severity) => {
    expect(catalog.sensitivity(action)).toEqual(categories === null ? null : { categories, severity });
  });

  it('are every action AWS classes as Permissions management', () => {
    for (const action of catalog.expand('*')) {
      if (catalog.action(action)?.accessLevels.includes('Permissions management') !== true) continue;
      expect(catalog.sensitivity(action)?.categories, action).toContain('permissions-management');
    }
  });

  it('exist: every action a pack lists is one of the catalog', () => {
    for (const { name, actions } of sensitivePacks.packs) {
      for (const action of actions) expect(catalog.action(action)?.name, name).toBe(action);
    }
    expect([...catalog.sensitiveActions].sort()).toEqual(catalog.sensitiveActions);
    for (const action of catalog.sensitiveActions) expect(catalog.sensitivity(action)).not.toBeNull();
  });
});

describe("a user's own pack", () => {
  it('adds its actions, by pattern, and keeps the higher severity', () => {
    const own = loadCatalog({ packs: [pack({ actions: ['s3:ListAllMy*', 'iam:PassRole'] })] });
    expect(own.sensitivity('s3:ListAllMyBuckets')).toEqual({ categories: ['our-own'], severity: 'low' });
    expect(own.sensitivity('iam:PassRole')).toEqual({
      categories: ['our-own', 'privilege-escalation'],
      severity: 'critical',
    });
    expect(own.sensitiveActions).toContain('s3:ListAllMyBuckets');
  });

  it.each([
    [
      'a pattern that matches nothing',
      pack({ actions: ['s3:GetObjekt'] }),
      '"s3:GetObjekt" matches no IAM action',
    ],
    ['a name of ours', pack({ name: 'destructive' }), 'the name is taken'],
    ['an odd name', pack({ name: 'No Good' }), 'lower-case letters'],
    ['an unknown severity', pack({ severity: 'urgent' as SensitivePack['severity'] }), 'severity "urgent"'],
  ])('is refused for %s', (_, wrong, message) => {
    const load = () => loadCatalog({ packs: [wrong] });
    expect(load).toThrow(UserError);
    expect(load).toThrow(message);
  });

  it('is refused when two have one name', () => {
    expect(() => loadCatalog({ packs: [pack({}), pack({})] })).toThrow('the name is taken');
  });
});

describe('dependencies', () => {
  it('keep the web identity token while a Claude Platform action stays', () => {
    const claude = new Set(['s3:GetObject', 'aws-external-anthropic:CreateInference']);
    expect(catalog.dependencyReason('sts:GetWebIdentityToken', claude)).toContain('Claude Platform');
    expect(catalog.dependencyReason('STS:TagGetWebIdentityToken', claude)).not.toBeNull();
    expect(catalog.dependencyReason('sts:GetWebIdentityToken', new Set(['s3:GetObject']))).toBeNull();
    expect(catalog.dependencyReason('sts:AssumeRole', claude)).toBeNull();
  });
});

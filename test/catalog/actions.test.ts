import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ActionIndex } from '../../src/catalog/index.ts';
import { loadCatalog, readCatalogData } from '../../src/collect/catalog-files.ts';

const catalog = loadCatalog();
const all = catalog.expand('*');

describe('actions', () => {
  it('finds an action whatever its case, in canonical spelling', () => {
    expect(catalog.action('IAM:PASSROLE')?.name).toBe('iam:PassRole');
    expect(catalog.action('s3:NoSuchAction')).toBeNull();
    expect(catalog.action('iam')).toBeNull();
    expect(catalog.action('__proto__:constructor')).toBeNull();
    expect(catalog.action('toString:x')).toBeNull();
    expect(catalog.hasService('constructor')).toBe(false);
    expect(catalog.actionsOf('constructor')).toEqual([]);
  });

  it('takes no letter outside ASCII for one inside, as IAM names have none', () => {
    const kelvin = '\u212Ams:Decrypt';
    expect(kelvin.toLowerCase()).toBe('kms:decrypt');
    expect(catalog.action(kelvin)).toBeNull();
    expect(catalog.expand(kelvin)).toEqual([]);
    expect(catalog.expand('\u212Ams:*')).toEqual([]);
    expect(new ActionIndex(catalog).matching(kelvin)).toHaveLength(0);
    expect(catalog.hasService('\u212Ams')).toBe(false);
    expect(catalog.actionsOf('\u212Ams')).toEqual([]);
    expect(catalog.witnesses(kelvin).cloudTrail).toEqual({ kind: 'unmapped' });
    const call = { eventName: 'Decrypt', features: [], outcome: 'allowed' } as const;
    expect(catalog.eventActions({ ...call, eventSource: 'kms.amazonaws.com' }).kind).toBe('actions');
    expect(catalog.eventActions({ ...call, eventSource: '\u212Ams.amazonaws.com' }).kind).toBe('unmapped');
    const invoke = { ...call, eventSource: 'lambda.amazonaws.com' };
    expect(catalog.eventActions({ ...invoke, eventName: 'Invoke' }).kind).toBe('actions');
    expect(catalog.eventActions({ ...invoke, eventName: 'Invo\u212Ae' }).kind).toBe('unmapped');
  });

  it('splits compound access levels', () => {
    expect([...(catalog.action('s3:PutBucketPolicy')?.accessLevels ?? [])].sort()).toEqual([
      'Permissions management',
      'Write',
    ]);
    expect(catalog.action('s3:GetObject')?.accessLevels).toEqual(['Read']);
    expect([...(catalog.action('ec2:CreateTags')?.accessLevels ?? [])].sort()).toEqual(['Tagging', 'Write']);
  });

  it('gives the ARN templates of the resource types, and none where only * works', () => {
    expect(catalog.action('s3:GetObject')?.resourceArns).toContain(
      'arn:${Partition}:s3:::${BucketName}/${ObjectName}',
    );
    expect(catalog.action('s3:ListAllMyBuckets')?.resourceArns).toEqual([]);
  });

  it('has the documented Claude Platform action that the authorization reference lacks', () => {
    expect(catalog.action('aws-external-anthropic:ListComplianceActivities')?.accessLevels).toEqual(['List']);
    expect(catalog.actionsOf('aws-external-anthropic')).toHaveLength(76);
  });

  it('lists every action once, sorted, under a service it has', () => {
    expect(all.length).toBeGreaterThan(22_000);
    expect(new Set(all.map((name) => name.toLowerCase())).size).toBe(all.length);
    expect([...all].sort()).toEqual(all);
    expect(catalog.services.flatMap((service) => catalog.actionsOf(service)).sort()).toEqual(all);
  });
});

describe('expand', () => {
  it.each([
    ['s3:GetObject', ['s3:GetObject']],
    ['S3:getobjectacl', ['s3:GetObjectAcl']],
    ['iam:Pass*', ['iam:PassRole']],
    ['sts:?etCallerIdentity', ['sts:GetCallerIdentity']],
    ['*:PassRole', ['iam:PassRole']],
    ['s3', []],
    ['nosuch:*', []],
    ['s3:', []],
    ['', []],
    ['s3:Get.bject', []],
  ])('%s', (pattern, actions) => {
    expect(catalog.expand(pattern)).toEqual(actions);
  });

  it('answers as matching every action one by one', () => {
    const letters = fc.constantFrom('s3:', 'iam:', 'Get', 'Put', 'Role', 'Object', '*', '?', 'e', ':');
    fc.assert(
      fc.property(fc.array(letters, { maxLength: 6 }), (parts) => {
        const pattern = parts.join('');
        const regex = new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'i');
        expect(catalog.expand(pattern)).toEqual(all.filter((name) => regex.test(name)));
      }),
      { numRuns: 60 },
    );
  });
});

describe('what the catalog remembers of policies', () => {
  it('has an end, and is worked out again to the same answer', () => {
    const fresh = loadCatalog();
    const [expanded, witnesses] = [fresh.expand('kms:*Key'), fresh.witnesses('kms:NoSuchAction')];
    expect(fresh.expand('KMS:*key')).toBe(expanded);
    expect(fresh.witnesses('KMS:nosuchaction')).toBe(witnesses);
    for (let other = 0; other < 5_000; other += 1) fresh.expand(`nothing:*${other}`);
    for (let other = 0; other < 50_000; other += 1) fresh.witnesses(`nothing:${other}`);
    expect(fresh.expand('kms:*Key')).not.toBe(expanded);
    expect(fresh.expand('kms:*Key')).toEqual(expanded);
    expect(fresh.witnesses('kms:NoSuchAction')).not.toBe(witnesses);
    expect(fresh.witnesses('kms:NoSuchAction')).toEqual(witnesses);
  });
});

describe('the catalog as a value', () => {
  it('names the source, version and day of each of its data files', () => {
    expect(catalog.sources).toHaveLength(7);
    for (const { name, version, date } of catalog.sources) {
      expect(name).not.toBe('');
      expect(version).not.toBe('');
      expect(date).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    }
    for (const file of Object.values(readCatalogData())) expect(file.refresh).not.toBe('');
  });
});

import type { Policy, PolicyVersion } from '../../domain/policy.ts';
import type { PolicyAttachment } from '../../domain/principal.ts';
import { parseArn } from '../../iam/index.ts';
import type { DocumentReader } from './document-reader.ts';
import type { ManagedPolicyDetail } from './schema.ts';

interface InlineDetail {
  readonly PolicyName: string;
  readonly PolicyDocument?: unknown;
}

/** All policies of a run by id, made as principals and groups refer to them. */
export class PolicyStore {
  readonly #policies = new Map<string, Policy>();
  readonly #documents: DocumentReader;

  constructor(documents: DocumentReader) {
    this.#documents = documents;
  }

  /** By id, sorted. */
  get policies(): ReadonlyMap<string, Policy> {
    return new Map([...this.#policies].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  addManaged(detail: ManagedPolicyDetail): void {
    const versions = detail.PolicyVersionList.map((version): PolicyVersion & { problem: string | null } => ({
      versionId: version.VersionId,
      createDate: version.CreateDate,
      isDefault: version.IsDefaultVersion || version.VersionId === detail.DefaultVersionId,
      ...this.#documents.read(version.Document),
    })).sort((a, b) => versionNumber(b.versionId) - versionNumber(a.versionId));
    const current = versions.find(({ isDefault }) => isDefault);
    this.#policies.set(detail.Arn, {
      ...managed(detail.Arn),
      name: detail.PolicyName,
      document: current?.document ?? null,
      problem:
        current === undefined
          ? 'its default version is not in the export'
          : problemOf('document', current.problem),
      versions: versions.map(({ versionId, createDate, isDefault, document }) => ({
        versionId,
        createDate,
        isDefault,
        document,
      })),
      attachmentCount: detail.AttachmentCount,
      boundaryUsageCount: detail.PermissionsBoundaryUsageCount,
    });
  }

  /** The id of a managed policy; one that the export lacks becomes a policy of which nothing is known. */
  refer(arn: string): string {
    if (!this.#policies.has(arn)) {
      this.#policies.set(arn, {
        ...managed(arn),
        problem:
          'it is attached but its document is not in the export; run `aws iam get-account-authorization-details` without --filter and give all of its pages',
      });
    }
    return arn;
  }

  /** Attachments of the inline and the attached policies of one principal or group, in the order of the export. */
  attach(
    owner: string,
    inline: readonly InlineDetail[],
    attached: readonly { readonly PolicyArn: string }[],
    viaGroup: string | null,
  ): PolicyAttachment[] {
    const ids = [
      ...inline.map(({ PolicyName, PolicyDocument }) => this.#addInline(owner, PolicyName, PolicyDocument)),
      ...attached.map(({ PolicyArn }) => this.refer(PolicyArn)),
    ];
    return ids.map((policyId) => ({ policyId, viaGroup }));
  }

  /** Stands for the unknown policies of a group that the export lacks: its members' grants are not known whole. */
  referUnknownGroup(groupArn: string): PolicyAttachment {
    const id = `${groupArn}#(unknown)`;
    this.#policies.set(id, {
      ...inlinePolicy(id, groupArn, '(unknown)'),
      problem: `the group ${groupArn} is not in the export; run \`aws iam get-account-authorization-details\` without --filter`,
    });
    return { policyId: id, viaGroup: groupArn };
  }

  #addInline(owner: string, name: string, value: unknown): string {
    const id = `${owner}#${name}`;
    if (!this.#policies.has(id)) {
      const { document, problem } = this.#documents.read(value);
      this.#policies.set(id, {
        ...inlinePolicy(id, owner, name),
        document,
        problem: problemOf('document', problem),
      });
    }
    return id;
  }
}

const UNKNOWN = {
  document: null,
  problem: null,
  versions: [],
  attachmentCount: null,
  boundaryUsageCount: null,
} as const;

function managed(arn: string): Policy {
  const kind = parseArn(arn)?.account === 'aws' ? 'aws-managed' : 'managed';
  return { ...UNKNOWN, id: arn, name: arn.split('/').at(-1) ?? arn, arn, kind, owner: null };
}

function inlinePolicy(id: string, owner: string, name: string): Policy {
  return { ...UNKNOWN, id, name, arn: null, kind: 'inline', owner };
}

function problemOf(what: string, problem: string | null): string | null {
  return problem === null ? null : `its ${what} ${problem}`;
}

function versionNumber(versionId: string): number {
  const number = Number(versionId.replace(/^v/, ''));
  return Number.isNaN(number) ? 0 : number;
}

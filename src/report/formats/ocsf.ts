import type { Severity } from '../../domain/catalog.ts';
import type { Json, JsonObject } from '../../domain/json.ts';
import type { Assessment, AssessmentFinding, AssessmentPrincipal } from '../assessment-schema.ts';
import { keepingExceptions } from '../excepted.ts';
import type { Reporter } from '../reporter.ts';
import { sha256 } from '../sha256.ts';
import { sensitiveWith } from '../summary.ts';
import { compareBy, severityRank, worst } from '../view/severity.ts';
import { printLine } from '../view/visible.ts';

/** OCSF `severity_id`; its 5 is Critical. */
const SEVERITY_ID: Readonly<Record<Severity, number>> = { critical: 5, high: 4, medium: 3, low: 2 };
const CAPTION: Readonly<Record<Severity, string>> = {
  critical: 'Critical',
  high: 'High',
  medium: 'Medium',
  low: 'Low',
};

/** What differs from one record to the next. */
interface Subject {
  readonly type: string;
  readonly severity: Severity;
  readonly account: string;
  readonly principal: AssessmentPrincipal | null;
  readonly title: string;
  readonly detail: string;
  readonly remedy: string;
  readonly controls: readonly string[];
  readonly privileges: readonly string[];
  /** Exceptions cover all of it. */
  readonly isExcepted: boolean;
}

/**
 * `ocsf.jsonl`: IAM Analysis Finding (class 2008, OCSF 1.6.0), one line a finding and one for the unused sensitive
 * permissions of each principal in scope. Required there: activity_id, category_uid, class_uid, finding_info.uid,
 * metadata (product, version), severity_id, time, type_uid, cloud.provider of the cloud profile, and at least one of
 * permission_analysis_results, identity_activity_metrics and access_analysis_result.
 */
export const ocsf: Reporter = ({ assessment }) => {
  const subjects = [...unusedSubjects(assessment), ...findingSubjects(assessment)];
  subjects.sort(
    compareBy(
      ({ severity }) => severityRank(severity),
      ({ account }) => account,
      ({ principal }) => principal?.arn ?? '',
      ({ type }) => type,
      ({ title }) => title,
      ({ detail }) => detail,
    ),
  );
  function* parts(): Generator<string, void, undefined> {
    for (const subject of subjects) yield `${printLine(event(assessment, subject))}\n`;
  }
  return new Map([['ocsf.jsonl', { parts }]]);
};

/** The type of the line that sums up the unused sensitive permissions of a principal. */
const UNUSED_TYPE = 'unused-sensitive-permissions';

function unusedSubjects(assessment: Assessment): readonly Subject[] {
  const { principals, window } = assessment;
  const keeping = keepingExceptions(assessment);
  return principals.flatMap((principal): Subject[] => {
    const unused = principal.inScope ? sensitiveWith(principal, 'unused') : [];
    const severity = worst(unused.map((permission) => permission.severity));
    if (severity === null) return [];
    const privileges = unused.map(({ action }) => action);
    const isExcepted = privileges.every((action) => keeping(principal.arn, action).length > 0);
    return [
      {
        type: UNUSED_TYPE,
        severity,
        account: principal.account,
        principal,
        title: `${unused.length} unused sensitive permissions`,
        detail: `Not used from ${window.start} to ${window.end}: ${privileges.join(', ')}`,
        remedy: 'Apply the verified proposal, or decide to keep them.',
        controls: [],
        privileges,
        isExcepted,
      },
    ];
  });
}

function findingSubjects({ findings, principals }: Assessment): readonly Subject[] {
  const byArn = new Map(principals.map((principal) => [principal.arn, principal]));
  return findings.map((finding: AssessmentFinding): Subject => {
    const principal = byArn.get(finding.principalArn ?? '') ?? null;
    return { ...finding, principal, privileges: [], isExcepted: finding.muted !== undefined };
  });
}

function event(assessment: Assessment, subject: Subject): JsonObject {
  const { severity, account, principal } = subject;
  const time = Date.parse(assessment.asOf);
  const key = [subject.type, account, principal?.arn, principal?.uniqueId, subject.title, subject.detail];
  return {
    activity_id: 1,
    activity_name: 'Create',
    category_name: 'Findings',
    category_uid: 2,
    class_name: 'IAM Analysis Finding',
    class_uid: 2008,
    type_name: 'IAM Analysis Finding: Create',
    type_uid: 200801,
    time,
    start_time: Date.parse(assessment.window.start),
    end_time: Date.parse(assessment.window.end),
    severity: CAPTION[severity],
    severity_id: SEVERITY_ID[severity],
    ...(subject.isExcepted ? { status: 'Suppressed', status_id: 3 } : { status: 'New', status_id: 1 }),
    message: subject.title,
    metadata: {
      version: '1.6.0',
      profiles: ['cloud'],
      product: {
        name: assessment.tool.name,
        vendor_name: assessment.tool.name,
        version: assessment.tool.version,
      },
    },
    cloud: { provider: 'AWS', account: { uid: account, type: 'AWS Account', type_id: 10 } },
    finding_info: {
      uid: sha256(JSON.stringify(key)),
      title: subject.title,
      desc: subject.detail,
      types: [subject.type],
      created_time: time,
    },
    permission_analysis_results: [analysisResult(assessment, subject)],
    remediation: { desc: subject.remedy },
    ...(principal === null ? {} : { user: user(principal) }),
    ...(subject.controls.length === 0 ? {} : { unmapped: { controls: subject.controls } }),
  };
}

/** Of the principal; of all in scope in the account for a finding about an account. */
function analysisResult({ principals }: Assessment, { principal, account, privileges }: Subject): Json {
  const counted =
    principal === null ? principals.filter((each) => each.inScope && each.account === account) : [principal];
  return {
    unused_privileges_count: counted.reduce((sum, each) => sum + sensitiveWith(each, 'unused').length, 0),
    ...(privileges.length === 0 ? {} : { granted_privileges: privileges }),
  };
}

const user = ({ name, arn, uniqueId, account, type, agent }: AssessmentPrincipal): JsonObject => ({
  name,
  uid: arn,
  uid_alt: uniqueId,
  // 4 is a service account, 99 is Other, and only that may be called what we like: a role that nobody has shown to be an
  // agent may be anything.
  ...(agent.isAgent
    ? { type: 'Service', type_id: 4 }
    : { type: type === 'role' ? 'IAM role' : 'IAM user', type_id: 99 }),
  account: { uid: account, type: 'AWS Account', type_id: 10 },
});

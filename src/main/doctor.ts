import { parseTableName } from '../collect/athena/athena-table.ts';
import { ownPolicy } from '../collect/aws/own-policy.ts';
import { diagnose } from '../collect/doctor/diagnose.ts';
import { isS3, parseS3 } from '../collect/s3/s3-location.ts';
import type { Diagnosis } from '../domain/diagnosis.ts';
import type { JsonObject } from '../domain/json.ts';
import type { Window } from '../domain/window.ts';

export interface DoctorRequest {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly profile?: string;
  readonly window: Window;
  /** As for a run; only `s3://` places are looked at. */
  readonly cloudTrail: readonly string[];
  readonly workgroup: string | null;
  /** `TABLE` or `DATABASE.TABLE` of the log in Athena, and the database it is in unless it says so. */
  readonly table: string | null;
  readonly database: string | null;
  /** `s3://` place of Athena's results. */
  readonly athenaOutput: string | null;
  readonly roleName: string | null;
}

/** The workgroup every account has (Athena User Guide, "Workgroups"). */
const DEFAULT_WORKGROUP = 'primary';

/**
 * What evidence AWS has and who may read it.
 * @throws SourceError with exit code 5 when AWS does not accept the credentials
 */
export function examineAws(request: DoctorRequest): Promise<Diagnosis> {
  const { environment, profile, window, cloudTrail, workgroup } = request;
  return diagnose({
    environment,
    ...(profile !== undefined && { profile }),
    window,
    logs: cloudTrail.filter(isS3),
    workgroup: workgroup ?? DEFAULT_WORKGROUP,
  });
}

/** The policy the tool itself needs, from what the request names; asks nobody. */
export function policyForTool(request: DoctorRequest): JsonObject {
  const { environment, cloudTrail, workgroup, table, database, athenaOutput, roleName } = request;
  const [logs] = cloudTrail.filter(isS3).map(parseS3);
  const region = environment.AWS_REGION || environment.AWS_DEFAULT_REGION || '';
  const partition = region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
  return ownPolicy({
    partition,
    ...(logs !== undefined && { logs }),
    ...(athenaOutput !== null && {
      athena: {
        workgroup: workgroup ?? DEFAULT_WORKGROUP,
        table: table === null ? null : parseTableName(table, database ?? 'default'),
        output: parseS3(athenaOutput),
      },
    }),
    ...(roleName !== null && { roleName }),
  });
}

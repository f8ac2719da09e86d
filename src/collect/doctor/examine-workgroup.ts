import type { ExaminedWorkgroup } from '../../domain/diagnosis.ts';
import { awsError, describeAwsError } from '../aws/aws-error.ts';
import type { AwsSession } from '../aws/aws-session.ts';

/** The Athena workgroup as GetWorkGroup tells it. */
export async function examineWorkgroup(
  session: AwsSession,
  name: string,
  region: string,
): Promise<ExaminedWorkgroup> {
  const nothing = {
    name,
    region,
    state: null,
    enforced: null,
    output: null,
    cutoffBytes: null,
    engine: null,
  };
  try {
    const { GetWorkGroupCommand } = await import('@aws-sdk/client-athena');
    const client = await session.athena(region);
    const { WorkGroup: found } = await client.send(new GetWorkGroupCommand({ WorkGroup: name }));
    if (found === undefined) return { ...nothing, problem: 'the answer names no workgroup' };
    const settings = found.Configuration;
    return {
      ...nothing,
      state: found.State ?? null,
      enforced: settings?.EnforceWorkGroupConfiguration ?? null,
      output: settings?.ResultConfiguration?.OutputLocation || null,
      cutoffBytes: settings?.BytesScannedCutoffPerQuery ?? null,
      engine:
        settings?.EngineVersion?.EffectiveEngineVersion ??
        settings?.EngineVersion?.SelectedEngineVersion ??
        null,
      problem: null,
    };
  } catch (error) {
    return { ...nothing, problem: describeAwsError(awsError(error)) };
  }
}

import type { AthenaClient } from '@aws-sdk/client-athena';
import { UserError } from '../../domain/errors.ts';
import { asSourceError, awsError } from '../aws/aws-error.ts';
import type { TableMetadata, TableName } from './athena-table.ts';

/** The catalog of every account; others are not of CloudTrail logs. */
const CATALOG = 'AwsDataCatalog';

/**
 * What the Glue catalog says about a table.
 * @throws UserError when there is no such table; SourceError when AWS does not answer
 */
export async function tableMetadata(
  client: AthenaClient,
  { database, table }: TableName,
  source: string,
): Promise<TableMetadata> {
  const { GetTableMetadataCommand } = await import('@aws-sdk/client-athena');
  try {
    const { TableMetadata: found } = await client.send(
      new GetTableMetadataCommand({ CatalogName: CATALOG, DatabaseName: database, TableName: table }),
    );
    return {
      columns: (found?.Columns ?? []).map(({ Name, Type }) => ({ name: Name ?? '', type: Type ?? '' })),
      partitionKeys: (found?.PartitionKeys ?? []).map(({ Name }) => Name ?? ''),
      properties: found?.Parameters ?? {},
    };
  } catch (error) {
    const { code, message } = awsError(error);
    if (code === 'MetadataException' && /not found|does not exist/i.test(message)) {
      throw new UserError(
        `Athena knows no table ${database}.${table} (${message}). Name it with --athena and --athena-database, or make one with \`paredown athena ddl\`.`,
      );
    }
    throw asSourceError(source, error);
  }
}

/** BytesScannedCutoffPerQuery of a workgroup; null when it has none or does not tell. */
export async function bytesCutoff(client: AthenaClient, workgroup: string): Promise<number | null> {
  const { GetWorkGroupCommand } = await import('@aws-sdk/client-athena');
  try {
    const { WorkGroup: found } = await client.send(new GetWorkGroupCommand({ WorkGroup: workgroup }));
    return found?.Configuration?.BytesScannedCutoffPerQuery ?? null;
  } catch {
    // Only shown beside a gap; whatever keeps AWS from answering shows in the first query too.
    return null;
  }
}

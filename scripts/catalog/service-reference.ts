import type { OperationAuthorizations } from './build-operations.ts';

/** Public and unauthenticated; AWS refreshes it daily. */
export const SERVICE_REFERENCE = 'https://servicereference.us-east-1.amazonaws.com/';

interface ServiceDocument {
  readonly Name: string;
  readonly Operations?: readonly {
    readonly Name: string;
    readonly AuthorizedActions?: readonly { readonly Name: string; readonly Service: string }[];
  }[];
}

/**
 * The operations of every service from the AWS Service Reference.
 *
 * @throws Error that names the URL when it cannot be read.
 */
export async function fetchServiceReference(today: string): Promise<OperationAuthorizations> {
  const index = (await fetchJson(SERVICE_REFERENCE)) as readonly {
    readonly service: string;
    readonly url: string;
  }[];
  const operations: Record<string, Record<string, readonly string[]>> = {};
  for (const { service, url } of index) {
    const document = (await fetchJson(url)) as ServiceDocument;
    operations[service] = Object.fromEntries(
      (document.Operations ?? []).map((operation) => [
        operation.Name,
        (operation.AuthorizedActions ?? []).map((action) => `${action.Service}:${action.Name}`).sort(),
      ]),
    );
  }
  return {
    source: 'AWS Service Reference, Operations -> AuthorizedActions',
    version: `${index.length} services`,
    date: today,
    operations,
  };
}

async function fetchJson(url: string): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(url);
  } catch (error) {
    const cause = error instanceof Error ? (error.cause ?? error) : error;
    throw new Error(`cannot reach ${url} (${cause instanceof Error ? cause.message : String(cause)})`);
  }
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return response.json();
}

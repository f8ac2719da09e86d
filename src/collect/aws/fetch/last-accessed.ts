import { setTimeout as sleep } from 'node:timers/promises';
import type { GetServiceLastAccessedDetailsResponse, IAMClient } from '@aws-sdk/client-iam';
import { MalformedAnswer } from '../aws-error.ts';
import type { AccountWork } from './account-work.ts';
import { allPages, ask, FailedCall, iamMarker } from './ask.ts';
import type { FoundPrincipal } from './authorization-details.ts';
import { inParallel } from './in-parallel.ts';

const GENERATE = 'iam:GenerateServiceLastAccessedDetails';
const GET = 'iam:GetServiceLastAccessedDetails';
const CONCURRENCY = 8;
const PAGE_SIZE = 1_000;

/** How long to wait between looks at a job, and how often to look. */
export interface Polling {
  readonly firstMs: number;
  readonly mostMs: number;
  readonly looks: number;
}

/** Jobs take seconds as a rule; after about five minutes one is given up. */
export const POLLING: Polling = { firstMs: 500, mostMs: 10_000, looks: 35 };

/**
 * Action-level last-accessed reports of principals, each as `aws iam get-service-last-accessed-details` prints it, with
 * the `Arn` it is about. A job that fails leaves the other principals as they are.
 */
export async function fetchLastAccessed(
  work: AccountWork,
  principals: readonly FoundPrincipal[],
  polling: Polling,
  progress: (done: number, total: number) => void,
): Promise<void> {
  let done = 0;
  await inParallel(principals, CONCURRENCY, async (principal) => {
    const path = work.path('last-accessed', `${principal.type}-${principal.uniqueId}.json`);
    const wanted = { kind: 'last-accessed', path, principalArn: principal.arn } as const;
    await work.fetch(wanted, () => report(work, principal.arn, polling));
    done += 1;
    progress(done, principals.length);
  });
}

async function report(work: AccountWork, arn: string, polling: Polling): Promise<unknown> {
  const { GenerateServiceLastAccessedDetailsCommand } = await import('@aws-sdk/client-iam');
  const iam = await work.session.iam();
  const command = new GenerateServiceLastAccessedDetailsCommand({ Arn: arn, Granularity: 'ACTION_LEVEL' });
  const { JobId } = await ask(GENERATE, iam.send(command), ['JobId']);
  const services: unknown[] = [];
  let first: GetServiceLastAccessedDetailsResponse | null = null;
  await allPages(
    GET,
    async (marker) => {
      // Only the first page can be early: a job that is done stays done.
      const page =
        marker === undefined ? await finished(iam, JobId, polling) : await look(iam, JobId, marker);
      first ??= page;
      return page;
    },
    iamMarker(GET),
    (page) => services.push(...(page.ServicesLastAccessed ?? [])),
  );
  const { JobStatus, JobType, JobCreationDate, JobCompletionDate } = first as unknown as Page;
  return {
    Arn: arn,
    JobStatus,
    JobType,
    JobCreationDate,
    ServicesLastAccessed: services,
    JobCompletionDate,
    IsTruncated: false,
  };
}

type Page = GetServiceLastAccessedDetailsResponse;

async function finished(iam: IAMClient, job: string, { firstMs, mostMs, looks }: Polling): Promise<Page> {
  let wait = firstMs;
  for (let attempt = 0; attempt < looks; attempt++) {
    const page = await look(iam, job, undefined);
    if (page.JobStatus === 'COMPLETED') {
      await ask(GET, Promise.resolve(page), ['ServicesLastAccessed', 'JobCompletionDate']);
      return page;
    }
    if (page.JobStatus !== 'IN_PROGRESS') {
      const why = page.Error?.Message ?? page.Error?.Code ?? 'AWS does not say why';
      throw new FailedCall(GET, new JobFailed(`the job ended as ${page.JobStatus}: ${why}`));
    }
    await sleep(wait);
    wait = Math.min(wait * 1.5, mostMs);
  }
  throw new FailedCall(GET, new JobTimeout('the job did not end in time'));
}

async function look(iam: IAMClient, job: string, marker: string | undefined): Promise<Page> {
  const { GetServiceLastAccessedDetailsCommand } = await import('@aws-sdk/client-iam');
  const command = new GetServiceLastAccessedDetailsCommand({
    JobId: job,
    MaxItems: PAGE_SIZE,
    ...(marker !== undefined && { Marker: marker }),
  });
  const page = await ask(GET, iam.send(command), ['JobStatus']);
  if (marker !== undefined && page.ServicesLastAccessed === undefined) {
    throw new FailedCall(GET, new MalformedAnswer('a page has no ServicesLastAccessed'));
  }
  return page;
}

class JobFailed extends Error {
  override readonly name = 'JobFailed';
}
class JobTimeout extends Error {
  override readonly name = 'TimeoutError';
}

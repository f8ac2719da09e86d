import type { IncomingMessage } from 'node:http';

/** One request, understood. */
export interface Asked {
  readonly service: string;
  readonly operation: string;
  readonly region: string;
  /** Of the access key that signed it: `ASIA<account>` for an assumed role. */
  readonly account: string | null;
  readonly input: Readonly<Record<string, string>>;
  /** The same for every retry of a call. */
  readonly invocation: string;
  /** Names the call, the same in every run. */
  readonly key: string;
}

export interface Answer {
  readonly type: string;
  readonly body: string;
}

/** An error that AWS itself would answer. */
export class Refusal extends Error {
  readonly code: string;
  readonly status: number;
  readonly reason: string | undefined;

  constructor(code: string, message: string, status = 400, reason?: string) {
    super(message);
    this.code = code;
    this.status = status;
    this.reason = reason;
  }
}

/** Inputs that differ between runs or from moment to moment, and so name no call. */
const FLEETING: ReadonlySet<string> = new Set([
  'StartTime',
  'EndTime',
  'RoleSessionName',
  'Version',
  'Action',
]);

export function understand(request: IncomingMessage, body: string): Asked {
  const scope = /Credential=([^/]+)\/\d+\/([^/]+)\/([^/]+)\//.exec(request.headers.authorization ?? '');
  const [, accessKey = '', region = '', service = ''] = scope ?? [];
  const target = String(request.headers['x-amz-target'] ?? '');
  const isQuery = body.startsWith('Action=') || /(^|&)Action=/.test(body);
  const input: Record<string, string> = isQuery
    ? Object.fromEntries(new URLSearchParams(body))
    : Object.fromEntries(
        Object.entries(JSON.parse(body === '' ? '{}' : body) as Record<string, unknown>).map(
          ([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)],
        ),
      );
  const operation = isQuery
    ? (input.Action ?? '')
    : target === ''
      ? (request.url ?? '').slice(1)
      : (target.split('.').at(-1) ?? '');
  const account = /^ASIA(\d{12})$/.exec(accessKey)?.[1] ?? null;
  const told = Object.entries(input)
    .filter(([name]) => !FLEETING.has(name) && !name.startsWith('Filter.'))
    .map(([name, value]) => `${name}=${value}`);
  return {
    service,
    operation,
    region,
    account,
    input,
    invocation: String(request.headers['amz-sdk-invocation-id'] ?? ''),
    key: [account ?? 'home', service, operation, region, ...told].join(' '),
  };
}

import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { onLoopback } from './on-loopback.ts';

/** What is answered in place of the server behind; `cut` passes half of its answer on and hangs up. */
export type Fault =
  | { readonly status: number; readonly body: string; readonly headers?: Readonly<Record<string, string>> }
  | 'cut';

export interface Asked {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  /** Of a request in AWS's JSON or Query protocol; empty otherwise. */
  readonly operation: string;
  /** It is signed for; empty when it is not signed. */
  readonly region: string;
}

/** Stands before an HTTP server on loopback, keeps what was asked and answers some of it itself. */
export interface FaultyProxy {
  readonly endpoint: string;
  readonly asked: Asked[];
  /** Asked for each request with the number of requests like it before; null lets it pass. */
  fault: (asked: Asked, before: number) => Fault | null;
  stop(): Promise<void>;
}

export async function startFaultyProxy(behind: string): Promise<FaultyProxy> {
  const seen = new Map<string, number>();
  const target = new URL(behind);
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const body = Buffer.concat(chunks);
      const asked: Asked = {
        method: incoming.method ?? '',
        url: decodeURIComponent(incoming.url ?? ''),
        operation: operationOf(incoming, body),
        region: /Credential=[^/]+\/\d+\/([^/]+)\//.exec(String(incoming.headers.authorization))?.[1] ?? '',
      };
      proxy.asked.push(asked);
      const key = `${asked.method} ${asked.url} ${asked.operation}`;
      const before = seen.get(key) ?? 0;
      seen.set(key, before + 1);
      const fault = proxy.fault(asked, before);
      if (fault === null || fault === 'cut') return pass(target, incoming, body, outgoing, fault === 'cut');
      outgoing.writeHead(fault.status, { 'content-type': 'application/xml', ...fault.headers });
      outgoing.end(fault.body);
    });
  });
  const proxy: FaultyProxy = { ...(await onLoopback(server)), asked: [], fault: () => null };
  return proxy;
}

function operationOf({ headers }: IncomingMessage, body: Buffer): string {
  const target = String(headers['x-amz-target'] ?? '');
  if (target !== '') return target.slice(target.lastIndexOf('.') + 1);
  const isForm = String(headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
  return isForm ? (new URLSearchParams(body.toString('utf8')).get('Action') ?? '') : '';
}

function pass(
  target: URL,
  incoming: IncomingMessage,
  body: Buffer,
  outgoing: ServerResponse,
  cut: boolean,
): void {
  const { host, ...headers } = incoming.headers;
  const onward = request(
    { host: target.hostname, port: target.port, method: incoming.method, path: incoming.url, headers },
    (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      if (!cut) {
        answer.pipe(outgoing);
        return;
      }
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => {
        const whole = Buffer.concat(chunks);
        outgoing.write(whole.subarray(0, Math.floor(whole.length / 2)), () => outgoing.destroy());
      });
    },
  );
  onward.on('error', () => outgoing.destroy());
  onward.end(body);
}

/** An error as S3, IAM and STS answer it. */
export const xmlError = (status: number, code: string): Fault => ({
  status,
  body: `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${code} by the test</Message><RequestId>R</RequestId></Error>`,
});

import { createServer } from 'node:http';
import { onLoopback } from '../on-loopback.ts';
import { understand } from './asked.ts';

/** What moto 5.2 lacks, or answers without content. */
const LACKING =
  /^(GenerateServiceLastAccessedDetails|GetServiceLastAccessedDetails|ListServiceSpecificCredentials|LookupEvents|listRegions|ListPublicKeys)$/;

/** One endpoint for two: the stand-in answers what moto lacks, and moto all else. */
export async function startBoth(
  moto: string,
  standin: string,
): Promise<{ readonly endpoint: string; stop(): Promise<void> }> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      const { operation } = understand(request, body.toString('utf8'));
      const { host: _, connection: __, 'content-length': ___, ...headers } = request.headers;
      const target = `${LACKING.test(operation) ? standin : moto}${request.url}`;
      fetch(target, { method: request.method ?? 'POST', headers: headers as Record<string, string>, body })
        .then(async (answer) => {
          const type = answer.headers.get('content-type') ?? 'text/xml';
          response.writeHead(answer.status, { 'content-type': type, 'x-amzn-requestid': 'through-both' });
          response.end(Buffer.from(await answer.arrayBuffer()));
        })
        .catch(() => response.destroy());
    });
  });
  return onLoopback(server);
}

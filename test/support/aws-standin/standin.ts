import { createServer, type ServerResponse } from 'node:http';
import { onLoopback } from '../on-loopback.ts';
import { type Answer, type Asked, Refusal, understand } from './asked.ts';
import { type FixtureAccount, fixtureAccount, HOME, MEMBER } from './fixture-account.ts';
import { iamAnswer } from './iam-answers.ts';
import { jsonAnswer } from './json-answers.ts';

/** The ways in which a call can go wrong. */
export const FAULTS = [
  'denied',
  'throttled',
  'hang',
  'close',
  'cut',
  'empty',
  'foreign',
  'expired',
  'repeat',
] as const;
/**
 * `refused`: as a region answers that is not enabled; `stale`: the marker is not taken; `endless`: each page names one more;
 * `unknown-type`: of policies, where Organizations has none of them.
 */
export type Fault = (typeof FAULTS)[number] | 'refused' | 'stale' | 'endless' | 'unknown-type';

/** An HTTP server on loopback that answers as IAM, STS, CloudTrail, Organizations and Account Management do. */
export interface Standin {
  readonly endpoint: string;
  /** Every request, retries too. */
  readonly asked: Asked[];
  /** What to do with a call in place of answering; null: answer. `attempt` counts its requests from 1. */
  fault: (asked: Asked, attempt: number) => Fault | null;
  stop(): Promise<void>;
}

export async function startStandin(asOf: string): Promise<Standin> {
  const states = new Map([HOME, MEMBER].map((account) => [account, fixtureAccount(account, asOf)]));
  const looks = new Map<string, number>();
  const attempts = new Map<string, number>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const asked = understand(request, Buffer.concat(chunks).toString('utf8'));
      standin.asked.push(asked);
      const attempt = (attempts.get(asked.invocation) ?? 0) + 1;
      attempts.set(asked.invocation, attempt);
      const state = states.get(asked.account ?? HOME);
      const fault = standin.fault(asked, attempt);
      respond(asked, state, fault, response);
    });
  });
  const respond = (
    asked: Asked,
    state: FixtureAccount | undefined,
    fault: Fault | null,
    response: ServerResponse,
  ): void => {
    if (fault === 'hang') return;
    if (fault === 'close') {
      response.destroy();
      return;
    }
    try {
      if (fault === 'denied') throw new Refusal(denial(asked), 'is not authorized by the test', 403);
      if (fault === 'throttled') throw new Refusal('ThrottlingException', 'Rate exceeded', 400);
      if (fault === 'expired') throw new Refusal(expiry(asked), 'The security token is expired', 403);
      if (fault === 'refused')
        throw new Refusal('UnrecognizedClientException', 'The security token is invalid', 400);
      if (fault === 'unknown-type')
        throw new Refusal('InvalidInputException', 'You specified an invalid value', 400, 'INVALID_ENUM');
      if (fault === 'stale') throw new Refusal('ValidationError', 'Invalid Marker', 400);
      if (state === undefined) throw new Refusal('AccessDenied', 'no such account', 403);
      send(response, 200, spoil(answer(asked, state), fault));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const isForeign = fault === 'empty' || fault === 'foreign';
      send(response, isForeign ? 200 : error.status, spoil(errorAnswer(asked, error), fault));
    }
  };
  const answer = (asked: Asked, state: FixtureAccount): Answer =>
    asked.service === 'iam' || asked.service === 'sts'
      ? iamAnswer(asked, state, looks)
      : jsonAnswer(asked, state, [...states.keys()]);
  const standin: Standin = { ...(await onLoopback(server)), asked: [], fault: () => null };
  return standin;
}

function send(response: ServerResponse, status: number, { type, body }: Answer): void {
  const headers = { 'content-type': type, 'x-amzn-requestid': 'request-of-the-stand-in' };
  response.writeHead(status, headers).end(body);
}

function errorAnswer({ service }: Asked, { code, message, reason }: Refusal): Answer {
  if (service === 'iam' || service === 'sts') {
    const body = `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>r</RequestId></ErrorResponse>`;
    return { type: 'text/xml', body };
  }
  return {
    type: 'application/x-amz-json-1.1',
    body: JSON.stringify({ __type: code, message, Reason: reason }),
  };
}

/** `AccessDenied` of the query services, `AccessDeniedException` of the JSON ones (their API references). */
function denial({ service }: Asked): string {
  return service === 'iam' || service === 'sts' ? 'AccessDenied' : 'AccessDeniedException';
}

function expiry({ service }: Asked): string {
  return service === 'iam' || service === 'sts' ? 'ExpiredToken' : 'ExpiredTokenException';
}

let endless = 0;

/** An answer of success that is none. */
function spoil({ type, body }: Answer, fault: Fault | null): Answer {
  if (fault === 'cut') return { type, body: body.slice(0, Math.floor(body.length / 2)) };
  if (fault === 'empty') return { type, body: type === 'text/xml' ? '' : '{}' };
  if (fault === 'foreign')
    return { type: 'text/html', body: '<html><body>Sign in to the network</body></html>' };
  if (fault === 'endless') {
    endless += 1;
    return { type, body: JSON.stringify({ ...(JSON.parse(body) as object), NextToken: `E${endless}` }) };
  }
  if (fault !== 'repeat') return { type, body };
  if (type === 'text/xml') {
    const flagged = body.replace('<IsTruncated>false</IsTruncated>', '<IsTruncated>true</IsTruncated>');
    return {
      type,
      body: flagged.replace(/<Marker>[^<]*<\/Marker>|(?=<\/\w+Result>)/, '<Marker>M0</Marker>'),
    };
  }
  return { type, body: JSON.stringify({ ...(JSON.parse(body) as object), NextToken: 'M0' }) };
}

import type { AwsCall } from './aws-call.ts';
import { awsError } from './aws-error.ts';

/** Where a client works, for the record of its calls. */
export interface CallPlace {
  readonly account: string | null;
  readonly region: string;
}

type Metadata = { readonly requestId?: string; readonly attempts?: number } | undefined;

/** Around one call, retries inside; generic, so that it fits the clients of all services. */
export type CallMiddleware = <Request, Answer extends { readonly output: object }>(
  next: (request: Request) => Promise<Answer>,
  context: { readonly clientName?: string; readonly commandName?: string },
) => (request: Request) => Promise<Answer>;

export interface RecordableClient {
  readonly middlewareStack: {
    add(
      middleware: CallMiddleware,
      options: { readonly step: 'initialize'; readonly priority: 'high'; readonly name: string },
    ): void;
  };
}

/** Records every call that passes through the clients it watches, in the order in which they end. */
export class CallRecorder {
  readonly #calls: AwsCall[] = [];
  readonly #listen: ((call: AwsCall) => void) | null;

  /** @param listen called after each call, failed ones too */
  constructor(listen: ((call: AwsCall) => void) | null = null) {
    this.#listen = listen;
  }

  get calls(): readonly AwsCall[] {
    return this.#calls;
  }

  /** @param place asked at each call, because the account may become known later */
  watch<C extends RecordableClient>(client: C, place: () => CallPlace): C {
    const middleware: CallMiddleware = (next, context) => async (request) => {
      const started = Date.now();
      const record = (metadata: Metadata, error: AwsCall['error']): void => {
        const call: AwsCall = {
          service: (context.clientName ?? '').replace(/Client$/, ''),
          operation: (context.commandName ?? '').replace(/Command$/, ''),
          ...place(),
          startedAt: new Date(started).toISOString(),
          milliseconds: Date.now() - started,
          attempts: metadata?.attempts ?? 1,
          requestId: metadata?.requestId ?? null,
          error,
        };
        this.#calls.push(call);
        this.#listen?.(call);
      };
      try {
        const answer = await next(request);
        record((answer.output as { readonly $metadata?: Metadata }).$metadata, null);
        return answer;
      } catch (error) {
        record((error as { readonly $metadata?: Metadata } | null)?.$metadata, awsError(error));
        throw error;
      }
    };
    client.middlewareStack.add(middleware, { step: 'initialize', priority: 'high', name: 'recordCall' });
    return client;
  }
}

import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { TABLE_COLUMNS } from '../../src/collect/athena/table-columns.ts';

export interface Answer {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | null)[])[];
}

/** What can go wrong with a request; with a query see `QueryFault`. */
export type CallFault =
  | 'throttled'
  | 'expired'
  | 'denied'
  | 'close'
  | 'cut'
  | 'empty'
  | 'repeat'
  | 'short-row';
/** How a query can end: `retryable` as AWS marks it, `failed`, `cancelled` (a cutoff of the workgroup), or not at all. */
export type QueryFault = 'retryable' | 'failed' | 'cancelled' | 'endless';

interface Execution {
  readonly id: string;
  readonly sql: string;
  readonly parameters: readonly string[];
  readonly submitted: number;
  state: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED';
  reason: string | null;
  retryable: boolean;
  answer: Answer | null;
}

type Input = Readonly<Record<string, unknown>>;

/** An HTTP server on loopback that speaks Athena's protocol (JSON 1.1) and has its queries answered by `execute`. */
export class AthenaStandin {
  /** `operation` of every request, retries too. */
  readonly asked: string[] = [];
  readonly executions: Execution[] = [];
  /** Instead of answering the nth request of an operation, counted from 1. */
  fault: (operation: string, nth: number) => CallFault | null = () => null;
  /** How the nth execution of a relation ends. */
  queryFault: (relation: string, nth: number) => QueryFault | null = () => null;
  execute: (sql: string, parameters: readonly string[]) => Promise<Answer>;
  properties: Readonly<Record<string, string>> = {};
  bytesScanned = 20_000_000_000;
  pageRows = 1_000;
  endpoint = '';
  readonly #counts = new Map<string, number>();
  readonly #tokens = new Map<string, string>();
  readonly #server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const operation = String(request.headers['x-amz-target']).replace(/^AmazonAthena\./, '');
      void this.#respond(operation, JSON.parse(Buffer.concat(chunks).toString('utf8')) as Input, response);
    });
  });

  constructor(execute: AthenaStandin['execute']) {
    this.execute = execute;
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.endpoint = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    return this;
  }

  stop(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  /** What the AWS SDK reads to come here, and nowhere else. */
  get environment(): Readonly<Record<string, string>> {
    return {
      AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
      AWS_REGION: 'eu-west-1',
      AWS_ENDPOINT_URL: this.endpoint,
      AWS_MAX_ATTEMPTS: '3',
      AWS_EC2_METADATA_DISABLED: 'true',
    };
  }

  /** Sets the variables for this process, whose SDK reads them; gives back how to undo it. */
  use(): () => void {
    const before = Object.keys(this.environment).map((name) => [name, process.env[name]] as const);
    Object.assign(process.env, this.environment);
    return () => {
      for (const [name, value] of before) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
    };
  }

  /** Names of the relations that were asked, in order. */
  get relations(): readonly string[] {
    return this.executions.map(({ sql }) => relationOf(sql));
  }

  async #respond(operation: string, input: Input, response: ServerResponse): Promise<void> {
    this.asked.push(operation);
    const fault = this.fault(operation, this.#count(operation));
    if (fault === 'close') {
      response.destroy();
      return;
    }
    const refusal = REFUSALS[fault ?? ''];
    if (refusal !== undefined)
      return send(response, 400, { __type: refusal, message: 'as the test wants it' });
    const [status, body] = await this.#answer(operation, input);
    if (fault === 'empty') return send(response, 200, {});
    if (fault === 'cut') return send(response, 200, JSON.stringify(body).slice(0, -10));
    if (fault === 'repeat') return send(response, 200, { ...body, NextToken: '0' });
    if (fault === 'short-row') return send(response, 200, withoutLastValue(body));
    return send(response, status, body);
  }

  async #answer(operation: string, input: Input): Promise<[status: number, body: Record<string, unknown>]> {
    switch (operation) {
      case 'GetTableMetadata':
        return [200, { TableMetadata: this.#metadata(String(input.TableName)) }];
      case 'GetWorkGroup':
        return [
          200,
          {
            WorkGroup: {
              Name: input.WorkGroup,
              Configuration: { BytesScannedCutoffPerQuery: 10_000_000_000 },
            },
          },
        ];
      case 'StartQueryExecution':
        return this.#start(input);
      case 'GetQueryExecution':
        return [200, { QueryExecution: this.#status(this.#find(input)) }];
      case 'StopQueryExecution':
        this.#find(input).state = 'CANCELLED';
        return [200, {}];
      case 'GetQueryResults':
        return [200, this.#page(this.#find(input), input)];
      default:
        return [400, { __type: 'UnknownOperationException', message: operation }];
    }
  }

  #metadata(table: string) {
    return {
      Name: table,
      TableType: 'EXTERNAL_TABLE',
      Columns: TABLE_COLUMNS.map(([Name, Type]) => ({ Name, Type: Type.replace(/\s/g, '') })),
      PartitionKeys: ['account', 'region', 'timestamp'].map((Name) => ({ Name, Type: 'string' })),
      Parameters: this.properties,
    };
  }

  async #start(input: Input): Promise<[number, Record<string, unknown>]> {
    const [token, sql] = [String(input.ClientRequestToken), String(input.QueryString)];
    const parameters = (input.ExecutionParameters ?? []) as string[];
    if (token.length < 32 || token.length > 128)
      return [400, { __type: 'InvalidRequestException', message: 'token' }];
    // The same token is the same execution (Athena API reference, StartQueryExecution).
    const known = this.#tokens.get(token);
    if (known !== undefined) return [200, { QueryExecutionId: known }];
    const id = `00000000-0000-0000-0000-${String(this.executions.length).padStart(12, '0')}`;
    const execution: Execution = {
      id,
      sql,
      parameters,
      submitted: Date.now(),
      state: 'RUNNING',
      reason: null,
      retryable: false,
      answer: null,
    };
    this.#tokens.set(token, id);
    this.executions.push(execution);
    const relation = relationOf(sql);
    const fault = this.queryFault(relation, this.#count(`query ${relation}`));
    if (fault === 'endless') return [200, { QueryExecutionId: id }];
    if (fault !== null) {
      execution.state = fault === 'cancelled' ? 'CANCELLED' : 'FAILED';
      execution.retryable = fault === 'retryable';
      execution.reason =
        fault === 'cancelled'
          ? 'Bytes scanned limit was exceeded'
          : 'GENERIC_INTERNAL_ERROR: as the test wants it';
      return [200, { QueryExecutionId: id }];
    }
    void this.execute(sql, parameters).then(
      (answer) => {
        execution.answer = answer;
        execution.state = execution.state === 'RUNNING' ? 'SUCCEEDED' : execution.state;
      },
      (error: unknown) => {
        execution.state = 'FAILED';
        execution.reason = String(error);
      },
    );
    return [200, { QueryExecutionId: id }];
  }

  #status({ id, sql, state, reason, retryable, submitted }: Execution) {
    return {
      QueryExecutionId: id,
      Query: sql,
      Status: {
        State: state,
        SubmissionDateTime: submitted / 1_000,
        ...(reason !== null && { StateChangeReason: reason }),
        ...(state === 'FAILED' && {
          AthenaError: { ErrorCategory: 1, ErrorType: 1, Retryable: retryable, ErrorMessage: reason },
        }),
      },
      Statistics: {
        DataScannedInBytes: this.bytesScanned,
        TotalExecutionTimeInMillis: 1_234,
        ResultReuseInformation: { ReusedPreviousResult: false },
      },
      EngineVersion: { SelectedEngineVersion: 'AUTO', EffectiveEngineVersion: 'Athena engine version 3' },
    };
  }

  /** The first page begins with the names of the columns, as Athena's does. */
  #page({ answer }: Execution, input: Input): Record<string, unknown> {
    if (answer === null) return { __type: 'InvalidRequestException' };
    const all = [answer.columns, ...answer.rows];
    const start = Number(input.NextToken ?? 0);
    const size = Math.min(Number(input.MaxResults ?? 1_000), this.pageRows);
    const rows = all.slice(start, start + size).map((row) => ({
      Data: row.map((value) => (value === null ? {} : { VarCharValue: value })),
    }));
    return {
      ResultSet: {
        Rows: rows,
        ResultSetMetadata: { ColumnInfo: answer.columns.map((Name) => ({ Name, Type: 'varchar' })) },
      },
      ...(start + size < all.length && { NextToken: String(start + size) }),
    };
  }

  #find(input: Input): Execution {
    const found = this.executions.find(({ id }) => id === input.QueryExecutionId);
    if (found === undefined) throw new Error(`no execution ${String(input.QueryExecutionId)}`);
    return found;
  }

  #count(what: string): number {
    const count = (this.#counts.get(what) ?? 0) + 1;
    this.#counts.set(what, count);
    return count;
  }
}

const REFUSALS: Readonly<Record<string, string>> = {
  throttled: 'ThrottlingException',
  expired: 'ExpiredTokenException',
  denied: 'AccessDeniedException',
};

/** The relation a query asks, from its first line. */
export function relationOf(sql: string): string {
  return /^-- paredown ([a-z-]+)\n/.exec(sql)?.[1] ?? 'unknown';
}

function withoutLastValue(body: Record<string, unknown>): Record<string, unknown> {
  const copy = structuredClone(body) as { ResultSet?: { Rows?: { Data: unknown[] }[] } };
  copy.ResultSet?.Rows?.at(-1)?.Data.pop();
  return copy;
}

function send(response: ServerResponse, status: number, body: object | string): void {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const headers = {
    'content-type': 'application/x-amz-json-1.1',
    'x-amzn-requestid': 'request-of-the-stand-in',
  };
  response.writeHead(status, headers).end(text);
}

import type { Call } from './model.ts';
import { arn } from './world.ts';

const ofInstance = (name: string, request: Call['request'], write: boolean): Call => ({
  source: 'ssm',
  name,
  actions: [`ssm:${name}`],
  ...(write ? { write: true } : {}),
  ...(request === undefined ? {} : { request }),
});

const simple = (source: string, name: string, action: string, request?: Call['request']): Call => ({
  source,
  name,
  actions: [action],
  ...(request === undefined ? {} : { request }),
});

export const operationsCalls = {
  'ec2.DescribeInstances': simple('ec2', 'DescribeInstances', 'ec2:DescribeInstances', () => ({
    instancesSet: {},
    filterSet: { items: [{ name: 'tag:team', valueSet: { items: [{ value: 'depots' }] } }] },
  })),
  'ec2.TerminateInstances': {
    ...simple('ec2', 'TerminateInstances', 'ec2:TerminateInstances', (c) => ({
      instancesSet: { items: [{ instanceId: `i-0${c.random.hex(16)}` }] },
    })),
    write: true,
  },
  'ssm.UpdateInstanceInformation': ofInstance(
    'UpdateInstanceInformation',
    (c) => ({
      instanceId: c.subject,
      agentVersion: '3.3.2299.0',
      agentStatus: 'Active',
      platformType: 'Linux',
      platformName: 'Amazon Linux',
      platformVersion: '2023',
    }),
    true,
  ),
  'ssm.ListInstanceAssociations': ofInstance(
    'ListInstanceAssociations',
    (c) => ({ instanceId: c.subject, maxResults: 20 }),
    false,
  ),
  'ssm.PutInventory': ofInstance('PutInventory', (c) => ({ instanceId: c.subject }), true),
  'ssm.GetParameter': ofInstance(
    'GetParameter',
    () => ({ name: '/release/current', withDecryption: false }),
    false,
  ),
  'logs.CreateLogStream': {
    ...simple('logs', 'CreateLogStream', 'logs:CreateLogStream', (c) => ({
      logGroupName: `/aws/lambda/${c.subject}`,
      logStreamName: `${new Date(c.time).toISOString().slice(0, 10).replaceAll('-', '/')}/[$LATEST]${c.random.hex(32)}`,
    })),
    write: true,
  },
  'logs.FilterLogEvents': simple('logs', 'FilterLogEvents', 'logs:FilterLogEvents', (c) => ({
    logGroupName: `/ecs/${c.subject}`,
    filterPattern: 'ERROR',
    startTime: c.time - 3_600_000,
  })),
  'logs.DescribeLogGroups': simple('logs', 'DescribeLogGroups', 'logs:DescribeLogGroups', () => ({
    limit: 50,
  })),
  'cloudwatch.DescribeAlarms': simple('monitoring', 'DescribeAlarms', 'cloudwatch:DescribeAlarms', () => ({
    stateValue: 'ALARM',
  })),
  'states.StartExecution': {
    ...simple('states', 'StartExecution', 'states:StartExecution', (c) => ({
      stateMachineArn: arn('states', c.region, c.account, `stateMachine:${c.subject}`),
      name: c.random.uuid(),
    })),
    write: true,
  },
} as const satisfies Record<string, Call>;

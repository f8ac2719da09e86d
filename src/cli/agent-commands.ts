import type { Command } from './command.ts';
import { CONFIG_OPTION } from './config-option.ts';
import { ANALYZE_OPTIONS } from './options.ts';

/** Commands about agents: what divides, limits and stops them. */
export const AGENT_COMMANDS: readonly Command[] = [
  {
    name: 'split',
    describe: 'Draft a dedicated role from what the agent sessions of a role did, and prove it by replay',
    positionals: [{ name: 'principal', describe: 'ARN or name of a role', required: true }],
    options: [
      ...ANALYZE_OPTIONS,
      CONFIG_OPTION,
      {
        flag: 'kind',
        kind: 'text',
        choices: ['agent', 'person', 'automation', 'unclear'],
        group: 'Result:',
        describe: 'Whose sessions the new role is for [default: agent]',
      },
      {
        flag: 'sessions',
        kind: 'texts',
        group: 'Result:',
        describe: 'Sessions by name instead, with * and ?; repeatable',
      },
      {
        flag: 'role-name',
        kind: 'text',
        group: 'Result:',
        describe: 'Name of the new role [default: the old one with -agent]',
      },
    ],
    examples: ['paredown split incident-readonly --config paredown.yaml > agent-role.json'],
    load: async () => (await import('./split.ts')).split,
  },
  {
    name: 'guardrails',
    describe:
      'Draft service control policies and permissions boundaries, with what they would deny of the log',
    positionals: [],
    options: [
      ...ANALYZE_OPTIONS,
      CONFIG_OPTION,
      {
        flag: 'only',
        kind: 'text',
        group: 'Result:',
        describe: 'NAME of one guardrail: prints its document alone, ready for AWS',
      },
    ],
    examples: [
      'paredown guardrails --config paredown.yaml',
      'paredown guardrails --only keep-logging-on > scp.json',
    ],
    load: async () => (await import('./guardrails.ts')).guardrails,
  },
  {
    name: 'contain',
    describe: 'Print the inline Deny that ends the current sessions of a role; applies nothing',
    positionals: [
      { name: 'principal', describe: 'ARN or name of a role, or the ARN of a session', required: true },
    ],
    options: [
      {
        flag: 'before',
        kind: 'text',
        describe: 'TIME before which sessions were issued that shall end [default: now]',
      },
    ],
    examples: ['paredown contain support-bot > revoke.json'],
    load: async () => (await import('./contain.ts')).contain,
  },
];

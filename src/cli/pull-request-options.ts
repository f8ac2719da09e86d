import type { CommandOption } from './command.ts';

/** Flags of `pr` and `rollback`; everything lasting is in paredown.yaml under pullRequests. */
export const PULL_REQUEST_OPTIONS: readonly CommandOption[] = [
  {
    flag: 'repo',
    kind: 'text',
    describe:
      'DIR in a clone of the repository that holds the policies [default: pullRequests.repositories, else .]',
  },
  { flag: 'remote', kind: 'text', describe: 'Name of the remote [default: origin]' },
  { flag: 'base', kind: 'text', describe: 'Branch to propose against [default: the HEAD of the remote]' },
  {
    flag: 'to',
    kind: 'text',
    choices: ['local', 'git', 'github'],
    describe: 'local: write files and patches; git: push branches; github: open pull requests',
  },
  { flag: 'out', kind: 'text', describe: 'DIR of --to local [default: paredown-pr]' },
  { flag: 'recreate', kind: 'switch', describe: 'Propose again what was closed without merging' },
  { flag: 'json', kind: 'switch', describe: 'Print the state table as JSON' },
  { flag: 'config', kind: 'text', describe: 'FILE with settings [default: paredown.yaml, if there is one]' },
];

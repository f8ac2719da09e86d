import type { Assessment } from '../assessment-schema.ts';

export interface WorkspaceRow {
  readonly principal: string;
  readonly account: string;
  readonly workspace: string;
  readonly production: boolean;
  readonly need: string;
  readonly cells: readonly { readonly text: string; readonly used: boolean }[];
}

/** Principal by workspace: what each can do there, and whether the log shows it. */
export interface WorkspacesView {
  readonly capabilities: readonly string[];
  readonly rows: readonly WorkspaceRow[];
}

export function workspacesView({ workspaces = [], principals }: Assessment): WorkspacesView {
  const nameOf = new Map(principals.map(({ arn, name }) => [arn, name]));
  // In the order of the first row that has each: the rows list them in the order of the catalog.
  const capabilities = [
    ...new Set(workspaces.flatMap(({ access }) => access.map(({ capability }) => capability))),
  ];
  return {
    capabilities,
    rows: workspaces.map(({ principalArn, account, workspace, production, documentedNeed, access }) => ({
      principal: nameOf.get(principalArn) ?? principalArn,
      account,
      workspace: workspace.split(':workspace/')[1] ?? workspace,
      production,
      need: documentedNeed ?? '',
      cells: capabilities.map((capability) => {
        const held = access.find((one) => one.capability === capability);
        return { text: held === undefined ? '' : held.used ? 'used' : 'can', used: held?.used === true };
      }),
    })),
  };
}

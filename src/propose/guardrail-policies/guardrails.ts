import type { Analysis, PrincipalAnalysis } from '../../domain/analysis.ts';
import type { Catalog } from '../../domain/catalog.ts';
import type { Collected } from '../../domain/collected.ts';
import { agentBoundary } from './agent-boundary.ts';
import { type Guardrail, guardrail } from './guardrail.ts';
import { keepLoggingOn, noLongTermTokens, noStaticAiCredentials } from './static-guardrails.ts';
import { workspaceAllowLists } from './workspace-allow-list.ts';

/**
 * Limits that hold whatever a role's own policies say, from the account's facts: service control policies for the
 * organisation and a permissions boundary per account for its agents. Nothing is attached.
 */
export function guardrails(
  collected: Collected,
  analysis: Analysis,
  catalog: Catalog,
  options: { readonly productionWorkspaces: readonly string[] },
): readonly Guardrail[] {
  const agents = analysis.principals.filter(
    ({ inScope, agent, unmanageable }) => inScope && agent.kind === 'ai-agent' && unmanageable === null,
  );
  const workspaces = workspaceAllowLists(analysis, options.productionWorkspaces);
  const mcp = onlyThroughMcp(collected, agents, catalog);
  return [
    guardrail('scp', 'ai-credentials', null, [
      ...noStaticAiCredentials(collected),
      ...noLongTermTokens(collected),
    ]),
    guardrail('scp', 'keep-logging-on', null, keepLoggingOn(collected)),
    ...(workspaces.length === 0 ? [] : [guardrail('scp', 'claude-workspaces', null, workspaces)]),
    ...(mcp.length === 0 ? [] : [guardrail('scp', 'agents-through-mcp', null, mcp)]),
    ...agentBoundary(agents),
  ].filter(({ statements }) => statements.length > 0);
}

/**
 * For agents that call through the AWS MCP server: services in which they hold critical permissions and were never seen
 * calling directly stay reachable through it alone, where each call is marked. aws:ViaAWSMCPService is true for every
 * request that passes an AWS managed MCP server (agent toolkit user guide); a direct one may not carry it at all.
 */
function onlyThroughMcp(collected: Collected, agents: readonly PrincipalAnalysis[], catalog: Catalog) {
  const rows = (collected.usage?.activity ?? []).filter(({ outcome }) => outcome === 'allowed');
  const through = new Set(
    rows.filter(({ via }) => via === MCP).flatMap(({ principalArn }) => principalArn ?? []),
  );
  const users = agents.filter(({ principalArn }) => through.has(principalArn));
  const arns = users.map(({ principalArn }) => principalArn).sort();
  const direct = new Set(
    rows
      .filter(({ via, principalArn }) => via !== MCP && principalArn !== null && arns.includes(principalArn))
      .map(({ eventSource }) => catalog.namespaceOf(eventSource)),
  );
  const critical = users.flatMap(({ permissions }) =>
    permissions
      .filter(({ granted, severity }) => granted && severity === 'critical')
      .map(({ action }) => action.slice(0, action.indexOf(':'))),
  );
  const services = [...new Set(critical)].filter((service) => !direct.has(service)).sort();
  if (services.length === 0) return [];
  return [
    {
      sid: 'AgentsOnlyThroughMcp',
      explanation: `Agents that use the AWS MCP server reach these ${services.length} services, in which they hold critical permissions, only through it.`,
      basis: `calls through ${MCP} by ${arns.join(', ')}; no direct call of theirs to these services`,
      statement: {
        Effect: 'Deny',
        Action: services.map((service) => `${service}:*`),
        Resource: '*',
        Condition: {
          ArnEquals: { 'aws:PrincipalArn': arns },
          BoolIfExists: { 'aws:ViaAWSMCPService': 'false' },
        },
      },
    },
  ];
}

const MCP = 'aws-mcp.amazonaws.com';

import { foldCase } from '../../domain/fold-case.ts';
import { TRUST } from './controls.ts';
import { type FindingRule, perPrincipal } from './finding-rule.ts';

export const oidcTrustWithoutSubject: FindingRule = {
  type: 'OidcTrustWithoutSubject',
  severity: 'critical',
  title: 'Trusts every identity of an OIDC provider',
  rationale:
    'Without a condition on the `sub` claim any repository, job or service account of that provider can assume the role.',
  evidence: 'The statement of the trust policy and the provider it lets in.',
  remedy:
    'Add a StringEquals or StringLike condition on `<provider>:sub` that names the repository and branch, or the service account.',
  controls: TRUST,
  find: perPrincipal(({ principal }) => {
    const open = (principal.trustPolicy?.statements ?? []).filter((statement) => {
      if (statement.effect !== 'Allow') return false;
      if (
        !statement.action.patterns.some((pattern) =>
          /^(\*|sts:(\*|assumerolewithwebidentity))$/i.test(pattern),
        )
      )
        return false;
      if (!JSON.stringify(statement.raw.Principal ?? '').includes(':oidc-provider/')) return false;
      return !statement.conditions.some(
        ({ operator, key, values }) =>
          /^(ForAnyValue:)?String(Equals|Like)(IgnoreCase)?$/i.test(operator) &&
          foldCase(key).endsWith(':sub') &&
          !values.includes('*'),
      );
    });
    if (open.length === 0) return null;
    return {
      detail: 'The trust policy lets a federated OIDC provider in without naming a subject.',
      evidence: open.map(
        ({ index, raw }) => `trust policy statement ${index}: ${JSON.stringify(raw.Principal ?? null)}`,
      ),
    };
  }),
};

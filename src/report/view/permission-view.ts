import { lastSeenBefore } from '../../domain/analysis.ts';
import type { AssessmentPermission, AssessmentPrincipal } from '../assessment-schema.ts';
import { isGrantedSensitive } from '../summary.ts';
import { KIND_WORDS, REASON_WORDS, type Words } from '../words.ts';
import { actionAnchor } from './anchors.ts';
import { formatAmount, formatCategory, formatCount, formatDay } from './format.ts';
import { groupBy } from './group-by.ts';
import { Proofs, type ProofView, Sayings } from './proof-view.ts';
import { compareBy, severityRank } from './severity.ts';

export interface PermissionView {
  /** With the anchor of the principal and a dash before it, the id of the row. */
  readonly id: string;
  readonly action: string;
  readonly severity: string;
  readonly categories: string;
  readonly granted: boolean;
  readonly firstUsed: string;
  readonly lastUsed: string;
  readonly calls: string;
  readonly denied: string;
  readonly proof: string;
  readonly grantedBy: readonly string[];
  readonly conflict: string;
  readonly notes: readonly string[];
}

export interface UnknownGroup {
  readonly reasons: readonly Words[];
  readonly count: string;
  readonly permissions: readonly PermissionView[];
}

/** What all rows of a table have in common is said once above it and not in each row. */
export interface CommonView {
  readonly lastUsed: string;
  readonly proof: string;
  readonly grantedBy: string;
}

export interface PermissionsView {
  readonly unused: readonly PermissionView[];
  readonly unusedCommon: CommonView;
  readonly unknown: readonly UnknownGroup[];
  readonly deniedOnly: readonly PermissionView[];
  readonly used: readonly PermissionView[];
  readonly proofs: readonly ProofView[];
}

/** Granted, and kept from any effect by a service control policy; by which. */
export interface BlockedView {
  readonly reason: string;
  readonly count: string;
  readonly actions: readonly string[];
}

/** How many rows the tables of a principal have, all together. */
export const rowsOf = (permissions: readonly AssessmentPermission[]): number =>
  permissions.reduce((sum, each) => sum + (each.usage !== 'unused' || isGrantedSensitive(each) ? 1 : 0), 0);

/**
 * The permissions of one principal by what a reader does with them: worst first within each table.
 * @param made views of principals before it: they share most of their permissions, as objects
 */
export function permissionsView(principal: Holder, made: MadeViews = new MadeViews()): PermissionsView {
  const proofs = new Proofs(made.sayings);
  const sorted = worstFirst(principal.permissions);
  const view = (permission: AssessmentPermission): PermissionView =>
    made.view(permission, proofs.numberOf(permission), principal);
  const shown = (select: (permission: AssessmentPermission) => boolean): readonly PermissionView[] =>
    sorted.filter(select).map(view);
  const unused = shown((permission) => permission.usage === 'unused' && isGrantedSensitive(permission));
  const unknown = unknownGroups(
    sorted.filter(({ usage }) => usage === 'unknown'),
    view,
  );
  const deniedOnly = shown(({ usage }) => usage === 'denied-only');
  const used = shown(({ usage }) => usage === 'used');
  return {
    unused,
    unusedCommon: {
      lastUsed: commonOf(unused, ({ lastUsed }) => lastUsed),
      proof: commonOf(unused, ({ proof }) => proof),
      grantedBy: commonOf(unused, ({ grantedBy }) => grantedBy.join('; ')),
    },
    unknown,
    deniedOnly,
    used,
    proofs: proofs.all,
  };
}

/** By severity, then by action. They come sorted by action, so a sort of each severity finds little to do. */
function worstFirst(permissions: readonly AssessmentPermission[]): readonly AssessmentPermission[] {
  const ranks: AssessmentPermission[][] = [];
  for (const permission of permissions) {
    const rank = severityRank(permission.severity);
    const same = ranks[rank];
    if (same === undefined) ranks[rank] = [permission];
    else same.push(permission);
  }
  const byAction = compareBy<AssessmentPermission>(({ action }) => action);
  return ranks.flatMap((same) => same.sort(byAction));
}

export function blockedViews(permissions: readonly AssessmentPermission[]): readonly BlockedView[] {
  const sorted = worstFirst(permissions.filter(({ blockedBy }) => blockedBy !== undefined));
  const groups = groupBy(sorted, ({ blockedBy }) => (blockedBy === undefined ? [] : [blockedBy]));
  return [...groups].map(([reason, blocked]) => ({
    reason,
    count: formatAmount(blocked.length, 'permission'),
    actions: blocked.map(({ action }) => action),
  }));
}

/** The text all rows share, or nothing when they differ or there is only one. */
function commonOf(rows: readonly PermissionView[], text: (row: PermissionView) => string): string {
  const [first] = rows;
  if (first === undefined || rows.length < 2) return '';
  const shared = text(first);
  return rows.every((row) => text(row) === shared) ? shared : '';
}

/** Only who it is matters. */
type Holder = Pick<AssessmentPrincipal, 'permissions'>;

/**
 * Views of permissions that more than one principal has, by permission and number of its proof: kept from the second
 * principal on. What one alone has is not worth its room, though every format that lists it asks again.
 */
export class MadeViews {
  readonly #views = new Map<AssessmentPermission, Holder | Map<string, PermissionView>>();
  readonly sayings = new Sayings();

  view(permission: AssessmentPermission, proof: string, holder: Holder): PermissionView {
    let views = this.#views.get(permission);
    if (views === undefined || views === holder) {
      this.#views.set(permission, holder);
      return viewOf(permission, proof);
    }
    if (!(views instanceof Map)) {
      views = new Map();
      this.#views.set(permission, views);
    }
    let view = views.get(proof);
    if (view === undefined) {
      view = viewOf(permission, proof);
      views.set(proof, view);
    }
    return view;
  }
}

function viewOf(permission: AssessmentPermission, proof: string): PermissionView {
  const { usage, reasons, granted, blockedBy } = permission;
  return {
    id: actionAnchor(permission.action),
    action: permission.action,
    severity: permission.severity ?? '',
    categories: permission.sensitivity.map(formatCategory).join(', '),
    granted,
    firstUsed: permission.firstUsed === null ? 'never seen' : formatDay(permission.firstUsed),
    lastUsed: permission.lastUsed === null ? unusedWords(permission) : formatDay(permission.lastUsed),
    calls: formatCount(permission.calls),
    denied: formatCount(permission.denied),
    proof,
    grantedBy: permission.grantedBy.map(
      ({ policy, kind, statement }) => `${policy} (${KIND_WORDS[kind]}), statement ${statement}`,
    ),
    conflict: permission.conflict ?? '',
    notes: [
      ...(granted ? [] : ['Not granted by an identity policy of this principal.']),
      ...(blockedBy === undefined ? [] : [`Without effect now: ${blockedBy}`]),
      ...(usage === 'unknown' ? [] : reasons.map((reason) => REASON_WORDS[reason].title)),
      ...(permission.denied > 0 && usage === 'used'
        ? [`Also ${formatAmount(permission.denied, 'denied call')}.`]
        : []),
    ],
  };
}

/** Since when it was not used: IAM tells of attempts before the window, too. */
function unusedWords(permission: AssessmentPermission): string {
  const before = lastSeenBefore(permission);
  return before === null ? 'never seen' : `${formatDay(before)}, before the window`;
}

/** Permissions that share their reasons share one explanation. */
function unknownGroups(
  permissions: readonly AssessmentPermission[],
  view: (permission: AssessmentPermission) => PermissionView,
): readonly UnknownGroup[] {
  const groups = new Map<string, AssessmentPermission[]>();
  for (const permission of permissions) {
    const key = permission.reasons.join(' ');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [permission]);
    else group.push(permission);
  }
  return [...groups.values()].map((group) => ({
    reasons: (group[0]?.reasons ?? []).map((reason) => REASON_WORDS[reason]),
    count: formatAmount(group.length, 'permission'),
    permissions: group.map(view),
  }));
}

import type { TextParts } from '../../../domain/file-text.ts';
import { formatAmount } from '../../view/format.ts';
import { groupBy } from '../../view/group-by.ts';
import { type PrincipalView, principalSection } from '../../view/principal-view.ts';
import type { RecommendationView } from '../../view/recommendation-view.ts';
import type { Render } from './compiled-templates.ts';
import type { PageBase } from './page-base.ts';
import { RowData } from './row-data.ts';

export interface AccountPage {
  /** `report-<account>.html`; further pages of an account end in `-2`, `-3`... */
  readonly file: string;
  readonly title: string;
  readonly words: string;
  /** Made when it is written: all pages together would double the memory of a large report. */
  readonly text: TextParts;
  /** Ids of the principals, proposals and findings it holds. */
  readonly anchors: readonly string[];
}

/** What one page will hold. */
interface Draft {
  readonly account: string;
  readonly number: number;
  readonly principals: PrincipalView[];
  readonly sections: string[];
  readonly rowData: RowData;
  readonly shared: readonly RecommendationView[];
}

type Root = PageBase & { readonly pages: ReadonlyMap<string, string> };

/** Characters a row takes in the JSON, about. */
const ROW_LENGTH = 16;

/** The sections of the principals by account, each account in as many pages as keep each below `longest` characters. */
export function accountPages(render: Render, base: PageBase, longest: number): readonly AccountPage[] {
  const sharedOf = groupBy(base.sharedRecommendations, ({ accounts }) => [pageAccount(accounts[0])]);
  const principalsOf = groupBy(base.principals, ({ account }) => [pageAccount(account)]);
  const accounts = [...new Set([...sharedOf.keys(), ...principalsOf.keys()])].sort();
  // Proposals for shared policies stand on the first page of their account, so that every page can link to them.
  const places = new Map(
    accounts.flatMap((account) =>
      (sharedOf.get(account) ?? []).map(({ anchor }) => [anchor, fileName(account, 1)] as const),
    ),
  );
  const drafts = accounts.flatMap((account) =>
    draftPages(
      account,
      principalsOf.get(account) ?? [],
      sharedOf.get(account) ?? [],
      render,
      { ...base, pages: places },
      longest,
    ),
  );
  return drafts.map((draft) => accountPage(draft, drafts, render, { ...base, pages: places }));
}

/** The account, or `other` for what is no account: the name of a file is never an unchecked string. */
const pageAccount = (account: string | undefined): string =>
  account !== undefined && /^\d{12}$/.test(account) ? account : 'other';

const fileName = (account: string, number: number): string =>
  `report-${account}${number === 1 ? '' : `-${number}`}.html`;

function draftPages(
  account: string,
  principals: readonly PrincipalView[],
  shared: readonly RecommendationView[],
  render: Render,
  root: Root,
  longest: number,
): readonly Draft[] {
  const begin = (number: number): Draft => ({
    account,
    number,
    principals: [],
    sections: [],
    rowData: new RowData(),
    shared: number === 1 ? shared : [],
  });
  const drafts: Draft[] = [begin(1)];
  let length = 0;
  for (const view of principals) {
    const principal = principalSection(view);
    const section = render('partials/principal.hbs', principal, root);
    const rows = root.deferred ? principal.rows * ROW_LENGTH : 0;
    length += section.length + rows;
    let draft = drafts.at(-1);
    if (draft === undefined || (length > longest && draft.principals.length > 0)) {
      draft = begin(drafts.length + 1);
      drafts.push(draft);
      length = section.length + rows;
    }
    draft.principals.push(view);
    draft.sections.push(section);
    if (root.deferred) draft.rowData.add(principal);
  }
  return drafts;
}

function accountPage(draft: Draft, drafts: readonly Draft[], render: Render, base: Root): AccountPage {
  const { account, number, principals, shared } = draft;
  const file = fileName(account, number);
  const pagesOf = drafts.filter((each) => each.account === account);
  const part = pagesOf.length > 1 ? `page ${number} of ${pagesOf.length}` : '';
  const words = formatAmount(principals.length, 'principal');
  const page = () =>
    render(
      'account.html.hbs',
      {
        ...base,
        title: `Account ${account}${part === '' ? '' : `, ${part}`}: permission review as of ${base.asOf}`,
        account,
        part,
        words,
        sections: draft.sections.join(''),
        rowData: base.deferred ? draft.rowData.json() : '',
        sharedRecommendations: shared,
        siblings:
          pagesOf.length < 2
            ? []
            : pagesOf.map((each) => ({
                file: fileName(account, each.number),
                title: `Page ${each.number}`,
                current: each === draft,
              })),
      },
      base,
    );
  const anchors = [
    ...principals.flatMap((principal) => [
      principal.anchor,
      ...principal.recommendations.map(({ anchor }) => anchor),
      ...principal.findings.map(({ anchor }) => anchor),
    ]),
    ...shared.map(({ anchor }) => anchor),
  ];
  return {
    file,
    title: `Account ${account}${part === '' ? '' : `, ${part}`}`,
    words,
    text: { parts: () => [page()] },
    anchors,
  };
}

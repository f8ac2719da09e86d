import { MANIFEST } from './manifest.ts';
import { PREDICATE_TYPE, STATEMENT } from './statement.ts';

export const PACK_README = 'pack/README.md';

/** For an auditor who has this folder and not us. */
export const packReadme = (): string => `# Evidence pack

Everything needed to re-perform this review without access to the AWS accounts, the logs or the people who ran it.

\`\`\`sh
paredown verify .                # from the folder above: every hash, missing and extra files, the schema
paredown verify . --recompute    # decides and writes everything again from pack/facts, and compares byte for byte
\`\`\`

Exit code 0: it all agrees. 7: it does not, and each file that differs is named. Recompute with the version of paredown
that \`manifest.json\` names.

| file | what it is |
|---|---|
| \`manifest.json\` | SHA-256 and size of every file; tool, catalog, inputs with their hashes, arguments, queries with parameters, row counts and hashes of what they answered; population (judged + failed + excluded = total); coverage |
| \`statement.intoto.json\` | in-toto Statement v1 over every file, the manifest included; unsigned |
| \`options.json\` | the question: window, scope, target, regions, agents, exceptions, decisions, the previous review |
| \`facts/*.jsonl\` | the facts the verdicts follow from, one relation a file (\`.gz\` when large): principals, policies, documents, CloudTrail activity by day, sessions, last accessed, trails, unreadable files |
| \`queries/*.sql\` | the queries that made the CloudTrail facts, as they ran (DuckDB); the hash of an answer is made of its columns: of each the values in order, a text by its number among the column's texts in order of first appearance (32 bits, from 1; 0 is null), a number as a double (null is NaN; a day by days since 1970), lowest byte first, then those texts, one JSON text a line; then of one line \`[name, hash]\` for each column. Of answers of Athena: one JSON array a row |
| \`controls.csv\` | the evidence of this review by control and framework version |
| \`../policies/\` | before and after of every policy; \`../change.diff\`, \`../verification.json\` the differences and the proofs |

The facts are as confidential as the accounts: they hold ARNs, policy documents, session names, tags and ids of
temporary access keys. They hold no request, response, source address or event body.

The hashes show that files belong together and were not changed one by one. Only a signature shows who wrote them.

## Sign

\`\`\`sh
cosign sign-blob --bundle pack/statement.intoto.json.sigstore.json pack/statement.intoto.json
gpg --armor --detach-sign pack/statement.intoto.json
\`\`\`

As a DSSE attestation over the manifest: \`jq .predicate ${STATEMENT} > predicate.json\`, then
\`cosign attest-blob --type ${PREDICATE_TYPE} --predicate predicate.json --bundle ${STATEMENT}.bundle ${MANIFEST}\`.

\`paredown verify\` passes over signatures that stand beside the statement. Check them with what made them
(\`cosign verify-blob --bundle ...\` with the identity you expect, \`gpg --verify\`).

## The predicate \`${PREDICATE_TYPE}\`

| field | meaning |
|---|---|
| \`tool\` | name and version of the program that wrote the pack |
| \`asOf\`, \`window\` | the end of the evidence, and the interval judged: \`start\` inclusive, \`end\` exclusive, UTC |
| \`target\` | what proposals remove: \`sensitive\`, \`used\` or \`scoped\` |
| \`catalog\` | names, versions and dates of the AWS facts used |
| \`inputs\` | kind, location, SHA-256 and number of records of each input |
| \`manifest\` | the subject that lists sizes, queries and population |
`;

/** Writes docs/findings.md and docs/findings/ from the table of findings: `npm run docs:findings`. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { findingsPages } from './findings-page.ts';

const docs = new URL('../docs/', import.meta.url);
rmSync(new URL('findings/', docs), { recursive: true, force: true });
mkdirSync(new URL('findings/', docs));
for (const [path, text] of findingsPages()) writeFileSync(new URL(path, docs), text);

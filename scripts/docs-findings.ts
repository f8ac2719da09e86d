/** Writes docs/findings.md from the table of findings: `npm run docs:findings`. A test holds the file to the table. */
import { writeFileSync } from 'node:fs';
import { findingsPage } from './findings-page.ts';

writeFileSync(new URL('../docs/findings.md', import.meta.url), findingsPage());

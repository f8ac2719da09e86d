import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';

/** Debian's Chromium, or the one `CHROMIUM_PATH` names. */
const EXECUTABLE = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
export const hasChromium = existsSync(EXECUTABLE);
if (!hasChromium) {
  console.warn(
    `Skipped: there is no Chromium at ${EXECUTABLE}. Install it (apt-get install chromium) or set CHROMIUM_PATH.`,
  );
}

export const launch = (): Promise<Browser> =>
  chromium.launch({ executablePath: EXECUTABLE, args: ['--no-sandbox', '--disable-background-networking'] });

/** A page, and everything it did that a report must not do: requests, errors, dialogs, broken policies. */
export async function watchedPage(
  browser: Browser,
  options: Parameters<Browser['newPage']>[0] = {},
): Promise<{ page: Page; misdeeds: string[] }> {
  const page = await browser.newPage(options);
  const misdeeds: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith('file:') || request.resourceType() !== 'document') {
      misdeeds.push(`request ${request.url()}`);
    }
  });
  page.on('console', (message) => {
    // A violated Content-Security-Policy is a console error too.
    if (['error', 'warning'].includes(message.type())) misdeeds.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => misdeeds.push(`error: ${error.message}`));
  page.on('dialog', (dialog) => {
    misdeeds.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('popup', () => misdeeds.push('popup'));
  return { page, misdeeds };
}

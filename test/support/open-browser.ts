import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { PASSWORD } from './fake-accounts.js';

const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium', args: ARGS });

/** A tab that notes what should never happen: complaints on the console, requests to other hosts. */
export interface WatchedTab {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly complaints: string[];
  open(path: string): Promise<void>;
  /** As the merchant of the fakes unless told otherwise. */
  logIn(email?: string, password?: string): Promise<void>;
}

/** `friends`: other hosts a person is sent to on purpose. */
export async function watchedTab(
  browser: Browser,
  baseUrl: string,
  { friends = [], ...options }: BrowserContextOptions & { readonly friends?: readonly string[] } = {},
): Promise<WatchedTab> {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', message => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', error => complaints.push(error.message));
  page.on('request', request => {
    const url = request.url();
    if (![baseUrl, ...friends, 'data:'].some(start => url.startsWith(start)))
      complaints.push(`foreign request: ${url}`);
  });
  const open = async (path: string): Promise<void> => {
    await page.goto(`${baseUrl}${path}`);
  };
  return {
    context,
    page,
    complaints,
    open,
    async logIn(email = 'olga@chainaya.example', password = PASSWORD) {
      await open('/login');
      await page.getByLabel('Почта').fill(email);
      await page.getByLabel('Пароль').fill(password);
      await page.getByRole('button', { name: 'Войти' }).click();
      await page.waitForURL(url => url.pathname !== '/login');
    },
  };
}

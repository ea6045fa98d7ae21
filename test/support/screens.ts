import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { openBrowser, watchedTab } from './open-browser.js';
import { OPERATOR_PAGES } from './operator-pages.js';
import { createFakeServices, makeAsking, makeNew, type FakeServices } from './fake-services.js';
import { runningJob } from './fake-jobs.js';
import { SICK_HEALTH } from './fake-system-health.js';
import { routeTable } from './route-table.js';
import { buildTestSite, listen } from './test-site.js';

/**
 * Pictures of every page over fakes, to be looked at: `npx tsx test/support/screens.ts FOLDER [state] [word of a path]`.
 * The merchant's pages in three states (new, ready, asking), one of a run under way and two with the clock stopped; the
 * operator's pages to one who may do everything, with everything wrong, and to one who may do less. 390 and 1280 pixels
 * wide, light and dark.
 */
const [folder = 'screens', onlyState = '', word = ''] = process.argv.slice(2);

interface Walk {
  readonly services: () => FakeServices;
  /** Who looks; the merchant unless named. */
  readonly email?: string;
  /** What is looked at; every page without an id unless named. */
  readonly pages?: readonly string[];
}

const SYSTEM = 'system@evosync.example';
const changed = (change: (services: FakeServices) => void): FakeServices => {
  const services = createFakeServices();
  change(services);
  return services;
};

const WALKS: Readonly<Record<string, Walk>> = {
  new: { services: () => makeNew(createFakeServices()) },
  ready: { services: createFakeServices },
  asking: { services: () => makeAsking(createFakeServices()) },
  running: {
    services: () => changed(({ sync }) => (sync.own = { ...sync.own, current: runningJob() })),
  },
  stopped: {
    services: () => changed(({ notices }) => (notices.clock = 'paused')),
    pages: ['/overview', '/sync', '/admin/users'],
  },
  operator: {
    services: createFakeServices,
    email: SYSTEM,
    pages: [...OPERATOR_PAGES, '/docs', '/redoc', '/nowhere', '/profile'],
  },
  'operator-trouble': {
    services: () => changed(({ systemHealth }) => (systemHealth.health = SICK_HEALTH)),
    email: SYSTEM,
    pages: ['/admin/health', '/admin/jobs'],
  },
  'operator-admin': {
    services: createFakeServices,
    email: 'operator@evosync.example',
    pages: ['/admin/roles', '/admin/users/2', '/admin/users/5', '/admin/users/5/delete', '/admin/health'],
  },
};
const SIZES = [
  { width: 390, scheme: 'light' },
  { width: 1280, scheme: 'light' },
  { width: 390, scheme: 'dark' },
  { width: 1280, scheme: 'dark' },
] as const;
const NO_PAGE =
  /\.(?:css|js|json|svg|woff2)|\/export$|^\/(?:health|api|admin|catalog\/export|metrics|vk\/connect|vk\/callback|profile\/export)/u;

const browser = await openBrowser();
for (const [state, { services, email, pages }] of Object.entries(WALKS)) {
  if (onlyState !== '' && onlyState !== state) continue;
  const { app } = buildTestSite({ supportEmail: 'support@evosync.example' }, services());
  const { url, close } = await listen(app);
  const paths =
    pages ??
    routeTable(app)
      .filter(({ method, path }) => method === 'get' && !NO_PAGE.test(path) && !path.includes(':'))
      .map(({ path }) => path);
  for (const { width, scheme } of SIZES) {
    const tab = await watchedTab(browser, url, { viewport: { width, height: 844 }, colorScheme: scheme });
    const into = join(folder, state, `${width}-${scheme}`);
    await mkdir(into, { recursive: true });
    await tab.open('/login');
    await tab.logIn(email);
    for (const path of paths.filter(one => one.includes(word))) {
      await tab.open(path);
      const name = path === '/' ? 'root' : path.slice(1).replace(/[/?=&]+/gu, '-');
      const picture = await tab.page.screenshot({ fullPage: true });
      await sharp(picture)
        .png({ palette: true, effort: 3 })
        .toFile(join(into, `${name}.png`));
    }
    if (tab.complaints.length > 0) console.log(state, width, scheme, tab.complaints);
    await tab.context.close();
  }
  await close();
}
await browser.close();

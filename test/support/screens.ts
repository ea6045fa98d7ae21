import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { openBrowser, watchedTab } from './open-browser.js';
import { createFakeServices, makeAsking, makeNew, type FakeServices } from './fake-services.js';
import { runningJob } from './fake-jobs.js';
import { routeTable } from './route-table.js';
import { buildTestSite, listen } from './test-site.js';

/**
 * Pictures of every page over fakes, to be looked at: `npx tsx test/support/screens.ts FOLDER [state] [word of a path]`.
 * Each page in three states (new, ready, asking) and one of a run under way, 390 and 1280 pixels wide, light and dark.
 */
const [folder = 'screens', onlyState = '', word = ''] = process.argv.slice(2);

const STATES: Readonly<Record<string, () => FakeServices>> = {
  new: () => makeNew(createFakeServices()),
  ready: createFakeServices,
  asking: () => makeAsking(createFakeServices()),
  running: () => {
    const services = createFakeServices();
    services.sync.own = { ...services.sync.own, current: runningJob() };
    return services;
  },
};
const SIZES = [
  { width: 390, scheme: 'light' },
  { width: 1280, scheme: 'light' },
  { width: 390, scheme: 'dark' },
] as const;
const NO_PAGE =
  /\.(?:css|js|svg|woff2)|\/export$|^\/(?:health|api|catalog\/export|metrics|vk\/connect|vk\/callback|profile\/export)/u;

const browser = await openBrowser();
for (const [state, services] of Object.entries(STATES)) {
  if (onlyState !== '' && onlyState !== state) continue;
  const { app } = buildTestSite({}, services());
  const { url, close } = await listen(app);
  const pages = routeTable(app).filter(({ method, path }) => method === 'get' && !NO_PAGE.test(path));
  for (const { width, scheme } of SIZES) {
    const tab = await watchedTab(browser, url, { viewport: { width, height: 844 }, colorScheme: scheme });
    const into = join(folder, state, `${width}-${scheme}`);
    await mkdir(into, { recursive: true });
    await tab.open('/login');
    await tab.logIn();
    for (const { path } of pages) {
      if (!path.includes(word) || path.includes(':')) continue;
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

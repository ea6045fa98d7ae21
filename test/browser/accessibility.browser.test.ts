import { AxeBuilder } from '@axe-core/playwright';
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { TOKENS } from '../support/fake-accounts.js';
import { minutesAgo } from '../support/fake-connections.js';
import { runningJob } from '../support/fake-jobs.js';
import { withPreview } from '../support/fake-preview.js';
import { UNSUBSCRIBE_TOKEN } from '../support/fake-notices.js';
import type { FakeServices } from '../support/fake-services.js';
import { createFakeServices, makeAsking, makeNew } from '../support/fake-services.js';
import { openBrowser, watchedTab } from '../support/open-browser.js';
import { OPERATOR_PAGES } from '../support/operator-pages.js';
import { buildTestSite, listen } from '../support/test-site.js';

/** Pages of people who are not logged in. */
const STRANGERS_PAGES = [
  '/login',
  '/register',
  '/resend-confirm',
  '/forgot-password',
  `/confirm-email?token=${TOKENS.confirm}`,
  `/confirm-email?token=${TOKENS.change}`,
  `/confirm-email?token=${TOKENS.used}`,
  '/confirm-email?token=over',
  `/reset-password?token=${TOKENS.reset}`,
  `/invite?token=${TOKENS.invite}`,
];
const PAGES = [
  '/profile',
  '/profile/edit',
  '/profile/change-password',
  '/profile/delete',
  '/overview',
  '/notices',
  `/notices/unsubscribe?token=${UNSUBSCRIBE_TOKEN}`,
  '/demo',
  '/demo?set=1&multiplier=1,15&rounding=x9&weight=100g&group=ware',
  '/connections',
  '/connections/add',
  '/connections/disconnect?type=vk',
  '/evotor',
  '/vk',
  '/vk/community',
  '/vk-catalog/albums',
  '/vk-catalog/albums?q=zzz',
  '/vk-catalog/albums/7/products',
  '/vk-catalog/albums/none/products',
  '/catalog/stores',
  '/catalog/stores/store-1/groups',
  '/catalog/stores/store-1/products',
  '/catalog/stores/store-1/products?q=zzz',
  '/catalog/products?state=with_reason&sort=-price',
  '/catalog/vanished',
  '/catalog/stores/store-1/groups/white/settings',
  '/catalog/store-order',
  '/catalog/photos',
  '/catalog/photos?q=zzz',
  '/catalog/overrides',
  '/sync',
  '/sync/progress',
  '/sync/preview',
  '/sync/runs',
  '/catalog/products/product-1',
  '/catalog/products/product-2',
  '/catalog/products/product-8',
  '/catalog/products/product-10',
  '/catalog/products/product-13',
  '/catalog/products/product-14',
  '/sync/runs?status=parked',
  '/sync/runs?kind=undo',
  '/sync/runs/318',
  '/sync/runs/315',
  '/sync/runs/313',
  '/sync/runs/318/undo',
  '/sync/drift',
  '/sync/offers',
  '/sync/merge',
  '/sync/names',
  '/logout',
];
/** Pages that look different when they ask something. */
const ASKING_PAGES = [
  '/overview',
  '/notices',
  '/sync',
  '/sync/runs/320',
  '/sync/runs/320?pick=all&state=failed',
  '/catalog/products/product-1',
  '/catalog/products/product-11',
  '/sync/drift',
  '/sync/offers',
  '/sync/merge?merge_by=barcode',
  '/connections/disconnect?type=vk&goods=delete',
  '/vk/change?attempt=12',
  '/catalog/stores/store-1/products',
];
/** Pages that look different before anything is set up. */
const NEW_PAGES = [
  '/vk',
  '/notices',
  '/demo',
  '/vk-catalog/albums',
  '/overview',
  '/connections',
  '/connections/add',
  '/catalog/stores',
  '/sync',
  '/sync/runs',
];

/** Pages that look different when a preview is there. */
const PREVIEW_PAGES = ['/sync/preview', '/sync/preview?kind=update&pick=all', '/sync/preview?kind=delete'];

const OPERATOR = 'system@evosync.example';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

async function faults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .options({ runOnly: RULES, resultTypes: ['violations'] })
    .analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html.slice(0, 120)).join(' | ')}`);
}

/** Whether something stands out to the right, and which targets are too small for a thumb. */
const MEASURE = `(() => {
  const small = [...document.querySelectorAll('a, button, summary, input:not([type=hidden]), select')].filter(node => {
    const box = node.getBoundingClientRect();
    const isInText = node.matches('p a, li a, td a, dd a, ol a') && getComputedStyle(node).display === 'inline';
    const isCheck = node.matches('.form-check-input');
    return box.width > 0 && node.checkVisibility() && !isInText && !isCheck && !node.matches('.skip-link') && box.height < 43.5;
  });
  return { wider: document.documentElement.scrollWidth - innerWidth, small: small.map(node => node.outerHTML.slice(0, 100)) };
})()`;

describe('every page in a browser', () => {
  let browser: Browser;
  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser.close());

  const walks: readonly {
    name: string;
    width: number;
    scheme: 'light' | 'dark';
    pages: readonly string[];
    services: () => FakeServices;
    /** Who looks; the merchant unless named. */
    email?: string;
  }[] = [
    { name: 'phone, light', width: 390, scheme: 'light', pages: PAGES, services: createFakeServices },
    {
      name: 'phone, dark, before the set-up',
      width: 390,
      scheme: 'dark',
      pages: NEW_PAGES,
      services: () => makeNew(createFakeServices()),
    },
    {
      name: 'phone, dark, with questions',
      width: 390,
      scheme: 'dark',
      pages: ASKING_PAGES,
      services: () => makeAsking(createFakeServices()),
    },
    {
      name: 'desk, light, with questions',
      width: 1280,
      scheme: 'light',
      pages: ASKING_PAGES,
      services: () => makeAsking(createFakeServices()),
    },
    { name: 'phone, dark, with a preview', width: 390, scheme: 'dark', pages: PREVIEW_PAGES, services: previewed },
    {
      name: 'desk, light, a preview before the first run',
      width: 1280,
      scheme: 'light',
      pages: [...PREVIEW_PAGES, '/sync'],
      services: () => unconfirmed(previewed()),
    },
    {
      name: 'phone, light, an operator',
      width: 390,
      scheme: 'light',
      pages: OPERATOR_PAGES,
      services: createFakeServices,
      email: OPERATOR,
    },
    {
      name: 'desk, dark, an operator',
      width: 1280,
      scheme: 'dark',
      pages: OPERATOR_PAGES,
      services: createFakeServices,
      email: OPERATOR,
    },
    { name: 'desk, dark, a run under way', width: 1280, scheme: 'dark', pages: PAGES, services: running },
  ];

  for (const { name, width, scheme, pages, services, email } of walks) {
    it(`has no fault of accessibility, no complaint, nothing too wide: ${name}`, async function () {
      // Whoever is not logged in sees the same whatever a merchant has.
      const doors = pages === PAGES ? STRANGERS_PAGES : ['/login'];
      this.timeout(20_000 + 3_000 * (doors.length + pages.length));
      const { app } = buildTestSite({}, services());
      const { url, close } = await listen(app);
      const tab = await watchedTab(browser, url, { viewport: { width, height: 844 }, colorScheme: scheme });
      try {
        for (const path of doors) {
          await tab.open(path);
          expect(await faults(tab.page), path).to.deep.equal([]);
          expect(await tab.page.evaluate(MEASURE), path).to.deep.equal({ wider: 0, small: [] });
        }
        await tab.logIn(email);
        for (const path of pages) {
          await tab.open(path);
          expect(await faults(tab.page), path).to.deep.equal([]);
          expect(await tab.page.evaluate(MEASURE), path).to.deep.equal({ wider: 0, small: [] });
        }
        expect(tab.complaints).to.deep.equal([]);
      } finally {
        await tab.context.close();
        await close();
      }
    });
  }
});

function previewed(): FakeServices {
  const services = createFakeServices();
  withPreview(services.sync);
  return services;
}

function unconfirmed(services: FakeServices): FakeServices {
  services.sync.own = { ...services.sync.own, confirmedAt: null, last: null };
  return services;
}

function running(): FakeServices {
  const services = createFakeServices();
  services.sync.own = { ...services.sync.own, current: runningJob() };
  services.preview.shopQuota = {
    perDay: 200,
    added: 160,
    left: 40,
    waiting: 120,
    freesAt: minutesAgo(-580),
    isLearnt: true,
  };
  return services;
}

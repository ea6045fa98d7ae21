import { openBrowser, watchedTab } from '/work/main/test/support/open-browser.js';
import { createFakeServices, makeAsking, makeNew, type FakeServices } from '/work/main/test/support/fake-services.js';
import { buildTestSite, listen } from '/work/main/test/support/test-site.js';
import { NOW } from '/work/main/test/support/fake-connections.js';
import { buildNotice } from '/work/main/test/support/fake-notices.js';
import { UNSUBSCRIBE_TOKEN } from '/work/main/test/support/fake-notices.js';
const set = (s: FakeServices, over: object) => { s.sync.own = { ...s.sync.own, ...over }; return s; };
const step3 = () => set(Object.assign(createFakeServices()), { confirmedAt: null, last: null, current: null, rules: { stores: 0, groups: 0, products: 0 }, numbers: { onTill: 212, selected: 212, inVk: 0, withReason: 9 } });
const STATES: Record<string, [() => FakeServices, string[]]> = {
  new: [() => makeNew(createFakeServices()), ['/overview', '/notices', '/demo']],
  step3: [step3, ['/overview']],
  step5: [() => { const s = step3(); s.overview.facts = { ...s.overview.facts, goodsChosenAt: NOW }; return s; }, ['/overview']],
  fine: [() => { const s = createFakeServices(); s.notices.rows = [buildNotice({id: 9, code: 'SYNC.FIRST_LOAD', params: {inVk: '396', withReason: '2'}}), ...s.notices.rows]; return s; }, ['/overview', '/notices']],
  asking: [() => makeAsking(createFakeServices()), ['/overview', '/notices', '/connections', '/sync']],
  trouble: [() => { const s = createFakeServices(); const vk = s.connections.connected.vk!; s.connections.connected.vk = { ...vk, isOnline: false, problemCode: 'VK.TOKEN_REVOKED' }; s.notices.rows = [buildNotice({ id: 501, code: 'VK.TOKEN_REVOKED' }), ...s.notices.rows]; return s; }, ['/overview', '/catalog/stores']],
  demo: [createFakeServices, ['/demo?set=1&group=green&group=ware&group=drinks&multiplier=1,15&rounding=x9&weight=100g&names=1', `/notices/unsubscribe?token=${UNSUBSCRIBE_TOKEN}`, '/demo?set=1&multiplier=abc']],
};
const only = process.argv[2];
const browser = await openBrowser();
for (const [state, [make, paths]] of Object.entries(STATES)) {
  if (only && only !== state) continue;
  const { app } = buildTestSite({}, make());
  const { url, close } = await listen(app);
  for (const [width, scheme] of [[390, 'light'], [1280, 'light'], [390, 'dark']] as const) {
    const tab = await watchedTab(browser, url, { viewport: { width, height: 844 }, colorScheme: scheme });
    await tab.logIn();
    for (const path of paths) {
      await tab.open(path);
      await tab.page.screenshot({ path: `/tmp/shots-n/${state}-${path.slice(1).replace(/[^\w]+/g, '_').slice(0, 24)}-${width}-${scheme}.png`, fullPage: true });
      if (tab.complaints.length) console.log(state, path, tab.complaints.splice(0));
    }
    await tab.context.close();
  }
  await close();
}
await browser.close();

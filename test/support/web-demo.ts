import { createFakeServices, makeAsking, makeNew } from './fake-services.js';
import { PASSWORD } from './fake-accounts.js';
import { NOW } from './fake-connections.js';
import { buildJob, runningJob } from './fake-jobs.js';
import { buildTestSite, listen } from './test-site.js';

/** The site over fakes, to look at: `npx tsx test/support/web-demo.ts [port] [new|running|trouble|asking]`. */
const [port = '8090', state = 'ready'] = process.argv.slice(2);
const services = state === 'new' ? makeNew(createFakeServices()) : createFakeServices();
if (state === 'asking') makeAsking(services);
if (state === 'running') services.sync.own = { ...services.sync.own, current: runningJob() };
if (state === 'trouble') {
  const { vk } = services.connections.connected;
  if (vk !== null) services.connections.connected.vk = { ...vk, isOnline: false, problemCode: 'VK.RIGHT_MISSING' };
  services.sync.own = {
    ...services.sync.own,
    pausedAt: NOW,
    last: buildJob({ status: 'failed', reason: { code: 'VK.RIGHT_MISSING', params: {} } }),
  };
}

const site = buildTestSite({}, services);
const { url } = await listen(site.app, Number(port));
console.log(`${url}  olga@chainaya.example / ${PASSWORD}`);

import { createFakeServices, makeNew } from './fake-services.js';
import { PASSWORD } from './fake-accounts.js';
import { runningJob } from './fake-jobs.js';
import { buildTestSite, listen } from './test-site.js';

/** The site over fakes, to look at: `npx tsx test/support/web-demo.ts [port] [new|running]`. */
const [port = '8090', state = 'ready'] = process.argv.slice(2);
const services = state === 'new' ? makeNew(createFakeServices()) : createFakeServices();
if (state === 'running') services.sync.own = { ...services.sync.own, current: runningJob() };

const site = buildTestSite({}, services);
const { url } = await listen(site.app, Number(port));
console.log(`${url}  olga@chainaya.example / ${PASSWORD}`);

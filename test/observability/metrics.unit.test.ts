import { expect } from 'chai';
import { Registry } from 'prom-client';
import { createMetrics } from '../../src/observability/metrics/create-metrics.js';
import { registerInstallationGauges } from '../../src/observability/metrics/installation-gauges.js';
import { mayReadMetrics } from '../../src/observability/metrics/metrics-access.js';
import { phaseOf } from '../../src/observability/metrics/phases.js';
import { registerProcessGauges } from '../../src/observability/metrics/process-gauges.js';
import { VK_ERRORS } from '../../src/clients/vk/error-table.js';
import { callLabel, codeLabel } from '../../src/services/vendors/call-labels.js';
import { ownFiles } from '../repo/own-files.js';

describe('metrics', () => {
  it('are counted under their names and labels', async () => {
    const registry = new Registry();
    const metrics = createMetrics(registry);
    metrics.runEnded({ kind: 'sync', trigger: 'schedule', outcome: 'parked', seconds: 12 });
    metrics.runEnded({ kind: 'sync', trigger: 'manual', outcome: 'failed', seconds: null });
    metrics.operations('create', 'done');
    metrics.vendorCall({ service: 'vk', call: 'market.add', outcome: 'api_error', code: '6', seconds: 0.2 });
    metrics.slotWaited(0.4);
    metrics.activityEnded({ activity: 'readTill', queue: 'evotor', outcome: 'ok', seconds: 3, waitedSeconds: -1 });
    metrics.activityEnded({
      activity: 'openJob',
      queue: 'pipeline',
      outcome: 'failed',
      seconds: 1,
      waitedSeconds: null,
    });
    metrics.dispatched('started', 7);
    metrics.requestEnded({ method: 'GET', route: '/sync/runs/:id', status: 200, seconds: 0.03 });
    metrics.loggedIn('wrong');
    metrics.webhook('products', 'ok');
    metrics.letter('failed');
    metrics.logLine('warn');
    const text = await registry.metrics();
    for (const line of [
      'evosync_runs_total{kind="sync",trigger="schedule",outcome="parked"} 1',
      'evosync_runs_total{kind="sync",trigger="manual",outcome="failed"} 1',
      'evosync_run_duration_seconds_count{kind="sync"} 1',
      'evosync_operations_total{kind="create",state="done"} 1',
      'evosync_vendor_calls_total{service="vk",call="market.add",outcome="api_error"} 1',
      'evosync_vendor_errors_total{service="vk",code="6"} 1',
      'evosync_vk_slot_wait_seconds_count 1',
      'evosync_phase_duration_seconds_count{phase="till"} 1',
      'evosync_activities_total{activity="openJob",outcome="failed"} 1',
      'evosync_queue_wait_seconds_sum{queue="evotor"} 0',
      'evosync_dispatched_total{result="started"} 7',
      'evosync_http_requests_total{method="GET",route="/sync/runs/:id",status="200"} 1',
      'evosync_logins_total{outcome="wrong"} 1',
      'evosync_webhooks_total{kind="products",outcome="ok"} 1',
      'evosync_letters_total{outcome="failed"} 1',
      'evosync_letters_total{outcome="sent"} 0',
      'evosync_log_lines_total{level="warn"} 1',
      'evosync_log_lines_total{level="error"} 0',
    ])
      expect(text.split('\n')).to.include(line);
    // A repeat waited on purpose: it says nothing of the queue.
    expect(text).not.to.include('evosync_queue_wait_seconds_count{queue="pipeline"}');
  });

  it('have no label that names a merchant', async () => {
    const registry = new Registry();
    createMetrics(registry);
    const names = (await registry.getMetricsAsJSON()).map(({ name }) => name);
    const labels = registry
      .getMetricsAsArray()
      .flatMap(metric => (metric as unknown as { labelNames: string[] }).labelNames);
    expect(names.length).to.be.greaterThan(12);
    expect(new Set(labels)).to.deep.equal(
      new Set([
        ...['kind', 'trigger', 'outcome', 'state', 'service', 'call', 'code', 'phase', 'activity', 'queue', 'result'],
        ...['method', 'route', 'status', 'level'],
      ]),
    );
  });

  it('of a process tell of memory, pool, disk and version', async () => {
    const registry = new Registry();
    const pool = () => ({ open: 3, busy: 2, waiting: 1 });
    registerProcessGauges(registry, { service: 'web', version: '1.2.3', pool, dataDir: '.' });
    const text = await registry.metrics();
    expect(text).to.include('evosync_database_pool_connections{state="waiting"} 1');
    expect(text).to.match(/evosync_build_info\{service="web",version="1\.2\.3",node="v\d/u);
    expect(text).to.match(/^evosync_data_disk_free_bytes \d{6,}/mu);
    expect(text).to.match(/^process_resident_memory_bytes \d+/mu);
    const elsewhere = new Registry();
    registerProcessGauges(elsewhere, { service: 'web', version: '1', pool, dataDir: '/no/such/folder' });
    expect(await elsewhere.metrics()).not.to.match(/^evosync_data_disk_free_bytes \d/mu);
  });

  it('of the installation are read at most once in ten seconds, and left out while nobody can tell', async () => {
    const registry = new Registry();
    let [reads, now, isDown] = [0, 0, false];
    registerInstallationGauges(registry, {
      now: () => now,
      ready: () => Promise.resolve({ database: !isDown, temporal: true }),
      durable: () =>
        isDown
          ? Promise.reject(new Error('no Temporal'))
          : Promise.resolve({
              schedules: [
                { id: 'dispatch', isThere: true, isPaused: true, lastAt: new Date(-30_000) },
                { id: 'prune', isThere: false, isPaused: false, lastAt: null },
              ],
              queues: [{ name: 'vk', kind: 'activity', pollers: 2, backlog: null }],
            }),
      facts: () => {
        reads += 1;
        if (isDown) return Promise.reject(new Error('no database'));
        return Promise.resolve({
          merchants: { active: 5, parked: 1 },
          openJobs: { running: 2 },
          blocked: [{ service: 'vk', code: 'VK.CAPTCHA', count: 3 }],
          dispatchLagSeconds: 61,
          backupAgeSeconds: null,
        });
      },
    });
    const first = await registry.metrics();
    for (const line of [
      'evosync_dependency_up{dependency="database"} 1',
      'evosync_merchants{state="active"} 5',
      'evosync_open_jobs{status="running"} 2',
      'evosync_blocked_connections{service="vk",code="VK.CAPTCHA"} 3',
      'evosync_dispatch_lag_seconds 61',
      'evosync_schedule_last_action_age_seconds{schedule="dispatch"} 30',
      'evosync_schedule_paused{schedule="dispatch"} 1',
      'evosync_queue_pollers{queue="vk",kind="activity"} 2',
    ])
      expect(first.split('\n')).to.include(line);
    expect(first).not.to.match(/^evosync_backup_age_seconds \d|schedule="prune"|^evosync_queue_backlog\{/mu);
    now = 9000;
    await Promise.all([registry.metrics(), registry.metrics()]);
    expect(reads).to.equal(1);
    now = 20_000;
    isDown = true;
    const second = await registry.metrics();
    expect(reads).to.equal(2);
    expect(second).to.include('evosync_dependency_up{dependency="database"} 0');
    expect(second).not.to.match(
      /^evosync_(merchants|open_jobs|dispatch_lag_seconds|schedule_paused|queue_pollers)[{ ]/mu,
    );
  });

  it('know every activity of a run by its phase', () => {
    expect(phaseOf('applyBatch')).to.equal('apply');
    expect(phaseOf('tellMerchants')).to.equal(null);
    const [file] = ownFiles(/^activities\/phase\.activities\.ts$/);
    const names = [...(file?.text ?? '').matchAll(/^ {4}(\w+): \(job: JobRef\)/gmu)].map(([, name]) => name ?? '');
    expect(names.length).to.be.greaterThan(3);
    expect(names.filter(name => phaseOf(name) === null)).to.deep.equal([]);
  });
});

describe('labels of vendor calls', () => {
  it('name every method of VK that the program calls', () => {
    const methods = ownFiles(/^src\/clients\/vk\/.*\.ts$/).flatMap(({ text }) =>
      [...text.matchAll(/method: '([a-z]+(?:\.[a-zA-Z]+)?)'/gu)].map(([, method]) => method ?? ''),
    );
    expect(methods.length).to.be.greaterThan(15);
    expect(methods.filter(path => callLabel({ service: 'vk', path }) !== path)).to.deep.equal([]);
  });

  it('hold no id and nothing a vendor made up', () => {
    expect(callLabel({ service: 'vk', path: 'market.addEverything' })).to.equal('other');
    expect(callLabel({ service: 'evotor', path: '/stores/abc/products' })).to.equal('products');
    expect(callLabel({ service: 'evotor', path: '/stores/abc/products/1' })).to.equal('product');
    expect(callLabel({ service: 'vk_upload', path: '/c1/upload.php' })).to.equal('upload');
    const code = (service: 'vk' | 'evotor' | 'vk_id', vendorCode: string | null) => codeLabel({ service, vendorCode });
    expect(code('vk', null)).to.equal(null);
    for (const known of VK_ERRORS.keys()) expect(code('vk', String(known))).to.equal(String(known));
    expect(code('vk', '31337')).to.equal('other');
    expect(code('evotor', '402')).to.equal('402');
    expect(code('evotor', 'something else')).to.equal('other');
    expect(code('vk', 'http_503')).to.equal('http_5xx');
    expect(code('evotor', 'reset ECONNRESET')).to.equal('reset');
    expect(code('vk', 'too_large 9000000')).to.equal('too_large');
    expect(code('vk_id', 'invalid_grant')).to.equal('invalid_grant');
    expect(code('vk_id', 'surprise')).to.equal('other');
  });
});

describe('who may read the metrics', () => {
  const from = (socketAddress: string | undefined, headers: Record<string, string> = {}) => ({
    socketAddress,
    headers,
  });
  const TOKEN = 'a-token-of-some-length';

  it('without a token: this machine itself, never somebody behind a proxy on it', () => {
    for (const here of ['127.0.0.1', '127.8.0.1', '::1', '::ffff:127.0.0.1'])
      expect(mayReadMetrics(from(here), null), here).to.equal(true);
    for (const there of ['10.0.0.1', '::ffff:10.0.0.1', '2001:db8::1', undefined])
      expect(mayReadMetrics(from(there), null), String(there)).to.equal(false);
    for (const left of ['x-forwarded-for', 'x-real-ip', 'forwarded', 'x-forwarded-proto', 'via'])
      expect(mayReadMetrics(from('127.0.0.1', { [left]: '127.0.0.1' }), null), left).to.equal(false);
  });

  it('with a token: whoever has it, from anywhere; nobody else, not even this machine', () => {
    const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
    expect(mayReadMetrics(from('10.0.0.1', { ...bearer(TOKEN), 'x-forwarded-for': '1.1.1.1' }), TOKEN)).to.equal(true);
    expect(mayReadMetrics(from('127.0.0.1'), TOKEN)).to.equal(false);
    for (const wrong of [
      bearer(`${TOKEN}x`),
      bearer(''),
      { authorization: TOKEN },
      { authorization: `Basic ${TOKEN}` },
    ])
      expect(mayReadMetrics(from('127.0.0.1', wrong), TOKEN)).to.equal(false);
  });
});

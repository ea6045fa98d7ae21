import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { allExpressions, selectorsOf } from '../support/dashboards.js';
import { startPipelineEnv, type PipelineEnv } from '../support/pipeline-env.js';
import { until } from '../support/until.js';
import { startWorkerProcess, type WorkerProcess } from '../support/worker-process.js';

const TOKEN = 'the-token-of-the-metrics';

describe('figures of a worker', function () {
  this.timeout(90_000);
  let env: PipelineEnv;
  let worker: WorkerProcess;
  let port: number;

  before(async () => {
    env = await startPipelineEnv({ workers: false });
    port = await freePort();
    worker = await startWorkerProcess({ ...env.environment, METRICS_PORT: String(port), METRICS_TOKEN: TOKEN });
  });
  after(async () => {
    await worker.kill();
    await env.close();
  });

  const scrape = async (): Promise<string> => {
    const answer = await fetch(`http://127.0.0.1:${port}/metrics`, { headers: { authorization: `Bearer ${TOKEN}` } });
    expect(answer.status).to.equal(200);
    return answer.text();
  };

  it('tell of runs, steps, calls, waits and the SDK after one run, on one page', async () => {
    expect((await fetch(`http://127.0.0.1:${port}/metrics`)).status).to.equal(401);
    const merchant = await env.addMerchant({ generate: { goods: 3, groups: 1 } });
    await merchant.run();
    const text = await until('the end of the run among the figures', async () => {
      const page = await scrape();
      return /^evosync_runs_total\{kind="sync",trigger="manual",outcome="success"\} 1$/mu.test(page) ? page : null;
    });
    for (const pattern of [
      /^evosync_run_duration_seconds_count\{kind="sync"\} 1$/mu,
      /^evosync_operations_total\{kind="create",state="done"\} 3$/mu,
      /^evosync_phase_duration_seconds_count\{phase="till"\} 1$/mu,
      /^evosync_phase_duration_seconds_count\{phase="apply"\} \d/mu,
      /^evosync_activities_total\{activity="finishJob",outcome="ok"\} 1$/mu,
      /^evosync_queue_wait_seconds_count\{queue="vk"\} [1-9]/mu,
      /^evosync_vendor_calls_total\{service="evotor",call="products",outcome="ok"\} [1-9]/mu,
      /^evosync_vendor_calls_total\{service="vk",call="market\.add",outcome="ok"\} 3$/mu,
      /^evosync_vk_slot_wait_seconds_count [1-9]/mu,
      /^evosync_build_info\{service="worker"/mu,
      /^process_resident_memory_bytes \d/mu,
      // In a healthy hour there is no such line.
      /^evosync_log_lines_total\{level="error"\} 0$/mu,
      /^evosync_log_lines_total\{level="warn"\} 0$/mu,
    ])
      expect(text).to.match(pattern);
    // Gauges of all merchants are the site's.
    expect(text).not.to.match(/^evosync_(?:merchants|dispatch_lag_seconds)/mu);
    // Prometheus refuses a page that declares a metric twice.
    const declared = [...text.matchAll(/^# TYPE (\S+)/gmu)].map(([, name]) => name);
    expect(new Set(declared).size).to.equal(declared.length);
  });

  it('hold the figures of the SDK that dashboard and alarms read', async () => {
    const text = await scrape();
    const read = new Set(
      allExpressions()
        .flatMap(({ text: expr }) => selectorsOf(expr))
        .map(({ metric }) => metric),
    );
    // A counter of failures is not there before the first one.
    const wanted = [...read].filter(name => name.startsWith('temporal_') && !name.includes('failure'));
    expect(wanted.length).to.be.greaterThan(1);
    for (const name of wanted) expect(text).to.match(new RegExp(`^${name}[{ ]`, 'mu'));
    expect(text).to.match(/^temporal_request_total\{/mu);
  });
});

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

import { Counter, Histogram, type Registry } from 'prom-client';
import type { Metrics } from './metrics.js';
import { phaseOf } from './phases.js';

/** Seconds; a page answers within the first ones, a vendor's call within the middle, a time-out is the last. */
const CALL_SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const PAGE_SECONDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];
const WAIT_SECONDS = [0.1, 0.35, 0.7, 1, 2, 5, 15, 60, 300];
const RUN_SECONDS = [1, 5, 15, 60, 300, 900, 3600, 4 * 3600, 24 * 3600];

/** Everything a process counts, in one registry. Names and labels are described in docs/operations/metrics.md. */
export function createMetrics(registry: Registry): Metrics {
  const registers = [registry];
  const counter = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Counter({ name, help, labelNames: [...labelNames], registers });
  const histogram = <Label extends string>(
    name: string,
    help: string,
    labelNames: readonly Label[],
    buckets: number[],
  ) => new Histogram({ name, help, labelNames: [...labelNames], buckets, registers });

  const runs = counter('evosync_runs_total', 'Runs that ended', ['kind', 'trigger', 'outcome']);
  const runSeconds = histogram('evosync_run_duration_seconds', 'Time of a run from its start', ['kind'], RUN_SECONDS);
  const operations = counter('evosync_operations_total', 'Operations of runs by what became of them', [
    'kind',
    'state',
  ]);
  const calls = counter('evosync_vendor_calls_total', 'Calls to Evotor and VK', ['service', 'call', 'outcome']);
  const refusals = counter('evosync_vendor_errors_total', 'Calls that did not succeed, by code or cause', [
    'service',
    'code',
  ]);
  const callSeconds = histogram(
    'evosync_vendor_call_duration_seconds',
    'Time from sending a call to its answer',
    ['service'],
    CALL_SECONDS,
  );
  const slotSeconds = histogram(
    'evosync_vk_slot_wait_seconds',
    'Time a call to VK waited for its slot',
    [],
    WAIT_SECONDS,
  );
  const phaseSeconds = histogram(
    'evosync_phase_duration_seconds',
    'Time of the activities of a phase',
    ['phase'],
    RUN_SECONDS,
  );
  const activities = counter('evosync_activities_total', 'Activities that ended', ['activity', 'outcome']);
  const queueSeconds = histogram(
    'evosync_queue_wait_seconds',
    'Time from an activity being due to its begin',
    ['queue'],
    WAIT_SECONDS,
  );
  const dispatched = counter('evosync_dispatched_total', 'Merchants the clock found due', ['result']);
  const requests = counter('evosync_http_requests_total', 'Requests answered', ['method', 'route', 'status']);
  const requestSeconds = histogram(
    'evosync_http_request_duration_seconds',
    'Time to the end of an answer',
    ['method', 'route'],
    PAGE_SECONDS,
  );
  const logIns = counter('evosync_logins_total', 'Log-ins by how they ended', ['outcome']);
  const webhooks = counter('evosync_webhooks_total', 'Messages of Evotor by how they were taken', ['kind', 'outcome']);
  const letters = counter('evosync_letters_total', 'Letters by whether the mail server took them', ['outcome']);
  const lines = counter('evosync_log_lines_total', 'Lines written to the log', ['level']);
  // A counter that appears with its first event has no increase to alarm at: what alarms starts at zero.
  for (const level of ['error', 'warn']) lines.inc({ level }, 0);
  for (const outcome of ['sent', 'failed']) letters.inc({ outcome }, 0);
  for (const result of ['started', 'running', 'failed']) dispatched.inc({ result }, 0);

  return {
    runEnded({ kind, trigger, outcome, seconds }) {
      runs.inc({ kind, trigger, outcome });
      if (seconds !== null) runSeconds.observe({ kind }, seconds);
    },
    operations: (kind, state) => operations.inc({ kind, state }),
    vendorCall({ service, call, outcome, code, seconds }) {
      calls.inc({ service, call, outcome });
      if (code !== null) refusals.inc({ service, code });
      callSeconds.observe({ service }, seconds);
    },
    slotWaited: seconds => slotSeconds.observe(seconds),
    activityEnded({ activity, queue, outcome, seconds, waitedSeconds }) {
      activities.inc({ activity, outcome });
      const phase = phaseOf(activity);
      if (phase !== null) phaseSeconds.observe({ phase }, seconds);
      if (waitedSeconds !== null) queueSeconds.observe({ queue }, Math.max(0, waitedSeconds));
    },
    dispatched: (result, count) => dispatched.inc({ result }, count),
    requestEnded({ method, route, status, seconds }) {
      requests.inc({ method, route, status: String(status) });
      requestSeconds.observe({ method, route }, seconds);
    },
    loggedIn: outcome => logIns.inc({ outcome }),
    webhook: (kind, outcome) => webhooks.inc({ kind, outcome }),
    letter: outcome => letters.inc({ outcome }),
    logLine: level => lines.inc({ level }),
  };
}

import { expect } from 'chai';
import { Registry } from 'prom-client';
import { createMetrics } from '../../src/observability/metrics/create-metrics.js';
import { registerInstallationGauges } from '../../src/observability/metrics/installation-gauges.js';
import { registerProcessGauges } from '../../src/observability/metrics/process-gauges.js';
import {
  allExpressions,
  groupingOf,
  readAlerts,
  readDashboard,
  selectorsOf,
  syntaxErrors,
} from '../support/dashboards.js';
import { ownFiles } from '../repo/own-files.js';

/** What others export: Prometheus itself, its blackbox exporter, and Temporal's SDK, which a test of the worker asks. */
const FOREIGN = /^(?:up|probe_ssl_earliest_cert_expiry|temporal_\w+)$/u;
/** Labels Prometheus adds. */
const ADDED: readonly string[] = ['job', 'instance', 'le'];

describe('dashboard and alarms', () => {
  const registry = new Registry();
  createMetrics(registry);
  registerProcessGauges(registry, {
    service: 'web',
    version: '1',
    dataDir: '.',
    pool: () => ({ open: 0, busy: 0, waiting: 0 }),
  });
  registerInstallationGauges(registry, {
    now: () => 0,
    ready: () => Promise.resolve({}),
    durable: () => Promise.reject(new Error('nobody asks')),
    facts: () => Promise.reject(new Error('nobody asks')),
  });
  const exported = new Map<string, readonly string[]>();
  for (const metric of registry.getMetricsAsArray()) {
    const { labelNames = [] } = metric as unknown as { labelNames?: string[] };
    const suffixes = String(metric.type) === 'histogram' ? ['_bucket', '_count', '_sum'] : [''];
    for (const suffix of suffixes) exported.set(metric.name + suffix, labelNames);
  }
  const expressions = allExpressions();
  const used = expressions.flatMap(({ place, text }) => selectorsOf(text).map(selector => ({ place, ...selector })));

  it('ask Prometheus what it understands', () => {
    expect(expressions.length).to.be.greaterThan(60);
    expect(
      expressions.flatMap(({ place, text }) => syntaxErrors(text).map(error => `${place} ${error}`)),
    ).to.deep.equal([]);
    expect(syntaxErrors('sum(rate(x[5m])')).not.to.deep.equal([]);
  });

  it('read no metric and no label that the program does not export', () => {
    expect(used.length).to.be.greaterThan(60);
    const strange = used.flatMap(({ place, metric, labels }) => {
      if (FOREIGN.test(metric)) return [];
      const known = exported.get(metric);
      if (known === undefined) return [`${place}: ${metric}`];
      return labels
        .filter(label => !known.includes(label) && !ADDED.includes(label))
        .map(label => `${place}: ${metric} ${label}`);
    });
    expect(strange).to.deep.equal([]);
    const groupings = expressions.flatMap(({ place, text }) => {
      const known = selectorsOf(text).flatMap(({ metric }) =>
        FOREIGN.test(metric) ? groupingOf(text) : (exported.get(metric) ?? []),
      );
      return groupingOf(text)
        .filter(label => !known.includes(label) && !ADDED.includes(label))
        .map(label => `${place}: ${label}`);
    });
    expect(groupings).to.deep.equal([]);
  });

  it('use everything that is counted', () => {
    const read = new Set(used.map(({ metric }) => metric.replace(/_(?:bucket|count|sum)$/u, '')));
    const ours = [...exported.keys()]
      .filter(name => name.startsWith('evosync_'))
      .map(name => name.replace(/_(?:bucket|count|sum)$/u, ''));
    expect(new Set(ours).size).to.be.greaterThan(20);
    expect([...new Set(ours)].filter(name => !read.has(name))).to.deep.equal([]);
  });

  it('are explained: each metric on its page', () => {
    const [page] = ownFiles(/^docs\/operations\/metrics\.md$/);
    const told = [...(page?.text ?? '').matchAll(/`(evosync_\w+)`/gu)].map(([, name]) => name ?? '');
    const ours = new Set(
      registry
        .getMetricsAsArray()
        .map(({ name }) => name)
        .filter(name => name.startsWith('evosync_')),
    );
    expect([...ours].filter(name => !told.includes(name))).to.deep.equal([]);
    expect(told.filter(name => !ours.has(name))).to.deep.equal([]);
  });

  it('make a dashboard Grafana can show', () => {
    const { panels, templating, uid } = readDashboard();
    expect(uid).to.equal('evosync');
    expect(templating.list.map(({ name, type }) => [name, type])).to.deep.equal([['datasource', 'datasource']]);
    expect(new Set(panels.map(({ id }) => id)).size).to.equal(panels.length);
    const cells = new Set<string>();
    for (const {
      title,
      type,
      gridPos: { x, y, w, h },
      datasource,
      targets = [],
      description = '',
    } of panels) {
      expect(x + w, title).to.be.at.most(24);
      for (let column = x; column < x + w; column += 1)
        for (let line = y; line < y + h; line += 1) {
          expect(cells.has(`${column} ${line}`), `${title} lies on another panel`).to.equal(false);
          cells.add(`${column} ${line}`);
        }
      if (type === 'row') continue;
      expect(datasource, title).to.deep.equal({ type: 'prometheus', uid: '${datasource}' });
      expect(targets.length, title).to.be.greaterThan(0);
      expect(description.length, title).to.be.greaterThan(5);
    }
  });

  it('give each alarm a severity, a sentence and an entry in the runbook, and each entry its alarm', () => {
    const alerts = readAlerts();
    const names = alerts.map(({ alert }) => alert);
    expect(new Set(names).size).to.equal(names.length);
    const [runbook] = ownFiles(/^docs\/operations\/runbook\.md$/);
    const headings = [...(runbook?.text ?? '').matchAll(/^### (EvoSync\w+)$/gmu)].map(([, name]) => name ?? '');
    expect(headings).to.have.members(names);
    for (const { alert, labels, annotations } of alerts) {
      expect(labels['severity'], alert).to.be.oneOf(['critical', 'warning']);
      expect(annotations['summary']?.length, alert).to.be.greaterThan(10);
      expect(annotations['runbook_url']).to.equal(`docs/operations/runbook.md#${alert.toLowerCase()}`);
    }
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parser } from '@prometheus-io/lezer-promql';
import { parse } from 'yaml';
import { projectRoot } from '../../src/config/project-root.js';

/** An expression of a dashboard or a rule, with the place it stands in. */
export interface Expression {
  readonly place: string;
  readonly text: string;
}

export interface AlertRule {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

export interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly datasource?: { readonly type: string; readonly uid: string };
  readonly targets?: readonly { readonly refId: string; readonly expr: string }[];
}

export interface Dashboard {
  readonly uid: string;
  readonly panels: readonly Panel[];
  readonly templating: { readonly list: readonly { readonly name: string; readonly type: string }[] };
}

/** A metric an expression reads, with the labels it asks for. */
export interface Selector {
  readonly metric: string;
  readonly labels: readonly string[];
}

const read = (name: string): string => readFileSync(join(projectRoot, 'docs/operations', name), 'utf8');

export const readDashboard = (): Dashboard => JSON.parse(read('grafana-dashboard.json')) as Dashboard;

export const readAlerts = (): readonly AlertRule[] =>
  (parse(read('alerts.yml')) as { groups: { rules: AlertRule[] }[] }).groups.flatMap(({ rules }) => rules);

/** Everything Prometheus is asked, with Grafana's own interval filled in. */
export const allExpressions = (): readonly Expression[] => [
  ...readDashboard().panels.flatMap(({ title, targets = [] }) =>
    targets.map(({ expr }) => ({ place: `panel «${title}»`, text: expr.replaceAll('$__rate_interval', '5m') })),
  ),
  ...readAlerts().map(({ alert, expr }) => ({ place: `alert ${alert}`, text: expr })),
];

/** Where Prometheus could not read the expression; empty = it can. */
export function syntaxErrors(text: string): readonly string[] {
  const errors: string[] = [];
  parser.parse(text).iterate({
    enter: ({ type, from, to }) => {
      if (type.isError) errors.push(`at ${from}: ${text.slice(Math.max(0, from - 10), to + 10)}`);
    },
  });
  return errors;
}

/** The metrics an expression reads. */
export function selectorsOf(text: string): readonly Selector[] {
  const found: { metric: string; labels: string[] }[] = [];
  parser.parse(text).iterate({
    enter: ({ name, from, to, node }) => {
      if (name === 'VectorSelector') found.push({ metric: '', labels: [] });
      const current = found.at(-1);
      if (current === undefined) return;
      if (name === 'Identifier' && node.parent?.name === 'VectorSelector') current.metric = text.slice(from, to);
      if (name === 'LabelName' && node.parent?.name !== 'GroupingLabels') current.labels.push(text.slice(from, to));
    },
  });
  return found;
}

/** Labels an expression groups by. */
export const groupingOf = (text: string): readonly string[] =>
  [...text.matchAll(/\bby \(([^)]*)\)/gu)].flatMap(([, names = '']) => names.split(',').map(name => name.trim()));

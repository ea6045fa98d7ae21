import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../src/config/project-root.js';
import type { DayResult } from './play-day.js';

/** The last third of a process's life may take so much more than the third before it. */
const GROWTH = 1.15;
const GROWTH_MEGABYTES = 15;
/** A worker of 20,000 goods may take so much; this one has some hundreds. */
const MOST_MEGABYTES = 512;

/** What was not as it should be, a sentence each; empty = a good day. */
export function judgeDay(day: DayResult): readonly string[] {
  return [...day.differences.slice(0, 20), ...unexplained(day), ...grown(day), ...unanswered(day), ...idle(day)];
}

/** Every code at `error` has its entry, so that whoever is woken by it knows what to do. */
function unexplained({ errors }: DayResult): string[] {
  const runbook = readFileSync(join(projectRoot, 'docs', 'operations', 'runbook.md'), 'utf8');
  return Object.entries(errors)
    .filter(([line]) => !isExplained(line, runbook))
    .map(([line, times]) => `no entry in the runbook for an error that came ${times} times: ${line}`);
}

function isExplained(line: string, runbook: string): boolean {
  const [message = '', code = ''] = line.split(/: (?=[^:]*$)/u);
  return (code !== '' && runbook.includes(`\`${code}\``)) || runbook.includes(`\`${message}\``);
}

function grown({ memory }: DayResult): string[] {
  return memory
    .filter(({ middle, last, most }) => last > middle * GROWTH + GROWTH_MEGABYTES || most > MOST_MEGABYTES)
    .map(
      ({ process, middle, last, most }) => `memory of ${process}: ${middle} MB, then ${last} MB, at most ${most} MB`,
    );
}

/** The site may be closed for the restore and without its database; the upgrade is not noticed. */
function unanswered({ visits, closed }: DayResult): string[] {
  const mayFail = (second: number): boolean => closed.some(([from, to]) => second >= from - 1 && second <= to + 1);
  const bad = visits.failed.filter(({ atSeconds }) => !mayFail(atSeconds));
  return bad.map(({ atSeconds, what }) => `the site did not answer at ${atSeconds} s: ${what}`);
}

function idle({ runs, visits, merchants }: DayResult): string[] {
  const total = Object.values(runs).reduce((sum, n) => sum + n, 0);
  return [
    ...(total < merchants * 3 ? [`only ${total} runs for ${merchants} merchants`] : []),
    ...(visits.answered === 0 ? ['no page was answered'] : []),
  ];
}

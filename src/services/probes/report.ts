import type { ByHand, Finding, FindingState } from './finding.js';

/** What a probe made and could not or did not take away again. */
export interface Leftovers {
  readonly items: readonly number[];
  readonly albums: readonly number[];
  /** Photos that stay: the vendor has no call that deletes them. */
  readonly photos: number;
  /** Titles of albums whose answer was lost and that were not found again: they may be there, empty. */
  readonly lostAlbums: readonly string[];
}

export interface ProbeReport {
  readonly subject: string;
  /** `go`: nothing seen stands against it. `unfinished`: it broke off. */
  readonly verdict: 'go' | 'do_not_go_live' | 'unfinished';
  readonly findings: readonly Finding[];
  readonly byHand: readonly ByHand[];
  /** Code or word of what ended it early; null = it came to its end. */
  readonly brokeOff: string | null;
  /** `null`: the probe makes nothing. */
  readonly undone: { readonly items: number; readonly albums: number; readonly left: Leftovers } | null;
}

export function verdictOf(findings: readonly Finding[], brokeOff: string | null): ProbeReport['verdict'] {
  if (findings.some(({ state }) => state === 'stops')) return 'do_not_go_live';
  return brokeOff === null ? 'go' : 'unfinished';
}

const MARK: Readonly<Record<FindingState, string>> = {
  as_assumed: 'as assumed',
  differs: 'DIFFERS',
  stops: 'DO NOT GO LIVE',
  unknown: 'could not be told',
};

/** The report for a person, one line after the other. */
export function reportLines(report: ProbeReport): readonly string[] {
  return [
    report.subject,
    '',
    ...report.findings.flatMap(({ id, asked, seen, means, change, assumes, state }) => [
      `${id}  ${asked}: ${MARK[state]}`,
      `    seen: ${seen}`,
      `    means: ${means}`,
      `    EvoSync: ${assumes}`,
      `    change: ${change}`,
    ]),
    '',
    'By hand:',
    ...report.byHand.flatMap(({ id, asked, todo }) => [`${id}  ${asked}`, `    ${todo}`]),
    '',
    ...undoneLines(report),
    ...(report.brokeOff === null ? [] : [`It broke off: ${report.brokeOff}. What was not asked stays unknown.`]),
    VERDICT[report.verdict],
  ];
}

const VERDICT = {
  go: 'Nothing seen here stands against going live; do the steps by hand as well.',
  do_not_go_live: 'Do not go live: see the lines above that say so.',
  unfinished: 'Not finished: run it again.',
} as const;

function undoneLines({ undone }: ProbeReport): readonly string[] {
  if (undone === null) return ['Nothing was written.'];
  const { items, albums, left } = undone;
  const stays =
    left.items.length + left.albums.length === 0
      ? 'Nothing of it is left in the shop.'
      : `Still there: goods ${left.items.join(', ') || 'none'}, albums ${left.albums.join(', ') || 'none'}; run it again to remove them.`;
  return [
    `Undone: ${items} goods and ${albums} albums deleted. ${stays}`,
    ...left.lostAlbums.map(title => `VK may have made the album «${title}» without an answer: look, and delete it.`),
    `${left.photos} photos stay: VK has no call that deletes them; nobody sees them.`,
  ];
}

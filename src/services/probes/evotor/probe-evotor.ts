import { z } from 'zod';
import { createEvotorCall, type EvotorCall } from '../../../clients/evotor/call.js';
import type { EvotorAuthScheme } from '../../../clients/evotor/api.js';
import type { ApiLog } from '../../../clients/http/api-log.js';
import { parseJson } from '../../../clients/http/http-outcome.js';
import type { Http, HttpReply } from '../../../clients/http/http.js';
import type { CallOutcome } from '../../../domain/result.js';
import { unknown, type Finding, type Verdict } from '../finding.js';
import { verdictOf, type ProbeReport } from '../report.js';
import {
  judgeCursor,
  judgeGone,
  judgeHeader,
  judgeImages,
  judgeLimits,
  judgeOrder,
  judgeQuantity,
  judgeRefusal,
  judgeReset,
  judgeSince,
  type LimitHeaders,
} from './judge-till.js';
import { EVOTOR_BY_HAND, EVOTOR_QUESTIONS, type EvotorQuestionId } from './questions.js';

export interface EvotorProbeOptions {
  readonly token: string;
  readonly http: Http;
  readonly log: ApiLog;
  readonly evotorApiUrl: string;
  readonly now: () => number;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly signal?: AbortSignal;
}

const DAY_MS = 86_400_000;
/** Shaped like an id of a good; nobody has it. */
export const NO_SUCH_PRODUCT = '00000000-0000-4000-8000-000000000000';
const WRONG_TOKEN = 'a-token-nobody-has';

const row = z.looseObject({ id: z.string(), quantity: z.unknown().optional() });
const list = z.union([
  z.array(row).transform(items => ({ items, next: null })),
  z
    .looseObject({ items: z.array(row), paging: z.looseObject({ next_cursor: z.string().nullish() }).nullish() })
    .transform(({ items, paging }) => ({ items, next: paging?.next_cursor ?? null })),
]);
type Page = z.infer<typeof list>;

const images = z.looseObject({
  items: z.array(
    z.looseObject({ meta: z.looseObject({ width: z.number().optional(), height: z.number().optional() }).optional() }),
  ),
});

/** What a probe of one till account saw so far: every answer passes here before the product's client reads it. */
class Till {
  last: HttpReply | null = null;
  limits: LimitHeaders = { limit: null, remaining: null, reset: null };

  constructor(readonly options: EvotorProbeOptions) {}

  call(token: string, authScheme: EvotorAuthScheme): EvotorCall {
    const { http, log, now, sleep, signal } = this.options;
    const watched: Http = async request => {
      const reply = await http(request);
      this.last = reply.kind === 'reply' ? reply : null;
      if (reply.kind === 'reply') this.noteLimits(reply.headers);
      return reply;
    };
    return createEvotorCall({
      ...{ baseUrl: this.options.evotorApiUrl, token, authScheme, http: watched, log, now },
      sleep: ms => sleep(ms, signal),
      ...(signal ? { signal } : {}),
    });
  }

  private noteLimits(headers: Readonly<Record<string, string>>): void {
    const [limit, remaining, reset] = ['limit', 'remaining', 'reset'].map(
      name => headers[`x-ratelimit-${name}`] ?? null,
    ) as [string | null, string | null, string | null];
    if (remaining !== null) this.limits = { limit, remaining, reset };
  }

  /** Status of the last answer. */
  get status(): number | null {
    return this.last?.status ?? null;
  }
}

function pageOf(outcome: CallOutcome<unknown>): Page | null {
  const parsed = outcome.outcome === 'ok' ? list.safeParse(outcome.value) : null;
  return parsed?.success === true ? parsed.data : null;
}

/** Ends at an error; null = the list could not be read to its end. */
async function readAll(call: EvotorCall, path: string): Promise<{ rows: Page['items']; cursor: string | null } | null> {
  const rows: Page['items'] = [];
  let cursor: string | null = null;
  let firstCursor: string | null = null;
  for (let pages = 0; pages < 100; pages += 1) {
    const page: Page | null = pageOf(await call(path, cursor === null ? '' : `?cursor=${encodeURIComponent(cursor)}`));
    if (page === null) return null;
    rows.push(...page.items);
    cursor = page.next;
    firstCursor ??= page.next;
    if (cursor === null) return { rows, cursor: firstCursor };
  }
  return null;
}

/** Reads of one account that tell what the documents leave open. Writes nothing. */
export async function probeEvotor(options: EvotorProbeOptions): Promise<ProbeReport> {
  const till = new Till(options);
  const findings: Finding[] = [];
  const tell = (id: EvotorQuestionId, verdict: Verdict): void =>
    void findings.push({ id, ...EVOTOR_QUESTIONS[id], ...verdict });
  const subject = `Evotor, ${new URL(options.evotorApiUrl).host}`;
  const report = (brokeOff: string | null): ProbeReport => ({
    ...{ subject, verdict: verdictOf(findings, brokeOff), findings, byHand: EVOTOR_BY_HAND, brokeOff, undone: null },
  });

  const forms = {
    bearer: await firstStatus(till, 'bearer'),
    xAuthorization: await firstStatus(till, 'x_authorization'),
  };
  tell('1.header', judgeHeader(forms));
  const scheme = forms.bearer !== null && forms.bearer !== 401 ? 'bearer' : 'x_authorization';
  const call = till.call(options.token, scheme);
  const stores = await call('/stores');
  const storeIds = pageOf(stores)?.items.map(({ id }) => id) ?? [];
  tell('2.limits', judgeLimits(till.limits));
  tell('2.reset', judgeReset(till.limits, options.now()));
  if (stores.outcome === 'api_error') return report(stores.code);
  if (stores.outcome === 'unknown') return report(options.signal?.aborted === true ? 'interrupted' : stores.cause);

  const open = await firstOpenStore(call, storeIds);
  if (open === null) return report(storeIds.length === 0 ? 'the account has no store' : 'no store gives its goods');
  const { path, goods } = open;
  const ids = goods.rows.map(({ id }) => id);
  tell('8.stock', judgeQuantity(ids.length, goods.rows.filter(({ quantity }) => typeof quantity === 'number').length));
  tell('3.since', judgeSince(await sinceSeen(call, `${path}/products`, ids.length, options.now())));
  const groups = await readAll(call, `${path}/product-groups`);
  tell(
    '4.groups',
    groups === null
      ? unknown('the groups could not be read')
      : judgeSince(await sinceSeen(call, `${path}/product-groups`, groups.rows.length, options.now())),
  );
  tell('7.images', await askImages(till, call, path, ids[0]));
  const again = await readAll(call, `${path}/products`);
  tell(
    '9.order',
    again === null
      ? unknown('the second reading broke off')
      : judgeOrder(
          ids,
          again.rows.map(({ id }) => id),
        ),
  );
  tell('9.cursor', await askCursor(till, call, path, again?.cursor ?? null));
  tell('9.gone', await askGone(till, call, path));
  tell('9.errors', await askRefusal(till));
  findings.sort((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true }));
  return report(options.signal?.aborted === true ? 'interrupted' : null);
}

/** What one call with this form alone is answered: the client's own second try is seen and left out. */
async function firstStatus(till: Till, scheme: EvotorAuthScheme): Promise<number | null> {
  let first: number | null | undefined;
  const { http } = till.options;
  const watched = new Till({
    ...till.options,
    http: async request => {
      const reply = await http(request);
      first ??= reply.kind === 'reply' ? reply.status : null;
      return reply;
    },
  });
  await watched.call(till.options.token, scheme)('/stores');
  return first ?? null;
}

interface OpenStore {
  readonly path: string;
  readonly goods: NonNullable<Awaited<ReturnType<typeof readAll>>>;
}

/** The first store that gives its goods; others may answer 402. */
async function firstOpenStore(call: EvotorCall, storeIds: readonly string[]): Promise<OpenStore | null> {
  for (const id of storeIds) {
    const path = `/stores/${encodeURIComponent(id)}`;
    const goods = await readAll(call, `${path}/products`);
    if (goods !== null) return { path, goods };
  }
  return null;
}

async function sinceSeen(call: EvotorCall, path: string, all: number, now: number) {
  const rows = async (since: number): Promise<number | null> => {
    const page = pageOf(await call(path, `?since=${Math.round(since)}`));
    return page === null ? null : page.items.length;
  };
  const futureMs = await rows(now + DAY_MS);
  return { all, futureMs, futureSeconds: futureMs === null ? null : await rows((now + DAY_MS) / 1000) };
}

async function askImages(till: Till, call: EvotorCall, path: string, id: string | undefined): Promise<Verdict> {
  if (id === undefined) return unknown('the store has no goods');
  const outcome = await call(`${path}/products/${encodeURIComponent(id)}/images`);
  const parsed = outcome.outcome === 'ok' ? images.safeParse(outcome.value) : null;
  const items = parsed?.success === true ? parsed.data.items : [];
  const { width, height } = items[0]?.meta ?? {};
  const size = width === undefined || height === undefined ? null : `${width}×${height}`;
  return judgeImages({ status: till.status, count: items.length, size });
}

async function askCursor(till: Till, call: EvotorCall, path: string, cursor: string | null): Promise<Verdict> {
  if (cursor === null) return judgeCursor(null);
  await call(`${path}/products`, `?cursor=${encodeURIComponent(cursor)}`);
  return till.status === null ? unknown('no answer') : judgeCursor(till.status);
}

async function askGone(till: Till, call: EvotorCall, path: string): Promise<Verdict> {
  const outcome = await call(`${path}/products/${NO_SUCH_PRODUCT}`);
  return judgeGone({ status: till.status, isProof: outcome.outcome === 'api_error' });
}

async function askRefusal(till: Till): Promise<Verdict> {
  await till.call(WRONG_TOKEN, 'bearer')('/stores');
  const json = parseJson(till.last?.text ?? '');
  const fields = typeof json === 'object' && json !== null ? Object.keys(json) : null;
  return judgeRefusal({ status: till.status, fields });
}

import { expect } from 'chai';
import type { JobId, ListingKey } from '../../src/domain/brand.js';
import { DEFAULT_SETTINGS } from '../../src/domain/settings.js';
import { FIELDS } from '../../src/domain/sync/compact.js';
import { withSettings } from '../../src/services/sync/settings-table.js';
import { approvalModel } from '../../src/web/history/approval.page.js';
import { fieldLabel } from '../../src/web/history/field-values.js';
import { operationLine } from '../../src/web/history/operation-line.js';
import { runFilterModel, runQuery } from '../../src/web/history/run-filter.js';
import { runPage } from '../../src/web/history/run.page.js';
import { undoPage } from '../../src/web/history/undo.page.js';
import { mergePage } from '../../src/web/sync/merge.page.js';
import { nameTexts } from '../../src/web/sync/names.page.js';
import { driftPage } from '../../src/web/sync/questions.page.js';
import { settingTexts } from '../../src/web/sync/settings.page.js';
import { waitingJob } from '../support/fake-approvals.js';
import { NOW } from '../support/fake-connections.js';
import { RISKY_OPERATIONS, buildJob } from '../support/fake-jobs.js';

const RUN = { page: 1, state: '', kind: '', q: '', pick: '' } as const;

describe('risky set', () => {
  const model = (pick: '' | 'all' | 'none', brakeCode: string | null, kind: string) =>
    approvalModel(waitingJob(), { operations: [{ ...RISKY_OPERATIONS[4]!, kind, brakeCode }], total: 1 }, pick);

  for (const [pick, brake, kind, isTicked] of [
    ['', 'BRAKE.PRICES', 'update', false],
    ['', null, 'update', true],
    ['', null, 'create', true],
    ['', null, 'hide', false],
    ['', null, 'delete', false],
    ['', null, 'twin_delete', false],
    ['all', 'BRAKE.HIDES', 'hide', true],
    ['none', null, 'update', false],
  ] as const) {
    it(`of a ${kind} held by ${brake ?? 'no brake'} is ${isTicked ? '' : 'not '}ticked (${pick || 'as it comes'})`, () => {
      expect(model(pick, brake, kind).groups[0]?.lines[0]?.isTicked).to.equal(isTicked);
    });
  }

  it('keeps every line once, in groups of one kind', () => {
    const { groups } = approvalModel(waitingJob(), { operations: RISKY_OPERATIONS, total: 5 }, '');
    expect(groups.map(({ kind, lines }) => [kind, lines.map(({ id }) => id)])).to.deep.equal([
      ['hide', [21, 22, 23, 24]],
      ['update', [25]],
    ]);
  });
});

describe('run page', () => {
  const page = (over: Parameters<typeof buildJob>[0]) =>
    runPage({ job: buildJob(over), operations: [], total: 0, pageSize: 50, risky: null, retryable: 0 }, RUN, NOW).model;

  it('offers to try again what failed, with the number, and the list as a file', () => {
    const found = { job: buildJob(), operations: [], total: 3, pageSize: 50, risky: null };
    const { retry, files } = runPage({ ...found, retryable: 2 }, { ...RUN, kind: 'hide', q: 'чай' }, NOW).model;
    expect(retry).to.deep.equal({ href: '/sync/runs/318/retry-failed', label: 'Повторить неудавшееся (2)' });
    expect(files?.csv).to.equal(`/sync/runs/318/export?kind=hide&q=${encodeURIComponent('чай')}`);
    expect(page({}).retry).to.equal(null);
    expect(page({}).files).to.equal(null);
  });

  it('offers to take back what changed something and is over', () => {
    expect(page({}).undoHref).to.equal('/sync/runs/318/undo');
    expect(page({ kind: 'pilot' }).undoHref).not.to.equal(null);
    expect(page({ kind: 'preview' }).undoHref).to.equal(null);
    expect(page({ kind: 'disconnect' }).undoHref).to.equal(null);
    expect(page({ finishedAt: null, status: 'running' }).undoHref).to.equal(null);
    expect(page({ status: 'awaiting_approval' }).undoHref).to.equal(null);
    expect(page({ undoneByJobId: 4 as JobId }).undoHref).to.equal(null);
    expect(page({ counters: { ...buildJob().counters, created: 0, updated: 0, hidden: 0 } }).undoHref).to.equal(null);
  });

  it('leads on from an undo that stopped on the way', () => {
    const links = (status: 'parked' | 'success') =>
      page({ kind: 'undo', trigger: 'undo', status, sourceJobId: 300 as JobId }).related.map(({ href }) => href);
    expect(links('parked')).to.deep.equal(['/sync/runs/300', '/sync/runs/300/undo']);
    expect(links('success')).to.deep.equal(['/sync/runs/300']);
  });

  it('promises to go on only where the clock takes the job up again', () => {
    const parked = (kind: 'sync' | 'disconnect' | 'undo' | 'pilot' | 'preview', code = 'VK.FLOOD') =>
      page({ kind, status: 'parked', reason: { code, params: {} }, resumeAt: new Date('2026-11-21T21:10:00Z') });
    for (const kind of ['sync', 'disconnect'] as const) {
      expect(parked(kind).resumeText).to.equal('Продолжим сами');
      expect(parked(kind).card?.fix).to.include('попробуем сами');
    }
    for (const kind of ['undo', 'pilot', 'preview'] as const) {
      expect(parked(kind).resumeText).to.equal('Запустить ещё раз можно');
      expect(parked(kind).card?.fix).to.include('не продолжится').and.not.include('попробуем сами');
    }
    const part = page({ status: 'parked', isPartial: true, reason: { code: 'VK.FLOOD', params: {} } });
    expect([part.resumeText, part.card?.fix.includes('не продолжится')]).to.deep.equal([
      'Запустить ещё раз можно',
      true,
    ]);
    const captcha = parked('undo', 'VK.CAPTCHA').card?.fix;
    expect(captcha).to.include('пройдите проверку').and.include('не продолжится');
  });

  it('says of a run of chosen goods nothing about all the others', () => {
    const none = page({ status: 'unchanged', isPartial: true });
    expect(none.empty).to.include('По выбранным товарам').and.not.include('На кассе ничего не изменилось');
    expect(none.trigger).to.equal('по расписанию, только выбранное');
    expect(page({ status: 'unchanged', kind: 'pilot' }).empty).to.include('Пробе отправлять было нечего');
    expect(page({ status: 'unchanged' }).empty).to.include('На кассе ничего не изменилось');
  });

  it('tells quietly of an answer that was given', () => {
    const tone = (code: string) => page({ status: 'cancelled', reason: { code, params: {} } }).cardTone;
    expect(tone('SYNC.SUPERSEDED')).to.equal('info');
    expect(tone('BRAKE.HIDES')).to.equal('need');
  });

  it('reads its query forgivingly', () => {
    expect(runQuery.parse({ page: 'x', state: 'gone', kind: ['a'], pick: '<' })).to.deep.equal(RUN);
    expect(runQuery.parse({ kind: 'toString' }).kind).to.equal('');
    expect(runFilterModel(318 as JobId, { ...RUN, kind: 'hide' }).isNarrowed).to.equal(true);
  });
});

describe('operation line', () => {
  for (const kind of ['restore', 'rekey', 'twin_delete', 'album_rename', 'delete'] as const) {
    it(`has a word for ${kind}`, () => {
      expect(operationLine({ ...RISKY_OPERATIONS[0]!, kind }).kind).to.match(/^[А-ЯЁ][а-яё]+/u);
    });
  }
  it('says whose word left a change out', () => {
    const chip = (over: object) => operationLine({ ...RISKY_OPERATIONS[0]!, ...over }).state.text;
    expect(chip({})).to.equal('Нужен ответ');
    expect(chip({ decision: 'declined', state: 'skipped' })).to.equal('Отклонено вами');
    expect(chip({ decision: 'approved', state: 'done' })).to.equal('Готово');
  });
});

describe('undo page', () => {
  const line = {
    operationId: 1,
    listingKey: 'k' as ListingKey,
    productId: null,
    name: 'Чай',
    did: 'update',
    back: null,
  };
  it('counts steps and what is left alone, whatever the number of goods', () => {
    const { model } = undoPage(
      7 as JobId,
      {
        lines: [
          { ...line, does: null, skippedCode: null },
          { ...line, does: 'delete', skippedCode: null },
        ],
        total: 1,
        pageSize: 50,
        counts: { delete: 2, update: 3, 'UNDO.GONE': 4, 'UNDO.NOT_COVERED': 1 },
      },
      1,
      'automatic',
    );
    expect(model.summary).to.equal('Отменим 5\u00a0изменений, ещё 5 не тронем.');
    expect(model.lines.map(({ does }) => does.text)).to.deep.equal(['Тем же шагом', 'Удалим из VK']);
  });
  it('shows what comes back, and promises nothing of values nobody knows', () => {
    const back = {
      fields: ['price', 'name'],
      from: { price: 38_500, name: 'Чай' },
      to: { price: 35_000, name: null },
    };
    const rows = (skippedCode: string | null) =>
      undoPage(
        7 as JobId,
        {
          lines: [{ ...line, productId: 'p/1', does: 'update', back, skippedCode }],
          total: 1,
          pageSize: 50,
          counts: {},
        },
        1,
        'approve',
      ).model.lines[0];
    expect(rows(null)?.diffs.map(({ label }) => label)).to.deep.equal(['Цена']);
    expect(rows(null)).to.include({ href: '/catalog/products/p%2F1' });
    expect(rows('UNDO.CHANGED_SINCE')?.diffs).to.deep.equal([]);
  });

  it('tells each mode what becomes of it', () => {
    const text = (mode: 'automatic' | 'approve' | 'preview') =>
      undoPage(7 as JobId, { lines: [], total: 0, pageSize: 50, counts: {} }, 1, mode).model.mode;
    expect(text('automatic')).to.include('мы перейдём в режим');
    expect(text('approve')).to.include('останется прежним');
  });
});

describe('settings form', () => {
  it('speaks of every setting by the name the settings know', () => {
    const texts = { ...settingTexts(DEFAULT_SETTINGS), ...nameTexts(DEFAULT_SETTINGS), merge_by: 'id' };
    expect(withSettings(DEFAULT_SETTINGS, texts)).to.deep.equal(DEFAULT_SETTINGS);
  });
});

describe('questions', () => {
  it('have a word for every field, and shorten long texts', () => {
    for (const field of FIELDS) expect(fieldLabel(field)).to.match(/^[А-Я]/u);
    const { model } = driftPage(
      {
        rows: [
          {
            key: 'k' as ListingKey,
            name: 'Чай',
            vkItemId: 5,
            fields: [{ field: 'category', ours: '', inVk: 'я'.repeat(300) }],
          },
        ],
        total: 1,
        pageSize: 50,
      },
      1,
      null,
    );
    expect(model.rows[0]?.vkHref).to.equal(null);
    expect(model.rows[0]?.fields[0]).to.deep.include({ ours: '—', inVk: `${'я'.repeat(240)}…`, canKeep: false });
  });
  it('say how merging moves links only where it does', () => {
    const merge = { listingsBefore: 2, listingsAfter: 2, joined: 0, relinked: 0, leftOver: 0, samples: [] };
    expect(mergePage('id', 'barcode', merge).model.preview?.lines).to.have.length(2);
    expect(mergePage('id', null, null).model.preview).to.equal(null);
  });
});

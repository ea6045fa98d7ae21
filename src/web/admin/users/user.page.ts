import type { Actor } from '../../../domain/access/actor.js';
import { dayText } from '../../../domain/text/day-text.js';
import { NBSP } from '../../../domain/text/format-number.js';
import type { HealthEvent, UserView, VendorRest } from '../../../services/admin/users-contracts.js';
import type { JobView } from '../../../services/web-services.js';
import { phoneText } from '../../accounts/account-words.js';
import { SERVICES } from '../../connections/connection-words.js';
import { connectionModel, type ConnectionModel } from '../../connections/connections.page.js';
import { took } from '../../history/runs.page.js';
import { links } from '../../links.js';
import type { Chip } from '../../render/chip.js';
import type { Crumb } from '../../render/crumbs.js';
import type { Page } from '../../render/page-presenter.js';
import { countersText, isActive, KIND_WORDS, STATUS_CHIPS as JOB_CHIPS } from '../../sync/job-words.js';
import { momentOf, upcomingMoment, type Moment } from '../../texts/moments.js';
import { count, counted } from '../../texts/numbers.js';
import { problemCard } from '../../texts/problem.js';
import { auditLine, type AuditLineModel } from '../audit/audit-line.js';
import { aboutUser } from './user-links.js';
import { ACTION_WORDS, crumbText, nameOf, rolesText, STATUS_CHIPS } from './user-words.js';

interface Fact {
  readonly label: string;
  readonly text: string;
  /** Printed instead of the text. */
  readonly at: Moment | null;
  /** A sentence under it; may be empty. */
  readonly note: string;
}

interface RunModel {
  readonly href: string;
  readonly at: Moment;
  readonly what: string;
  readonly status: Chip;
  readonly counters: string;
  readonly reason: string;
  readonly took: string;
}

interface EventModel {
  readonly at: Moment;
  readonly text: string;
  /** What was wrong, in a sentence; may be empty. */
  readonly note: string;
  readonly isBad: boolean;
}

/** A list with the way to the rest of it; `null` = the operator may not see it. */
interface Part<Row> {
  readonly rows: readonly Row[];
  readonly href: string;
}

export interface UserModel {
  readonly crumbs: readonly Crumb[];
  readonly name: string;
  readonly status: Chip;
  readonly facts: readonly Fact[];
  readonly actions: readonly { readonly href: string; readonly label: string; readonly look: string }[];
  /** Why nothing can be done here; empty = something can. */
  readonly handsOff: string;
  /** `null` = no merchant. */
  readonly exchange: {
    readonly connections: readonly ConnectionModel[];
    readonly missing: readonly string[];
    readonly facts: readonly Fact[];
    readonly numbers: string;
    readonly rests: readonly Fact[];
  } | null;
  readonly runs: Part<RunModel> | null;
  readonly events: readonly EventModel[];
  readonly apiErrors: { readonly text: string; readonly href: string } | null;
  readonly audit: Part<AuditLineModel> | null;
}

const fact = (label: string, text: string, { at = null, note = '' }: Partial<Fact> = {}): Fact => ({
  ...{ label, text, at, note },
});

const when = (label: string, date: Date | null, never: string, now: Date): Fact =>
  fact(label, never, { at: date === null ? null : momentOf(date, now) });

/** One account, as an operator looks at it. */
export function userPage(user: UserView, actor: Actor, now: Date): Page & { model: UserModel } {
  const name = nameOf(user);
  return {
    view: 'admin/user',
    title: name,
    section: 'admin-users',
    model: {
      crumbs: [
        { label: 'Пользователи', href: links.admin.users },
        { label: crumbText(name), href: null },
      ],
      name,
      status: STATUS_CHIPS[user.status],
      facts: personFacts(user, now),
      actions: user.actions.map(action => ({
        href: links.admin.userForm(user.id, action),
        label: ACTION_WORDS[action],
        look:
          action === 'edit'
            ? 'primary'
            : action === 'delete' || action === 'suspend'
              ? 'outline-danger'
              : 'outline-primary',
      })),
      handsOff: user.actions.length > 0 ? '' : handsOffText(user, actor),
      exchange: user.roles.includes('user') ? exchangeModel(user, now) : null,
      runs: user.runs && {
        rows: user.runs.map(job => runModel(job, now)),
        href: aboutUser(links.admin.jobs, user.id),
      },
      events: user.events.map(event => eventModel(event, now)),
      apiErrors:
        user.apiErrors === null
          ? null
          : {
              text:
                user.apiErrors === 0
                  ? 'За сутки все вызовы удались.'
                  : `За сутки не удалось: ${counted(user.apiErrors, 'вызов', 'вызова', 'вызовов')}.`,
              href: aboutUser(links.admin.logs, user.id),
            },
      audit: user.audit && {
        rows: user.audit.map(line => auditLine(line, now)),
        href: aboutUser(links.admin.audit, user.id),
      },
    },
  };
}

function handsOffText({ id }: UserView, actor: Actor): string {
  return actor.userId === id
    ? 'Это ваша собственная учётная запись: имя, почту и пароль можно поменять в личном кабинете.'
    : 'Менять эту учётную запись вы не можете: её роль не ниже вашей или у вашей роли нет на это прав.';
}

function personFacts(user: UserView, now: Date): readonly Fact[] {
  const { hasPassword, invitedUntil, isEmailConfirmed, deletesAt } = user;
  const password = (): Fact => {
    if (hasPassword) return when('Пароль изменён', user.passwordChangedAt, 'Ещё не менялся', now);
    return invitedUntil === null
      ? fact('Приглашение', 'Срок вышел: отправьте ещё раз')
      : fact('Приглашение', '', { at: upcomingMoment(invitedUntil, now), note: 'До этого времени ссылка работает' });
  };
  return [
    fact('Номер', String(user.id)),
    fact('Почта', user.email, { note: isEmailConfirmed ? '' : 'Не подтверждена' }),
    fact('Телефон', user.phone === null ? 'Не указан' : phoneText(user.phone)),
    fact('Роль', rolesText(user.roles)),
    when('Заведён', user.createdAt, '', now),
    when('Последний вход', user.lastLoginAt, 'Ещё не было', now),
    password(),
    ...(deletesAt === null ? [] : [fact('Будет удалён', dayText(deletesAt), { note: 'Владелец ещё может вернуть' })]),
  ];
}

function exchangeModel(user: UserView, now: Date): NonNullable<UserModel['exchange']> {
  const { sync, numbers, cards, rests } = user;
  const connections = cards.map(card => connectionModel(card, now)).filter(model => model !== null);
  const missing = cards.filter(({ connection }) => connection === null).map(({ service }) => SERVICES[service].name);
  const restUntil = sync?.restUntil != null && sync.restUntil > now ? sync.restUntil : null;
  return {
    connections,
    missing,
    facts:
      sync === null
        ? [fact('Обмен', 'Ещё не настраивался')]
        : [
            fact('Обмен', sync.isEnabled ? 'Включён' : 'Выключен'),
            when('Подтверждён', sync.confirmedAt, 'Нет', now),
            ...(sync.pausedAt === null ? [] : [when('На паузе с', sync.pausedAt, '', now)]),
            fact('Следующий обмен', 'Не назначен', {
              at: sync.nextDueAt === null ? null : upcomingMoment(sync.nextDueAt, now),
            }),
            ...(restUntil === null ? [] : [fact('Отдыхает до', '', { at: upcomingMoment(restUntil, now) })]),
            ...(sync.failingCount > 0 ? [fact('Ошибок подряд', count(sync.failingCount))] : []),
          ],
    numbers: `На кассе ${count(numbers.onTill)} · отобрано ${count(numbers.selected)} · в VK ${count(numbers.inVk)} · с${NBSP}причиной${NBSP}${count(numbers.withReason)}`,
    rests: rests.map(rest => restFact(rest, now)),
  };
}

const restFact = ({ service, method, code, until }: VendorRest, now: Date): Fact =>
  fact(service === 'evotor' ? 'Эвотор ждёт до' : method === '*' ? 'VK ждёт до' : `VK, ${method}, ждёт до`, '', {
    at: upcomingMoment(until, now),
    note: code === '' ? '' : `${problemCard(code).what} · ${code}`,
  });

const runModel = (job: JobView, now: Date): RunModel => ({
  href: links.admin.job(job.id),
  at: momentOf(job.startedAt ?? job.createdAt, now),
  what: KIND_WORDS[job.kind],
  status: JOB_CHIPS[job.status],
  counters: isActive(job) ? '' : countersText(job.counters, 'ничего не менялось'),
  reason: job.reason === null ? '' : problemCard(job.reason.code, job.reason.params).what,
  took: took(job),
});

const EVENT_WORDS: Readonly<Record<HealthEvent['event'], string>> = {
  online: 'снова на связи',
  offline: 'нет связи',
  token_refreshed: 'ключ продлён',
  token_refresh_failed: 'ключ не продлён',
};

const eventModel = ({ service, event, detail, at }: HealthEvent, now: Date): EventModel => ({
  at: momentOf(at, now),
  text: `${SERVICES[service].name}: ${EVENT_WORDS[event]}`,
  note: /^[A-Z_]+\.[A-Z_]+$/u.test(detail) ? `${problemCard(detail).what} · ${detail}` : detail,
  isBad: event === 'offline' || event === 'token_refresh_failed',
});

import type { AuditLine, AuditPerson } from '../../../services/admin/audit-contracts.js';
import type { DiffLine } from '../../history/field-values.js';
import { links } from '../../links.js';
import { momentOf, type Moment } from '../../texts/moments.js';
import { actionText, fieldText, valueWord } from './audit-words.js';
import { settingValueText } from './setting-words.js';

/** A person with the way to their page; without one when the account is gone. */
export interface PersonModel {
  readonly text: string;
  readonly href: string | null;
}

/** One line of the audit log, ready to print. */
export interface AuditLineModel {
  readonly id: number;
  readonly at: Moment;
  readonly who: PersonModel;
  readonly what: string;
  readonly code: string;
  /** `null` = nobody's data, or one's own. */
  readonly whom: PersonModel | null;
  /** What it was done to, where that is not the account itself; may be empty. */
  readonly entity: string;
  readonly diffs: readonly DiffLine[];
  /** From where; may be empty. */
  readonly from: string;
}

const NONE = '—';
/** Fields of one line; more are counted. */
const MOST_FIELDS = 12;
const LONGEST = 160;

/** Done without an account: by somebody who is not in yet. */
const BY_STRANGERS: ReadonlySet<string> = new Set(['account.log_in_failed', 'account.reset_asked', 'account.register']);

export const auditLine = (line: AuditLine, now: Date): AuditLineModel => ({
  id: line.id,
  at: momentOf(line.at, now),
  who: line.actor === null ? { text: nobodyText(line), href: null } : personModel(line.actor),
  what: actionText(line.action),
  code: line.action,
  whom: whomOf(line),
  entity: /^(?:user|merchant):\d+$/u.test(line.entity) && line.subject !== null ? '' : entityText(line.entity),
  diffs: diffsOf(line),
  from: originText(line.origin),
});

const personModel = ({ id, email, name }: AuditPerson): PersonModel => ({
  text: name === '' ? email : `${name}, ${email}`,
  href: links.admin.user(id),
});

function whomOf({ actor, subject }: AuditLine): PersonModel | null {
  return subject === null || subject.id === actor?.id ? null : personModel(subject);
}

function nobodyText({ origin, action }: AuditLine): string {
  if (origin === 'cli') return 'Командная строка';
  if (BY_STRANGERS.has(action)) return 'Кто-то без входа';
  return origin.startsWith('web') ? 'Удалённая учётная запись' : 'EvoSync';
}

const ENTITIES: Readonly<Record<string, string>> = {
  user: 'Учётная запись №',
  merchant: 'Учётная запись №',
  job: 'Обмен №',
  role: 'Роль',
  listing: 'Товар',
  product: 'Товар',
  group: 'Группа',
  store: 'Магазин',
  till: 'Касса',
  schedule: 'Расписание',
  import: 'Файл',
  api_log: 'Запись журнала №',
};

function entityText(entity: string): string {
  const at = entity.indexOf(':');
  const [kind, id] = at < 0 ? [entity, ''] : [entity.slice(0, at), entity.slice(at + 1)];
  if (kind === 'role') return `${ENTITIES[kind] ?? ''} «${valueWord(id)}»`;
  return Object.hasOwn(ENTITIES, kind) ? `${ENTITIES[kind] ?? kind} ${id}`.trim() : entity;
}

function originText(origin: string): string {
  const [kind = '', address = ''] = origin.split(' ', 2);
  if (kind === 'web') return address === '' ? 'сайт' : `сайт, ${address}`;
  if (kind === 'cli') return 'командная строка';
  if (kind === 'worker') return 'обмен';
  return kind === 'evotor' ? 'Эвотор' : origin;
}

/** The fields that read differently before and after; nested ones under `outer.inner`. */
function diffsOf({ before, after }: AuditLine): readonly DiffLine[] {
  const [was, is] = [flat(before), flat(after)];
  const names = [...new Set([...was.keys(), ...is.keys()])];
  const lines = names
    .map(name => ({
      label: fieldText(name),
      before: settingValueText(name, was.get(name) ?? NONE),
      after: settingValueText(name, is.get(name) ?? NONE),
      change: '',
    }))
    .filter(line => line.before !== line.after);
  const rest = lines.length - MOST_FIELDS;
  return rest <= 0
    ? lines
    : [...lines.slice(0, MOST_FIELDS), { label: 'И ещё полей', before: NONE, after: String(rest), change: '' }];
}

function flat(values: Readonly<Record<string, unknown>> | null): Map<string, string> {
  const found = new Map<string, string>();
  for (const [name, value] of Object.entries(values ?? {})) {
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      for (const [inner, innerValue] of Object.entries(value)) found.set(`${name}.${inner}`, textOf(innerValue));
    else found.set(name, textOf(value));
  }
  return found;
}

function textOf(value: unknown): string {
  if (value === null || value === undefined || value === '') return NONE;
  const text = Array.isArray(value)
    ? value.map(textOf).join(', ') || NONE
    : typeof value === 'object'
      ? JSON.stringify(value)
      : valueWord(typeof value === 'string' ? value : JSON.stringify(value));
  const line = text.replace(/\s+/gu, ' ').trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST).trimEnd()}…` : line;
}

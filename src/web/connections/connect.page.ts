import type { AppError } from '../../domain/errors.js';
import type { ConnectionCard, VendorService } from '../../services/web-services.js';
import type { ErrorSummary, Field, FieldErrors } from '../forms/field.js';
import { errorSummary, field } from '../forms/field.js';
import { links } from '../links.js';
import type { Page } from '../render/page-presenter.js';
import type { ProblemCard } from '../texts/problem.js';
import { cardOn, problemCard } from '../texts/problem.js';
import type { ClaimCard } from './claim.page.js';
import { SERVICES } from './connection-words.js';
import type { ConnectionModel } from './connections.page.js';
import { connectionModel } from './connections.page.js';

interface ConnectInput {
  readonly card: ConnectionCard;
  readonly now: Date;
  /** What was typed as the community; a typed token is never given back. */
  readonly community?: string;
  readonly errors?: FieldErrors;
  /** The service refused. */
  readonly refusal?: AppError;
  /** Whether one can sign in with VK ID instead of entering a key. */
  readonly isVkIdOffered?: boolean;
  readonly claims?: readonly ClaimCard[];
}

export interface ConnectModel {
  readonly name: string;
  readonly connected: ConnectionModel | null;
  readonly action: string;
  readonly fields: readonly Field[];
  readonly summary: ErrorSummary | null;
  readonly card: ProblemCard | null;
  /** Signing in with VK ID; `null` = not offered, or not VK. */
  readonly signIn: { readonly href: string; readonly label: string } | null;
  /** Whether the form of the key stands open: it is the only way, or holds a fault. */
  readonly isByHandOpen: boolean;
  /** Tills that wait to be claimed; the till's form only. */
  readonly claims: readonly ClaimCard[];
}

/** Refusals that concern the community; all others of a connecting form concern the token. */
const ABOUT_COMMUNITY = new Set([
  'VK.NOT_YOUR_COMMUNITY',
  'VK.NOT_COMMUNITY_ADMIN',
  'VK.COMMUNITY_TAKEN',
  'VK.COMMUNITY_GONE',
  'VK.MARKET_OFF',
  'VK.ROLE_TOO_LOW',
  'VK.GROUP_ID_INVALID',
]);
/** Refusals that are nobody's typing mistake. */
const ABOUT_NEITHER = /\.(?:DOWN|UNAVAILABLE|FLOOD|CAPTCHA|RATE_LIMITED|TOO_FAST|METHOD_LIMIT)$/u;

export function connectPage({
  card,
  now,
  community,
  errors,
  refusal,
  isVkIdOffered = false,
  claims = [],
}: ConnectInput): Page & { model: ConnectModel } {
  const { service } = card;
  const here = links.connection(service);
  const problem = refusal === undefined ? null : cardOn(here, problemCard(refusal.code, refusal.details));
  const connected = connectionModel(card, now);
  const faults = errors ?? (problem === null ? {} : refusalFault(service, problem));
  return {
    view: `connections/${service}`,
    title: SERVICES[service].name,
    section: 'connections',
    isLive: card.connection !== null,
    model: {
      name: SERVICES[service].name,
      connected: connected?.card == null ? connected : { ...connected, card: cardOn(here, connected.card) },
      action: links.connect(service),
      fields: service === 'evotor' ? [tokenField('Токен Эвотора', faults)] : vkFields(card, community, faults),
      summary: problem === null ? errorSummary(faults) : null,
      card: problem,
      signIn:
        service === 'vk' && isVkIdOffered
          ? { href: links.vkConnect, label: connected === null ? 'Войти через VK ID' : 'Подключить заново через VK ID' }
          : null,
      claims,
      isByHandOpen: !isVkIdOffered || problem !== null || Object.keys(faults).length > 0,
    },
  };
}

function refusalFault(service: VendorService, { code, what }: ProblemCard): FieldErrors {
  if (ABOUT_NEITHER.test(code)) return {};
  return { [service === 'vk' && ABOUT_COMMUNITY.has(code) ? 'community' : 'token']: what };
}

const tokenField = (label: string, faults: FieldErrors): Field =>
  field({
    name: 'token',
    label,
    hint: 'Длинная строка из букв и цифр. Мы храним её зашифрованной и нигде не показываем.',
    type: 'password',
    isRequired: true,
    error: faults['token'] ?? null,
  });

const vkFields = (card: ConnectionCard, community: string | undefined, faults: FieldErrors): Field[] => [
  field({
    name: 'community',
    label: 'Сообщество',
    hint: 'Номер или адрес: 123, club123 или https://vk.com/club123',
    isRequired: true,
    value: community ?? (card.connection?.vkGroupId == null ? '' : `club${card.connection.vkGroupId}`),
    error: faults['community'] ?? null,
  }),
  tokenField('Ключ доступа пользователя', faults),
];

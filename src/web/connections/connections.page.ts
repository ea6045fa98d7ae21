import type { ConnectionCard, VendorService } from '../../services/web-services.js';
import type { IconName } from '../assets/icon-names.js';
import { links } from '../links.js';
import type { Chip } from '../render/chip.js';
import type { Page } from '../render/page-presenter.js';
import type { Moment } from '../texts/moments.js';
import { momentOf } from '../texts/moments.js';
import type { ProblemCard } from '../texts/problem.js';
import { problemCard } from '../texts/problem.js';
import type { ClaimCard } from './claim.page.js';
import { SERVICES, connectionChip } from './connection-words.js';

/** One connected service, ready to print. */
export interface ConnectionModel {
  readonly service: VendorService;
  readonly name: string;
  readonly icon: IconName;
  readonly chip: Chip;
  readonly detail: string;
  /** Whose key it is; empty when not known. */
  readonly person: string;
  /** VK wants a person to prove that they are one: the card that says so. */
  readonly captcha: ProblemCard | null;
  readonly shopUrl: string | null;
  readonly checkedAt: Moment | null;
  readonly connectedAt: Moment;
  readonly card: ProblemCard | null;
  readonly setUpHref: string;
  readonly testHref: string;
  readonly disconnectHref: string;
}

export interface ConnectionsModel {
  readonly connected: readonly ConnectionModel[];
  /** Tills that wait to be claimed. */
  readonly claims: readonly ClaimCard[];
}

export function connectionsPage(
  cards: readonly ConnectionCard[],
  now: Date,
  claims: readonly ClaimCard[] = [],
): Page & { model: ConnectionsModel } {
  const connected = cards.map(card => connectionModel(card, now)).filter(model => model !== null);
  return {
    view: 'connections/connections',
    title: 'Подключения',
    section: 'connections',
    isLive: connected.length > 0,
    model: { connected, claims },
  };
}

export function connectionModel(card: ConnectionCard, now: Date): ConnectionModel | null {
  const { service, connection } = card;
  if (connection === null) return null;
  return {
    service,
    name: SERVICES[service].name,
    icon: SERVICES[service].icon,
    chip: connectionChip(card),
    detail: connection.detail,
    person: connection.personName ?? '',
    captcha: connection.needsCaptcha === true ? problemCard('VK.CAPTCHA') : null,
    shopUrl:
      connection.vkGroupId === null
        ? null
        : `https://vk.com/${connection.vkScreenName ?? `club${connection.vkGroupId}`}`,
    checkedAt: connection.lastCheckedAt === null ? null : momentOf(connection.lastCheckedAt, now),
    connectedAt: momentOf(connection.connectedAt, now),
    card: connection.problemCode === null ? null : problemCard(connection.problemCode),
    setUpHref: links.connection(service),
    testHref: links.testConnection(service),
    disconnectHref: links.disconnect(service),
  };
}

export interface AddModel {
  readonly services: readonly {
    readonly name: string;
    readonly icon: IconName;
    readonly about: string;
    readonly href: string;
  }[];
  readonly claims: readonly ClaimCard[];
}

/** Services not connected yet. */
export function addPage(
  cards: readonly ConnectionCard[],
  claims: readonly ClaimCard[] = [],
): Page & { model: AddModel } {
  const services = cards
    .filter(card => card.connection === null)
    .map(({ service }) => ({ ...SERVICES[service], href: links.connection(service) }));
  return {
    view: 'connections/add',
    title: 'Добавить подключение',
    section: 'connections',
    model: { services, claims },
  };
}

import type {
  CommunityChange,
  CommunityChoice,
  OfferedCommunity,
} from '../../services/connections/vk-id/vk-id-contracts.js';
import type { ErrorSummary, Field, FieldErrors } from '../forms/field.js';
import { errorSummary, field } from '../forms/field.js';
import { links } from '../links.js';
import type { Page } from '../render/page-presenter.js';
import type { Choice } from '../sync/settings.page.js';
import { goods } from '../texts/numbers.js';
import type { ProblemCard } from '../texts/problem.js';
import { MARKET_TYPES } from './lights.js';

export interface CommunityModel {
  readonly attemptId: number;
  readonly action: string;
  readonly personName: string;
  /** `null` = there are none to list. */
  readonly choice: Choice | null;
  /** The number by hand, when VK gave no list; `null` = not asked for. */
  readonly number: Field | null;
  /** VK knows of no community the person may lead. */
  readonly isEmpty: boolean;
  readonly again: string;
  readonly summary: ErrorSummary | null;
  readonly card: ProblemCard | null;
}

interface Given {
  readonly choice: CommunityChoice;
  /** What was typed or ticked. */
  readonly typed?: string;
  readonly errors?: FieldErrors;
  readonly card?: ProblemCard | null;
}

/** After signing in with VK ID: which community is to be connected. */
export function communityPage({ choice, typed, errors = {}, card = null }: Given): Page & { model: CommunityModel } {
  const { communities, currentGroupId } = choice;
  const error = errors['community'] ?? null;
  return {
    view: 'connections/community',
    title: 'Выбор сообщества',
    section: 'connections',
    model: {
      attemptId: choice.attemptId,
      action: links.community,
      personName: choice.personName,
      choice:
        communities === null || communities.length === 0 ? null : listOf(communities, currentGroupId, typed, error),
      number: communities === null ? numberField(typed ?? '', error) : null,
      isEmpty: communities?.length === 0,
      again: links.vkConnect,
      summary: card === null ? errorSummary(errors) : null,
      card,
    },
  };
}

function listOf(
  listed: readonly OfferedCommunity[],
  currentGroupId: number | null,
  typed: string | undefined,
  error: string | null,
): Choice {
  const isListed = listed.some(({ id }) => id === currentGroupId);
  const fallback = isListed ? currentGroupId : listed.length === 1 ? (listed[0]?.id ?? null) : null;
  const chosen = typed ?? (fallback === null ? '' : String(fallback));
  return {
    name: 'community',
    legend: 'Какое сообщество подключить?',
    hint: '',
    error,
    options: listed.map(community => ({
      id: `community-${community.id}`,
      value: String(community.id),
      label: community.name === '' ? `Сообщество ${community.id}` : community.name,
      hint: hintOf(community, community.id === currentGroupId),
      isChecked: String(community.id) === chosen,
    })),
  };
}

function hintOf({ id, screenName, isMarketOn, marketType }: OfferedCommunity, isCurrent: boolean): string {
  const type = marketType === null ? '' : (MARKET_TYPES[marketType] ?? '');
  const market =
    isMarketOn === null ? '' : isMarketOn ? (type === '' ? 'товары включены' : `включены ${type}`) : 'товары выключены';
  return [`vk.com/${screenName || `club${id}`}`, market, isCurrent ? 'подключено раньше' : '']
    .filter(part => part !== '')
    .join(' · ');
}

const numberField = (value: string, error: string | null): Field =>
  field({
    name: 'community',
    label: 'Номер или адрес сообщества',
    hint: 'Например, 123, club123 или https://vk.com/club123',
    isRequired: true,
    value,
    error,
  });

export interface ChangeModel {
  readonly heading: string;
  readonly facts: readonly string[];
  readonly action: string;
  readonly attemptId: number;
  readonly groupId: number;
  readonly label: string;
  readonly back: string;
}

/** Asks before another community takes over: its shop starts anew. */
export function communityChangePage(change: CommunityChange): Page & { model: ChangeModel } {
  const next = nameOf(change.groupId, change.name);
  const former = nameOf(change.former.groupId, change.former.name);
  return {
    view: 'connections/change',
    title: 'Другое сообщество',
    section: 'connections',
    model: {
      heading: 'Подключить другое сообщество?',
      facts: [
        `Сейчас обмен настроен на ${former}. Вы подключаете ${next}.`,
        'Для новой витрины обмен начнётся заново: сначала предпросмотр, потом ваше подтверждение. До него в VK ничего не изменится.',
        change.published === 0
          ? 'В прежнем сообществе наших товаров нет.'
          : `В прежнем сообществе останутся ${goods(change.published)}: цены и остатки в них больше не обновятся. Чтобы скрыть или удалить их, сначала отключите ВКонтакте.`,
        'Правила отбора, настройки, свои названия и фотографии сохранятся. Если вернёте прежнее сообщество, связи с его товарами найдутся.',
      ],
      action: links.community,
      attemptId: change.attemptId,
      groupId: change.groupId,
      label: 'Подключить другое сообщество',
      back: links.connection('vk'),
    },
  };
}

const nameOf = (id: number, name: string): string => (name === '' ? `club${id}` : `«${name}»`);

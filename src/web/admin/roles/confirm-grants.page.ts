import type { GrantEffect, GrantWish } from '../../../services/admin/roles-contracts.js';
import { links } from '../../links.js';
import type { Page } from '../../render/page-presenter.js';
import { counted } from '../../texts/numbers.js';
import { ROLE_NAMES } from '../role-words.js';
import { PERMISSION_WORDS } from './permission-words.js';

export interface ConfirmGrantsModel {
  readonly heading: string;
  /** What is taken and from how many, one line each. */
  readonly taken: readonly string[];
  readonly given: readonly string[];
  readonly action: string;
  readonly wish: { readonly permissions: readonly string[]; readonly basedOn: string };
  readonly back: string;
}

/** Asks before people lose something they can do now. */
export function confirmGrantsPage(wish: GrantWish, effect: GrantEffect): Page & { model: ConfirmGrantsModel } {
  return {
    view: 'admin/confirm-grants',
    title: 'Забрать права?',
    section: 'admin-roles',
    model: {
      heading: `Забрать права у роли «${ROLE_NAMES[effect.role]}»?`,
      taken: effect.removed.map(code => `${PERMISSION_WORDS[code].name}: ${losersText(effect.losers[code] ?? 0)}`),
      given: effect.added.map(code => PERMISSION_WORDS[code].name),
      action: links.admin.roleGrants(wish.roleId),
      wish: { permissions: wish.permissions, basedOn: wish.basedOn },
      back: links.admin.roles,
    },
  };
}

const losersText = (people: number): string =>
  people === 0
    ? 'сейчас этим никто не пользуется'
    : counted(people, 'человек больше не сможет', 'человека больше не смогут', 'человек больше не смогут');

/** What was changed, for the line on the next page. */
export function changedText({ role, added, removed }: GrantEffect): string {
  if (added.length === 0 && removed.length === 0) return `Права роли «${ROLE_NAMES[role]}» остались как были.`;
  const parts = [
    ...(added.length === 0 ? [] : [`добавлено: ${counted(added.length, 'право', 'права', 'прав')}`]),
    ...(removed.length === 0 ? [] : [`забрано: ${counted(removed.length, 'право', 'права', 'прав')}`]),
  ];
  return `Права роли «${ROLE_NAMES[role]}» сохранены, ${parts.join(', ')}. Действуют уже сейчас.`;
}

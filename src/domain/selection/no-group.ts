import type { GroupId, StoreId } from '../brand.js';

const PREFIX = 'none:';

/** Id of the pseudo-group «Без группы» of a store; it can carry a rule like any group. */
export function noGroupId(storeId: StoreId): GroupId {
  return `${PREFIX}${storeId}` as GroupId;
}

/** Whether an id is that of a pseudo-group: till ids are UUIDs and hold no colon. */
export function isNoGroupId(groupId: GroupId): boolean {
  return groupId.startsWith(PREFIX);
}

/** Name under which the pages and the rules know the pseudo-group. */
export const NO_GROUP_NAME = 'Без группы';

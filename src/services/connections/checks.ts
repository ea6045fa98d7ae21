import type { EvotorClient } from '../../clients/evotor/client.js';
import type { VkClient } from '../../clients/vk/client.js';
import type { VkGroup, VkUser } from '../../clients/vk/types.js';
import type { VkOutcome } from '../../clients/vk/outcome.js';
import type { StoreId } from '../../domain/brand.js';
import { AppError } from '../../domain/errors.js';
import type { CallOutcome } from '../../domain/result.js';
import type { TillStore } from '../../domain/till.js';
import type { CheckLight, CheckResult, VendorService } from '../web-services.js';

/** VK's admin level from which one may edit the shop: 1 moderator, 2 editor, 3 administrator. */
const EDITOR = 2;

/** Code of the first red light; `null` = none. */
export function firstBadCode(result: CheckResult): string | null {
  return result.lights.find(light => light.state === 'bad')?.code ?? null;
}

/** A connection that was not made, by the first red light. */
export const refusalOf = (result: CheckResult, service: VendorService): AppError =>
  new AppError('upstream_rejected', firstBadCode(result) ?? 'CONNECTION.REFUSED', { service });

const light = (id: CheckLight['id'], detail = ''): CheckLight => ({ id, state: 'ok', code: null, detail });
const bad = (id: CheckLight['id'], code: string): CheckLight => ({ id, state: 'bad', code, detail: '' });
const unasked = (id: CheckLight['id']): CheckLight => ({ id, state: 'unknown', code: null, detail: '' });

function codeOf(
  outcome: Exclude<CallOutcome<unknown> | VkOutcome<unknown>, { outcome: 'ok' }>,
  silent: string,
): string {
  return outcome.outcome === 'api_error' ? outcome.code : silent;
}

const resultOf = (lights: readonly CheckLight[]): CheckResult => ({
  ok: lights.every(({ state }) => state !== 'bad'),
  lights,
});

/** Token, stores, right to read the catalogue. */
export async function checkTill(client: EvotorClient): Promise<{ result: CheckResult; stores: readonly TillStore[] }> {
  const found = new Map<StoreId, TillStore>();
  const read = await client.stores(page => page.forEach(store => found.set(store.id, store)));
  const stores = [...found.values()];
  if (read.outcome !== 'ok') return { result: resultOf([bad('token', codeOf(read, 'EVOTOR.DOWN'))]), stores };
  const lights = [light('token'), light('stores', String(stores.length))];
  const right = await catalogueRight(
    client,
    stores.map(store => store.id),
  );
  return { result: resultOf([...lights, right]), stores };
}

/** Groups of the first store that is paid for: the smallest read that needs the right. */
async function catalogueRight(client: EvotorClient, stores: readonly StoreId[]): Promise<CheckLight> {
  for (const storeId of stores) {
    const read = await client.groups(storeId, () => undefined);
    if (read.outcome === 'ok') return light('catalogue_right');
    if (read.outcome === 'unknown') return unasked('catalogue_right');
    if (read.code === 'EVOTOR.RIGHT_MISSING' || read.code === 'EVOTOR.TOKEN_REJECTED')
      return bad('catalogue_right', read.code);
  }
  return unasked('catalogue_right');
}

export interface ShopCheck {
  readonly result: CheckResult;
  readonly me: VkUser | null;
  readonly group: VkGroup | null;
}

/** Token, community, role, right `market`, market switched on, photo upload: each a light of its own. */
export async function checkShop(client: VkClient): Promise<ShopCheck> {
  const me = await client.me();
  if (me.outcome !== 'ok') return { result: resultOf([bad('token', codeOf(me, 'VK.DOWN'))]), me: null, group: null };
  const lights = [light('token', `${me.value.firstName} ${me.value.lastName}`.trim())];
  const group = await client.group();
  if (group.outcome !== 'ok')
    return { result: resultOf([...lights, bad('community', codeOf(group, 'VK.DOWN'))]), me: me.value, group: null };
  lights.push(light('community', group.value.name), role(group.value), await marketRight(client));
  lights.push(...marketLights(group.value, await client.uploadAddresses(1)));
  return { result: resultOf(lights), me: me.value, group: group.value };
}

function role(group: VkGroup): CheckLight {
  if (group.isAdmin === null) return unasked('role');
  if (!group.isAdmin) return bad('role', 'VK.NOT_YOUR_COMMUNITY');
  return group.adminLevel !== null && group.adminLevel < EDITOR
    ? bad('role', 'VK.ROLE_TOO_LOW')
    : light('role', levelText(group));
}

/** VK's number of the role; empty where VK does not say which. */
const levelText = ({ adminLevel }: VkGroup): string => (adminLevel === null ? '' : String(adminLevel));

async function marketRight(client: VkClient): Promise<CheckLight> {
  const rights = await client.permissions();
  // The method is a convenience: a server that does not answer it says nothing about the right.
  if (rights.outcome !== 'ok') return unasked('market_right');
  return rights.value.market ? light('market_right') : bad('market_right', 'VK.SCOPE_MISSING');
}

/** An upload address is only given to who may edit a shop that is on: the one proof without side effects. */
function marketLights(group: VkGroup, upload: VkOutcome<readonly string[]>): readonly CheckLight[] {
  const isOff = group.market?.enabled === false || (upload.outcome === 'api_error' && upload.code === 'VK.MARKET_OFF');
  const market = isOff ? bad('market_on', 'VK.MARKET_OFF') : light('market_on', group.market?.type ?? '');
  if (upload.outcome === 'ok') return [market, light('photo_upload')];
  if (isOff || upload.outcome === 'unknown') return [market, unasked('photo_upload')];
  return [market, bad('photo_upload', upload.code)];
}

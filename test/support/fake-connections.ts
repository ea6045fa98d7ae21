/* eslint-disable @typescript-eslint/require-await -- fakes answer at once, but as promises: throws become rejections */
import type { JobId } from '../../src/domain/brand.js';
import { AppError } from '../../src/domain/errors.js';
import type {
  CheckLight,
  CheckResult,
  ConnectionCard,
  ConnectionService,
  GoodsChoice,
  VendorService,
} from '../../src/services/web-services.js';

export const NOW = new Date('2026-11-21T11:30:00Z');
export const minutesAgo = (minutes: number): Date => new Date(NOW.getTime() - minutes * 60_000);

/** Tokens the fake refuses, and with which code. */
export const BAD_TOKENS: Readonly<Record<string, string>> = {
  'wrong-token': 'EVOTOR.TOKEN_REJECTED',
  'revoked-key': 'VK.TOKEN_REVOKED',
  'group-key': 'VK.GROUP_TOKEN',
  'sleeping-key': 'VK.DOWN',
};
export const FOREIGN_COMMUNITY = 999;

const light = (id: CheckLight['id'], detail = '', code: string | null = null): CheckLight => ({
  id,
  state: code === null ? 'ok' : 'bad',
  code,
  detail,
});

export const CHECKS: Record<VendorService, CheckResult> = {
  evotor: { ok: true, lights: [light('token'), light('stores', 'Чайная, Склад, Точка 2'), light('catalogue_right')] },
  vk: {
    ok: true,
    lights: [
      light('token', 'Ольга Ветрова'),
      light('community', 'Чайная на Мира'),
      light('role', '3'),
      light('market_right'),
      light('market_on', 'advanced'),
      light('photo_upload'),
    ],
  },
};

export const CONNECTED: Record<VendorService, NonNullable<ConnectionCard['connection']>> = {
  evotor: {
    isOnline: true,
    detail: 'Магазин «Чайная» и ещё 2',
    lastCheckedAt: minutesAgo(4),
    connectedAt: new Date('2026-11-02T08:12:00Z'),
    problemCode: null,
    vkGroupId: null,
    vkScreenName: null,
  },
  vk: {
    isOnline: true,
    detail: 'Чайная на Мира',
    lastCheckedAt: minutesAgo(7),
    connectedAt: new Date('2026-11-02T08:20:00Z'),
    problemCode: null,
    vkGroupId: 218400123,
    vkScreenName: 'chainaya_mira',
    personName: 'Ольга Ветрова',
  },
};

export interface FakeConnections extends ConnectionService {
  connected: Record<VendorService, ConnectionCard['connection']>;
  checks: Record<VendorService, CheckResult>;
  /** Communities VK was connected with. */
  groupIds: number[];
  /** What was taken away, and what was to become of the goods. */
  partings: { service: VendorService; goods: GoodsChoice }[];
}

export function createFakeConnections(): FakeConnections {
  const accept = (service: VendorService, token: string): CheckResult => {
    const code = BAD_TOKENS[token];
    if (code !== undefined) throw new AppError(code.endsWith('DOWN') ? 'unavailable' : 'unauthenticated', code);
    fake.connected[service] = CONNECTED[service];
    return fake.checks[service];
  };
  const fake: FakeConnections = {
    connected: { ...CONNECTED },
    checks: { ...CHECKS },
    groupIds: [],
    partings: [],
    async cards() {
      return (['evotor', 'vk'] as const).map(service => ({ service, connection: fake.connected[service] }));
    },
    async connectEvotor({ token }) {
      return accept('evotor', token);
    },
    async connectVk({ token, groupId }) {
      if (groupId === FOREIGN_COMMUNITY) throw new AppError('forbidden', 'VK.NOT_YOUR_COMMUNITY');
      fake.groupIds.push(groupId);
      return accept('vk', token);
    },
    async test(_userId, service) {
      if (fake.connected[service] === null) throw new AppError('conflict', 'CONNECTION.MISSING');
      return fake.checks[service];
    },
    async disconnect(_userId, service, goods = 'keep') {
      fake.partings.push({ service, goods });
      if (goods !== 'keep') return { outcome: 'started', jobId: 318 as JobId };
      fake.connected[service] = null;
      return null;
    },
  };
  return fake;
}

/* eslint-disable @typescript-eslint/require-await -- fakes answer at once, but as promises: throws become rejections */
import { AppError } from '../../src/domain/errors.js';
import type { ClaimOffer, ClaimService } from '../../src/services/connections/claim-contracts.js';
import type { CheckResult } from '../../src/services/web-services.js';
import { CHECKS, CONNECTED, minutesAgo, type FakeConnections } from './fake-connections.js';

/** Two tills that came for this merchant: one that can be read, one whose token is still to come. */
export const OFFERED: readonly ClaimOffer[] = [
  {
    connectionId: 71,
    account: '…0042',
    stores: ['Чайная на Мира', 'Склад', 'Точка 2'],
    arrivedAt: minutesAgo(12),
    hasToken: true,
    isInTheWay: false,
  },
  { connectionId: 72, account: '…0043', stores: null, arrivedAt: minutesAgo(3000), hasToken: false, isInTheWay: false },
];

export interface FakeClaims extends ClaimService {
  offered: readonly ClaimOffer[];
  readonly claimed: number[];
  /** What the check after a claim says; `null` = there was nothing to check yet. */
  check: CheckResult | null;
}

export function createFakeClaims(connections: FakeConnections): FakeClaims {
  const fake: FakeClaims = {
    offered: [],
    claimed: [],
    check: CHECKS.evotor,
    async offers() {
      return fake.offered;
    },
    async claim(_userId, connectionId) {
      if (fake.claimed.includes(connectionId)) return fake.check;
      const offer = fake.offered.find(one => one.connectionId === connectionId);
      if (offer === undefined) throw new AppError('not_found', 'CLAIM.NOT_FOUND');
      if (offer.isInTheWay) throw new AppError('conflict', 'CLAIM.TILL_THERE');
      fake.claimed.push(connectionId);
      fake.offered = fake.offered.filter(one => one !== offer);
      connections.connected.evotor = CONNECTED.evotor;
      return fake.check;
    },
  };
  return fake;
}

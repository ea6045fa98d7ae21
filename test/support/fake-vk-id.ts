/* eslint-disable @typescript-eslint/require-await -- fakes answer at once, but as promises: throws become rejections */
import { AppError } from '../../src/domain/errors.js';
import type {
  Chosen,
  CommunityChange,
  CommunityChoice,
  VkIdAnswer,
  VkIdService,
} from '../../src/services/connections/vk-id/vk-id-contracts.js';
import type { FakeConnections } from './fake-connections.js';
import { BAD_TOKENS, FOREIGN_COMMUNITY } from './fake-connections.js';

export const OWN_COMMUNITY = 218400123;
export const OTHER_COMMUNITY = 200;
export const STATE = 's'.repeat(43);

export const CHOICE: CommunityChoice = {
  attemptId: 12,
  personName: 'Ольга Ветрова',
  communities: [
    {
      id: OWN_COMMUNITY,
      name: 'Чайная на Мира',
      screenName: 'chainaya_mira',
      isMarketOn: true,
      marketType: 'advanced',
    },
    { id: OTHER_COMMUNITY, name: 'Ярмарка у дома', screenName: '', isMarketOn: false, marketType: null },
  ],
  currentGroupId: OWN_COMMUNITY,
};

/** The question before another community is connected. */
export const CHANGE: CommunityChange = {
  attemptId: CHOICE.attemptId,
  groupId: OTHER_COMMUNITY,
  name: 'Ярмарка у дома',
  former: { groupId: OWN_COMMUNITY, name: 'Чайная на Мира' },
  published: 396,
};

export interface FakeVkId extends VkIdService {
  isOffered: boolean;
  waiting: CommunityChoice | null;
  /** What the consent page sent back. */
  readonly answers: VkIdAnswer[];
  /** What VK answers instead of a key; `null` = a key. */
  answerCode: string | null;
  /** What becomes of the next choice; `null` = it is connected. */
  refusal: AppError | null;
  changing: CommunityChange | null;
  captchaPage: string | null;
}

/** VK ID in memory: whoever comes back with the one good state has a key. */
export function createFakeVkId(connections: FakeConnections): FakeVkId {
  const connectedId = () => connections.connected.vk?.vkGroupId ?? null;
  const connect = async (token: string, groupId: number): Promise<Chosen> => {
    const former = connectedId();
    const result = await connections.connectVk({ userId: 1 as never, token, groupId });
    fake.waiting = null;
    return { kind: 'connected', result, isReconnect: former === groupId };
  };
  const ask = (attemptId: number, groupId: number): Chosen => {
    const name = CHOICE.communities?.find(({ id }) => id === groupId)?.name ?? '';
    fake.changing = { ...CHANGE, attemptId, groupId, name };
    return { kind: 'asks', attemptId };
  };
  const fake: FakeVkId = {
    isOffered: true,
    waiting: CHOICE,
    answers: [],
    answerCode: null,
    refusal: null,
    changing: null,
    captchaPage: 'https://id.vk.example/not_robot_captcha?session=1',
    async begin() {
      if (!fake.isOffered) throw new AppError('conflict', 'VK_ID.NOT_OFFERED');
      return `https://id.vk.example/authorize?state=${STATE}`;
    },
    async answer({ answer }) {
      fake.answers.push(answer);
      if (answer.state !== STATE) throw new AppError('conflict', 'VK_ID.STATE_UNKNOWN');
      if (answer.error !== '') throw new AppError('forbidden', 'VK_ID.DENIED');
      if (fake.answerCode !== null) throw new AppError('upstream_rejected', fake.answerCode);
      fake.waiting = CHOICE;
    },
    async choice() {
      return fake.waiting;
    },
    async connectByHand({ token, groupId }) {
      const former = connectedId();
      const isRefused = token in BAD_TOKENS || groupId === FOREIGN_COMMUNITY;
      return !isRefused && former !== null && former !== groupId ? ask(99, groupId) : connect(token, groupId);
    },
    async choose({ attemptId, groupId, isSure }) {
      if (fake.refusal !== null) throw fake.refusal;
      if (attemptId !== fake.waiting?.attemptId && attemptId !== fake.changing?.attemptId)
        throw new AppError('conflict', 'VK_ID.CHOICE_OVER');
      const former = connectedId();
      return former !== null && former !== groupId && !isSure ? ask(attemptId, groupId) : connect('by-vk-id', groupId);
    },
    async change(_userId, attemptId) {
      if (fake.changing?.attemptId !== attemptId) throw new AppError('conflict', 'VK_ID.CHOICE_OVER');
      return fake.changing;
    },
    async probeCaptcha() {
      if (connections.connected.vk === null) throw new AppError('conflict', 'CONNECTION.MISSING');
      return { page: fake.captchaPage };
    },
  };
  return fake;
}

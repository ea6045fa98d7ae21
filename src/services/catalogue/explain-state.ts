import type { ShopState } from '../../db/repositories/catalogue.repository.js';
import { reasonText } from '../../domain/listing/reason-text.js';
import { REASONS, type ReasonCode } from '../../domain/listing/reasons.js';

/** The answer to «Почему нет в VK?». */
export interface Explanation {
  readonly published: boolean;
  readonly code: string | null;
  readonly reason: string | null;
  readonly fix: string | null;
}

/** States that are no reason of the listing rules. */
const BY_STATE: Readonly<Record<'waiting' | 'detached', { code: string; reason: string; fix: string }>> = {
  waiting: {
    code: 'WAITING',
    reason: 'Товар готов и ждёт отправки в VK.',
    fix: 'Запустите обмен или дождитесь следующего по расписанию.',
  },
  detached: {
    code: 'REMOVED_IN_VK',
    reason: 'Товар убран или скрыт в VK вручную, и EvoSync его не возвращает.',
    fix: 'Верните товар в VK, если он снова нужен.',
  },
};

/** Why a good is or is not in VK, in sentences. */
export function explainState(state: {
  vkState: ShopState;
  reasonCode: string | null;
  reasonParams: Readonly<Record<string, string>> | null;
}): Explanation {
  if (state.vkState === 'in_vk') return { published: true, code: null, reason: null, fix: null };
  if (state.vkState === 'waiting' || state.vkState === 'detached')
    return { published: false, ...BY_STATE[state.vkState] };
  const code = state.reasonCode ?? 'NOT_SELECTED';
  if (!(code in REASONS)) return { published: false, code, reason: null, fix: null };
  const text = reasonText({ code: code as ReasonCode, params: state.reasonParams ?? {} });
  return { published: false, code, reason: `${text.what}. ${text.why}`, fix: text.fix };
}

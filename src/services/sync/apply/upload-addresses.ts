import type { VkOutcome } from '../../../clients/vk/outcome.js';
import type { ApplySession } from './session.js';

/** Addresses fetched with one script. */
const PER_FETCH = 25;
/** A new fetch starts when so few are left, so that nobody waits for it at full pace. */
const LOW_WATER = 8;

/** A stock of upload addresses, filled many at a time and ahead of need. */
export interface UploadAddresses {
  take(): Promise<VkOutcome<string>>;
}

/** `expected`: photos still to come; no more addresses are fetched than that, but for repeats. */
export function createUploadAddresses(session: ApplySession, expected: number): UploadAddresses {
  const stock: string[] = [];
  let toFetch = expected;
  let fetching: Promise<VkOutcome<readonly string[]>> | null = null;

  function fetchMore(): Promise<VkOutcome<readonly string[]>> {
    fetching ??= session.client
      .uploadAddresses(Math.min(PER_FETCH, Math.max(1, toFetch)))
      .then(outcome => {
        if (outcome.outcome === 'ok') {
          stock.push(...outcome.value);
          toFetch -= outcome.value.length;
        }
        return outcome;
      })
      .finally(() => {
        fetching = null;
      });
    return fetching;
  }

  return {
    async take() {
      for (;;) {
        // A fetch ahead of need may fail unseen: whoever needs an address fetches again and is told.
        if (stock.length <= LOW_WATER && toFetch > 0 && fetching === null) fetchMore().catch(() => undefined);
        const address = stock.shift();
        if (address !== undefined) return { outcome: 'ok', value: address };
        const outcome = await fetchMore();
        if (outcome.outcome !== 'ok') return outcome;
      }
    },
  };
}

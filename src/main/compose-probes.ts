import { setTimeout as wait } from 'node:timers/promises';
import { createFetchHttp } from '../clients/http/fetch-http.js';
import { renderPhoto } from '../photos/render-photo.js';
import type { ProbeParts } from '../services/probes/probe-parts.js';
import { LOOKUP_DELAYS_MS } from '../services/sync/sync-deps.js';
import { createApiLogWriter } from '../services/vendors/api-log-writer.js';
import type { Base } from './compose.js';

/** What the probes of the command line work with; `drain` waits for their log. The first Ctrl-C lets them undo what they did. */
export function composeProbes(base: Base): ProbeParts {
  const apiLog = createApiLogWriter(base.db, base.logger);
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      base.logger.warn('interrupted: undoing what the probe did; once more ends it at once');
      stop.abort();
    });
  const card = { source: 'name_card', title: 'Проба EvoSync', subtitle: 'будет удалено' } as const;
  const noUpload = (): Promise<never> => Promise.reject(new Error('a name card has no upload'));
  return {
    http: createFetchHttp(),
    log: apiLog.for({ userId: null, jobId: null }),
    now: Date.now,
    sleep: (ms, signal) => wait(ms, undefined, signal ? { signal } : {}).catch(() => undefined),
    random: Math.random,
    photo: async () => {
      const { jpeg } = await renderPhoto(card, {
        loadPhoto: noUpload,
        defaultPhotoPath: base.config.vk.defaultPhotoPath,
      });
      return jpeg;
    },
    lookupDelaysMs: LOOKUP_DELAYS_MS,
    signal: stop.signal,
    drain: () => apiLog.drain(),
  };
}

import { startMariadb } from '../mariadb.mjs';
import { toStderr } from '../progress.mjs';
import { startTemporal } from '../temporal.mjs';

/**
 * A real MariaDB and a real Temporal server that leave nothing behind.
 * @param {import('../entry-point.mjs').Life} life
 */
export async function startTestServers(life) {
  let isEnding = false;
  const mariadbStarts = startMariadb({ ephemeral: true });
  const temporalStarts = startTemporal({ ephemeral: true });
  life.defer(() => stop(mariadbStarts));
  life.defer(() => stop(temporalStarts));
  life.defer(() => void (isEnding = true));
  const [mariadb, temporal] = await Promise.all([mariadbStarts, temporalStarts]);
  const ended = Promise.race([
    mariadb.exited.then(how => `MariaDB ${how}`),
    temporal.exited.then(how => `Temporal ${how}`),
  ]);
  return {
    databaseUrl: mariadb.url,
    temporalAddress: temporal.address,
    temporalUiUrl: temporal.uiUrl ?? null,
    ended: ended.then(how => {
      if (!isEnding) toStderr(`✗ ${how}`);
      return 1;
    }),
  };
}

/** @param {Promise<{ stop: () => Promise<void> }>} starting */
async function stop(starting) {
  const running = await starting.catch(() => undefined);
  await running?.stop();
}

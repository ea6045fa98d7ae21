import { findMariadbClient } from '../../scripts/setup/mariadb/find-mariadb-client.mjs';

let found: Promise<{ dump: string; client: string }> | null = null;

/** MariaDB's own programs, found or fetched as the command line does it. */
export function mariadbPrograms(): Promise<{ dump: string; client: string }> {
  found ??= findMariadbClient(() => undefined).then(({ dump, client, env }) => {
    // Programs that were unpacked privately bring their libraries.
    Object.assign(process.env, env);
    return { dump, client };
  });
  return found;
}

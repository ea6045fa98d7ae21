#!/usr/bin/env node
/**
 * Throw-away MariaDB and Temporal for work on the code: prints their addresses as JSON on stdout, runs until SIGTERM or Ctrl-C.
 * `node scripts/dev-servers.mjs`
 */
import { runEntryPoint } from './setup/entry-point.mjs';
import { startTestServers } from './setup/testing/test-servers.mjs';

await runEntryPoint(async life => {
  const servers = await startTestServers(life);
  const addresses = {
    databaseUrl: servers.databaseUrl,
    temporalAddress: servers.temporalAddress,
    temporalUiUrl: servers.temporalUiUrl,
  };
  process.stdout.write(`${JSON.stringify(addresses)}\n`);
  return Promise.race([life.serve(), servers.ended]);
});

#!/usr/bin/env node
/** `npm run build`: packages, `dist/` and the workflow bundle, for those who start web and worker by themselves. */
import { build } from './setup/build.mjs';
import { runEntryPoint } from './setup/entry-point.mjs';
import { ensureNodeModules } from './setup/node-modules.mjs';

await runEntryPoint(async () => {
  await ensureNodeModules();
  await build();
  return 0;
});

import { optionsFromEnv } from './options.js';
import { startSandbox } from './start-sandbox.js';

const running = await startSandbox(optionsFromEnv(process.env));
console.log(JSON.stringify({ ready: true, url: running.url }));

let stopping = false;
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    if (stopping) return;
    stopping = true;
    running.close().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  });
}

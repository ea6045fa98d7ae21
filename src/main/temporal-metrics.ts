import { get } from 'node:http';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { TelemetryOptions } from '@temporalio/worker';

/** Milliseconds the SDK gets to show its figures. */
const READ_MS = 2000;

/** The figures of Temporal's SDK: it serves them itself, on loopback, and the worker's page shows them with its own. */
export interface SdkMetrics {
  readonly telemetry: Pick<TelemetryOptions, 'metrics'>;
  readonly read: () => Promise<string>;
}

export async function sdkMetrics(): Promise<SdkMetrics> {
  const address = `127.0.0.1:${await freePort()}`;
  return {
    telemetry: {
      metrics: {
        prometheus: {
          bindAddress: address,
          countersTotalSuffix: true,
          unitSuffix: true,
          useSecondsForDurations: true,
        },
      },
    },
    // What the SDK cannot tell now is left out; the rest of the page must come.
    read: () => textOf(`http://${address}/metrics`).catch(() => ''),
  };
}

/** The SDK's page on loopback; no vendor is meant, so the way to them is not used. */
function textOf(url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const asked = get(url, { timeout: READ_MS }, answer => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.once('end', () => {
        if (answer.statusCode === 200) resolve(Buffer.concat(chunks).toString('utf8'));
        else reject(new Error(`the SDK answered ${answer.statusCode}`));
      });
      answer.once('error', reject);
    });
    asked.once('error', reject).once('timeout', () => asked.destroy(new Error('the SDK did not answer')));
  });
}

/** The SDK does not tell which port it took, so it is given one. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

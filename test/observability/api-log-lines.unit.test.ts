import { expect } from 'chai';
import type { ApiLogEntry } from '../../src/clients/http/api-log.js';
import type { Database } from '../../src/db/database.js';
import { type Logger, silentLogger } from '../../src/observability/logger.js';
import type { VendorCallFacts } from '../../src/observability/metrics/metrics.js';
import { createApiLogWriter } from '../../src/services/vendors/api-log-writer.js';

const NOON = Date.parse('2026-11-21T12:00:00Z');
const HOUR_MS = 3_600_000;

describe('the API log beside its rows', () => {
  const entry = (over: Partial<ApiLogEntry>): ApiLogEntry => ({
    service: 'evotor',
    method: 'GET',
    path: '/stores/1/products',
    status: 200,
    outcome: 'ok',
    vendorCode: null,
    warning: null,
    startedAt: new Date(NOON),
    durationMs: 250,
    requestBytes: 0,
    responseBytes: 10,
    requestBody: null,
    responseBody: null,
    ...over,
  });
  const db = { change: () => Promise.resolve(0) } as unknown as Database;
  const nobody = { userId: null, jobId: null };

  it('counts each call, and says it at `debug` without its bodies', async () => {
    const counted: VendorCallFacts[] = [];
    const lines: object[] = [];
    const logger: Logger = { ...silentLogger, debug: (_message, fields = {}) => void lines.push(fields) };
    const writer = createApiLogWriter(db, logger, { vendorCall: facts => void counted.push(facts) });
    writer.for(nobody)(entry({ status: 429, outcome: 'api_error', vendorCode: '429', responseBody: 'a body' }));
    await writer.drain();
    expect(counted).to.deep.equal([
      { service: 'evotor', call: 'products', outcome: 'api_error', code: '429', seconds: 0.25 },
    ]);
    expect(lines).to.have.length(1);
    expect(lines[0]).to.include({ vendor: 'evotor', status: 429, ms: 250 });
    expect(JSON.stringify(lines)).not.to.include('a body');
  });

  it('says once a day that a vendor is going to change something, however many merchants hear it', () => {
    const warned: unknown[] = [];
    const logger: Logger = { ...silentLogger, warn: (_message, fields) => void warned.push(fields?.['call']) };
    const note = createApiLogWriter(db, logger).for(nobody);
    const at = (hours: number, path = '/stores/1/products') =>
      note(entry({ path, warning: '299 - gone in May', startedAt: new Date(NOON + hours * HOUR_MS) }));
    at(0);
    at(1, '/stores/2/products');
    at(2, '/stores');
    at(23);
    expect(warned).to.deep.equal(['products', 'stores']);
    at(25);
    expect(warned).to.deep.equal(['products', 'stores', 'products']);
  });
});

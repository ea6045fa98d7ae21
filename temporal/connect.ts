import { Client, Connection, defaultGrpcRetryOptions, makeGrpcRetryInterceptor } from '@temporalio/client';

/** Milliseconds a caller waits for Temporal before it is told that the exchange cannot be started now. */
const CONNECT_TIMEOUT_MS = 10_000;

/** A client of a running server; throws when none answers. */
export async function connectTemporal(options: { address: string; namespace: string }): Promise<Client> {
  const connection = await Connection.connect({ address: options.address, connectTimeout: CONNECT_TIMEOUT_MS });
  return new Client({ connection, namespace: options.namespace });
}

/**
 * The client's own rests between tries grow to five seconds and do not look at the deadline: somebody who presses a button
 * would wait for twenty. With this one its ten tries are over in about five seconds.
 */
const GROWTH_OF_RESTS = 1.3;

/** As {@link connectTemporal}, but without waiting: pages render while Temporal is down, calls fail by themselves. */
export function lazyTemporal(options: { address: string; namespace: string }): Client {
  const interceptors = [makeGrpcRetryInterceptor(defaultGrpcRetryOptions({ factor: GROWTH_OF_RESTS }))];
  return new Client({
    connection: Connection.lazy({ address: options.address, interceptors }),
    namespace: options.namespace,
  });
}

import { isGrpcServiceError, type Client } from '@temporalio/client';
import { defineSearchAttributeKey, SearchAttributeType, type SearchAttributePair } from '@temporalio/common';
import { AppError } from '../src/domain/errors.js';
import { SEARCH_ATTRIBUTES } from './contracts.js';

/** `INDEXED_VALUE_TYPE_KEYWORD` of the protocol. */
const KEYWORD = 2;

/** All of ours are plain words to filter by; a run says whose it is by number, never by name. */
export const searchKeys = {
  userId: defineSearchAttributeKey(SEARCH_ATTRIBUTES.userId, SearchAttributeType.KEYWORD),
  trigger: defineSearchAttributeKey(SEARCH_ATTRIBUTES.trigger, SearchAttributeType.KEYWORD),
  outcome: defineSearchAttributeKey(SEARCH_ATTRIBUTES.outcome, SearchAttributeType.KEYWORD),
} as const;

/** What every start of a merchant's workflow carries. */
export const searchedBy = (userId: number, trigger: string): SearchAttributePair[] => [
  { key: searchKeys.userId, value: String(userId) },
  { key: searchKeys.trigger, value: trigger },
];

/** Ours that the server does not know; it refuses to start what carries them. */
export async function missingSearchAttributes(client: Client): Promise<readonly string[]> {
  const { namespace } = client.options;
  const { customAttributes } = await client.connection.operatorService.listSearchAttributes({ namespace });
  return Object.values(SEARCH_ATTRIBUTES).filter(name => !Object.hasOwn(customAttributes, name));
}

/** Makes them known to a server that is not ours to start. @throws AppError `SYSTEM.ATTRIBUTES_MISSING` if it may not */
export async function ensureSearchAttributes(client: Client): Promise<void> {
  const missing = await missingSearchAttributes(client);
  if (missing.length === 0) return;
  const { namespace } = client.options;
  try {
    await client.connection.operatorService.addSearchAttributes({
      namespace,
      searchAttributes: Object.fromEntries(missing.map(name => [name, KEYWORD])),
    });
  } catch (error) {
    if (!isGrpcServiceError(error)) throw error;
    throw new AppError(
      'unavailable',
      'SYSTEM.ATTRIBUTES_MISSING',
      { names: missing.join(', '), run: creationCommand(namespace, missing) },
      { cause: error },
    );
  }
}

/** What somebody who may do it runs on the server. */
const creationCommand = (namespace: string, names: readonly string[]): string =>
  [
    `temporal operator search-attribute create --namespace ${namespace}`,
    ...names.map(name => `--name ${name} --type Keyword`),
  ].join(' ');

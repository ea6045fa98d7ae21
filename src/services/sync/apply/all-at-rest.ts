/** Waits until every piece of work has ended; only then throws the first error, if there is one. */
export async function allAtRest(work: readonly Promise<unknown>[]): Promise<void> {
  const results = await Promise.allSettled(work);
  const failed = results.find(result => result.status === 'rejected');
  if (failed) throw failed.reason;
}

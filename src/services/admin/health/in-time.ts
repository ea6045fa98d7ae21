/** What a page waits for at most before it shows that somebody did not answer. */
const MOST_MS = 2000;

/** The answer, or `null` when none came in time or it was an error: the rest of the page is shown all the same. */
export async function inTime<T>(ask: () => Promise<T>, mostMs = MOST_MS): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>(resolve => {
    timer = setTimeout(() => {
      resolve(null);
    }, mostMs);
  });
  try {
    return await Promise.race([ask().catch(() => null), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Rows read at a time: a few hundred kilobytes. */
export const ROWS_PER_PAGE = 500;

/** Reads rows by their ids, in that order of pages; each page when the one before it was taken. */
export async function* readByIds<Row>(
  ids: readonly number[],
  read: (ids: readonly number[]) => Promise<readonly Row[]>,
): AsyncGenerator<readonly Row[]> {
  for (let start = 0; start < ids.length; start += ROWS_PER_PAGE)
    yield await read(ids.slice(start, start + ROWS_PER_PAGE));
}

/** Reads page after page, each when the one before it was taken. `read` is told the last row there was. */
export async function* readPages<Row>(
  read: (after: Row | null, limit: number) => Promise<readonly Row[]>,
): AsyncGenerator<readonly Row[]> {
  let after: Row | null = null;
  for (;;) {
    const page: readonly Row[] = await read(after, ROWS_PER_PAGE);
    if (page.length > 0) yield page;
    if (page.length < ROWS_PER_PAGE) return;
    after = page.at(-1) ?? null;
  }
}

/** Rows read at a time: a few hundred kilobytes. */
export const ROWS_PER_PAGE = 500;

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

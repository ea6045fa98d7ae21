import type { UserId } from '../../domain/brand.js';
import type { Queries } from '../database.js';

/** The page on which VK wants a person to prove that they are one, sealed; `null` = there is none any more. */
export async function saveCaptchaPage(
  queries: Queries,
  userId: UserId,
  sealedPage: string | null,
  now: Date,
): Promise<void> {
  await queries.change(
    'UPDATE vk_connections SET captcha_page = :sealedPage, captcha_page_at = :now WHERE user_id = :userId',
    { userId, sealedPage, now },
  );
}

/** Takes the page out of the row: it is opened once. */
export async function takeCaptchaPage(queries: Queries, userId: UserId): Promise<string | null> {
  const row = await queries.first<{ page: string | null }>(
    'SELECT captcha_page AS page FROM vk_connections WHERE user_id = :userId',
    { userId },
  );
  await queries.change('UPDATE vk_connections SET captcha_page = NULL WHERE user_id = :userId', { userId });
  return row?.page ?? null;
}

import { z } from 'zod';

/** Longest token either service gives out, with room to spare. */
const TOKEN_MAX = 4096;

const token = z
  .string('Вставьте токен')
  .trim()
  .min(1, 'Вставьте токен')
  .max(TOKEN_MAX, 'Это не похоже на токен: слишком длинно')
  .regex(/^[\x21-\x7e]+$/u, 'В токене не бывает пробелов и русских букв: скопируйте его ещё раз');

const COMMUNITY = /^(?:(?:https?:\/\/)?(?:m\.)?vk\.(?:com|ru)\/)?(?:club|public|event)?(\d{1,12})\/?(?:[?#].*)?$/iu;
const COMMUNITY_FAULT = 'Укажите номер сообщества: 123, club123 или https://vk.com/club123';

/** A community as people copy it: digits, `club123`, an address of `club`, `public` or `event`. → positive id, or `null`. */
export function communityId(text: string): number | null {
  const digits = COMMUNITY.exec(text.trim().replace(/^-(?=\d)/u, ''))?.[1];
  const id = digits === undefined ? 0 : Number(digits);
  return id > 0 ? id : null;
}

export const evotorForm = z.object({ token });

/** A community of a form; `absent`: what is said when there is none. */
export const communityField = (absent: string) =>
  z.string(absent).transform((text, context) => {
    const id = communityId(text);
    if (id !== null) return id;
    context.addIssue({ code: 'custom', message: text.trim() === '' ? absent : COMMUNITY_FAULT });
    return z.NEVER;
  });

export const vkForm = z.object({ token, community: communityField(COMMUNITY_FAULT) });

export const serviceParam = z.enum(['evotor', 'vk']);

export const goodsChoice = z.enum(['keep', 'hide', 'delete']);

/** What becomes of the goods in VK, and whether deleting them was confirmed. */
export const disconnectForm = z.object({
  goods: goodsChoice.default('keep'),
  sure: z
    .enum(['1'])
    .optional()
    .transform(value => value !== undefined),
});

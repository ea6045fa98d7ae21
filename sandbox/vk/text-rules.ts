const CP1251 = new Set(
  new TextDecoder('windows-1251').decode(Uint8Array.from({ length: 256 }, (_, byte) => byte)).replaceAll('\ufffd', ''),
);

/** Length as VK counts names: one per cp1251 character, the length of the decimal entity for any other. */
export function cp1251Length(text: string): number {
  let length = 0;
  for (const char of text) length += CP1251.has(char) ? 1 : `&#${char.codePointAt(0) ?? 0};`.length;
  return length;
}

/** The text without the signs cp1251 has not got. */
export function withoutOddSigns(text: string): string {
  return normaliseTitle([...text].filter(char => CP1251.has(char)).join(''));
}

/** What VK keeps of a one-line text: trimmed, runs of white space joined. */
export function normaliseTitle(text: string): string {
  return text.trim().replace(/\s+/gu, ' ');
}

/** What VK keeps of a description: trimmed, runs of blanks joined, line ends kept. */
export function normaliseDescription(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replace(/[ \t\u00a0]+/gu, ' ')
    .replace(/ *\n */gu, '\n')
    .trim();
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text as the API answers it. */
export function withEntities(text: string): string {
  return text.replace(/[&<>"]/gu, char => ENTITIES[char] ?? char);
}

/** True for a link to a foreign address, which VK refuses in descriptions (1408). */
export function hasBadLink(text: string): boolean {
  const links = text.match(/(?:https?:\/\/|www\.)[^\s]+/giu) ?? [];
  return links.some(link => !/^(?:https?:\/\/)?(?:[a-z]+\.)?vk\.(?:ru|com)(?:\/|$)/iu.test(link));
}

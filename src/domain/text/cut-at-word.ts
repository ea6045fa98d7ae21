/** Signs that make no end of a text: separators, opening brackets and quotes. */
const DANGLING_SIGNS = /[\s,;:./\\|+*«„“"'([{<–—-]+$/u;
/** Little words that promise more. */
const DANGLING_WORDS = /(?<=\s)(?:и|с|со|в|во|к|ко|о|об|у|на|для|без|под|над|из|от|по|до|за|при|или)$/iu;

/**
 * The text, or as many whole words of it as fit into `max` characters, without trailing separators or prepositions.
 * A first word longer than half of `max` is cut hard, so that the answer is empty only for an empty text.
 */
export function cutAtWord(text: string, max: number): string {
  if (text.length <= max) return text;
  const head = text.slice(0, max);
  const lastSpace = /\s/u.test(text.charAt(max)) ? max : head.search(/\s\S*$/u);
  const words = trimEnd(head.slice(0, Math.max(lastSpace, 0)));
  return words.length >= max / 2 ? words : trimEnd(head) || head;
}

function trimEnd(text: string): string {
  let before: string;
  let after = text;
  do {
    before = after;
    after = before.replace(DANGLING_SIGNS, '').replace(DANGLING_WORDS, '');
  } while (after !== before);
  return after;
}

/** RFC 5321's lengths; no blank, control character, or sign that would make a list or a second name of it. */
const SHAPE = /^[^\s\p{Cc}\p{Cf}@,;:<>()[\]"\\]{1,64}@[^\s\p{Cc}\p{Cf}@,;:<>()[\]"\\]{1,189}$/u;

/** Whether a text may be an e-mail address. Only a letter proves that it is one. */
export function isEmailAddress(text: string): boolean {
  return text.length <= 254 && SHAPE.test(text);
}

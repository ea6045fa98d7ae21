/** Stands in a log where a secret was. */
export const REDACTED = '[redacted]';

/** Shorter texts would blank out ordinary words. */
const MIN_SECRET_CHARS = 6;
/** Tokens are refreshed for ever: the oldest known values are forgotten first. */
const MAX_SECRETS = 2000;

const secrets = new Set<string>();

/**
 * From now on this value appears in no log line, wherever it stands, as it is or as part of an address. Call it for every
 * token read, made or opened.
 */
export function registerSecret(value: string): void {
  if (value.length < MIN_SECRET_CHARS) return;
  for (const form of new Set([value, inAddress(value)])) {
    secrets.delete(form);
    secrets.add(form);
  }
  for (const oldest of secrets) {
    if (secrets.size <= MAX_SECRETS) break;
    secrets.delete(oldest);
  }
}

/** As it stands in a query; a text with half a letter cannot stand there. */
function inAddress(value: string): string {
  try {
    return encodeURIComponent(value);
  } catch {
    return value;
  }
}

/** Names of fields whose texts are never logged. */
export function isSecretName(name: string): boolean {
  return /token|authorization|passw|secret|cookie|csrf|api[-_]?key|encryption|verifier|credential|session[-_]?id/i.test(
    name,
  );
}

const SECRET_PATTERNS: readonly (readonly [RegExp, string])[] = [
  // Authorization headers quoted in a message.
  [/\b(Bearer|Basic)\s+[\w.~+/=-]{6,}/gi, `$1 ${REDACTED}`],
  // Query or form values.
  [/\b(\w*token|\w*secret|password|code_verifier)=[^\s&"']+/gi, `$1=${REDACTED}`],
  [/([?&]code)=[^\s&"']+/gi, `$1=${REDACTED}`],
  // VK's own token format.
  [/\bvk[12]\.a\.[\w-]{8,}/g, REDACTED],
  // Password of a database or mail address.
  [/(\b[a-z][a-z+.-]*:\/\/[^\s:/@]*:)[^\s@/]+@/gi, `$1${REDACTED}@`],
  // The driver appends the statement with its values to its messages.
  [/(\bsql: )[\s\S]*?(?=\n\s+at |$)/g, '$1…'],
];

/** The text without anything that is, or looks like, a secret. */
export function scrubText(text: string): string {
  if (text.length < MIN_SECRET_CHARS) return text;
  let clean = text;
  for (const secret of secrets) if (clean.includes(secret)) clean = clean.replaceAll(secret, REDACTED);
  for (const [pattern, replacement] of SECRET_PATTERNS) clean = clean.replace(pattern, replacement);
  return clean;
}

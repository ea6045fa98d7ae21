/** Longest header looked at; a token we give out has 43 characters. */
const MAX_HEADER = 1000;

/**
 * Tokens an `Authorization` header may mean. Evotor sends ours as `Bearer <token>`, as it is, or as `Basic` with the
 * token as user or as password: sources disagree, so each form is looked up.
 */
export function tokensOf(authorization: string | undefined): readonly string[] {
  const header = authorization?.trim() ?? '';
  if (header === '' || header.length > MAX_HEADER) return [];
  const [, scheme = '', rest = ''] = /^(Bearer|Basic)\s+(\S.*)$/i.exec(header) ?? [];
  if (scheme === '') return [header];
  if (scheme.toLowerCase() === 'bearer') return [rest];
  const plain = Buffer.from(rest, 'base64').toString('utf8');
  const colon = plain.indexOf(':');
  const parts = colon < 0 ? [plain] : [plain.slice(colon + 1), plain.slice(0, colon)];
  return [...new Set([...parts, rest])].filter(token => token !== '');
}

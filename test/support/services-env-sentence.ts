import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { isAppError } from '../../src/domain/errors.js';
import { UNKNOWN_MESSAGE, messageOf } from '../../src/web/texts/messages.js';
import { problemCard } from '../../src/web/texts/problem.js';

const DOCUMENTED = new Set(
  [...readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8').matchAll(/^\| `([^`]+)` \|/gm)].map(
    ([, code]) => code,
  ),
);

/** The code has a row in `docs/errors.md` and sentences of its own on the pages: what is so, and what to do. */
export function expectSentence(code: string | null): void {
  expect(DOCUMENTED, `docs/errors.md explains ${String(code)}`).to.include(code);
  const card = problemCard(String(code));
  expect(card.what, `the pages have no sentence for ${String(code)}`).not.to.equal(UNKNOWN_MESSAGE.what);
  expect(messageOf(String(code)).fix.length + card.fix.length).to.be.greaterThan(5);
}

/** The code a use case refuses with. Fails when it does not refuse. */
export async function refusal(
  work: Promise<unknown>,
): Promise<{ code: string; details: Readonly<Record<string, unknown>> }> {
  const error: unknown = await work.then(
    () => new Error('it was not refused'),
    (thrown: unknown) => thrown,
  );
  if (!isAppError(error)) throw error;
  return { code: error.code, details: error.details };
}

/** The code a piece of work is refused with. */
export const codeOf = async (work: Promise<unknown>): Promise<string> => (await refusal(work)).code;

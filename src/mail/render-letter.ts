import { join } from 'node:path';
import ejs from 'ejs';
import type { LetterContent } from './letter-content.js';

/** The two forms of a letter and its subject; only the address is missing. */
export interface RenderedLetter {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/** Renders `views/mail/<view>.html.ejs` and `views/mail/<view>.text.ejs`; `letter` prints any `LetterContent`. */
export type RenderLetter = <Model extends LetterContent>(
  view: 'letter' | (string & {}),
  model: Model,
) => Promise<RenderedLetter>;

export interface LetterSite {
  /** Folder that holds `views`. */
  readonly projectRoot: string;
  /** Start of every link, without a slash at the end; never the `Host` of a request. */
  readonly baseUrl: string;
  /** Where whoever needs help writes; `null` = nowhere. */
  readonly supportEmail?: string | null;
}

export function createLetterRenderer({ projectRoot, baseUrl, supportEmail = null }: LetterSite): RenderLetter {
  const views = join(projectRoot, 'views');
  const link = (path: string): string => `${baseUrl}${localOnly(path)}`;
  const site = { baseUrl, host: new URL(baseUrl).host, supportEmail, link };
  const render = (name: string, data: object, options: ejs.Options = {}): Promise<string> =>
    ejs.renderFile(join(views, 'mail', `${name}.ejs`), data, { root: views, cache: true, ...options });

  return async (view, letter) => {
    const data = { letter, site };
    const [html, text] = await Promise.all([
      render(`${view}.html`, data, { rmWhitespace: true }),
      // Plain text has nothing to escape.
      render(`${view}.text`, data, { escape: String }),
    ]);
    return { subject: oneLine(letter.subject), html, text: tidy(text) };
  };
}

/** Links lead to our site alone. */
function localOnly(path: string): string {
  if (!/^\/(?!\/)/u.test(path)) throw new RangeError('a letter links to paths of our site only');
  return path;
}

/** Names of goods and shops come from outside: no line break may get into a header. */
const oneLine = (subject: string): string => subject.replace(/[\p{Cc}\s]+/gu, ' ').trim();

const tidy = (text: string): string =>
  `${text
    .replace(/[ \t]+$/gmu, '')
    .replace(/\n{3,}/gu, '\n\n')
    .trim()}\n`;

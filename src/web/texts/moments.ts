import { NBSP } from '../../domain/text/format-number.js';

/** Times are printed as in Moscow; a script rewrites them for browsers elsewhere. */
const TIME_ZONE = 'Europe/Moscow';
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** A time as the views print it: inside `<time>`, with the full date on hover. */
export interface Moment {
  readonly text: string;
  readonly iso: string;
  readonly full: string;
  /** Written out (not «3 мин назад»), so that a script may put it into the reader's time zone. */
  readonly isAbsolute: boolean;
}

const dayAndTime = format({ day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' });
const withYear = format({ day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit' });
const time = format({ hour: '2-digit', minute: '2-digit' });
const day = format({ year: 'numeric', month: '2-digit', day: '2-digit' });

function format(options: Intl.DateTimeFormatOptions): (date: Date) => string {
  const formatter = new Intl.DateTimeFormat('ru-RU', { ...options, timeZone: TIME_ZONE });
  return date =>
    formatter
      .format(date)
      .replace(' в ', ', ')
      .replace(/ г\.(?=,)/u, '');
}

/** «только что», «3 мин назад», «через 12 мин»; «сегодня, 14:02»; «21 ноября, 14:02»; with the year when it is another. */
export function momentOf(date: Date, now: Date): Moment {
  const relative = relativeText(date.getTime() - now.getTime());
  return {
    text: relative ?? absoluteText(date, now),
    iso: date.toISOString(),
    full: `${withYear(date)} (Москва)`,
    isAbsolute: relative === null,
  };
}

/** A moment that is still to come; one whose time has passed by a little is about to come. */
export function upcomingMoment(date: Date, now: Date): Moment {
  const moment = momentOf(date, now);
  return date > now ? moment : { ...moment, text: 'вот-вот', isAbsolute: false };
}

function relativeText(differenceMs: number): string | null {
  const minutes = Math.floor(Math.abs(differenceMs) / MINUTE_MS);
  if (Math.abs(differenceMs) >= HOUR_MS) return null;
  if (minutes === 0) return differenceMs > 0 ? 'сейчас' : 'только что';
  return differenceMs > 0 ? `через ${minutes}${NBSP}мин` : `${minutes}${NBSP}мин назад`;
}

function absoluteText(date: Date, now: Date): string {
  if (day(date) === day(now)) return `сегодня, ${time(date)}`;
  return day(date).slice(-4) === day(now).slice(-4) ? dayAndTime(date) : withYear(date);
}

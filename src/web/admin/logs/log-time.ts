import type { Moment } from '../../texts/moments.js';

const clock = new Intl.DateTimeFormat('ru-RU', {
  timeZone: 'Europe/Moscow',
  day: '2-digit',
  month: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});
const exact = new Intl.DateTimeFormat('ru-RU', {
  timeZone: 'Europe/Moscow',
  dateStyle: 'long',
  timeStyle: 'medium',
});

/** Calls follow each other within a second: the log prints seconds, and the thousandths on hover. */
export function exactMoment(date: Date): Moment {
  const thousandths = String(date.getUTCMilliseconds()).padStart(3, '0');
  return {
    text: clock.format(date),
    iso: date.toISOString(),
    full: `${exact.format(date)},${thousandths} (Москва)`,
    // Left in Moscow time: the form over the log is filled in in it too.
    isAbsolute: false,
  };
}

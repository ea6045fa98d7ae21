import { NBSP } from '../../domain/text/format-number.js';
import { pluralRu } from '../../domain/text/plural-ru.js';

/** A wait in words, rounded up so that nobody comes back too early: «минуту», «5 минут», «2 часа». */
export function waitText(seconds: number): string {
  if (seconds <= 60) return 'минуту';
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 60) return `${minutes}${NBSP}${pluralRu(minutes, 'минуту', 'минуты', 'минут')}`;
  const hours = Math.ceil(minutes / 60);
  if (hours === 1) return 'час';
  return `${hours}${NBSP}${pluralRu(hours, 'час', 'часа', 'часов')}`;
}

/** How long something took: «12 с», «3 мин 5 с», «25 мин», «1 ч 20 мин». */
export function spanText(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 60) return `${seconds}${NBSP}с`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 10 && seconds % 60 > 0) return `${minutes}${NBSP}мин${NBSP}${seconds % 60}${NBSP}с`;
  if (minutes < 60) return `${minutes}${NBSP}мин`;
  return `${Math.floor(minutes / 60)}${NBSP}ч${NBSP}${String(minutes % 60).padStart(2, '0')}${NBSP}мин`;
}

/** Remaining time of a run: «осталось около 2 мин». */
export function leftText(seconds: number): string {
  if (seconds < 60) return 'осталось меньше минуты';
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `осталось около ${minutes}${NBSP}мин`;
  const hours = Math.round(minutes / 60);
  return `осталось около ${hours}${NBSP}ч`;
}

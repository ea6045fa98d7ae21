const DAY = new Intl.DateTimeFormat('ru-RU', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'Europe/Moscow',
});

/** A day in full, as in Moscow: «5 декабря 2026 года». */
export const dayText = (date: Date): string => DAY.format(date).replace(/ г\.$/u, ' года');

// Times come printed for Moscow. In a browser of another time zone they are printed anew, in the same form.
(() => {
  const HOME = 'Europe/Moscow';
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const text = (date, options) =>
    new Intl.DateTimeFormat('ru-RU', options)
      .format(date)
      .replace(' в ', ', ')
      .replace(/ г\.(?=,)/, '');
  const isSame = date => {
    const shown = { dateStyle: 'short', timeStyle: 'short' };
    return text(date, { ...shown, timeZone: HOME }) === text(date, { ...shown, timeZone: zone });
  };

  const print = time => {
    const date = new Date(time.dateTime);
    if (isSame(date)) return;
    const today = date.toDateString() === new Date().toDateString();
    const clock = { hour: '2-digit', minute: '2-digit' };
    const day = { day: 'numeric', month: 'long' };
    const year = date.getFullYear() === new Date().getFullYear() ? {} : { year: 'numeric' };
    time.textContent = today ? `сегодня, ${text(date, clock)}` : text(date, { ...day, ...year, ...clock });
    time.title = `${text(date, { ...day, year: 'numeric', ...clock })} (ваше время)`;
  };

  const printAll = root => root.querySelectorAll('time[data-local]').forEach(print);
  printAll(document);
  document.addEventListener('htmx:afterSettle', event => printAll(event.target));
})();

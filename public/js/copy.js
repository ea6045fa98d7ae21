// A button beside each text made to be copied. Without scripts the text is selected by hand.
(() => {
  if (!navigator.clipboard) return;
  document.querySelectorAll('textarea[data-copy]').forEach(area => {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'btn btn-outline-primary';
    button.textContent = area.dataset.copy;
    const said = document.createElement('span');
    said.setAttribute('role', 'status');
    said.className = 'copy-said';
    button.addEventListener('click', async () => {
      try {
        await navigator.clipboard.writeText(area.value);
        said.textContent = 'Скопировано';
      } catch {
        area.select();
        said.textContent = 'Не получилось: текст выделен, скопируйте его сами';
      }
    });
    const row = document.createElement('p');
    row.className = 'copy-row';
    row.append(button, said);
    area.after(row);
  });
})();

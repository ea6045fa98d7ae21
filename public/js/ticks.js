// Ticked rows: the bar under the table follows the reader, says how many there are, and one box ticks them all.
(() => {
  const form = document.querySelector('#bulk');
  if (!form) return;
  const boxes = [...document.querySelectorAll('input[form="bulk"][name="id"]')];
  const legend = form.querySelector('.bulk__legend');
  const quiet = legend.textContent;
  const everything = form.querySelector('input[name="scope"]');
  const all = document.createElement('label');
  all.className = 'bulk__all';
  all.innerHTML = '<input class="form-check-input" type="checkbox"><span>Все на этой странице</span>';
  const allBox = all.querySelector('input');
  legend.after(all);
  // A legend may not be a live region itself; what it says stands in one.
  const said = document.createElement('span');
  said.setAttribute('role', 'status');
  said.textContent = quiet;
  legend.replaceChildren(said);

  const show = () => {
    const ticked = boxes.filter(box => box.checked).length;
    const isOn = ticked > 0 || (everything && everything.checked);
    form.classList.toggle('bulk--on', Boolean(isOn));
    const text = ticked > 0 ? legend.dataset.ticked + ticked : quiet;
    if (said.textContent !== text) said.textContent = text;
    allBox.checked = ticked === boxes.length;
    allBox.indeterminate = ticked > 0 && ticked < boxes.length;
  };
  allBox.addEventListener('change', () => {
    boxes.forEach(box => {
      box.checked = allBox.checked;
    });
    show();
  });
  document.addEventListener('change', event => {
    if (boxes.includes(event.target) || event.target === everything) show();
  });
  window.addEventListener('pageshow', show);
  show();
})();

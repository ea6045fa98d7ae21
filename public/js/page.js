// Small comforts; every page works without them.
(() => {
  // A form is sent once, however often its button is pressed.
  document.addEventListener('submit', event => {
    const form = event.target;
    // One that opens a tab of its own leaves this page as it is, to be pressed again.
    if (form.target === '_blank') return;
    if (form.dataset.sent === 'yes' && !form.hasAttribute('hx-post')) event.preventDefault();
    form.dataset.sent = 'yes';
  });
  window.addEventListener('pageshow', () => {
    document.querySelectorAll('form[data-sent]').forEach(form => delete form.dataset.sent);
  });

  // A picture is sent as soon as it is taken or chosen.
  document.addEventListener('change', event => {
    const input = event.target;
    if (input.matches('input[type=file][data-send]') && input.files.length > 0) input.form.requestSubmit();
  });

  // Open menus close with Escape and with a press elsewhere.
  const openMenus = () => document.querySelectorAll('details.menu[open], details.rule-menu[open]');
  document.addEventListener('keydown', event => {
    if (event.key !== 'Escape') return;
    openMenus().forEach(menu => {
      menu.open = false;
      menu.querySelector('summary').focus();
    });
  });
  document.addEventListener('click', event => {
    openMenus().forEach(menu => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });

  // Progress replaces itself every 2 s; only a new phase and the end are told to those who listen.
  document.addEventListener('htmx:afterSettle', () => {
    const head = document.querySelector('#progress .progress-sheet__head');
    const said = document.querySelector('#progress-said');
    const text = head && head.textContent.replace(/\s+/g, ' ').trim();
    if (said && text && said.textContent !== text) said.textContent = text;
  });

  // After a form came back with faults, start at them.
  const fault = document.querySelector('[aria-invalid="true"]');
  if (fault) fault.focus();
})();

'use strict';
(function () {
  const filter = document.getElementById('filter');
  const outcome = document.getElementById('outcome');
  const shown = document.getElementById('shown');
  const rows = Array.from(document.querySelectorAll('tbody tr'));
  const texts = rows.map(row => row.textContent.toLowerCase());

  function apply() {
    const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    rows.forEach((row, index) => {
      const result = row.dataset.outcome;
      const isShown = words.every(word => texts[index].includes(word))
        && (!outcome.value || result === undefined || result === outcome.value);
      row.hidden = !isShown;
      count += isShown ? 1 : 0;
    });
    shown.textContent = count === rows.length ? '' : count + ' of ' + rows.length + ' rows';
  }

  function sort(head) {
    const body = head.closest('table').tBodies[0];
    const column = Array.from(head.parentNode.children).indexOf(head);
    const isDown = head.getAttribute('aria-sort') === 'ascending';
    const collator = new Intl.Collator('en', { numeric: true });
    Array.from(head.parentNode.children).forEach(other => other.removeAttribute('aria-sort'));
    head.setAttribute('aria-sort', isDown ? 'descending' : 'ascending');
    Array.from(body.rows)
      .map((row, index) => ({ row, index, key: row.cells[column].textContent.trim() }))
      .sort((a, b) => (isDown ? -1 : 1) * collator.compare(a.key, b.key) || a.index - b.index)
      .forEach(item => body.appendChild(item.row));
  }

  // A link to a row that the filter hides would lead nowhere.
  function reveal() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target && target.hidden) {
      filter.value = '';
      outcome.value = '';
      apply();
      target.scrollIntoView();
    }
  }

  filter.addEventListener('input', apply);
  outcome.addEventListener('change', apply);
  window.addEventListener('hashchange', reveal);
  document.querySelectorAll('th').forEach(head => head.addEventListener('click', () => sort(head)));
})();

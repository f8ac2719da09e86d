'use strict';
// Reading needs none of this: it filters, opens what a link points to, and opens everything for print.
(() => {
  const byId = (id) => document.getElementById(id);
  const toolbar = byId('toolbar');
  const text = byId('filter-text');
  const severity = byId('filter-severity');
  const agents = byId('filter-agents');
  const result = byId('filter-result');
  const rows = [...document.querySelectorAll('[data-row]')];
  const words = new Map();
  const wordsOf = (row) => {
    if (!words.has(row)) words.set(row, row.textContent.toLowerCase());
    return words.get(row);
  };

  const filter = () => {
    const wanted = text.value.trim().toLowerCase();
    const active = wanted !== '' || severity.value !== '' || agents.checked;
    let shown = 0;
    for (const row of rows) {
      const match =
        (severity.value === '' || row.dataset.severity === severity.value) &&
        (!agents.checked || 'agent' in row.dataset) &&
        (wanted === '' || wordsOf(row).includes(wanted));
      row.hidden = !match;
      if (match && row.tagName === 'DETAILS') shown += 1;
    }
    result.textContent = active ? `${shown} principals match` : '';
    if (active) for (const rest of document.querySelectorAll('details.rest')) rest.open = true;
    const state = new URLSearchParams();
    if (wanted !== '') state.set('q', text.value.trim());
    if (severity.value !== '') state.set('severity', severity.value);
    if (agents.checked) state.set('agents', '1');
    const hash = state.size > 0 ? `#?${state}` : '';
    if (hash !== '' || location.hash.startsWith('#?')) history.replaceState(null, '', hash || '#');
  };

  const fromHash = () => {
    if (location.hash.startsWith('#?')) {
      const state = new URLSearchParams(location.hash.slice(2));
      text.value = state.get('q') ?? '';
      severity.value = state.get('severity') ?? '';
      agents.checked = state.has('agents');
      filter();
      return;
    }
    const target = location.hash.length > 1 ? byId(location.hash.slice(1)) : null;
    if (target === null) return;
    for (let at = target; at !== null; at = at.parentElement) {
      if (at.tagName === 'DETAILS') at.open = true;
      if (at.hidden) at.hidden = false;
    }
    target.scrollIntoView();
  };

  const setOpen = (open) => {
    for (const details of document.querySelectorAll('details.principal')) details.open = open;
  };

  let timer = 0;
  text.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(filter, 120);
  });
  severity.addEventListener('change', filter);
  agents.addEventListener('change', filter);
  byId('expand-all').addEventListener('click', () => setOpen(true));
  byId('collapse-all').addEventListener('click', () => setOpen(false));
  addEventListener('hashchange', fromHash);
  addEventListener('beforeprint', () => {
    for (const details of document.querySelectorAll('details')) details.open = true;
  });
  toolbar.hidden = false;
  fromHash();
})();

// Opens what a link points to, everything for print, and moves by arrow keys from one header or row to the next.
((page) => {
  let printing = false;
  const open = (element) => {
    for (let at = element; at !== null; at = at.parentElement) {
      if (at.tagName === 'DETAILS') at.open = true;
      if (at.hidden) at.hidden = false;
    }
  };

  /** Links to the rows, one of them in the tab order: the arrows reach the others. */
  const linkRows = (holder) => {
    for (const row of holder.querySelectorAll('tr[id], li[id]')) {
      const code = row.querySelector('code');
      if (code === null || code.parentElement.tagName === 'A') continue;
      const link = page.make('a', 'row-link');
      link.href = `#${row.id}`;
      link.title = 'Link to this permission';
      link.tabIndex = -1;
      code.replaceWith(link);
      link.append(code);
    }
    const first = holder.querySelector('.row-link');
    if (first !== null) first.tabIndex = 0;
  };
  // A region that does not scroll need not be a stop of the tab key.
  const tidyStops = (section) => {
    const regions = [...section.querySelectorAll('.scroll')].filter(
      (region) => region.closest('details:not([open])') === null,
    );
    // All is measured before anything is changed: in turns, each would lay the page out anew.
    const fits = regions.map((region) => region.scrollWidth <= region.clientWidth);
    for (const [index, region] of regions.entries()) {
      if (fits[index]) region.removeAttribute('tabindex');
      else region.tabIndex = 0;
    }
  };
  const prepare = (section) => {
    if (section.matches('.principal')) {
      page.narrow(section);
      for (const { holder } of page.tablesIn(section)) linkRows(holder);
    }
    tidyStops(section);
  };
  document.addEventListener(
    'toggle',
    ({ target }) => {
      if (target.tagName === 'DETAILS' && target.open && !printing) prepare(target);
    },
    true,
  );

  const show = () => {
    if (location.hash.startsWith('#?')) {
      page.readState();
      return;
    }
    const id = decodeURIComponent(location.hash.slice(1));
    if (id === '') return;
    let target = document.getElementById(id);
    if (target === null) {
      const [section = null] = [...document.querySelectorAll('details.principal')].filter((each) =>
        id.startsWith(`${each.id}-`),
      );
      if (section === null) return;
      for (const each of page.tablesIn(section)) if (each.reveal(id)) linkRows(each.holder);
      target = document.getElementById(id) ?? section;
    }
    open(target);
    target.scrollIntoView();
    for (const marked of document.querySelectorAll('.reached')) marked.classList.remove('reached');
    target.classList.add('reached');
  };

  let closed = [];
  let paged = [];
  addEventListener('beforeprint', () => {
    printing = true;
    closed = [...document.querySelectorAll('details:not([open])')];
    for (const details of closed) details.open = true;
    paged = page
      .tablesIn(document.body)
      .filter(({ state }) => !state.whole)
      .map((table) => ({ table, first: table.state.first }));
    for (const { table } of paged) {
      table.state.whole = true;
      table.render();
    }
  });
  addEventListener('afterprint', () => {
    for (const { table, first } of paged) {
      table.state.whole = false;
      table.state.first = first;
      table.render();
    }
    for (const details of closed) details.open = false;
    printing = false;
  });

  const STEP = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity };
  const move = (event, stops) => {
    const at = stops.indexOf(event.target);
    if (at < 0 || stops.length < 2) return;
    const to = stops[Math.max(0, Math.min(stops.length - 1, at + STEP[event.key]))];
    event.preventDefault();
    if (event.target.matches('.row-link')) {
      event.target.tabIndex = -1;
      to.tabIndex = 0;
    }
    to.focus();
  };
  document.addEventListener('keydown', (event) => {
    if (!(event.key in STEP) || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (event.target.matches('.principal > summary')) {
      move(event, [...document.querySelectorAll('.principal:not([hidden]) > summary')]);
    } else if (event.target.matches('.row-link')) {
      move(event, [...event.target.closest('[data-rows]').querySelectorAll('.row-link')]);
    } else if (event.target.matches('table[data-table] tbody a')) {
      move(event, [...event.target.closest('tbody').querySelectorAll('a')]);
    }
  });
  addEventListener('hashchange', show);
  addEventListener('resize', () => tidyStops(document.body));
  for (const section of document.querySelectorAll('.principal[open]')) prepare(section);
  tidyStops(document.body);
  show();
})((window.paredown ??= {}));

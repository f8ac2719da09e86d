// Search, filters and order, which live in the hash: a link shows what its sender saw.
((page) => {
  const byId = (id) => document.getElementById(id);
  const toolbar = byId('toolbar');
  const text = byId('filter-text');
  const severity = byId('filter-severity');
  const agents = byId('filter-agents');
  const result = byId('filter-result');
  const sections = [...document.querySelectorAll('details.principal')];
  const named = [...document.querySelectorAll('table[data-table]')].map(page.table);
  const words = new Map();
  const wordsOf = (section) => {
    if (!words.has(section))
      words.set(section, `${section.textContent.toLowerCase()} ${page.rowWords(section.id)}`);
    return words.get(section);
  };

  const wanted = () => ({
    words: text.value.trim().toLowerCase(),
    severity: severity.value,
    agents: agents.checked,
  });
  const isActive = (want) => want.words !== '' || want.severity !== '' || want.agents;
  const severityFits = (want, severities) =>
    want.severity === '' || severities.split(' ').includes(want.severity);

  /** Inside a section whose name is not what was searched for, only the rows that are. */
  page.narrow = (section) => {
    const want = wanted();
    const header = section.querySelector('summary').textContent.toLowerCase();
    const word = header.includes(want.words) ? '' : want.words;
    for (const each of page.tablesIn(section)) {
      const matching = (row) => (word === '' || row.words.includes(word)) && severityFits(want, row.severity);
      each.state.match = each.all.some(matching) ? matching : () => true;
      each.state.first = 0;
      each.render();
    }
  };

  const owners = new Map();
  const sectionOf = (row) => {
    if (!owners.has(row)) {
      const target = document.getElementById(row.element().querySelector('a').hash.slice(1));
      owners.set(row, target?.closest('details.principal')?.id ?? '');
    }
    return owners.get(row);
  };

  const remember = () => {
    const want = wanted();
    const state = new URLSearchParams();
    if (want.words !== '') state.set('q', text.value.trim());
    if (want.severity !== '') state.set('severity', want.severity);
    if (want.agents) state.set('agents', '1');
    for (const { holder, size, state: at } of named) {
      if (at.sort !== '') state.set(`sort-${holder.dataset.table}`, at.sort);
      if (at.whole) state.set(`page-${holder.dataset.table}`, 'all');
      else if (at.first > 0) state.set(`page-${holder.dataset.table}`, at.first / size + 1);
    }
    const hash = state.size > 0 ? `#?${state}` : '';
    if (hash !== '' || location.hash.startsWith('#?')) history.replaceState(null, '', hash || '#');
  };

  const apply = () => {
    const want = wanted();
    const matches = (row) =>
      (want.words === '' || row.words.includes(want.words)) &&
      severityFits(want, row.severity) &&
      (!want.agents || row.agent);
    const decisions = named.map((each) => {
      // The row of a principal holds its name; its permissions are in its section.
      const bySection = each.holder.dataset.table === 'principals' && sections.length > 0;
      // A decision is found by its own words and by what is said of its principal.
      const found = (row) => matches(row) || (sectionFits(row) && severityFits(want, row.severity));
      each.state.match = bySection ? (row) => shows.has(row.element().dataset.of) : found;
      return each;
    });
    const shows = new Set();
    const sectionFits = (row) =>
      want.words !== '' && shows.has(sectionOf(row)) && (!want.agents || row.agent);
    for (const section of sections) {
      const match =
        (want.words === '' || wordsOf(section).includes(want.words)) &&
        severityFits(want, section.dataset.severity) &&
        (!want.agents || 'agent' in section.dataset);
      section.hidden = !match;
      if (match) shows.add(section.id);
      if (section.open) page.narrow(section);
    }
    const counts = decisions.map((each) => {
      each.state.first = 0;
      return `${each.render()} ${each.holder.dataset.table}`;
    });
    if (named.length === 0) counts.push(`${shows.size} principals`);
    result.textContent = isActive(want) ? `${counts.join(', ')} match` : '';
    remember();
  };

  page.readState = () => {
    const state = new URLSearchParams(location.hash.slice(2));
    text.value = state.get('q') ?? '';
    severity.value = state.get('severity') ?? '';
    if (severity.selectedIndex < 0) severity.value = '';
    agents.checked = state.has('agents');
    for (const { holder, state: order } of named)
      order.sort = state.get(`sort-${holder.dataset.table}`) ?? '';
    apply();
    for (const { holder, size, state: at, render } of named) {
      const turned = state.get(`page-${holder.dataset.table}`) ?? '1';
      at.whole = turned === 'all';
      at.first = at.whole ? 0 : (Math.max(1, Number.parseInt(turned, 10) || 1) - 1) * size;
      render();
    }
    remember();
  };
  page.turned = remember;
  page.clear = () => {
    text.value = '';
    severity.value = '';
    agents.checked = false;
    apply();
  };

  let timer = 0;
  text.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(apply, 120);
  });
  severity.addEventListener('change', apply);
  agents.addEventListener('change', apply);
  byId('filter-clear').addEventListener('click', page.clear);
  byId('expand-all').addEventListener('click', () => {
    for (const section of sections) if (!section.hidden) section.open = true;
  });
  byId('collapse-all').addEventListener('click', () => {
    for (const section of sections) section.open = false;
  });
  for (const each of named) {
    for (const [index, head] of each.heads.entries()) {
      if (!('sort' in head.dataset)) continue;
      const button = page.make('button', 'sort', ...head.childNodes);
      button.type = 'button';
      head.append(button);
      button.addEventListener('click', () => {
        each.state.sort =
          each.state.sort === `${index}a` ? `${index}d` : each.state.sort === `${index}d` ? '' : `${index}a`;
        each.state.first = 0;
        each.render();
        remember();
      });
    }
    each.render();
  }
  toolbar.hidden = false;
})((window.paredown ??= {}));

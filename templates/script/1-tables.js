'use strict';
// Tables that filter, sort and page. Rows stand in the page, or in its JSON when there are too many, and then
// are made when their principal is opened. Text only ever becomes text: no HTML is parsed here.
((page) => {
  const json = document.getElementById('rows');
  const data = json === null ? null : JSON.parse(json.textContent);
  const PAGE = 250;
  const make = (tag, className, ...children) => {
    const element = document.createElement(tag);
    if (className !== '') element.className = className;
    element.append(...children);
    return element;
  };

  const idOf = (action) => (Object.hasOwn(data.ids, action) ? data.ids[action] : action.replace(':', '-'));
  /** Breaks where the static rows break. */
  const breakable = (text) =>
    text
      .split(/(?<=[:/,])(?=.)|(?<=[a-z0-9])(?=[A-Z])/)
      .flatMap((piece, index) => (index === 0 ? [piece] : [document.createElement('wbr'), piece]));
  const lines = (text) =>
    text === '' ? [] : text.split('\n').map((line) => make('span', 'line', ...breakable(line)));
  const chip = (text) => (text === '' ? [] : [make('span', `chip ${text}`, text)]);
  const proof = (text, anchor) => {
    if (text === '') return [];
    const link = make('a', '', `E${text}`);
    link.href = `#${anchor}-e${text}`;
    return [link];
  };
  const action = (text) => {
    const [name, ...notes] = text.split('\n');
    return [
      make('code', '', ...breakable(name)),
      ...notes.flatMap((note) => [' ', make('span', 'small muted', note)]),
    ];
  };
  const CELLS = {
    action: (text) => make('td', '', ...action(text)),
    chip: (text) => make('td', '', ...chip(text)),
    text: (text) => make('td', '', text),
    nowrap: (text) => make('td', 'nowrap', text),
    n: (text) => make('td', 'n', text),
    lines: (text) => make('td', 'small', ...lines(text)),
    proof: (text, anchor) => make('td', '', ...proof(text, anchor)),
  };
  const tableRow = (columns) => (cells, anchor) =>
    make('tr', '', ...cells.map((text, index) => CELLS[columns[index]](text, anchor)));
  const listItem = ([name, severity, number, conflict], anchor) =>
    make(
      'li',
      '',
      ...action(name),
      ...[...chip(severity), ...proof(number, anchor)].flatMap((part) => [' ', part]),
      ...(conflict === '' ? [] : [' ', make('span', 'small', `Witnesses disagree: ${conflict}`)]),
    );

  /** Records of rows that stand in the JSON: what is searched is known without making them. */
  const recordsOf = (key, columns, build) => {
    const numbers = data.tables[key] ?? [];
    const anchor = key.slice(0, key.indexOf('/'));
    const records = [];
    for (let at = 0; at < numbers.length; at += columns) {
      const cells = numbers.slice(at, at + columns).map((number) => data.texts[number]);
      const id = `${anchor}-${idOf(cells[0].split('\n')[0])}`;
      let made = null;
      records.push({
        id,
        words: cells[0].toLowerCase(),
        severity: cells[1],
        agent: true,
        value: (column) => cells[column] ?? '',
        element: () => {
          if (made === null) {
            made = build(cells, anchor);
            made.id = id;
          }
          return made;
        },
      });
    }
    return records;
  };
  const recordOf = (row) => ({
    id: row.id,
    get words() {
      return row.textContent.toLowerCase();
    },
    severity: row.dataset.severity ?? row.querySelector('.chip')?.textContent ?? '',
    agent: 'agent' in row.dataset,
    value: (column) => row.cells?.[column]?.textContent.trim() ?? '',
    element: () => row,
  });

  const RANK = ['critical', 'high', 'medium', 'low', ''];
  const count = (value) => String(value).replace(/\B(?=(\d{3})+$)/g, ',');
  const number = (text) => Number.parseFloat(text.replaceAll(',', ''));
  const compare = (kind, a, b) => {
    if (kind === 'severity') return RANK.indexOf(a) - RANK.indexOf(b);
    if (kind === 'n') return (number(a) || 0) - (number(b) || 0);
    return a < b ? -1 : a > b ? 1 : 0;
  };

  const table = (holder) => {
    const body = holder.tBodies?.[0] ?? holder;
    const size = Number(holder.dataset.page ?? PAGE);
    const heads = [...(holder.tHead?.rows[0].cells ?? [])];
    const build = holder.tagName === 'UL' ? listItem : tableRow(heads.map((head) => head.dataset.cell));
    const key = holder.dataset.rows;
    const inJson = data !== null && 'rows' in holder.dataset;
    const all = inJson ? recordsOf(key, heads.length || 4, build) : [...body.children].map(recordOf);
    const state = { match: () => true, sort: '', first: 0, whole: false };
    // A group and no landmark: a page has one for each of its tables.
    const pager = make('div', 'pager');
    pager.setAttribute('role', 'group');
    pager.setAttribute('aria-label', 'Rows');
    const says = make('output', '');
    const hint = make('span', 'muted', 'Find in page sees these rows only; the search above sees all.');
    const button = (text, act) => {
      const made = make('button', '', text);
      made.type = 'button';
      made.addEventListener('click', () => {
        act();
        render();
        // A button that is of no more use does not keep the focus: the next key would go nowhere.
        if (made.disabled || !made.isConnected) {
          const other = [previous, next].find((each) => each.isConnected && !each.disabled);
          (other ?? body.querySelector('a'))?.focus();
        }
        page.turned?.();
      });
      return made;
    };
    const previous = button('Previous', () => {
      state.first -= size;
    });
    const next = button('Next', () => {
      state.first += size;
    });
    const every = button('All', () => {
      state.whole = true;
    });
    pager.append(says, previous, next, every, hint);

    const ordered = () => {
      const rows = all.filter(state.match);
      const order = /^(\d+)([ad])$/.exec(state.sort);
      if (order === null) return rows;
      const [, column, direction] = order;
      const kind = heads[column]?.dataset.sort ?? '';
      const sign = direction === 'd' ? -1 : 1;
      return rows
        .map((row) => [row.value(Number(column)), row])
        .sort(([a], [b]) => sign * compare(kind, a, b))
        .map(([, row]) => row);
    };
    const render = () => {
      const rows = ordered();
      const length = state.whole ? rows.length : size;
      state.first = Math.max(0, Math.min(state.first, rows.length - 1));
      state.first -= state.first % Math.max(1, length);
      const shown = rows.slice(state.first, state.first + length);
      body.replaceChildren(...shown.map((row) => row.element()));
      const last = state.first + shown.length;
      says.textContent = `${count(state.first + 1)} to ${count(last)} of ${count(rows.length)}`;
      previous.disabled = state.first === 0;
      next.disabled = last >= rows.length;
      every.hidden = rows.length > 5000;
      pager.hidden = rows.length <= length;
      const place = holder.closest('.scroll') ?? holder;
      if (pager.hidden) pager.remove();
      else if (!pager.isConnected) place.after(pager);
      for (const [index, head] of heads.entries()) {
        if (!('sort' in head.dataset)) continue;
        const direction =
          state.sort === `${index}a` ? 'ascending' : state.sort === `${index}d` ? 'descending' : null;
        if (direction === null) head.removeAttribute('aria-sort');
        else head.setAttribute('aria-sort', direction);
      }
      return rows.length;
    };
    return {
      holder,
      heads,
      all,
      size,
      state,
      render,
      /** Turns to the row with this id; false when there is none. */
      reveal: (id) => {
        if (!all.some((row) => row.id === id)) return false;
        const at = ordered().findIndex((row) => row.id === id);
        if (at < 0) state.match = () => true;
        state.first = at < 0 ? ordered().findIndex((row) => row.id === id) : at;
        render();
        return true;
      },
    };
  };

  const made = new Map();
  page.table = (holder) => {
    if (!made.has(holder)) made.set(holder, table(holder));
    return made.get(holder);
  };
  /** The tables inside an element, made when first asked for. */
  page.tablesIn = (element) => [...element.querySelectorAll('[data-rows], [data-table]')].map(page.table);
  /** Words of the rows of a principal that are not in the page. */
  page.rowWords = (anchor) =>
    Object.keys(data?.tables ?? {})
      .filter((key) => key.startsWith(`${anchor}/`))
      .flatMap((key) => [...new Set(data.tables[key])].map((number) => data.texts[number]))
      .join(' ')
      .toLowerCase();
  page.make = make;
  page.deferred = data !== null;
})((window.paredown ??= {}));

// What a machine can judge of a board that is shown. These functions run in the page.

// What has a horizontal scroll bar: the page, or a part of the panel that is named.
export function wideOn() {
  const found = document.scrollingElement.scrollWidth > document.scrollingElement.clientWidth ? ['the page'] : [];
  for (const panel of document.querySelectorAll('[data-viz-panel-key]')) {
    const scrolls = [...panel.querySelectorAll('*')].some((element) => element.scrollWidth > element.clientWidth + 1 &&
      ['auto', 'scroll'].includes(getComputedStyle(element).overflowX));
    if (scrolls) found.push(panel.dataset.vizPanelKey);
  }
  return found;
}

// Panels that still wait for an answer.
export function loadingOn() {
  return [...document.querySelectorAll('[data-viz-panel-key]')]
    .filter((panel) => panel.querySelector('[aria-label="Panel loading bar"]')).map((panel) => panel.dataset.vizPanelKey);
}

// Whether nothing is asked: a board that asks has a button to cancel.
export function quiet() {
  return !document.querySelector('[aria-label="Panel loading bar"]') &&
    ![...document.querySelectorAll('button')].some((button) => button.textContent.trim() === 'Cancel');
}

// Of each panel: its number, how many rows its table and how many names its legend has, what of its text is cut off, whether it
// says "No data".
export function lookAt() {
  return [...document.querySelectorAll('[data-viz-panel-key]')].map((panel) => {
    const table = panel.querySelector('[role="grid"], [role="table"]');
    const rows = table ? Number(table.getAttribute('aria-rowcount') ?? table.querySelectorAll('[role="row"]').length) - 1 : 0;
    const cut = [...panel.querySelectorAll('h2, [role="columnheader"] *, [role="gridcell"], [role="cell"]')]
      .filter((e) => e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).textOverflow === 'ellipsis')
      .map((e) => e.textContent.trim());
    return { id: Number(panel.dataset.vizPanelKey.replace(/\D+/g, '')), rows: Math.max(rows, 0),
      legend: panel.querySelectorAll('[data-testid^="data-testid VizLegend series"]').length,
      cut: [...new Set(cut)], noData: panel.textContent.includes('No data') };
  });
}

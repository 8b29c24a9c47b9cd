// node shoot.mjs GRAFANA FROM_MS TO_MS FOLDER NAME=UID?QUERY...: a picture FOLDER/NAME.png of each board as a whole.
// WIDTH (1366) and THEME (light) come from the environment. Lets no request leave the machine. Prints a line of JSON for
// each: name; errors, of the page or of a panel; wide, what must be scrolled sideways; loading, panels that did not finish;
// panels, with what look.mjs says of each; asked, each query with its panel (null: variables and annotations) and seconds.
import { chromium } from 'playwright-core';
import { loadingOn, lookAt, quiet, wideOn } from './look.mjs';

const [grafana, from, to, folder, ...wanted] = process.argv.slice(2);
const width = Number(process.env.WIDTH ?? 1366);
const theme = process.env.THEME ?? 'light';
const local = new Set(['127.0.0.1', 'localhost']);
const patience = 600000;  // ms: the machine may be busy

// Answers of Grafana to questions for data.
function record(page, asked) {
  page.on('requestfinished', async (request) => {
    const panel = request.headers()['x-panel-id'];
    if (!/\/api\/(ds\/query|datasources\/)/.test(request.url())) return;
    const entry = { panel: panel ? Number(panel) : null, seconds: request.timing().responseEnd / 1000, names: 0 };
    asked.push(entry);
    const answer = await (await request.response()).json().catch(() => ({}));
    entry.names = Math.max(0, ...Object.values(answer.results ?? {}).map(namesIn));
  });
}

// Series of a range; rows where each series is one value.
function namesIn(result) {
  const rows = (frame) => (frame.schema?.meta?.type === 'timeseries-multi' ? 1 : frame.data?.values?.[0]?.length ?? 0);
  return (result.frames ?? []).reduce((sum, frame) => sum + rows(frame), 0);
}

async function settle(page) {
  const settled = () => page.waitForLoadState('networkidle', { timeout: patience });
  await page.waitForSelector('[data-viz-panel-key]', { timeout: patience });
  await settled();
  // All of it in view, so that every panel loads.
  const height = await page.evaluate(() => Math.max(...[...document.querySelectorAll('*')].map((e) => e.scrollHeight)));
  await page.setViewportSize({ width, height: Math.min(height + 16, 4000) });
  // A panel asks when it comes into view; the page is quiet before and after.
  await page.waitForTimeout(1000);
  await settled();
  await page.waitForTimeout(1000);
  // On a slow machine the board's own refresh has begun by now: what it asks is waited for, too. Panels that still wait then.
  return page.waitForFunction(quiet, null, { timeout: patience }).then(() => [], () => page.evaluate(loadingOn));
}

async function picture(browser, name, address) {
  const [uid, query = ''] = address.split('?');
  const page = await browser.newPage({ viewport: { width, height: 900 } });
  const errors = [], asked = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await page.route('**/*', (route) => {
    const url = new URL(route.request().url());
    if (!url.protocol.startsWith('http') || local.has(url.hostname)) return route.continue();
    errors.push(`asked for ${url.origin}`);
    return route.abort();
  });
  record(page, asked);
  await page.goto(`${grafana}/d/${uid}/x?from=${from}&to=${to}&kiosk&theme=${theme}&${query}`, { timeout: patience });
  const loading = await settle(page);
  for (const panel of await page.$$('[data-testid="data-testid Panel status error"]')) {
    errors.push(`a panel: ${await panel.getAttribute('aria-label')}`);
  }
  await page.screenshot({ path: `${folder}/${name}.png`, timeout: patience });
  const seen = { wide: await page.evaluate(wideOn), loading, panels: await page.evaluate(lookAt) };
  await page.close();
  return { name, errors, ...seen, asked };
}

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
for (const one of wanted) {
  const [name, address] = one.split(/=(.*)/s);
  console.log(JSON.stringify(await picture(browser, name, address)));
}
await browser.close();

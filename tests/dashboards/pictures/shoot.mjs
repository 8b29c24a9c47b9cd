// node shoot.mjs GRAFANA FROM_MS TO_MS FOLDER NAME=UID?QUERY...: a picture FOLDER/NAME.png of each board as a whole.
// WIDTH (1366) and THEME (light) come from the environment. Fails on an error of the page or of a panel, and lets no
// request leave the machine.
import { chromium } from 'playwright-core';

const [grafana, from, to, folder, ...wanted] = process.argv.slice(2);
const width = Number(process.env.WIDTH ?? 1366);
const theme = process.env.THEME ?? 'light';
const local = new Set(['127.0.0.1', 'localhost']);
const patience = 600000;  // ms: the machine may be busy
let failed = false;

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
for (const one of wanted) {
  const [name, address] = one.split(/=(.*)/s);
  const [uid, query = ''] = address.split('?');
  const page = await browser.newPage({ viewport: { width, height: 900 } });
  const errors = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await page.route('**/*', (route) => {
    const url = new URL(route.request().url());
    if (!url.protocol.startsWith('http') || local.has(url.hostname)) return route.continue();
    errors.push(`asked for ${url.origin}`);
    return route.abort();
  });
  const settled = () => page.waitForLoadState('networkidle', { timeout: patience });
  await page.goto(`${grafana}/d/${uid}/x?from=${from}&to=${to}&kiosk&theme=${theme}&${query}`, { timeout: patience });
  await page.waitForSelector('[data-viz-panel-key]', { timeout: patience });
  await settled();
  // All of it in view, so that every panel loads.
  const height = await page.evaluate(() => Math.max(...[...document.querySelectorAll('*')].map((e) => e.scrollHeight)));
  await page.setViewportSize({ width, height: Math.min(height + 16, 4000) });
  // A panel asks when it comes into view; the page is quiet before and after.
  await page.waitForTimeout(1000);
  await settled();
  await page.waitForTimeout(1000);
  // On a slow machine the board's own refresh has begun by now: while it asks, its button says so.
  await page.waitForFunction(() => ![...document.querySelectorAll('button')].some((e) => e.textContent.trim() === 'Cancel'),
    null, { timeout: patience });
  await page.waitForTimeout(1000);
  for (const panel of await page.$$('[data-testid="data-testid Panel status error"]')) {
    errors.push(`a panel: ${await panel.getAttribute('aria-label')}`);
  }
  await page.screenshot({ path: `${folder}/${name}.png`, timeout: patience });
  console.log(name, errors.length ? errors.join('; ') : 'ok');
  failed ||= errors.length > 0;
  await page.close();
}
await browser.close();
process.exit(failed ? 1 : 0);

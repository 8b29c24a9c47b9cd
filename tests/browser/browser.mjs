// What stories and pictures share: the browser of the distribution, and pages that remember what was wrong with them.
import { chromium } from 'playwright-core';

// From run.py: addresses of the exporter and of the simulator's control, what must be seen nowhere.
export const world = JSON.parse(process.env.WORLD);
export const sizes = { laptop: [1366, 768], desktop: [1920, 1080], telephone: [390, 844] };
export const themes = ['light', 'dark'];
export const pages = {
  fleet: '/', account: '/accounts/munich-shop', ticket: '/support/munich-shop', incidents: '/incidents',
  conditions: '/conditions', config: '/config', unknown: '/unknown',
};
const patience = 30000;  // ms: the machine may be busy

const browser = await chromium.launch({ executablePath: world.chromium, args: ['--no-sandbox', '--disable-gpu'] });
export const end = () => browser.close();

// A page in a context of its own. `page.wrong` gathers what the console says, exceptions, and requests to other hosts,
// which are refused.
export async function open(path, { size = 'laptop', theme = 'light', ...options } = {}) {
  const [width, height] = sizes[size];
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: theme, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(patience);
  page.wrong = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) page.wrong.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => page.wrong.push(`exception: ${error.message}`));
  await page.route('**/*', (route) => {
    if (new URL(route.request().url()).origin === world.url) return route.continue();
    page.wrong.push(`asked for ${route.request().url()}`);
    return route.abort();
  });
  await page.goto(new URL(path, world.url).href);
  return page;
}

export const close = (page) => page.context().close();

// From now on the simulator answers the account so; without a step, as the scenario says.
export async function answer(account, step) {
  const options = step ? { method: 'POST', body: JSON.stringify(step) } : { method: 'DELETE' };
  const done = await fetch(`${world.control}/accounts/${account}/answer`, options);
  if (!done.ok) throw new Error(`the simulator: ${await done.text()}`);
}

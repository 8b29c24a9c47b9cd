// node stories.mjs [STORY...]: what somebody wants from the pages, told from that side; started by run.py. The last line
// is `N passed, N failed`.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { answer, close, end, open, pages, sizes, themes, world } from './browser.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const stories = new Map();
const story = (name, tell) => stories.set(name, tell);

const row = (page, account) => page.locator(`tbody[data-key="${account}"]`);
const names = (page) => page.locator('tbody[data-key] th[scope] a').allTextContents();
const search = (page) => page.locator('input[type=search]');
const focused = (page) => page.evaluate(() => document.activeElement.textContent);
// Waits until the page has it so; the browser asks again and again.
const until = (page, holds, argument) => page.waitForFunction(holds, argument);

story('what needs me is first', async () => {
  const page = await open('/');
  assert.deepEqual((await names(page)).slice(0, 4), ['munich-shop', 'paris-support', 'rome-support', 'hamburg-shop']);
  assert.match(await page.locator('.summary').innerText(), /^2 accounts need you.*72 .*fine.*d360/s);
  assert.match(await page.title(), /^\(2\)/);
  const first = await row(page, 'munich-shop').innerText();
  for (const part of ['contact support', 'stack-not-running', 'UTC', 'must', 'Contact']) {
    assert.ok(first.toLowerCase().includes(part.toLowerCase()), `${part} in:\n${first}`);
  }
  const bar = row(page, 'hamburg-shop').locator('progress');
  assert.equal(await bar.getAttribute('max'), '600');
  assert.ok(Number(await bar.getAttribute('value')) < 600);
  await row(page, 'munich-shop').locator('a[href="/support/munich-shop"]').click();
  assert.match(await page.locator('h1').innerText(), /munich-shop/);
  assert.equal(await row(page, 'hamburg-shop').locator('a[href^="/support/"]').count(), 0);
  return page;
});

story('a search finds by name and by tag', async () => {
  const page = await open('/');
  await search(page).fill('cafe');
  await search(page).press('Enter');
  await until(page, () => document.querySelectorAll('tbody[data-key]').length === 1);
  assert.deepEqual(await names(page), ['lisbon-cafe']);
  assert.equal(new URL(page.url()).searchParams.get('q'), 'cafe');
  await search(page).fill('SERVICE');
  await search(page).press('Enter');
  await until(page, () => document.querySelectorAll('tbody[data-key]').length === 2);
  assert.deepEqual((await names(page)).sort(), ['paris-support', 'rome-support']);
  await search(page).fill('nobody of this name');
  await search(page).press('Enter');
  await until(page, () => document.querySelectorAll('tbody[data-key]').length === 0);
  assert.match(await page.locator('main').innerText(), /no account/i);
  return page;
});

story('the list narrows while I type, and I stay where I type', async () => {
  const page = await open('/?sort=name');
  const before = await page.evaluate(() => { window.loadedOnce = true; return history.length; });
  await search(page).focus();
  await page.keyboard.type('cfe');
  await until(page, () => document.querySelectorAll('tbody[data-key]').length === 0);
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.type('a');
  await until(page, () => document.querySelector('tbody[data-key]')?.dataset.key === 'lisbon-cafe');
  assert.deepEqual(await names(page), ['lisbon-cafe']);
  const there = await page.evaluate(() => {
    const { type, value, selectionStart } = document.activeElement;
    return { type, value, selectionStart, loadedOnce: window.loadedOnce, history: history.length };
  });
  assert.deepEqual(there, { type: 'search', value: 'cafe', selectionStart: 2, loadedOnce: true, history: before });
  assert.equal(new URL(page.url()).search, '?q=cafe&sort=name');
  await page.keyboard.press('Escape');
  assert.equal(await search(page).inputValue(), 'cafe');
  await page.keyboard.press('ArrowDown');
  assert.equal(await focused(page), 'lisbon-cafe');
  await page.reload();
  assert.deepEqual(await names(page), ['lisbon-cafe']);
  return page;
});

story('a slow answer to what I typed before is not shown', async () => {
  const page = await open('/');
  let release;
  const held = new Promise((resolve) => { release = resolve; });
  await page.route((url) => url.searchParams.get('q') === 'c', async (route) => {
    await held;
    await route.fallback();
  });
  const late = page.waitForResponse((response) => response.url().endsWith('?q=c'));
  await Promise.all([page.waitForRequest((request) => request.url().endsWith('?q=c')), search(page).fill('c')]);
  await search(page).fill('cafe');
  await until(page, () => document.querySelectorAll('tbody[data-key]').length === 1);
  await page.evaluate(() => {
    window.mostRows = 0;
    const count = () => { window.mostRows = Math.max(window.mostRows, document.querySelectorAll('tbody[data-key]').length); };
    new MutationObserver(count).observe(document.querySelector('main'), { childList: true, subtree: true });
  });
  release();
  await (await late).finished();
  // By the next answer the late one would have been shown.
  await page.waitForResponse((response) => response.url().endsWith('?q=cafe'));
  assert.ok(await page.evaluate(() => window.mostRows) <= 1);
  assert.deepEqual(await names(page), ['lisbon-cafe']);
  return page;
});

story('filters narrow, and stay together', async () => {
  const page = await open('/?tag=team%3Dretail');
  assert.equal((await names(page)).length, 4);
  await page.locator('.states a', { hasText: 'fine' }).click();
  await until(page, () => document.querySelectorAll('tbody[data-key]').length === 2);
  assert.deepEqual((await names(page)).sort(), ['berlin-shop', 'lisbon-cafe']);
  await page.locator('select[name=plan]').selectOption('basic');
  await page.locator('form.filter button').first().click();
  await until(page, () => document.querySelectorAll('tbody[data-key]').length === 1);
  assert.deepEqual(await names(page), ['lisbon-cafe']);
  const chosen = new URL(page.url()).searchParams;
  assert.deepEqual([chosen.get('state'), chosen.get('plan'), chosen.get('tag')], ['ok', 'basic', 'team=retail']);
  return page;
});

story('pages of accounts are together the whole', async () => {
  const page = await open('/');
  const seen = new Set(await names(page));
  assert.equal(seen.size, 50);
  await page.locator('a[rel=next]').click();
  await page.waitForURL(/page=|offset=/);
  (await names(page)).forEach((name) => seen.add(name));
  assert.equal(seen.size, 76);
  await page.locator('a[rel=prev]').click();
  await until(page, () => document.querySelector('tbody[data-key]').dataset.key === 'munich-shop');
  return page;
});

story('what breaks and heals shows without a reload, and nothing of mine is lost', async () => {
  const page = await open('/?q=shop');
  await page.evaluate(() => { window.loadedOnce = true; });
  await row(page, 'berlin-shop').locator('th a').focus();
  await answer('berlin-shop', { answer: 'stack-not-running' });
  await until(page, () => document.querySelector('tbody[data-key="berlin-shop"]').classList.contains('support'));
  assert.match(await page.locator('.summary').innerText(), /^3 accounts need you/);
  assert.equal(await focused(page), 'berlin-shop');
  await search(page).focus();
  await page.keyboard.press('End');
  await page.keyboard.type('s that are not sought yet', { delay: 1 });
  const typed = await search(page).inputValue();
  await answer('berlin-shop');
  // What is sought while one types may hide the row; the sentence is of the whole fleet.
  await until(page, () => /^2 accounts need you/.test(document.querySelector('.summary').innerText));
  assert.equal(await search(page).inputValue(), typed);
  assert.ok(await page.evaluate(() => window.loadedOnce && document.activeElement.type === 'search'));
  return page;
});

story('a clock runs between two answers', async () => {
  const page = await open('/');
  const clock = row(page, 'hamburg-shop').locator('[data-ago]').first();
  const before = await clock.innerText();
  await until(page, (was) => document.querySelector('tbody[data-key="hamburg-shop"] [data-ago]').innerText !== was, before);
  return page;
});

story('that nothing is new is news too', async () => {
  const page = await open('/unknown');
  const moment = page.locator('time.now');
  const before = await moment.innerText();
  await page.waitForResponse((response) => response.status() === 304);
  await until(page, (was) => document.querySelector('time.now').innerText !== was, before);
  assert.match(await moment.innerText(), /^\d\d:\d\d:\d\d UTC$/);
  assert.match(await moment.getAttribute('datetime'), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  return page;
});

story('the keyboard is enough', async () => {
  const page = await open('/');
  await page.keyboard.press('/');
  assert.equal(await page.evaluate(() => document.activeElement.type), 'search');
  await page.keyboard.type('support');
  await page.keyboard.press('Enter');
  await until(page, () => document.querySelectorAll('tbody[data-key]').length === 2);
  await page.keyboard.press('Escape');
  await page.keyboard.press('j');
  assert.equal(await focused(page), 'paris-support');
  await page.keyboard.press('j');
  assert.equal(await focused(page), 'rome-support');
  await page.keyboard.press('k');
  assert.equal(await focused(page), 'paris-support');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/accounts/paris-support');
  return page;
});

story('arrows move through the rows as letters do, but not where one types', async () => {
  const page = await open('/?tag=team%3Dservice');
  await page.keyboard.press('ArrowDown');
  assert.equal(await focused(page), 'paris-support');
  await page.keyboard.press('ArrowDown');
  assert.equal(await focused(page), 'rome-support');
  await page.keyboard.press('ArrowUp');
  assert.equal(await focused(page), 'paris-support');
  await search(page).focus();
  await page.keyboard.press('ArrowDown');
  assert.equal(await page.evaluate(() => document.activeElement.type), 'search');
  await page.goto(`${world.url}/incidents?account=munich-shop`);
  await page.keyboard.press('ArrowDown');
  assert.equal(await focused(page), 'munich-shop');
  await page.goto(`${world.url}/conditions`);
  await page.keyboard.press('ArrowDown');
  assert.equal(await focused(page), await page.locator('article h3 a').first().innerText());
  // Where there are no rows, arrows scroll as everywhere.
  await page.goto(`${world.url}/config`);
  await page.keyboard.press('ArrowDown');
  await until(page, () => scrollY > 0);
  return page;
});

story('everything is there without a script', async () => {
  const page = await open('/', { javaScriptEnabled: false });
  assert.equal((await names(page))[0], 'munich-shop');
  await search(page).fill('cafe');
  await page.locator('form.filter button').first().click();
  await page.waitForURL(/q=cafe/);
  assert.deepEqual(await names(page), ['lisbon-cafe']);
  return page;
});

story('a slip is told on a page that leads on', async () => {
  const page = await open('/incidents?from=yesterday');
  assert.match(await page.locator('.summary').innerText(), /a day such as/);
  await page.locator('nav a', { hasText: 'Fleet' }).click();
  assert.equal((await names(page))[0], 'munich-shop');
  page.wrong = page.wrong.filter((text) => !text.includes('400 (Bad Request)'));  // the answer, as Chromium says it
  return page;
});

story('an exporter that does not answer is said to be silent', async () => {
  const page = await open('/');
  const notice = page.locator('#silent');
  assert.equal(await notice.isVisible(), false);
  let refused = 0;
  await page.route('**/*', (route) => { refused += 1; return route.abort(); });
  await notice.waitFor({ state: 'visible' });
  assert.ok(refused > 0);
  await page.unroute('**/*');
  await notice.waitFor({ state: 'hidden' });
  page.wrong = page.wrong.filter((text) => !text.includes('net::ERR_FAILED'));  // what this story did itself
  return page;
});

story('the ticket is one click away from being sent', async () => {
  const page = await open('/support/munich-shop', { permissions: ['clipboard-read', 'clipboard-write'] });
  await page.locator('button[data-copy="#ticket-text"]').click();
  await page.locator('button', { hasText: 'Copied' }).waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(copied, /^Subject: munich-shop/);
  return page;
});

story('a condition is explained where it is named', async () => {
  const page = await open('/conditions?q=restart');
  assert.ok(await page.locator('article').count() > 0);
  await search(page).fill('invalid-api-key');
  await search(page).press('Enter');
  await until(page, () => document.querySelectorAll('article').length === 1);
  assert.match(await page.locator('article').innerText(), /you/);
  await page.goto(`${world.url}/conditions#stack-not-running`);
  await until(page, () => document.querySelector('#stack-not-running').getBoundingClientRect().top < innerHeight);
  return page;
});

story('what was told of an account stands where it is looked at', async () => {
  const page = await open('/');
  assert.match(await page.locator('.notice').innerText(), /nobody is called for hamburg-shop/);
  assert.match(await row(page, 'hamburg-shop').innerText(), /maintenance until .*the stock system moves/s);
  assert.match(await row(page, 'munich-shop').innerText(), /case 4711 is open for/);
  await page.goto(`${world.url}/accounts/hamburg-shop`);
  const band = page.locator('figure rect.maintenance').first();
  const share = (await band.boundingBox()).width / (await page.locator('figure.time-line svg').first().boundingBox()).width;
  assert.ok(share > 0.12 && share < 0.13, `3 of 24 hours are drawn as ${share}`);
  await page.goto(`${world.url}/accounts/munich-shop`);
  const mark = await page.locator('.summary .state').boundingBox();
  assert.ok(mark.width < 200 && mark.height < 40, `a mark of ${mark.width} x ${mark.height}`);
  assert.match(await page.locator('table', { hasText: 'Cases at support' }).innerText(), /4711/);
  return page;
});

story('no page gives a secret or a number away', async () => {
  // Not even if the provider repeats them.
  await answer('berlin-shop', { status: 418, body: `not for ${world.phone}, D360-API-KEY: ${world.key}-berlin-shop` });
  const fleet = await open('/?q=berlin');
  await until(fleet, () => document.querySelector('tbody[data-key="berlin-shop"]').innerText.includes('not for'));
  await close(fleet);
  for (const path of [...Object.values(pages), '/?q=berlin', '/accounts/berlin-shop', '/support/berlin-shop']) {
    const page = await open(path);
    const text = await page.content();
    assert.ok(!text.includes(world.key), path);
    assert.ok(!text.replace(/\s/g, '').includes(world.phone.replace(/\s/g, '').slice(3)), path);
    await close(page);
  }
  await answer('berlin-shop');
});

// Of the catalogue a part is enough: axe takes its time.
const looked = { ...pages, conditions: '/conditions?q=restart' };

// What is wrong with a page as it stands: rules of accessibility, width, console, other hosts.
async function barriers(path, look) {
  const page = await open(path, look);
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run({ resultTypes: ['violations'] }));
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).slice(0, 3).join('\n  ')}`);
  found.push(...await page.evaluate(() => {
    const beyond = [...document.querySelectorAll('body *')].filter((element) => element.getBoundingClientRect().right > innerWidth);
    const width = document.documentElement.scrollWidth;
    return width > innerWidth ? [`${width} wide on a screen of ${innerWidth}: ${beyond.at(-1)?.outerHTML.slice(0, 200)}`] : [];
  }));
  found.push(...page.wrong);
  await close(page);
  return found.map((text) => `${path}: ${text}`);
}

for (const size of Object.keys(sizes)) {
  for (const theme of themes) {
    story(`no barrier on a ${size}, ${theme}`, async () => {
      const found = [];
      for (const path of Object.values(looked)) found.push(...await barriers(path, { size, theme }));
      assert.equal(found.join('\n'), '');
    });
  }
}

const wanted = process.argv.slice(2);
let passed = 0;
let failed = 0;
for (const [name, tell] of stories) {
  if (wanted.length && !wanted.some((part) => name.includes(part))) continue;
  try {
    const page = await tell();
    if (page) {
      assert.deepEqual(page.wrong, []);
      await close(page);
    }
    passed += 1;
    console.log(`ok      ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED  ${name}\n${error.stack}`);
  }
}
await end();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed || !passed ? 1 : 0);

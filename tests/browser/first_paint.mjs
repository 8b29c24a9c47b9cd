// node first_paint.mjs: opens the fleet page ten times as a browser that has seen nothing of it, and prints as JSON when its
// contents were first painted (ms after the request, the browser's own measure) and how many bytes came in all; started by
// bench/pages.py.
import { close, end, open } from './browser.mjs';

const paints = [];
let bytes = 0;
for (let i = 0; i < 10; ++i) {
  const page = await open('about:blank');
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  bytes = 0;
  session.on('Network.loadingFinished', ({ encodedDataLength }) => { bytes += encodedDataLength; });
  await page.unroute('**/*');  // what listens to requests slows them
  await page.goto(JSON.parse(process.env.WORLD).url, { waitUntil: 'load' });
  paints.push(await page.evaluate(() => new Promise((painted) => {
    const look = () => {
      const [entry] = performance.getEntriesByName('first-contentful-paint');
      if (entry) painted(entry.startTime); else requestAnimationFrame(look);
    };
    look();
  })));
  await close(page);
}
await end();
console.log(JSON.stringify({ paints, bytes }));

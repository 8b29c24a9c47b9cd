// node pictures.mjs FOLDER: FOLDER/PAGE-SIZE-THEME.png of the pages that docs/desk.md shows; started by run.py --pictures.
import { close, end, open, pages } from './browser.mjs';

const [folder] = process.argv.slice(2);
const wanted = [
  ['fleet', 'laptop', 'light'], ['fleet', 'laptop', 'dark'], ['fleet', 'telephone', 'light'], ['account', 'laptop', 'light'],
  ['ticket', 'telephone', 'dark'], ['incidents', 'laptop', 'light'], ['conditions', 'laptop', 'light'],
];

let failed = false;
for (const [name, size, theme] of wanted) {
  const page = await open(pages[name], { size, theme });
  await page.screenshot({ path: `${folder}/${name}-${size}-${theme}.png` });
  if (page.wrong.length) console.log(name, page.wrong.join('; '));
  failed ||= page.wrong.length > 0;
  await close(page);
}
await end();
process.exit(failed ? 1 : 0);

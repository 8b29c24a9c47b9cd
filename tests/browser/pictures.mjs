// node pictures.mjs FOLDER: FOLDER/PAGE-SIZE-THEME.png of each page; started by run.py --pictures.
import { close, end, open, pages } from './browser.mjs';

const [folder] = process.argv.slice(2);
const wanted = [['laptop', 'light'], ['laptop', 'dark'], ['telephone', 'light']];

for (const [name, path] of Object.entries(pages)) {
  for (const [size, theme] of wanted) {
    const page = await open(path, { size, theme });
    await page.screenshot({ path: `${folder}/${name}-${size}-${theme}.png` });
    if (page.wrong.length) console.log(name, page.wrong.join('; '));
    await close(page);
  }
}
await end();

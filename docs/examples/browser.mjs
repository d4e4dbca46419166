// Bundle it (`esbuild browser.mjs --bundle --splitting --format=esm --outdir=.`) and serve it beside
// browser.html. The site's own server passes /registry/ on and adds the token, which no browser sees.
import { Empreinte } from 'empreinte';

const registry = new Empreinte({ server: new URL('/registry/', location.href).href });
const answers = document.querySelector('#answers');

document.querySelector('#files').addEventListener('change', async ({ target }) => {
  for await (const { name, verdict, shows } of registry.checkMany(target.files)) {
    const line = document.createElement('li');
    line.textContent = `${name}: ${verdict}. ${shows}`;
    answers.append(line);
  }
});

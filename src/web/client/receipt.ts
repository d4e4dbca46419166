import { qrOf, viewBoxOf } from '../qr.ts';

/**
 * The page of a kept receipt. What follows `#` in its address is the salt that ties the receipt to a file:
 * only the browser has it, so only here can code, address and links hold it.
 */
const root = document.getElementById('kept');
const salt = /^#([0-9a-f]{64})$/.exec(location.hash)?.[1];

if (root !== null && salt !== undefined) {
  const code = qrOf(location.href);
  const path = document.getElementById('qr');
  path?.setAttribute('d', code.path);
  path?.parentElement?.setAttribute('viewBox', viewBoxOf(code));
  put('address', (element) => {
    element.textContent = location.href;
  });
  put('hint', (element) => {
    element.textContent = element.dataset.salted ?? '';
  });
  const links: [string, string][] = [
    ['#verify-link', `#${root.dataset.id}.${salt}`],
    ['a.lang', location.hash],
  ];
  for (const [selector, hash] of links) {
    const link = document.querySelector<HTMLAnchorElement>(selector);
    if (link !== null) link.hash = hash;
  }
}

function put(id: string, change: (element: HTMLElement) => void): void {
  const element = document.getElementById(id);
  if (element !== null) change(element);
}

// What every page does: lead to the lab where there is one, and take the keyboard where the theme does not: to what
// scrolls sideways, and to the titles of the list of pages, which it gives no level.
if (/^https?:\/\//.test(window.hhlabLab ?? '')) {
  for (const place of document.querySelectorAll('.hhlab-to-lab')) {
    const link = document.createElement('a');
    link.href = `${window.hhlabLab.replace(/\/$/, '')}/lab/tree/${place.dataset.place}`;
    link.textContent = 'Open in the lab';
    place.replaceChildren(link);
    place.hidden = false;
  }
}

for (const caption of document.querySelectorAll('.caption[role=heading]')) caption.setAttribute('aria-level', '2');

function reach() {
  for (const box of document.querySelectorAll('pre, .table-wrapper, .hhlab-scrolls, .hhlab-formula')) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    else box.removeAttribute('tabindex');
  }
}

reach();
addEventListener('resize', reach);
addEventListener('toggle', reach, true); // what is folded has no width

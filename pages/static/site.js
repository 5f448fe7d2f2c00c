// What every page does: say which theme it has, and lead to the lab where there is one.
const dark = matchMedia('(prefers-color-scheme: dark)');

function tell() {
  const { theme } = document.body.dataset;
  const isDark = theme === 'dark' || (theme !== 'light' && dark.matches);
  document.body.dataset.jpThemeLight = String(!isDark);
}

tell();
dark.addEventListener('change', tell);
new MutationObserver(tell).observe(document.body, { attributeFilter: ['data-theme'] });

if (/^https?:\/\//.test(window.hhlabLab ?? '')) {
  for (const place of document.querySelectorAll('.hhlab-to-lab')) {
    const link = document.createElement('a');
    link.href = `${window.hhlabLab.replace(/\/$/, '')}/lab/tree/${place.dataset.place}`;
    link.textContent = 'Open in the lab';
    place.replaceChildren(link);
    place.hidden = false;
  }
}

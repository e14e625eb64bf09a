'use strict';
(function () {
  function select(what) {
    const range = document.createRange();
    range.selectNodeContents(what);
    const chosen = window.getSelection();
    chosen.removeAllRanges();
    chosen.addRange(range);
  }
  function say(copied) {
    document.getElementById('copied').textContent =
      copied ? 'Gekopieerd. · Copied.' : 'Het adres is geselecteerd: druk op Ctrl+C. · The address is selected: press Ctrl+C.';
  }
  // Browsers keep the clipboard from pages that come over plain http: there the older way remains.
  function copy(what) {
    select(what);
    if (navigator.clipboard)
      return navigator.clipboard.writeText(what.textContent).then(() => true, () => document.execCommand('copy'));
    return Promise.resolve(document.execCommand('copy'));
  }
  for (const button of document.querySelectorAll('button[data-copy]')) {
    button.hidden = false;
    button.addEventListener('click', () => copy(document.getElementById(button.dataset.copy)).then(say));
  }
})();

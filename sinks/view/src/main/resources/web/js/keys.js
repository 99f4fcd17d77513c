// The keyboard: / to search, j and k through events, Enter to open, Esc to go back, ? for this list.
import { el } from './dom.js';
import { t } from './text.js';

const KEYS = [['/', 'find'], ['j', 'next'], ['k', 'previous'], ['Enter', 'open'], ['Esc', 'back'], ['?', 'keys']];
const BAND = [['← →', 'band'], ['+ −', 'zoom']];

const typing = (node) => node.matches('input:not([type="checkbox"], [type="range"]), textarea, select');

/** The next or the one before among the events shown. */
function step(by) {
  const events = [...document.querySelectorAll('main a[data-event]')].filter((link) => link.checkVisibility());
  if (!events.length) return;
  const at = events.indexOf(document.activeElement?.closest('a[data-event]'));
  const next = at < 0 ? (by > 0 ? 0 : events.length - 1) : Math.min(events.length - 1, Math.max(0, at + by));
  events[next].focus();
  events[next].scrollIntoView({ block: 'nearest' });
}

export function showKeys() {
  const row = ([key, name]) => [el('dt', {}, el('kbd', {}, key)), el('dd', {}, t(`keys.${name}`))];
  openDialog(t('keys.title'), el('dl', { class: 'keys' }, KEYS.map(row), BAND.map(row)));
}

/** A dialog that is gone once closed. */
export function openDialog(title, ...content) {
  const dialog = el('dialog', { 'aria-label': title }, el('h2', {}, title), content,
    content.some((one) => one.tagName === 'FORM') ? null
      : el('form', { method: 'dialog' }, el('button', {}, t('close'))));
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/** Where Esc leads: a view's own way back, or out of what is focused. */
function escape() {
  const back = document.querySelector('main [data-back]');
  if (document.activeElement && typing(document.activeElement)) document.activeElement.blur();
  else back?.click();
}

export function listen() {
  addEventListener('keydown', (pressed) => {
    if (pressed.ctrlKey || pressed.metaKey || pressed.altKey || pressed.defaultPrevented) return;
    if (document.querySelector('dialog[open]')) return;
    if (pressed.key === 'Escape') return escape();
    if (typing(pressed.target)) return;
    const other = document.querySelector(`main [data-key="${CSS.escape(pressed.key)}"]`);
    if (other) other.click();
    else if (pressed.key === '/') document.getElementById('find').select();
    else if (pressed.key === 'j') step(1);
    else if (pressed.key === 'k') step(-1);
    else if (pressed.key === '?') showKeys();
    else return;
    pressed.preventDefault();
  });
}

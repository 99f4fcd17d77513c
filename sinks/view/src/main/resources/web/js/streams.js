// Adding and removing streams.
import * as api from './api.js';
import { el, replace, said } from './dom.js';
import { openDialog } from './keys.js';
import { choice, field, problem } from './parts.js';
import { t } from './text.js';

const PROFILES = ['surveillance', 'dashcam', 'archive', 'live'];
const ID = '[A-Za-z0-9][A-Za-z0-9._\\-]{0,62}';

function buttons(words, tone) {
  return el('div', { class: 'row' },
    el('button', { class: tone, type: 'submit' }, words),
    el('button', { type: 'button', on: { click: (happened) => happened.target.closest('dialog').close() } }, t('cancel')));
}

/** Sends a form once, and shows in it why it was refused. */
function sending(form, said_, send) {
  form.addEventListener('submit', async (happened) => {
    happened.preventDefault();
    const button = form.querySelector('button[type="submit"]');
    button.disabled = true;
    replace(said_);
    try {
      await send();
      form.closest('dialog').close();
    } catch (refused) {
      replace(said_, problem(refused));
    }
    button.disabled = false;
  });
  return form;
}

/** Whose name is taken gets another source only if that is meant. */
export function addDialog(isKnown, added) {
  let meant = '';
  const id = el('input', { required: true, pattern: ID, autocomplete: 'off', spellcheck: 'false', name: 'streamId' });
  const source = el('input', { required: true, autocomplete: 'off', spellcheck: 'false', inputmode: 'url', name: 'source' });
  const profile = choice(PROFILES.map((name) => [name, t(`profile.${name}`)]), PROFILES[0]);
  const allow = el('input', { autocomplete: 'off', spellcheck: 'false', placeholder: '192.168.1.0/24' });
  const answer = el('div', {});
  const form = el('form', {}, field(t('streams.id'), id, t('streams.idHow')), field(t('streams.source'), source, t('streams.sourceHow')),
    field(t('streams.profile'), profile), field(t('streams.allow'), allow, t('streams.allowHow')), answer, buttons(t('streams.add'), 'first'));
  openDialog(t('streams.add'), sending(form, answer, async () => {
    if (isKnown(id.value) && meant !== id.value) {
      meant = id.value;
      throw new Error(t('streams.known'));
    }
    const blocks = allow.value.split(/[\s,]+/).filter(Boolean);
    await api.addStream({ streamId: id.value, source: source.value, profile: profile.value, allow: blocks });
    await added();
  }));
}

export function removeDialog(streamId, removed) {
  const answer = el('div', {});
  const form = el('form', {}, el('p', {}, t('streams.removeSure'), ' ', said(streamId, 'b')), answer, buttons(t('streams.remove'), 'danger'));
  openDialog(t('streams.remove'), sending(form, answer, async () => {
    await api.removeStream(streamId);
    removed();
  }));
}

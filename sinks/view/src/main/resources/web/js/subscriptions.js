// Standing subscriptions: written in plain words, tried on the last day, then kept.
import * as api from './api.js';
import { calmed, el, plain, replace, said } from './dom.js';
import { openDialog } from './keys.js';
import { choice, empty, eventRow, field, labelText, problem, waiting } from './parts.js';
import { to } from './router.js';
import { number, t } from './text.js';
import { duration, moment } from './times.js';

const LABELS = ['motion', 'sound', 'camera', 'scene-cut'];
const CALM_MS = 350;
const DAY_MS = 86_400_000;
const SHOWN = 50;

function ticks(options, checked, changed) {
  return options.map(([value, words]) => {
    const box = el('input', { type: 'checkbox', value, checked: checked.includes(value), on: { change: changed } });
    return el('label', { class: 'pick' }, box, el('span', {}, plain(words)));
  });
}

const ticked = (holder) => [...holder.querySelectorAll('input:checked')].map((box) => box.value);

/** Why a subscription caught it, as far as the server tells. */
function why({ words = [], likeness, labels = [], verdict, confidence }) {
  const told = [];
  if (words.length) told.push(el('span', {}, t('why.words'), ' ', said(words.join(', '), 'b')));
  if (likeness > 0) told.push(el('span', {}, t('why.meaning'), ' ', el('b', {}, number(likeness, 2))));
  if (labels.length) told.push(el('span', {}, t('why.labels'), ' ', el('b', {}, labels.map(labelText).join(', '))));
  if (verdict === 'yes') told.push(el('span', {}, t('why.confirmed'), ' ', el('b', {}, number(confidence ?? 1, 2))));
  if (verdict === 'unverified') told.push(el('span', {}, t('why.unverified')));
  return el('div', { class: 'why' }, told);
}

/** Old files have nothing in the last day by their own clock. */
function lookedAt(looked, by) {
  if (!looked) return t('subs.lookedNone');
  return t({ recorded: 'subs.lookedRecorded', both: 'subs.lookedBoth' }[by] ?? 'subs.lookedHappened');
}

const hitRow = (hit) => el('li', {}, eventRow(hit.event ?? { severity: 'info', labels: [], ...hit }, { extra: why(hit.why) }));

function writer(params, streams, saved, signal) {
  const words = el('textarea', { id: 'sub-words', maxlength: 500, required: true, placeholder: t('subs.example') });
  const chosen = params.get('stream') ? [params.get('stream')] : [];
  const from = el('div', { class: 'choices' }, ticks(streams.map((one) => [one.streamId, one.streamId]), chosen, tried));
  const labels = el('div', { class: 'choices' }, ticks(LABELS.map((name) => [name, labelText(name)]), [], tried));
  const by = choice(['words', 'meaning', 'either', 'both'].map((name) => [name, t(`subs.by.${name}`)]), 'words', { change: tried });
  const verify = el('input', { type: 'checkbox' });
  const pause = el('input', { type: 'number', min: 0, max: 86_400, value: 60 });
  const threshold = el('input', { type: 'range', min: 0, max: 1, step: 0.01, value: 0.5, id: 'threshold' });
  const level = el('output', {}, number(0.5, 2));
  const slider = el('label', { class: 'field', hidden: true }, el('span', {}, t('subs.threshold'), ' ', level), threshold,
    el('span', { class: 'row apart small' }, el('span', {}, t('subs.more')), el('span', {}, t('subs.fewer'))));
  const webhook = el('input', { maxlength: 2000, placeholder: 'gate', autocomplete: 'off', spellcheck: 'false' });
  const found = el('ul', { class: 'events card', id: 'preview', 'aria-label': t('subs.preview') });
  const count = el('p', { role: 'status', id: 'preview-count', class: 'quiet' });
  const answer = el('div', {});
  const holder = el('div', {});
  const tryOut = el('section', { class: 'stack', hidden: true, 'aria-label': t('subs.preview') }, el('h2', {}, t('subs.preview')), count, holder);
  let running = null;

  const value = () => ({
    words: words.value.trim(), streams: ticked(from), labels: ticked(labels),
    rule: { by: by.value, threshold: Number(threshold.value), cooldownMs: Number(pause.value) * 1000 },
    verify: verify.checked ? 'languageModel' : 'none', ...(webhook.value.trim() && { webhook: webhook.value.trim() }),
  });

  async function preview() {
    running?.abort();
    tryOut.hidden = !value().words;
    if (tryOut.hidden) return;
    running = new AbortController();
    const mine = running;
    try {
      const day = { from: new Date(Date.now() - DAY_MS).toISOString(), limit: SHOWN };
      const { hits, looked, lookedBy, found: total } = await api.preview({ ...value(), ...day }, mine.signal);
      count.textContent = [t('subs.would', { n: total ?? hits.length, looked: number(looked) }), lookedAt(looked, lookedBy)].join(' ');
      replace(found, hits.sort((a, b) => (b.happenedAt ?? '').localeCompare(a.happenedAt ?? '')).map(hitRow));
      replace(holder, hits.length ? found : empty(t('subs.nothing'), t(!looked ? 'subs.noEvents' : by.value === 'words' ? 'subs.nothingWords' : 'subs.nothingHow')));
    } catch (refused) {
      if (!mine.signal.aborted) replace(holder, problem(refused));
    }
  }

  const soon = calmed(CALM_MS, () => signal.aborted || preview());
  function tried() {
    level.textContent = number(Number(threshold.value), 2);
    slider.hidden = by.value === 'words';
    soon();
  }
  words.addEventListener('input', () => {
    replace(answer);
    tried();
  });
  threshold.addEventListener('input', tried);
  signal.addEventListener('abort', () => running?.abort());

  async function save(happened) {
    happened.preventDefault();
    try {
      const kept = await api.addSubscription(value());
      words.value = '';
      replace(answer, el('p', { class: 'note good', role: 'status' }, t('subs.saved')));
      tryOut.hidden = true;
      await saved(kept.id);
    } catch (refused) {
      replace(answer, problem(refused));
    }
  }

  const form = el('form', { class: 'card pad form', on: { submit: save } }, el('h2', {}, t('subs.write')),
    field(t('subs.words'), words, t('subs.wordsHow')),
    streams.length > 1 && el('fieldset', {}, el('legend', {}, t('subs.streams')), from),
    el('fieldset', {}, el('legend', {}, t('subs.labels')), labels),
    field(t('subs.by'), by), slider,
    el('details', {}, el('summary', {}, t('subs.where')), el('div', { class: 'form' },
      field(t('subs.webhook'), webhook, t('subs.webhookHow')), field(t('subs.pause'), pause, t('subs.pauseHow')),
      el('label', { class: 'pick' }, verify, el('span', {}, t('subs.verify'))))),
    answer, el('div', { class: 'row' }, el('button', { class: 'first', type: 'submit', id: 'save' }, t('subs.save'))));
  return { form, tryOut };
}

function sure(subscription, removed) {
  const dialog = openDialog(t('subs.delete'), el('form', { method: 'dialog', on: { submit: removed } },
    el('p', {}, said(subscription.words, 'b')),
    el('div', { class: 'row' }, el('button', { class: 'danger', type: 'submit' }, t('subs.delete')),
      el('button', { type: 'button', on: { click: () => dialog.close() } }, t('cancel')))));
}

/** Of which streams, by what, and who else is told. */
function rules({ streams = [], labels = [], rule, verify, webhook }) {
  return [
    said(streams.length ? streams.join(', ') : t('search.allStreams'), 'span'),
    labels.length && labels.map(labelText).join(', '),
    t(`subs.by.${rule.by}`),
    rule.by !== 'words' && `${t('subs.threshold')} ${number(rule.threshold, 2)}`,
    rule.cooldownMs > 0 && t('subs.pauses', { value: duration(rule.cooldownMs * 1000) }),
    verify === 'languageModel' && t('subs.verified'),
    webhook && ['→ ', said(webhook)],
  ].filter(Boolean).map((what, at) => [at ? ' · ' : '', what]);
}

function one(subscription, changed) {
  const hits = el('ul', { class: 'events' });
  const details = el('details', { class: 'grow' }, el('summary', {}, t('subs.hits')), hits);
  details.addEventListener('toggle', async () => {
    if (!details.open) return;
    replace(hits, waiting());
    try {
      const answer = await api.hits(subscription.id);
      replace(hits, answer.hits.length ? answer.hits.slice(-SHOWN).reverse().map(hitRow) : el('li', { class: 'quiet' }, t('subs.noHits')));
    } catch (refused) {
      replace(hits, problem(refused));
    }
  });
  const remove = el('button', { type: 'button', 'aria-label': `${t('subs.delete')}: ${plain(subscription.words)}`,
    on: { click: () => sure(subscription, () => api.removeSubscription(subscription.id).then(changed)) } }, t('subs.delete'));
  return el('li', { class: 'sub', data: { subscription: subscription.id } },
    el('div', { class: 'grow' }, el('b', {}, said(subscription.words)),
      el('div', { class: 'quiet small' }, rules(subscription),
        subscription.goesOnUntil && ` · ${t('subs.until', { day: moment(new Date(subscription.goesOnUntil)) })}`)),
    el('a', { class: 'button', href: to('search', '', { q: subscription.words }) }, t('place.search')), remove, details);
}

export async function show(main, route, signal) {
  const streams = await api.streams(signal);
  const list = el('ul', { class: 'card', id: 'subscriptions' });
  const holder = el('section', { class: 'stack', 'aria-label': t('subs.kept') }, el('h2', {}, t('subs.kept')), waiting());

  /** @param fresh id of the one to be seen, where one is new */
  async function refresh(fresh) {
    try {
      const kept = (await api.subscriptions(signal)).reverse();
      replace(list, kept.map((subscription) => one(subscription, () => refresh())));
      replace(holder, el('h2', {}, t('subs.kept')), kept.length ? list : el('p', { class: 'quiet' }, t('subs.none')));
      const made = [...list.children].find((item) => fresh && item.dataset.subscription === fresh);
      made?.classList.add('fresh');
      made?.scrollIntoView({ block: 'nearest' });
    } catch (refused) {
      if (!signal.aborted) replace(holder, problem(refused));
    }
  }

  const { form, tryOut } = writer(route.params, streams, refresh, signal);
  main.append(el('div', { class: 'head' }, el('h1', {}, t('place.subscriptions'))), el('div', { class: 'halves' }, form, el('div', { class: 'stack' }, tryOut, holder)));
  await refresh();
}

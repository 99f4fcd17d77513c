// Search in plain words, and for more that is like an event.
import * as api from './api.js';
import { el, plain, replace, said } from './dom.js';
import { backLink, choice, empty, eventRow, field, folded, keepTrail, labelText, problem, waiting } from './parts.js';
import { go, to } from './router.js';
import { number, t } from './text.js';
import { fieldTime, fromField } from './times.js';

const PAGE = 30;
const LABELS = ['motion', 'sound', 'camera', 'scene-cut', 'calm'];
const HOURS = { hour: 1, day: 24, week: 168 };
const BY = ['motion', 'picture', 'sound'];

/** Why it was found: its words, its likeness. */
function why(found, by) {
  const reasons = [];
  if (found.words.length) reasons.push(el('span', {}, t('why.words'), ' ', said(found.words.join(', '), 'b')));
  if (found.meaning !== null) reasons.push(el('span', {}, t(by ? `why.${by}` : 'why.meaning'), ' ', el('b', {}, number(found.meaning, 2))));
  return el('div', { class: 'why' }, reasons);
}

/** The caption in pieces, those that match marked. */
export function snippet(pieces) {
  return el('bdi', { class: 'said', dir: 'auto' }, pieces.map((piece) => (piece.match ? el('mark', {}, plain(piece.text)) : plain(piece.text))));
}

function since(name) {
  return HOURS[name] ? fieldTime(new Date(Date.now() - HOURS[name] * 3_600_000)) : '';
}

function form(params, streams, sent) {
  const q = el('input', { type: 'search', name: 'q', id: 'words', value: params.get('q') ?? '', placeholder: t('search.example'), maxlength: 1000 });
  const stream = choice([['', t('search.allStreams')], ...streams.map((one) => [one.streamId, one.streamId])], params.get('stream') ?? '', { change: sent });
  const label = choice([['', t('any')], ...LABELS.map((name) => [name, labelText(name)])], params.get('label') ?? '', { change: sent });
  const from = el('input', { type: 'datetime-local', value: params.get('from') ?? '', on: { change: sent } });
  const until = el('input', { type: 'datetime-local', value: params.get('to') ?? '', on: { change: sent } });
  const when = choice([['', t('search.anyTime')], ...Object.keys(HOURS).map((name) => [name, t(`search.${name}`)])], '', {
    change: () => {
      from.value = since(when.value);
      until.value = '';
      sent();
    },
  });
  const values = () => ({ q: q.value.trim(), stream: stream.value, label: label.value, from: from.value, to: until.value });
  const submitted = (happened) => {
    happened.preventDefault();
    sent();
  };
  const node = el('form', { role: 'search', 'aria-label': t('place.search'), on: { submit: submitted } },
    el('div', { class: 'row search-words' }, el('label', { class: 'grow field' }, el('span', { class: 'unseen' }, t('find.words')), q),
      el('button', { class: 'first', type: 'submit' }, t('search.go'))),
    folded(['stream', 'label', 'from', 'to'].some((name) => params.get(name)), field(t('fact.stream'), stream), field(t('filter.label'), label), field(t('search.when'), when),
      field(t('filter.from'), from), field(t('filter.to'), until)));
  return { node, values };
}

/** What is looked for more of. */
function likeHead(like, by, event) {
  return el('div', { class: 'stack like' }, event && el('div', { class: 'card' }, eventRow(event)), el('div', { class: 'row' }, BY.map((one) => el('a', { class: 'button', href: to('search', '', { like, by: one }), ...(one === by && { 'aria-current': 'true' }) }, t(`like.${one}`)))));
}

export async function show(main, route, signal) {
  const params = route.params;
  const like = params.get('like');
  const by = params.get('by');
  const list = el('ul', { class: 'events card', id: 'hits', 'aria-label': t('search.found') });
  const told = el('p', { class: 'quiet small', role: 'status' });
  const holder = el('div', {}, waiting());
  const more = el('div', { class: 'more' });
  const shown = [];
  const streams = await api.streams(signal).catch(() => []);
  const asked = form(params, streams, () => go(to('search', '', asked.values())));
  const known = like ? await api.event(like, signal).catch(() => null) : null;
  main.append(el('div', { class: 'head' }, like && backLink(to('events', like)), el('h1', {}, t(like ? 'like.title' : 'place.search'))),
    like ? likeHead(like, by, known) : asked.node, told, holder);
  const values = asked.values();
  const wanted = like ? { like, by } : { q: values.q, stream: values.stream, label: values.label, from: fromField(values.from), to: fromField(values.to) };
  if (!Object.values(wanted).some(Boolean)) {
    replace(holder, empty(t('search.start'), t('search.startHow')));
    asked.node.querySelector('#words').focus();
    return;
  }

  async function load(page) {
    try {
      const answer = await api.search({ ...wanted, limit: PAGE, page }, signal);
      shown.push(...answer.hits.map((hit) => hit.event));
      keepTrail(shown);
      list.append(...answer.hits.map((hit) => el('li', {}, eventRow(hit.event, { words: snippet(hit.why.snippet), extra: why(hit.why, by) }))));
      replace(more, answer.next && el('button', { type: 'button', on: { click: () => load(answer.next) } }, t('search.more')));
      told.hidden = !shown.length;
      told.textContent = shown.length ? t(answer.next ? 'search.countMore' : 'search.count', { n: shown.length }) : '';
      replace(holder, shown.length ? [list, more] : empty(t('search.none'), t('search.noneHow')));
    } catch (refused) {
      if (!signal.aborted) replace(holder, problem(refused));
    }
  }

  await load();
}

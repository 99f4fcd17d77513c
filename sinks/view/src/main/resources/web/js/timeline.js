// One stream: its state, its band of time, and its events as they happen, newest first.
import * as api from './api.js';
import { BandView } from './bandview.js';
import { el, plain, replace, said } from './dom.js';
import { follow } from './feed.js';
import { icon } from './icons.js';
import { agoText, backLink, choice, empty, eventRow, field, folded, isWhole, keepTrail, labelText, missing, oneLanguage, problem, stateBadge, waiting } from './parts.js';
import { go, note, to } from './router.js';
import { removeDialog } from './streams.js';
import { number, t } from './text.js';
import { clock, duration, fieldTime, fromField } from './times.js';

const PAGE = 100;
const LABELS = ['motion', 'sound', 'camera', 'scene-cut', 'calm'];

/** What may be asked of the list; kept in the address. */
function filters(params, changed) {
  const severity = choice([['', t('any')], ['notice', t('severity.notice')], ['alert', t('severity.alert')]], params.get('severity') ?? '', { change: changed });
  const label = choice([['', t('any')], ...LABELS.map((name) => [name, labelText(name)])], params.get('label') ?? '', { change: changed });
  const from = el('input', { type: 'datetime-local', value: params.get('from') ?? '', max: fieldTime(new Date()), on: { change: changed } });
  const to_ = el('input', { type: 'datetime-local', value: params.get('to') ?? '', on: { change: changed } });
  const calm = el('input', { type: 'checkbox', checked: params.get('calm') === 'no', on: { change: changed } });
  return {
    node: el('form', { 'aria-label': t('filters'), on: { submit: (sent) => sent.preventDefault() } },
      folded([...params.values()].some(Boolean), field(t('filter.label'), label), field(t('filter.severity'), severity), field(t('filter.from'), from), field(t('filter.to'), to_),
      el('label', { class: 'pick' }, calm, t('filter.noCalm')))),
    asked: () => ({ label: label.value, from: fromField(from.value), to: fromField(to_.value) }),
    kept: () => ({ severity: severity.value, label: label.value, from: from.value, to: to_.value, calm: calm.checked ? 'no' : '' }),
    passes: (event) => isWhole(event) && (!severity.value || event.severity === severity.value || event.severity === 'alert')
      && (!label.value || event.labels.includes(label.value)) && (!calm.checked || !event.labels.includes('calm')),
    live: () => !to_.value,
  };
}

function facts(state, byMedia) {
  const told = [
    state.source && el('span', {}, said(state.source)),
    el('span', {}, t('wall.events', { n: state.events ?? 0 })),
    state.frameRateHz > 0 && el('span', {}, t('stream.rate', { value: number(state.frameRateHz, 1) })),
    state.lagUs > 0 && el('span', {}, t('wall.lag', { value: duration(state.lagUs) })),
    state.gaps > 0 && el('span', {}, t('stream.gaps', { n: state.gaps })),
    state.since && el('span', {}, t('stream.since'), ' ', agoText(new Date(state.since))),
    byMedia && el('span', {}, t('stream.byMedia')),
    state.nextTry && el('span', {}, t('stream.nextTry', { at: clock(new Date(state.nextTry)) })),
  ];
  return [told.filter(Boolean), state.reason ? el('p', { class: 'note' }, said(state.reason)) : null];
}

export async function show(main, route, signal) {
  const id = route.id;
  const events = new Map();
  let gaps = null;
  let next = null;
  let loading = false;
  let asked = 0;
  let told = null;
  const state = el('span', {});
  const about = el('div', { class: 'stream-facts' });
  const list = el('ul', { class: 'events card', id: 'events', 'aria-label': t('stream.events') });
  const more = el('div', { class: 'more', hidden: true }, el('button', { type: 'button', on: { click: older } }, t('stream.earlier')));
  const holder = el('div', {}, waiting());
  const sifted = filters(route.params, refilter);
  const band = new BandView(older, signal);
  main.append(
    el('div', { class: 'head' },
      backLink(to('')), el('h1', {}, said(id)), state, el('span', { class: 'grow' }),
      el('a', { class: 'button', href: to('ask', '', { stream: id }) }, icon('ask'), t('stream.ask')),
      el('a', { class: 'button', href: to('subscriptions', '', { stream: id }) }, icon('bell'), t('stream.subscribe')),
      el('button', { class: 'danger', type: 'button', on: { click: () => removeDialog(id, () => go(to(''))) } }, t('streams.remove'))),
    about, band.node, el('div', { class: 'band-gap' }), sifted.node, holder);

  const passing = () => oneLanguage([...events.values()].filter(sifted.passes)).sort((a, b) => b.startUs - a.startUs);

  /** A gap is told when it is over, without an event. */
  async function newGaps() {
    const page = await api.events({ stream: id, limit: 1 }, signal);
    gaps = page.gaps ?? gaps;
    draw();
  }

  function drawState(stream) {
    if (told !== null && stream.gaps !== told) newGaps().catch(() => {});
    told = stream.gaps;
    replace(state, stateBadge(stream.state));
    replace(about, facts(stream, events.size > 0 && !band.onClock));
  }

  function draw() {
    const shown = passing();
    keepTrail(shown);
    band.show(shown, gaps);
    band.node.hidden = !shown.length && !gaps?.length;
    const focused = document.activeElement?.dataset?.event;
    replace(list, shown.map((event) => el('li', {}, watched(event))));
    if (focused) list.querySelector(`[data-event="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
    more.hidden = !next;
    replace(holder, shown.length ? list : empty(t('stream.empty'), t(next || events.size ? 'stream.emptyFiltered' : 'stream.emptyHow')), more);
  }

  function watched(event) {
    const row = eventRow(event, { from: false });
    for (const name of ['mouseenter', 'focus']) row.addEventListener(name, () => band.choose(event));
    return row;
  }

  async function load(before) {
    loading = true;
    const mine = ++asked;
    try {
      const page = await api.events({ stream: id, limit: PAGE, before, ...sifted.asked() }, signal);
      if (mine !== asked) return;
      if (!before) events.clear();
      page.events.forEach((event) => events.set(event.eventId, event));
      next = page.next;
      if (!before) gaps = page.gaps ?? null; // the first page has those of the whole stream
      draw();
    } finally {
      if (mine === asked) loading = false;
    }
  }

  function older() {
    if (next && !loading) load(next).catch(failed);
  }

  function failed(refused) {
    if (!signal.aborted) replace(holder, problem(refused));
  }

  function refilter() {
    note(to('streams', id, sifted.kept()));
    load().catch(failed);
  }

  follow({
    event(event) {
      if (event.streamId !== id || !isWhole(event) || !sifted.live() || (events.get(event.eventId)?.revision ?? 0) > event.revision) return;
      events.set(event.eventId, event);
      draw();
      list.querySelector(`[data-event="${CSS.escape(event.eventId)}"]`)?.closest('li').classList.add('fresh');
    },
    stream: (stream) => stream.streamId === id && drawState(stream),
    resync: () => load().catch(failed),
  }, signal);

  const known = await Promise.all([api.streams(signal), load()]).then(([streams]) => streams.find((stream) => stream.streamId === id));
  if (known) drawState(known);
  else if (!events.size) replace(main, missing(t('stream.unknown'), t('stream.unknownHow', { id: plain(id) }), el('a', { class: 'button', href: to(''), data: { back: '' } }, t('place.wall'))));
}

// The wall: each stream's latest picture, state and sentence; beside it what happened last.
import * as api from './api.js';
import { calmed, el, every, plain, replace, said } from './dom.js';
import { follow } from './feed.js';
import { icon } from './icons.js';
import { agoText, captionText, choice, empty, eventRow, field, isWhole, keepTrail, lowConfidence, oneLanguage, problem, stateBadge, stateKey, waiting } from './parts.js';
import { Pictures } from './pictures.js';
import { to } from './router.js';
import { addDialog } from './streams.js';
import { language, t } from './text.js';
import { duration, startOf } from './times.js';

const RECENT = 40;
const LOOKED_AT = 120;
const REFRESH_MS = 30_000;
const STATES = ['live', 'connecting', 'waiting', 'stalled', 'backing-off', 'failed', 'done'];

/** One stream on the wall. */
class Tile {
  constructor(state, pictures) {
    this.image = el('img', { alt: '', hidden: true, data: { stream: state.streamId } });
    this.badge = el('span', {});
    this.last = el('p', { class: 'last' });
    this.foot = el('div', { class: 'foot' });
    this.node = el('li', {}, el('a', { class: 'card tile', href: to('streams', state.streamId), data: { stream: state.streamId } },
      el('div', { class: 'view' }, el('span', {}, t(stateKey(state.state) === 'done' ? 'wall.noPictureKept' : 'wall.noPicture')), this.image, this.badge),
      el('div', { class: 'told' },
        el('div', { class: 'name', title: plain(state.streamId) }, said(state.streamId)), this.last, this.foot)));
    this.pictures = pictures;
    this.draw(state);
    pictures.watch(this.image);
  }

  draw(state) {
    this.state = state;
    const event = state.lastEvent;
    replace(this.badge, stateBadge(state.state));
    replace(this.last, event ? captionText(event) : el('span', { class: 'quiet' }, state.reason ? said(state.reason) : t('wall.nothingYet')));
    this.last.classList.toggle('unsure-text', Boolean(event) && lowConfidence(event));
    replace(this.foot, el('span', {}, event ? agoText(startOf(event)) ?? '' : ''),
      el('span', {}, t('wall.events', { n: state.events ?? 0 }), state.lagUs > 5e6 ? ` · ${t('wall.lag', { value: duration(state.lagUs) })}` : ''));
  }

  /** Whether the same is already told in the viewer's language. */
  knows(event) {
    const held = this.state.lastEvent;
    return held?.startUs === event.startUs && held.endUs === event.endUs && held.language === language() && event.language !== language();
  }

  happened(event) {
    if (this.knows(event)) return;
    this.draw({ ...this.state, lastEvent: event, events: (this.state.events ?? 0) + (event.revision > 1 ? 0 : 1) });
    this.pictures.refresh(this.image);
    const card = this.node.firstElementChild;
    card.classList.remove('fresh');
    requestAnimationFrame(() => card.classList.add('fresh'));
  }
}

export async function show(main, route, signal) {
  const tiles = new Map();
  const pictures = new Pictures(signal);
  const list = el('ul', { class: 'wall', id: 'wall' });
  const rail = el('ul', { class: 'events', id: 'recent' });
  const count = el('span', { class: 'quiet', role: 'status' });
  const name = el('input', { type: 'search', placeholder: t('wall.find'), 'aria-label': t('wall.find'), on: { input: calmed(80, sift) } });
  const state = choice([['', t('wall.anyState')], ...STATES.map((key) => [key, t(`state.${key}`)])], '', { change: sift });
  state.setAttribute('aria-label', t('wall.state'));
  const holder = el('div', {}, waiting());
  const add = el('button', { class: 'first', type: 'button', id: 'add-stream', on: { click: () => addDialog((id) => tiles.has(id), refresh) } }, icon('plus'), t('streams.add'));
  main.append(
    el('div', { class: 'head' }, el('h1', {}, t('place.wall')), count, el('span', { class: 'grow' }), name, state, add),
    el('div', { class: 'with-rail' }, holder,
      el('section', { class: 'card rail', 'aria-label': t('wall.recent') }, el('h2', {}, t('wall.recent')), rail)));

  function sift() {
    const words = name.value.trim().toLowerCase();
    for (const tile of tiles.values()) {
      const fits = `${tile.state.streamId} ${tile.state.source}`.toLowerCase().includes(words);
      tile.node.hidden = !fits || (state.value !== '' && stateKey(tile.state.state) !== state.value);
    }
  }

  function take(stream) {
    const tile = tiles.get(stream.streamId);
    if (tile) {
      const told = stream.lastEvent && !tile.knows(stream.lastEvent) ? stream.lastEvent : tile.state.lastEvent;
      tile.draw({ ...tile.state, ...stream, lastEvent: told });
    } else {
      const made = new Tile(stream, pictures);
      tiles.set(stream.streamId, made);
      list.append(made.node);
    }
  }

  async function refresh() {
    const streams = await api.streams(signal);
    const ids = new Set(streams.map((stream) => stream.streamId));
    for (const [id, tile] of tiles) if (!ids.has(id) && tiles.delete(id)) tile.node.remove();
    streams.forEach(take);
    count.textContent = streams.length ? t('wall.streams', { n: streams.length }) : '';
    replace(holder, streams.length ? list : nothing());
    sift();
  }

  function nothing() {
    return empty(t('wall.empty'), t('wall.emptyHow'), el('code', {}, "./watchword streams add yard 'rtsp://user:${YARD_PASSWORD}@camera.local/1'"));
  }

  async function recent() {
    const told = oneLanguage((await api.events({ limit: LOOKED_AT }, signal)).events.filter(isWhole));
    const shown = told.slice(0, RECENT);
    replace(rail, shown.length ? shown.map((event) => el('li', {}, eventRow(event))) : el('li', {}, el('p', { class: 'wait-line' }, t('wall.nothingYet'))));
    keepTrail(shown);
    for (const event of told) {
      const last = tiles.get(event.streamId)?.state.lastEvent;
      if (last?.startUs === event.startUs && last.endUs === event.endUs) take({ streamId: event.streamId, lastEvent: event });
    }
  }

  follow({
    event(event) {
      const tile = tiles.get(event.streamId);
      if (!isWhole(event) || tile?.knows(event)) return;
      tile?.happened(event);
      const known = rail.querySelector(`[data-event="${CSS.escape(event.eventId)}"]`);
      known?.closest('li').remove();
      if (!rail.querySelector('a')) replace(rail);
      rail.prepend(el('li', { class: 'fresh' }, eventRow(event)));
      while (rail.children.length > RECENT) rail.lastElementChild.remove();
      keepTrail([...rail.querySelectorAll('a')].map((row) => ({ eventId: row.dataset.event })));
    },
    stream(stream) {
      if (list.isConnected) take(stream);
      else refresh();
    },
    resync: refreshAll,
  }, signal);

  async function refreshAll() {
    try {
      await refresh();
      await recent();
    } catch (refused) {
      if (!signal.aborted && !tiles.size) replace(holder, problem(refused));
    }
  }

  every(REFRESH_MS, signal, refreshAll);
  await refreshAll();
}

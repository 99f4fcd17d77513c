// How the parts and the streams do.
import * as api from './api.js';
import { el, every, replace, said } from './dom.js';
import { agoText, badge, problem, stateBadge, stateKey, waiting } from './parts.js';
import { to } from './router.js';
import { knows, number, t } from './text.js';
import { bytes, clock, duration } from './times.js';

const REFRESH_MS = 5000;
const TONES = { ok: ['good', 'good'], degraded: ['warn', 'warn'], down: ['bad', 'bad'] };
const TIGHT = 0.1;
const AWAY = ['failed', 'backing-off', 'stalled'];
const WORST_FIRST = ['failed', 'backing-off', 'stalled', 'connecting', 'waiting', 'live', 'done'];

function part(name, good, detail, more = []) {
  return el('li', { class: 'card part' }, el('div', { class: 'row apart' }, el('h2', {}, name), good ? badge('good', 'good', t('health.ok')) : badge('bad', 'bad', t('health.notOk'))),
    detail && el('p', { class: good ? 'quiet small' : 'small' }, said(detail, 'span')), more);
}

/** In the viewer's words, where the page knows the part. */
const partName = (name) => (knows(`part.${name}`) ? t(`part.${name}`) : said(name, 'span'));

/** Parts that do well say nothing of streams that give nothing. */
function verdict({ status, streams = {} }) {
  const away = Object.entries(streams).reduce((sum, [state, n]) => sum + (AWAY.includes(stateKey(state)) ? n : 0), 0);
  if (status === 'ok' && away) return badge(...TONES.degraded, t('health.away', { n: away }));
  return badge(...(TONES[status] ?? TONES.degraded), t(`health.is.${TONES[status] ? status : 'degraded'}`));
}

function disk({ freeBytes, totalBytes }) {
  const fill = el('i', {});
  fill.style.width = `${100 * (1 - freeBytes / totalBytes)}%`;
  return part(t('health.disk'), freeBytes > totalBytes * TIGHT, t('health.diskFree', { free: bytes(freeBytes), total: bytes(totalBytes) }), el('div', { class: 'meter', 'aria-hidden': 'true' }, fill));
}

function counts(streams) {
  const all = Object.values(streams).reduce((sum, n) => sum + n, 0);
  return el('li', { class: 'card part' }, el('h2', {}, t('health.streams')), el('p', { class: 'big' }, number(all)),
    el('div', { class: 'row' }, Object.entries(streams).map(([state, n]) => el('span', { class: 'row' }, stateBadge(state), number(n)))));
}

function parts(health) {
  return el('ul', { class: 'parts' }, counts(health.streams ?? {}),
    health.parts.map((one) => part(partName(one.name), one.ok, one.detail)),
    health.llm ? part(t('health.llm'), health.llm.ok, health.llm.detail) : el('li', { class: 'card part' }, el('h2', {}, t('health.llm')), el('p', { class: 'quiet small' }, t('health.noLlm'))),
    health.disk && disk(health.disk));
}

function table(streams) {
  const names = ['stream', 'state', 'rate', 'lag', 'gaps', 'why'].map((name) => t(`health.${name}`));
  const cell = (index, content, number_ = false) => el('td', { class: number_ ? 'number' : '', data: { name: names[index] } }, content);
  const rank = (stream) => (WORST_FIRST.indexOf(stateKey(stream.state)) + WORST_FIRST.length + 1) % (WORST_FIRST.length + 1);
  const rows = [...streams].sort((a, b) => rank(a) - rank(b) || a.streamId.localeCompare(b.streamId)).map((stream) => el('tr', {},
    cell(0, el('a', { href: to('streams', stream.streamId) }, said(stream.streamId))),
    cell(1, el('span', { class: 'row' }, stateBadge(stream.state), stream.since && el('span', { class: 'quiet small' }, agoText(new Date(stream.since))))),
    cell(2, stream.frameRateHz ? t('stream.rate', { value: number(stream.frameRateHz, 1) }) : '–', true),
    cell(3, stream.lagUs ? duration(stream.lagUs) : '–', true),
    cell(4, number(stream.gaps ?? 0), true),
    cell(5, el('span', {}, stream.reason ? said(stream.reason) : '–', stream.nextTry ? ` · ${t('stream.nextTry', { at: clock(new Date(stream.nextTry)) })}` : ''))));
  return el('div', { class: 'card' }, el('table', { class: 'table' }, el('thead', {}, el('tr', {}, names.map((name) => el('th', { scope: 'col' }, name)))), el('tbody', {}, rows)));
}

export async function show(main, route, signal) {
  const overall = el('span', { role: 'status' });
  const holder = el('div', { class: 'stack' }, waiting());
  main.append(el('div', { class: 'head' }, el('h1', {}, t('place.health')), overall), holder);

  async function refresh() {
    try {
      const [health, streams] = await Promise.all([api.health(signal), api.streams(signal)]);
      replace(overall, verdict(health));
      replace(holder, parts(health), streams.length ? table(streams) : null);
    } catch (refused) {
      if (!signal.aborted) replace(holder, problem(refused));
    }
  }

  every(REFRESH_MS, signal, refresh);
  await refresh();
}

// Pieces that several views show.
import { keyframeOf } from './api.js';
import { el, plain, said } from './dom.js';
import { icon } from './icons.js';
import { back, to } from './router.js';
import { knows, language, number, t } from './text.js';
import { ago, seconds, startOf, startText } from './times.js';

const STATES = {
  live: ['good', 'live'],
  connecting: ['wait', 'wait'],
  waiting: ['still', 'wait'],
  stalled: ['warn', 'warn'],
  'backing-off': ['warn', 'retry'],
  done: ['still', 'still'],
  failed: ['bad', 'bad'],
};

export const stateKey = (state) => String(state ?? 'waiting').toLowerCase().replace(/[ _]/g, '-');

export function badge(tone, picture, words) {
  return el('span', { class: `badge ${tone}` }, icon(picture), el('span', {}, words));
}

export function stateBadge(state) {
  const key = stateKey(state);
  const [tone, picture] = STATES[key] ?? ['still', 'wait'];
  return badge(tone, picture, knows(`state.${key}`) ? t(`state.${key}`) : plain(state));
}

const SURE = [[0.9, 'sure'], [0.7, 'fairly'], [0.5, 'unsure'], [0, 'guess']];
const LOW = 0.5;

export const lowConfidence = (event) => event.confidence < LOW;

/** A word and a number. */
export function confidence(value) {
  const word = SURE.find(([least]) => value >= least)?.[1] ?? 'guess';
  return el('span', { class: 'sure' }, `${t(`sure.${word}`)} `, el('b', {}, number(value, 2)));
}

/** Not what only one of several in an event does; that is told beside the event. */
export const isWhole = (event) => !event.labels.includes('part');

/** Labels the detector knows are translated, others are shown as they are. */
export const labelText = (label) => (knows(`label.${label}`) ? t(`label.${label}`) : plain(label));
export const chips = (labels) => labels.map((label) => el('span', { class: 'chip' }, labelText(label)));

/** "3 min ago", kept true by main.js. */
export function agoText(date) {
  if (!date || Number.isNaN(date.getTime())) return null;
  return el('time', { datetime: date.toISOString(), data: { ago: date.getTime() } }, ago(date));
}

export function captionText(event) {
  const text = event.caption ? said(event.caption) : said(t('event.wordless'));
  text.lang = event.language;
  return text;
}

/** The words around the picture of an event in a list. `extra` comes below. */
export function eventRow(event, { from = true, shot = true, extra = [], words = null } = {}) {
  const start = startOf(event);
  const low = lowConfidence(event);
  const link = el('a', {
    class: `event${shot ? '' : ' plain'}`, href: to('events', event.eventId),
    data: { event: event.eventId, severity: event.severity, ...(event.labels.includes('calm') && { calm: '' }) },
  });
  if (shot) link.append(el('img', { class: 'shot', src: keyframeOf(event.eventId), alt: '', loading: 'lazy', on: { error: hide } }));
  link.append(el('div', {},
    el('div', { class: low ? 'what unsure-text' : 'what' }, words ?? captionText(event)),
    el('div', { class: 'meta' },
      event.severity !== 'info' && badge(event.severity === 'alert' ? 'bad' : 'warn', 'warn', t(`severity.${event.severity}`)),
      from && el('bdi', { class: 'from' }, plain(event.streamId)),
      el('time', start ? { datetime: start.toISOString() } : {}, startText(event)),
      el('span', {}, seconds(event.endUs - event.startUs)),
      event.confidence !== undefined && confidence(event.confidence),
      event.degraded && badge('warn', 'warn', t('event.degraded'))),
    extra));
  return link;
}

/** Where no picture is kept, the words take its room. */
function hide(happened) {
  happened.target.parentElement.classList.add('plain');
  happened.target.remove();
}

/** Leads to the view before, or to `otherwise` where this is the first. */
export function backLink(otherwise) {
  const gone = (happened) => {
    happened.preventDefault();
    back(otherwise);
  };
  return el('a', { class: 'button bare', href: otherwise, 'aria-label': t('back'), title: `${t('back')} (Esc)`, data: { back: '' }, on: { click: gone } }, icon('return'));
}

/** One event for each span, in the viewer's language where it is told in several; newest first. */
export function oneLanguage(events) {
  const best = new Map();
  for (const event of events) {
    const key = `${event.streamId}/${event.startUs}/${event.endUs}`;
    const held = best.get(key);
    const better = !held || (held.language !== language() && event.language === language())
      || (held.eventId === event.eventId && event.revision > held.revision);
    if (better) best.set(key, event);
  }
  return [...best.values()];
}

export function empty(title, words, ...more) {
  return el('div', { class: 'empty' }, el('h2', {}, title), el('p', {}, words), ...more);
}

/** In the place of a whole view. */
export function missing(title, words, ...more) {
  return el('div', { class: 'empty' }, el('h1', {}, title), el('p', {}, words), ...more);
}

/** While the view starts the page asks again by itself. */
export function problem(refused) {
  if (refused.code === 'STARTING') return el('p', { class: 'wait-line' }, t('problem.starting'));
  return el('p', { class: 'problem', role: 'alert' }, said(refused.message || t('problem.unreached')));
}

export const waiting = () => el('p', { class: 'wait-line' }, t('waiting'));

export function field(name, control, hint = null) {
  return el('label', { class: 'field' }, el('span', {}, name), control, hint && el('small', { class: 'quiet' }, hint));
}

/** Filters; folded where there is little room, unless one is set. */
export function folded(set, ...filters) {
  const open = set || matchMedia('(min-width: 700px)').matches;
  return el('details', { class: 'folded', open }, el('summary', {}, t('filters')), el('div', { class: 'filters' }, filters));
}

/** A choice of one; options are pairs of value and words. */
export function choice(options, value, on = {}) {
  const select = el('select', { on }, options.map(([key, words]) => el('option', { value: key }, plain(words))));
  select.value = value;
  return select;
}

/** The values that a page of the viewer's events went through, for going on to the next. */
let trail = [];
export const keepTrail = (events) => {
  trail = events.map((event) => event.eventId);
};
export const neighbour = (id, by) => {
  const at = trail.indexOf(id);
  return at < 0 ? undefined : trail[at + by];
};

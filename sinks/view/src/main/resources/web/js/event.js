// One event: its clip, what is said of it, and what that rests on.
import * as api from './api.js';
import { announce, el, plain, replace, said } from './dom.js';
import { evidence } from './evidence.js';
import { icon } from './icons.js';
import { backLink, badge, captionText, chips, confidence, eventRow, isWhole, lowConfidence, missing, neighbour, oneLanguage, problem } from './parts.js';
import { instead, to } from './router.js';
import { language, number, t } from './text.js';
import { duration, endOf, mediaTime, spanText } from './times.js';

const SOON_MS = 120_000; // a recording is written in pieces: the newest is not there yet
const AGAIN_MS = 2000;
const BY = [['motion', 'motion'], ['picture', 'eye'], ['sound', 'sound']];

/** Seconds of the clip at which a media time is seen; a clip from the start of the stream tells none. */
function offset(event, clipStartUs, durationS) {
  if (clipStartUs !== null) return clipStartUs / 1e6;
  return durationS * 1e6 >= event.endUs ? 0 : event.startUs / 1e6;
}

/** @param told called with each moment that it shows beside the first; `gone` where it cannot be played */
function player(event, wantedUs, { told, gone }, signal) {
  const video = el('video', { controls: true, playsinline: true, preload: 'metadata', id: 'clip', src: api.clipOf(event.eventId), poster: api.keyframeOf(event.eventId), 'aria-label': t('event.clip') });
  let known = api.clipStartUs(event.eventId, signal).catch(() => null);
  let startS = 0;
  let placed = false;
  video.addEventListener('loadedmetadata', async () => {
    startS = offset(event, await known, video.duration);
    video.currentTime = Math.max(0, wantedUs / 1e6 - startS);
  });
  video.addEventListener('timeupdate', () => !video.paused && told((video.currentTime + startS) * 1e6, video));
  video.addEventListener('seeked', () => {
    if (placed && video.paused) told((video.currentTime + startS) * 1e6, video);
    placed = true;
  });
  const holder = el('div', { class: 'film' }, video);
  let timer = 0;
  video.addEventListener('error', () => {
    const soon = event.startsAt && Date.now() - endOf(event) < SOON_MS;
    replace(holder, el('p', { class: 'card wait-line', role: 'status' }, t(soon ? 'event.clipSoon' : 'event.noClip')));
    if (soon) timer = setTimeout(again, AGAIN_MS);
    else gone();
  });
  function again() {
    known = api.clipStartUs(event.eventId, signal).catch(() => null);
    video.addEventListener('loadedmetadata', () => replace(holder, video), { once: true });
    video.load();
  }
  signal.addEventListener('abort', () => {
    clearTimeout(timer);
    video.pause();
    video.removeAttribute('src');
  });
  return {
    node: holder,
    play(us) {
      video.currentTime = Math.max(0, us / 1e6 - startS);
      video.play().catch(() => {});
    },
    /** Without playing; of a moment that is not recorded nothing is shown. */
    show(us) {
      const s = us / 1e6 - startS;
      if (placed && video.paused && s >= 0 && s < video.duration) video.currentTime = s;
    },
  };
}

/** The same in other languages, the viewer's first; and its parts, or of a part the whole. */
async function told(event, signal) {
  const near = (await api.eventsAbout(event.streamId, { ...event, startsMs: Date.parse(event.startsAt ?? event.recordedAt) }, signal))
    .filter((one) => one.eventId !== event.eventId);
  const same = isWhole(event) ? near.filter((one) => isWhole(one) && one.startUs === event.startUs && one.endUs === event.endUs) : [];
  const within = (inner, outer) => !isWhole(inner) && isWhole(outer) && inner.startUs >= outer.startUs && inner.endUs <= outer.endUs;
  return {
    texts: [event, ...same].sort((a, b) => (b.language === language()) - (a.language === language())),
    beside: oneLanguage(near.filter((one) => within(one, event) || within(event, one))).sort((a, b) => b.confidence - a.confidence),
  };
}

function others(event, beside) {
  return beside.length ? [el('h3', {}, t(isWhole(event) ? 'event.parts' : 'event.partOf')),
    el('ul', { class: 'events', id: 'beside' }, beside.map((one) => el('li', {}, eventRow(one, { from: false, shot: false }))))] : [];
}

function captions(events) {
  return events.map((event) => el('p', { class: lowConfidence(event) ? 'caption unsure-text' : 'caption' },
    el('span', { class: 'lang' }, plain(event.language)), captionText(event)));
}

function short(sha) {
  return el('code', { title: plain(sha) }, plain(sha).slice(0, 12));
}

function facts(event) {
  const tokens = event.evidence.tokens;
  const rows = [
    [t('fact.stream'), el('a', { href: to('streams', event.streamId) }, said(event.streamId))],
    [t('fact.source'), said(event.source)],
    [t('fact.when'), spanText(event)],
    event.startsAt && [t('fact.media'), `${mediaTime(event.startUs)} – ${mediaTime(event.endUs)}`],
    [t('fact.length'), duration(event.endUs - event.startUs)],
    [t('fact.labels'), el('span', { class: 'row' }, event.labels.length ? chips(event.labels) : '–')],
    [t('fact.severity'), t(`severity.${event.severity}`)],
    [t('fact.model'), [said(event.model.name), ' ', short(event.model.sha256)]],
    [t('fact.revision'), number(event.revision)],
    [t('fact.rests'), t('fact.restsOn', { n: event.evidence.segmentIds.length, spatial: number(tokens.spatial), motion: number(tokens.motion), audio: number(tokens.audio) })],
    [t('fact.id'), el('code', {}, plain(event.eventId))],
  ];
  return el('dl', { class: 'facts' }, rows.filter(Boolean).map(([name, value]) => [el('dt', {}, name), el('dd', {}, value)]));
}

/** As questions take it. */
function askedSpan(event) {
  if (!event.startsAt) return { from: mediaTime(event.startUs), to: mediaTime(event.endUs) };
  return { from: event.startsAt, to: endOf(event).toISOString() };
}

async function copy(text, button) {
  try {
    await navigator.clipboard.writeText(text);
    announce(t('copied'));
    button.lastChild.textContent = t('copied');
  } catch {
    button.lastChild.textContent = text;
  }
}

function copying(words, text) {
  const button = el('button', { type: 'button' }, icon('link'), el('span', {}, words));
  button.addEventListener('click', () => copy(text, button));
  return button;
}

/** To the next in the list that one came from; the way back still leads to that list. */
function step(id, by, words, picture, key) {
  const other = neighbour(id, by);
  if (!other) return null;
  const gone = (happened) => {
    happened.preventDefault();
    instead(to('events', other));
  };
  return el('a', { class: 'button step', href: to('events', other), title: `${t(words)} (${key})`, data: { key }, on: { click: gone } }, icon(picture), el('span', {}, t(words)));
}

export async function show(main, route, signal) {
  let event;
  try {
    event = await api.event(route.id, signal);
  } catch (refused) {
    if (refused.status !== 404) throw refused;
    main.append(missing(t('event.unknown'), t('event.unknownHow'), el('a', { class: 'button', href: to(''), data: { back: '' } }, t('place.wall'))));
    return;
  }
  const wantedUs = Number(route.params.get('t') ?? event.startUs);
  const rests = evidence(event, (us) => film.show(us), signal);
  const film = player(event, wantedUs, { told: (us, video) => rests.at(us, video), gone: () => again.remove() }, signal);
  const texts = el('div', { class: 'stack' }, captions([event]));
  const parts = el('div', { class: 'stack' });
  const again = el('button', { type: 'button', class: 'first', id: 'play', on: { click: () => film.play(event.startUs) } }, icon('play'), t('event.play'));
  const like = el('div', { class: 'row' }, BY.map(([by, picture]) =>
    el('a', { class: 'button', href: to('search', '', { like: event.eventId, by }) }, icon(picture), t(`like.${by}`))));
  main.append(
    el('div', { class: 'head' },
      backLink(to('streams', event.streamId)), el('h1', {}, el('a', { href: to('streams', event.streamId) }, said(event.streamId))), el('span', { class: 'quiet' }, spanText(event)), el('span', { class: 'grow' }),
      step(event.eventId, 1, 'event.before', 'back', 'j'), step(event.eventId, -1, 'event.after', 'forward', 'k')),
    el('div', { class: 'event-view' },
      el('div', { class: 'stack column' }, film.node, rests.node),
      el('div', { class: 'stack column' },
        el('section', { class: 'card pad stack told', 'aria-label': t('event.told') }, texts,
          el('div', { class: 'row' }, confidence(event.confidence),
            event.severity !== 'info' && badge(event.severity === 'alert' ? 'bad' : 'warn', 'warn', t(`severity.${event.severity}`))),
          lowConfidence(event) && el('p', { class: 'note' }, t('event.lowConfidence')),
          event.degraded && el('p', { class: 'note', id: 'degraded' }, t('event.degradedWhy')),
          el('div', { class: 'row' }, again, el('a', { class: 'button', href: to('ask', '', { stream: event.streamId, ...askedSpan(event) }) }, icon('ask'), t('event.ask'))), parts),
        el('section', { class: 'card pad stack' }, el('h2', {}, t('like.title')), like),
        el('section', { class: 'card pad stack' }, el('h2', {}, t('event.facts')), facts(event),
          el('div', { class: 'row' }, copying(t('event.copyLink'), location.href), copying(t('event.copyId'), event.eventId))))));
  try {
    const { texts: same, beside } = await told(event, signal);
    replace(texts, captions(same));
    replace(parts, others(event, beside));
  } catch (refused) {
    if (!signal.aborted) texts.append(problem(refused));
  }
}

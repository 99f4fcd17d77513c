// The band with its buttons, its pointer and its keys; below it what the chosen event says.
import { Band, fromMs, holes, untilMs } from './band.js';
import { el, replace, said } from './dom.js';
import { icon } from './icons.js';
import { captionText, confidence } from './parts.js';
import { go, to } from './router.js';
import { language, t } from './text.js';
import { clock, duration, mediaTime, spanText } from './times.js';

const TOUCHED = matchMedia('(hover: none)').matches;
const LEGEND = ['info', 'calm', 'notice', 'alert', 'gap'];

/** Words on the axis, as fine as its steps. */
function axisLabel(onClock) {
  return (ms, stepMs) => {
    if (!onClock) return mediaTime(ms * 1000).replace(/\.0$/, '');
    const day = stepMs >= 86_400_000;
    const options = day ? { month: 'short', day: 'numeric' } : { hour: '2-digit', minute: '2-digit', hour12: false, ...(stepMs < 60_000 && { second: '2-digit' }) };
    return new Intl.DateTimeFormat(language(), options).format(new Date(ms));
  };
}

/** @param older called when what is seen begins before what is held */
export class BandView {
  #events = [];
  #chosen = null;
  #gap = null;
  #gaps = [];
  #touched = false;

  constructor(older, signal) {
    this.canvas = el('canvas', { tabindex: '0', role: 'img', id: 'band', 'aria-label': t('band.empty'), 'aria-describedby': 'band-tip' });
    this.tip = el('div', { class: 'tip small', id: 'band-tip', role: 'status' });
    this.band = new Band(this.canvas, axisLabel(true));
    this.older = older;
    this.node = el('section', { class: 'card band', 'aria-label': t('band.title') },
      el('div', { class: 'band-tools' },
        el('div', { class: 'legend' }, LEGEND.map((name) => el('span', { class: name }, el('i', {}), t(`band.${name}`)))),
        el('div', { class: 'row' }, this.#button('minus', 'band.out', () => this.zoom(2)), this.#button('plus', 'band.in', () => this.zoom(0.5)),
          this.#button('all', 'band.whole', () => this.whole()))),
      this.canvas, this.tip);
    this.#pointer();
    this.canvas.addEventListener('keydown', (pressed) => this.#key(pressed));
    const resized = new ResizeObserver(() => this.band.draw());
    resized.observe(this.canvas);
    signal.addEventListener('abort', () => resized.disconnect());
    addEventListener('themechange', () => this.band.draw(), { signal });
    this.#say();
  }

  #button(picture, words, call) {
    return el('button', { class: 'bare', type: 'button', 'aria-label': t(words), title: t(words), on: { click: call } }, icon(picture));
  }

  /** @param events any order; gaps with startUs and endUs, where the server told them */
  show(events, gaps) {
    this.#events = [...events].sort((a, b) => fromMs(a) - fromMs(b));
    const clocked = this.#events.find((event) => event.startsAt);
    this.onClock = Boolean(clocked);
    this.band = Object.assign(new Band(this.canvas, axisLabel(Boolean(clocked))), { span: this.band.span });
    this.#gaps = [...(gaps ?? []).map((gap) => ({ ...gap, ms: [gap.startUs, gap.endUs].map((us) => this.#msOf(us)) })),
      ...(gaps ? [] : holes(this.#events).map((ms) => ({ ms })))].sort((a, b) => a.ms[0] - b.ms[0]);
    this.#redraw();
    if (!this.#touched) this.band.whole();
    this.canvas.setAttribute('aria-label', t('band.holds', { n: this.#events.length }));
  }

  /** By the clock of the nearest event that has one: clocks drift, and files come one after another. */
  #msOf(us) {
    const away = (event) => Math.abs(event.startUs - us);
    const near = this.#events.reduce((best, event) => (event.startsAt && (!best || away(event) < away(best)) ? event : best), null);
    return near ? fromMs(near) + (us - near.startUs) / 1000 : us / 1000;
  }

  #redraw() {
    this.band.show(this.#events, this.#gaps.map((gap) => gap.ms), this.#chosen?.eventId);
  }

  zoom(factor, at) {
    this.#touched = true;
    this.band.zoom(factor, at);
    this.#more();
  }

  whole() {
    this.#touched = false;
    this.band.whole();
  }

  #more() {
    if (this.#events.length && this.band.span[0] < fromMs(this.#events[0])) this.older();
  }

  choose(event, gap = null) {
    if (event?.eventId === this.#chosen?.eventId && gap === this.#gap) return;
    this.#chosen = event;
    this.#gap = gap;
    this.#redraw();
    this.#say();
  }

  #say() {
    const event = this.#chosen;
    if (this.#gap) this.#sayGap(this.#gap);
    else if (!event) replace(this.tip, el('span', { class: 'quiet' }, t(TOUCHED ? 'band.howTouch' : 'band.how')));
    else replace(this.tip, el('b', {}, spanText(event)), ' ', confidence(event.confidence), el('br'), captionText(event));
  }

  #sayGap({ ms, startUs, endUs, reason, detail }) {
    const [from, until] = this.onClock ? ms.map((one) => clock(new Date(one))) : ms.map((one) => mediaTime(one * 1000));
    replace(this.tip, el('b', {}, `${from} – ${until}`), ' ', t(reason ? `gap.${reason}` : 'band.gap'),
      reason && ` (${duration(endUs - startUs)})`, detail && [el('br'), said(detail)]);
  }

  /** Through events and told gaps, in the order of time. */
  #step(by) {
    const stops = [...this.#events.map((event) => ({ event, at: fromMs(event) })),
      ...this.#gaps.filter((gap) => gap.reason).map((gap) => ({ gap, at: gap.ms[0] }))].sort((a, b) => a.at - b.at);
    const here = stops.findIndex(({ event, gap }) => (this.#gap ? gap === this.#gap : event && event.eventId === this.#chosen?.eventId));
    const next = stops[here < 0 ? stops.length - 1 : Math.min(stops.length - 1, Math.max(0, here + by))];
    if (!next) return;
    this.choose(next.event ?? null, next.gap);
    this.band.reveal(next.event ? [fromMs(next.event), untilMs(next.event)] : next.gap.ms);
  }

  #key(pressed) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[pressed.key];
    if (step) this.#step(step);
    else if (pressed.key === '+' || pressed.key === '=') this.zoom(0.5, this.#chosen ? fromMs(this.#chosen) : undefined);
    else if (pressed.key === '-') this.zoom(2, this.#chosen ? fromMs(this.#chosen) : undefined);
    else if (pressed.key === 'Enter' && this.#chosen) go(to('events', this.#chosen.eventId));
    else return;
    pressed.preventDefault();
  }

  #gapAt(x) {
    const ms = this.band.msAt(x);
    return this.#gaps.find((gap) => gap.ms[0] <= ms && ms <= gap.ms[1]) ?? null;
  }

  /** A gap behind a mark's slack is what the pointer is in. */
  #point(x) {
    const event = this.band.at(x, 0) ?? (this.#gapAt(x) ? null : this.band.at(x));
    this.choose(event, event ? null : this.#gapAt(x));
  }

  #pointer() {
    const held = new Map();
    let moved = 0;
    const spread = () => {
      const [a, b] = [...held.values()];
      return Math.max(20, Math.abs(a - b));
    };
    const on = (name, call, options) => this.canvas.addEventListener(name, call, options);
    on('pointerdown', (point) => {
      held.set(point.pointerId, point.offsetX);
      this.canvas.setPointerCapture(point.pointerId);
      moved = 0;
    });
    on('pointermove', (point) => {
      if (!held.has(point.pointerId)) return this.#point(point.offsetX);
      const before = held.size === 2 ? spread() : held.get(point.pointerId);
      held.set(point.pointerId, point.offsetX);
      moved += Math.abs(point.movementX);
      this.#touched = true;
      if (held.size === 2) return this.zoom(before / spread(), this.band.msAt(point.offsetX));
      return this.band.move(this.band.msAt(before) - this.band.msAt(point.offsetX));
    });
    on('pointerup', (point) => {
      held.delete(point.pointerId);
      const event = moved < 5 ? this.band.at(point.offsetX) : null;
      if (event && (point.pointerType === 'mouse' || event.eventId === this.#chosen?.eventId)) go(to('events', event.eventId));
      else if (event) this.choose(event);
      else if (moved < 5 && this.#gapAt(point.offsetX)) this.#point(point.offsetX);
      else this.#more();
    });
    on('pointercancel', (point) => held.delete(point.pointerId));
    on('wheel', (turned) => {
      if (!turned.ctrlKey && !turned.shiftKey) return;
      turned.preventDefault();
      this.zoom(turned.deltaY + turned.deltaX > 0 ? 1.25 : 0.8, this.band.msAt(turned.offsetX));
    }, { passive: false });
  }
}

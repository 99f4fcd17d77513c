// The band with its buttons, its pointer and its keys; below it what the chosen event says.
import { Band, fromMs, holes } from './band.js';
import { el, replace } from './dom.js';
import { icon } from './icons.js';
import { captionText, confidence } from './parts.js';
import { go, to } from './router.js';
import { language, t } from './text.js';
import { mediaTime, spanText } from './times.js';

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
    this.band = Object.assign(new Band(this.canvas, axisLabel(Boolean(clocked))), { span: this.band.span });
    this.gaps = gaps ? gaps.map((gap) => [gap.startUs, gap.endUs].map((us) => this.#msOf(us, clocked))) : holes(this.#events);
    this.#redraw();
    if (!this.#touched) this.band.whole();
    this.canvas.setAttribute('aria-label', t('band.holds', { n: this.#events.length }));
  }

  #msOf(us, clocked) {
    return clocked ? fromMs(clocked) + (us - clocked.startUs) / 1000 : us / 1000;
  }

  #redraw() {
    this.band.show(this.#events, this.gaps ?? [], this.#chosen?.eventId);
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

  choose(event) {
    if (event?.eventId === this.#chosen?.eventId) return;
    this.#chosen = event;
    this.#redraw();
    this.#say();
  }

  #say() {
    const event = this.#chosen;
    if (!event) replace(this.tip, el('span', { class: 'quiet' }, t('band.how')));
    else replace(this.tip, el('b', {}, spanText(event)), ' ', confidence(event.confidence), el('br'), captionText(event));
  }

  #key(pressed) {
    const at = this.#events.findIndex((event) => event.eventId === this.#chosen?.eventId);
    const step = { ArrowRight: 1, ArrowLeft: -1 }[pressed.key];
    if (step) {
      const next = this.#events[at < 0 ? this.#events.length - 1 : Math.min(this.#events.length - 1, Math.max(0, at + step))];
      if (next) {
        this.choose(next);
        this.band.reveal(next);
      }
    } else if (pressed.key === '+' || pressed.key === '=') this.zoom(0.5, this.#chosen ? fromMs(this.#chosen) : undefined);
    else if (pressed.key === '-') this.zoom(2, this.#chosen ? fromMs(this.#chosen) : undefined);
    else if (pressed.key === 'Enter' && this.#chosen) go(to('events', this.#chosen.eventId));
    else return;
    pressed.preventDefault();
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
      if (!held.has(point.pointerId)) return this.choose(this.band.at(point.offsetX));
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

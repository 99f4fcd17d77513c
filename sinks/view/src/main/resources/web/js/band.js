// The band of time of one stream: events as marks, gaps hatched, drawn on a canvas.
// Time along it is of the clock where the stream has one, else of the media; milliseconds.
import { startOf } from './times.js';

const LEAST_SPAN_MS = 2000;
const HEIGHTS = { info: 0.62, notice: 0.8, alert: 1 };
const STEPS_S = [1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21_600, 43_200, 86_400, 172_800, 604_800];

export const fromMs = (event) => startOf(event)?.getTime() ?? event.startUs / 1000;
export const untilMs = (event) => fromMs(event) + (event.endUs - event.startUs) / 1000;

/** Holes in which nothing is told, of events from the oldest to the newest. */
export function holes(events, leastMs = 1500) {
  const found = [];
  let reached = events.length ? fromMs(events[0]) : 0;
  for (const event of events) {
    if (fromMs(event) - reached >= leastMs) found.push([reached, fromMs(event)]);
    reached = Math.max(reached, untilMs(event));
  }
  return found;
}

/** Draws marks, answers which one is at a point, and holds what part of time is seen. */
export class Band {
  #canvas;
  #label;
  #events = [];
  #gaps = [];
  #chosen = null;
  span = [0, 60_000];

  /** @param label words for a moment, milliseconds */
  constructor(canvas, label) {
    this.#canvas = canvas;
    this.#label = label;
  }

  show(events, gaps, chosen) {
    this.#events = events;
    this.#gaps = gaps;
    this.#chosen = chosen;
    this.draw();
  }

  /** All of it, with a little room. */
  whole() {
    if (!this.#events.length) return;
    const from = Math.min(...this.#events.map(fromMs));
    const until = Math.max(...this.#events.map(untilMs));
    const room = Math.max(500, (until - from) * 0.02);
    this.span = [from - room, until + room];
    this.draw();
  }

  zoom(factor, at = (this.span[0] + this.span[1]) / 2) {
    const [from, until] = this.span;
    if ((until - from) * factor < LEAST_SPAN_MS) return;
    this.span = [at - (at - from) * factor, at + (until - at) * factor];
    this.draw();
  }

  move(ms) {
    this.span = this.span.map((edge) => edge + ms);
    this.draw();
  }

  /** Moves only when the span is outside; milliseconds. */
  reveal([begins, ends]) {
    const [from, until] = this.span;
    if (begins >= from && ends <= until) return;
    this.move((begins + ends) / 2 - (from + until) / 2);
  }

  msAt(x) {
    const [from, until] = this.span;
    return from + (x / this.#canvas.clientWidth) * (until - from);
  }

  /** The event nearest to a point, within so many pixels. */
  at(x, slackPx = 8) {
    const ms = this.msAt(x);
    const slack = this.msAt(x + slackPx) - ms;
    const away = (event) => Math.max(fromMs(event) - ms, ms - untilMs(event), 0);
    const near = this.#events.filter((event) => away(event) <= slack);
    return near.sort((a, b) => away(a) - away(b) || untilMs(a) - fromMs(a) - untilMs(b) + fromMs(b))[0] ?? null;
  }

  draw() {
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    if (!width) return;
    const ratio = devicePixelRatio || 1;
    this.#canvas.width = Math.round(width * ratio);
    this.#canvas.height = Math.round(height * ratio);
    const pen = this.#canvas.getContext('2d');
    pen.scale(ratio, ratio);
    const style = getComputedStyle(document.documentElement);
    const colour = (name) => style.getPropertyValue(`--${name}`).trim();
    const x = (ms) => ((ms - this.span[0]) / (this.span[1] - this.span[0])) * width;
    const floor = height - 26;
    pen.fillStyle = colour('well');
    pen.fillRect(0, 0, width, floor);
    this.#hatch(pen, x, floor, colour);
    this.#axis(pen, x, { width, height, floor }, colour);
    for (const event of this.#events) this.#mark(pen, x, floor, event, colour);
  }

  #hatch(pen, x, floor, colour) {
    pen.strokeStyle = colour('hatch');
    pen.lineWidth = 2;
    for (const [from, until] of this.#gaps) {
      const left = Math.max(0, x(from));
      const right = Math.min(this.#canvas.clientWidth, x(until));
      if (right - left < 1) continue;
      pen.save();
      pen.beginPath();
      pen.rect(left, 0, right - left, floor);
      pen.clip();
      pen.beginPath();
      for (let at = left - floor; at < right; at += 7) {
        pen.moveTo(at, floor);
        pen.lineTo(at + floor, 0);
      }
      pen.stroke();
      pen.restore();
    }
  }

  #axis(pen, x, { width, height, floor }, colour) {
    const perLabelS = ((this.span[1] - this.span[0]) / 1000 / width) * 110;
    const stepMs = (STEPS_S.find((step) => step >= perLabelS) ?? STEPS_S.at(-1)) * 1000;
    pen.font = '12px system-ui, sans-serif';
    pen.textBaseline = 'bottom';
    pen.lineWidth = 1;
    for (let ms = Math.ceil(this.span[0] / stepMs) * stepMs; ms < this.span[1]; ms += stepMs) {
      pen.strokeStyle = colour('line');
      pen.beginPath();
      pen.moveTo(x(ms), 0);
      pen.lineTo(x(ms), floor + 5);
      pen.stroke();
      pen.fillStyle = colour('quiet');
      const words = this.#label(ms, stepMs);
      const half = pen.measureText(words).width / 2;
      pen.fillText(words, Math.min(width - 2 * half, Math.max(0, x(ms) - half)), height - 2);
    }
  }

  #mark(pen, x, floor, event, colour) {
    const left = x(fromMs(event));
    const wide = Math.max(4, x(untilMs(event)) - left - 1);
    if (left + wide < 0 || left > this.#canvas.clientWidth) return;
    const calm = event.labels.includes('calm');
    const tall = (floor - 12) * (calm ? 0.22 : HEIGHTS[event.severity] ?? 0.6);
    pen.globalAlpha = event.confidence < 0.5 ? 0.5 : 1;
    pen.fillStyle = colour(calm ? 'mark-calm' : `mark-${event.severity}`);
    pen.beginPath();
    pen.roundRect(left, floor - tall, wide, tall, [3, 3, 0, 0]);
    pen.fill();
    pen.globalAlpha = 1;
    if (event.severity !== 'info') this.#shape(pen, left + wide / 2, floor - tall, event.severity);
    if (event.eventId !== this.#chosen) return;
    pen.strokeStyle = colour('text');
    pen.lineWidth = 2.5;
    pen.strokeRect(left - 1, floor - tall - 1, wide + 2, tall + 2);
  }

  /** So that severities differ by shape too: a point up for a notice, a diamond for an alert. */
  #shape(pen, x, top, severity) {
    const size = 6;
    pen.beginPath();
    pen.moveTo(x, top - size - 1);
    pen.lineTo(x + size, top + (severity === 'alert' ? 0 : 2));
    if (severity === 'alert') pen.lineTo(x, top + size);
    pen.lineTo(x - size, top + (severity === 'alert' ? 0 : 2));
    pen.closePath();
    pen.fill();
  }
}

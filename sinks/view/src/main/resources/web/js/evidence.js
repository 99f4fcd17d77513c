// What an event rests on: the key frame with the motion drawn over it, and how loud it was.
import * as api from './api.js';
import { el, replace } from './dom.js';
import { icon } from './icons.js';
import { number, t } from './text.js';
import { mediaTime } from './times.js';

const LEAST_PX = 1;
const STRETCH = 1.5;
const LONGEST_PX = 28;
const QUIETEST_DB = -70;
const SAME_MOMENT_US = 500_000;

function pen(canvas) {
  const ratio = devicePixelRatio || 1;
  const { clientWidth: width, clientHeight: height } = canvas;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  const drawing = canvas.getContext('2d');
  drawing.scale(ratio, ratio);
  return { drawing, width, height };
}

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

/** Arrows of one step: from the middle of each cell to where it went, longer than life; over what plays then. */
export function drawMotion(canvas, trace, step, video = null) {
  const { drawing, width, height } = pen(canvas);
  if (video) drawing.drawImage(video, 0, 0, width, height);
  const scale = width / 576;
  const paths = moving(trace, step).map(([column, row, dx, dy]) => {
    const longer = Math.min(STRETCH, LONGEST_PX / Math.hypot(dx, dy)) * scale;
    const x = ((column + 0.5) / trace.columns) * width;
    const y = ((row + 0.5) / trace.rows) * height;
    return [x, y, x + dx * longer, y + dy * longer];
  });
  drawing.lineCap = 'round';
  for (const [stroke, wide] of [['arrow-edge', 4], ['arrow', 1.8]]) {
    drawing.strokeStyle = colour(stroke);
    drawing.lineWidth = wide * Math.max(0.6, scale);
    drawing.beginPath();
    paths.forEach((path) => arrow(drawing, scale, ...path));
    drawing.stroke();
  }
}

/** Cells that move; of a dense field every other, as on a chessboard, so that arrows stay apart. */
function moving(trace, step) {
  const field = trace.motion[step] ?? [];
  const moves = (row, column) => {
    const at = 2 * (row * trace.columns + column);
    return row >= 0 && column >= 0 && column < trace.columns && Math.hypot(field[at] ?? 0, field[at + 1] ?? 0) >= LEAST_PX;
  };
  const found = [];
  for (let row = 0; row < trace.rows; row += 1) {
    for (let column = 0; column < trace.columns; column += 1) {
      const crowded = moves(row - 1, column) || moves(row + 1, column) || moves(row, column - 1) || moves(row, column + 1);
      const at = 2 * (row * trace.columns + column);
      if (moves(row, column) && (!crowded || (row + column) % 2 === 0)) found.push([column, row, field[at], field[at + 1]]);
    }
  }
  return found;
}

function arrow(drawing, scale, x, y, tipX, tipY) {
  const angle = Math.atan2(tipY - y, tipX - x);
  drawing.moveTo(x, y);
  drawing.lineTo(tipX, tipY);
  for (const turn of [2.6, -2.6]) {
    drawing.moveTo(tipX, tipY);
    drawing.lineTo(tipX + 6 * scale * Math.cos(angle + turn), tipY + 6 * scale * Math.sin(angle + turn));
  }
}

/** The level over the span, with a line at `atUs`. */
export function drawSound(canvas, trace, atUs) {
  const { drawing, width, height } = pen(canvas);
  const levels = trace.loudnessDbfs;
  const y = (db) => height - 6 - (Math.max(0, db - QUIETEST_DB) / -QUIETEST_DB) * (height - 12);
  const x = (index) => (levels.length > 1 ? (index / (levels.length - 1)) * width : 0);
  drawing.strokeStyle = colour('line');
  drawing.fillStyle = colour('quiet');
  drawing.font = '11px system-ui, sans-serif';
  for (const db of [-60, -40, -20]) {
    drawing.beginPath();
    drawing.moveTo(0, y(db));
    drawing.lineTo(width, y(db));
    drawing.stroke();
    drawing.fillText(`${db} dB`, 4, y(db) - 2);
  }
  drawing.strokeStyle = colour('accent');
  drawing.lineWidth = 2;
  drawing.beginPath();
  levels.forEach((db, index) => drawing.lineTo(x(index), y(db)));
  drawing.stroke();
  const at = (atUs - trace.startUs) / (Math.max(1, levels.length - 1) * trace.loudnessStepUs);
  if (at < 0 || at > 1) return;
  drawing.strokeStyle = colour('text');
  drawing.beginPath();
  drawing.moveTo(at * width, 0);
  drawing.lineTo(at * width, height);
  drawing.stroke();
}

/**
 * Shows the evidence of an event; `at(us)` of what it gives draws a moment of media time.
 *
 * @param seek asked for the clip's picture of a moment, which comes by `at`
 */
export function evidence(event, seek, signal) {
  const picture = el('img', { src: api.keyframeOf(event.eventId), alt: t('event.keyframe'), id: 'keyframe' });
  picture.addEventListener('error', () => replace(frame, el('p', { class: 'wait-line' }, t('event.noKeyframe'))));
  const arrows = el('canvas', { id: 'motion', 'aria-hidden': 'true' });
  const frame = el('div', { class: 'frame' }, picture, arrows);
  const scrub = el('input', { type: 'range', min: 0, max: 0, value: 0, step: 1, id: 'scrub', 'aria-label': t('event.motionAt') });
  const play = el('button', { class: 'bare', type: 'button', id: 'play-motion', 'aria-label': t('event.playMotion') }, icon('play'));
  const when = el('output', { class: 'small quiet' });
  const curve = el('canvas', { role: 'img', id: 'sound' });
  const other = el('p', { class: 'small quiet', hidden: true }, t('event.otherMoment', { at: mediaTime(event.evidence.keyframePtsUs) }));
  const motionPart = el('div', { class: 'stack' }, frame, other, el('div', { class: 'scrub' }, play, scrub, when));
  const soundPart = el('div', { class: 'stack sound' });
  const node = el('section', { class: 'card pad stack rests', 'aria-label': t('event.evidence') }, el('h2', {}, t('event.evidence')), el('div', { class: 'evidence' }, motionPart, soundPart));
  let trace = null;
  let timer = 0;

  function draw(video = null) {
    if (!trace || signal.aborted) return;
    const step = Number(scrub.value);
    const us = trace.startUs + step * trace.stepUs;
    drawMotion(arrows, trace, step, video);
    const elsewhere = Math.abs(us - event.evidence.keyframePtsUs) > SAME_MOMENT_US;
    picture.classList.toggle('of-another-moment', elsewhere);
    other.hidden = !elsewhere || Boolean(video) || !picture.isConnected;
    if (trace.loudnessDbfs.length && soundPart.isConnected) drawSound(curve, trace, us);
    when.textContent = t('event.step', { at: mediaTime(us), step: number(step + 1), steps: number(trace.motion.length) });
    scrub.setAttribute('aria-valuetext', when.textContent);
  }

  function pause() {
    clearInterval(timer);
    timer = 0;
    replace(play, icon('play'));
    play.setAttribute('aria-label', t('event.playMotion'));
  }

  function start() {
    timer = setInterval(() => {
      scrub.value = (Number(scrub.value) + 1) % trace.motion.length;
      draw();
    }, trace.stepUs / 1000);
    replace(play, icon('pause'));
    play.setAttribute('aria-label', t('event.pauseMotion'));
  }

  function show(told) {
    trace = told;
    scrub.max = Math.max(0, trace.motion.length - 1);
    if (!trace.motion.length) motionPart.lastElementChild.hidden = true;
    const loudest = Math.max(...trace.loudnessDbfs);
    curve.setAttribute('aria-label', t('event.soundCurve', { value: number(loudest) }));
    replace(soundPart, el('h3', {}, t('event.sound')), trace.loudnessDbfs.length ? curve : el('p', { class: 'quiet small' }, t('event.noSound')));
    scrub.value = pictured(trace, event.evidence.keyframePtsUs);
    draw();
  }

  scrub.addEventListener('input', () => {
    pause();
    draw();
    seek(trace.startUs + (Number(scrub.value) + 0.5) * trace.stepUs);
  });
  play.addEventListener('click', () => (timer ? pause() : start()));
  signal.addEventListener('abort', pause);
  const resized = new ResizeObserver(() => draw());
  resized.observe(frame);
  signal.addEventListener('abort', () => resized.disconnect());
  addEventListener('themechange', () => draw(), { signal });
  api.trace(event.eventId, signal).then(show).catch(() => {
    motionPart.lastElementChild.hidden = true;
    if (!signal.aborted) replace(soundPart, el('p', { class: 'quiet small' }, t('event.noTrace')));
  });
  return {
    node,
    /** With the clip's picture of that moment. */
    at(us, video) {
      const step = trace ? Math.floor((us - trace.startUs) / trace.stepUs) : -1;
      if (timer || step < 0 || step >= trace.motion.length) return;
      scrub.value = step;
      draw(video);
    },
  };
}

/** The step to be seen first: that of the picture, or where nothing moves in it, the one with the most motion. */
function pictured(trace, ptsUs) {
  const sums = trace.motion.map((field) => field.reduce((sum, value) => sum + Math.abs(value), 0));
  const step = Math.floor((ptsUs - trace.startUs) / trace.stepUs);
  return sums[step] ? step : Math.max(0, sums.indexOf(Math.max(...sums)));
}

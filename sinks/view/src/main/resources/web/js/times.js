// Times for people: of the clock in the viewer's zone where it is known, of the media where not.
import { language, number, t } from './text.js';

const DAY = { year: 'numeric', month: 'short', day: 'numeric' };
const SECONDS = { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false };

const WEEK_S = 7 * 86_400;

const format = (date, options) => new Intl.DateTimeFormat(language(), options).format(date);
const sameDay = (a, b) => a.toDateString() === b.toDateString();

export const startOf = (event) => (event.startsAt ? new Date(event.startsAt) : null);
export const endOf = (event) =>
  event.startsAt ? new Date(Date.parse(event.startsAt) + (event.endUs - event.startUs) / 1000) : null;

/** 01:02:03.4 of media time, hours only where there are some. */
export function mediaTime(us) {
  const tenths = Math.floor(us / 100_000);
  const two = (value) => String(value).padStart(2, '0');
  const hours = Math.floor(tenths / 36_000);
  const rest = `${two(Math.floor(tenths / 600) % 60)}:${two(Math.floor(tenths / 10) % 60)}.${tenths % 10}`;
  return hours ? `${hours}:${rest}` : rest;
}

export const clock = (date) => format(date, SECONDS);

/** With the day, where it is not today. */
export function moment(date) {
  return sameDay(date, new Date()) ? clock(date) : format(date, { ...DAY, ...SECONDS });
}

export function startText(event) {
  const start = startOf(event);
  return start ? moment(start) : mediaTime(event.startUs);
}

export function spanText(event) {
  const start = startOf(event);
  if (!start) return `${mediaTime(event.startUs)} – ${mediaTime(event.endUs)}`;
  return `${moment(start)} – ${clock(endOf(event))}`;
}

export const seconds = (us) => t('unit.seconds', { value: number(us / 1e6, us < 10e6 ? 1 : 0) });

/** Whole words: 5 s, 3 min, 2 h. */
export function duration(us) {
  const s = us / 1e6;
  if (s < 90) return seconds(us);
  if (s < 5400) return t('unit.minutes', { value: number(s / 60) });
  return t('unit.hours', { value: number(s / 3600, s < 36_000 ? 1 : 0) });
}

export function ago(date, now = Date.now()) {
  const s = Math.max(0, Math.round((now - date) / 1000));
  if (s > WEEK_S) return format(date, DAY);
  const relative = new Intl.RelativeTimeFormat(language(), { numeric: 'auto', style: 'short' });
  if (s < 60) return relative.format(-s, 'second');
  if (s < 3600) return relative.format(-Math.round(s / 60), 'minute');
  if (s < 86_400) return relative.format(-Math.round(s / 3600), 'hour');
  return relative.format(-Math.round(s / 86_400), 'day');
}

/** As a field for date and time wants it, in the viewer's zone. */
export function fieldTime(date) {
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

export const bytes = (value) => {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'];
  let at = 0;
  let rest = value;
  while (rest >= 1000 && at < units.length - 1) {
    rest /= 1000;
    at += 1;
  }
  return new Intl.NumberFormat(language(), { style: 'unit', unit: units[at], maximumFractionDigits: at && rest < 100 ? 1 : 0 }).format(rest);
};

/** What such a field holds as RFC 3339; empty where it is empty. */
export const fromField = (text) => (text ? new Date(text).toISOString() : '');

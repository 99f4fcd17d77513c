// The server's questions and answers.
const ROOT = 'api/v1';
const AROUND_MS = 10 * 60_000;
const MOST_PAGES = 20;

const at = (ms) => new Date(ms).toISOString();

/** What the server refused, with its reason. */
export class Refused extends Error {
  constructor(status, code, message) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export const path = (...parts) => [ROOT, ...parts.map(encodeURIComponent)].join('/');

/** A query string; empty values are left out, lists repeat their name. */
export function query(values) {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    for (const one of [value].flat()) if (one !== null && one !== undefined && one !== '') params.append(name, one);
  }
  const text = params.toString();
  return text ? `?${text}` : '';
}

async function refusal(response) {
  const text = await response.text();
  try {
    const { code, message } = JSON.parse(text).error;
    return new Refused(response.status, code, message);
  } catch {
    return new Refused(response.status, String(response.status), response.statusText || `HTTP ${response.status}`);
  }
}

let csrf = null;

async function call(url, { method = 'GET', body, signal } = {}) {
  const headers = body === undefined ? {} : { 'Content-Type': 'application/json' };
  if (csrf && method !== 'GET') headers['X-Watchword-Csrf'] = csrf; // no page elsewhere knows it
  const response = await fetch(url, { method, headers, signal, body: body === undefined ? undefined : JSON.stringify(body) });
  if (!response.ok) throw await refusal(response);
  return response;
}

const json = async (url, options) => (await call(url, options)).json();

async function known(options) {
  const session = await json(path('session'), options);
  csrf = session.csrf;
  return session;
}

export const session = () => known({});
export const signIn = (token) => known({ method: 'POST', body: { token } });
export const signOut = () => call(path('session'), { method: 'DELETE' });
export const streams = (signal) => json(path('streams'), { signal }).then((answer) => answer.streams);
export const addStream = (body) => call(path('streams'), { method: 'POST', body });
export const removeStream = (id) => call(path('streams', id), { method: 'DELETE' });
export const events = (values, signal) => json(path('events') + query(values), { signal });
export const event = (id, signal) => json(path('events', id), { signal });
export const trace = (id, signal) => json(path('events', id, 'trace'), { signal });
export const search = (values, signal) => json(path('search') + query(values), { signal });
export const subscriptions = (signal) => json(path('subscriptions'), { signal }).then((answer) => answer.subscriptions);
export const addSubscription = (body) => json(path('subscriptions'), { method: 'POST', body });
export const removeSubscription = (id) => call(path('subscriptions', id), { method: 'DELETE' });
export const preview = (body, signal) => json(path('subscriptions', 'preview'), { method: 'POST', body, signal });
export const hits = (id, signal) => json(path('subscriptions', id, 'hits'), { signal });
export const health = (signal) => json(path('health'), { signal });
export const pictureOf = (id) => path('streams', id, 'picture');
export const keyframeOf = (id) => path('events', id, 'keyframe');
export const clipOf = (id) => path('events', id, 'clip');

/** Events of a stream about a span; by the clock where it is known, else page by page. */
export async function eventsAbout(streamId, { startUs, endUs, startsMs = null }, signal) {
  const around = startsMs === null ? {} : { from: at(startsMs - AROUND_MS), to: at(startsMs + (endUs - startUs) / 1000) };
  const found = [];
  let next = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer = await events({ stream: streamId, limit: 200, before: next, ...around }, signal);
    found.push(...answer.events.filter((one) => one.startUs < endUs && one.endUs > startUs));
    next = answer.next;
    if (!next || answer.events.every((one) => one.endUs <= startUs)) break;
  }
  return found;
}

/** Media time of a clip's first picture, microseconds; null where the server does not say. */
export async function clipStartUs(id, signal) {
  const response = await fetch(clipOf(id), { headers: { Range: 'bytes=0-0' }, signal });
  await response.body?.cancel();
  const told = response.headers.get('Clip-Start-Us');
  return told === null ? null : Number(told);
}

/** Asks, and gives each line of the answer as it comes. */
export async function ask(body, signal, line) {
  const response = await call(path('ask'), { method: 'POST', body, signal });
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    const lines = (rest + (value ?? '')).split('\n');
    rest = done ? '' : lines.pop();
    lines.filter((one) => one.trim()).forEach((one) => line(JSON.parse(one)));
    if (done) return;
  }
}

// What happens, as it happens: one connection for the whole page.
const RETRY_MS = 1000;
const listeners = new Set();
let source = null;
let condition = 'connecting';
let broken = false;

export const feedState = () => condition;

/** Tells `event`, `stream`, `state`, when something may have been missed `resync`, and `refused`. */
export function follow(listener, signal) {
  listeners.add(listener);
  signal?.addEventListener('abort', () => listeners.delete(listener));
}

function tell(what, value) {
  for (const listener of listeners) listener[what]?.(value);
}

function become(state) {
  if (state === condition) return;
  condition = state;
  tell('state', state);
}

/** The browser itself goes on after the last id; only a refusal ends its trying. */
export function open() {
  source = new EventSource('api/v1/events/stream');
  source.addEventListener('open', () => {
    become('live');
    if (broken) tell('resync');
    broken = false;
  });
  source.addEventListener('event', (message) => tell('event', JSON.parse(message.data)));
  source.addEventListener('stream', (message) => tell('stream', JSON.parse(message.data)));
  source.addEventListener('cut', () => become('reconnecting'));
  source.addEventListener('error', () => {
    become(navigator.onLine ? 'reconnecting' : 'away');
    if (source.readyState !== EventSource.CLOSED) return;
    broken = true;
    tell('refused');
    setTimeout(open, RETRY_MS);
  });
}

// A page that is kept for going back to would hold on to one of the few connections.
addEventListener('pagehide', () => source?.close());
addEventListener('pageshow', (shown) => {
  if (!shown.persisted) return;
  broken = true;
  open();
});

// Addresses behind the hash, so that any static server serves them: #/streams/yard?label=motion
let leave = new AbortController();
let depth = null; // how many views of this page the browser's own way back has
let wentBack = false;
let arrive = () => {};

/** Reads an address: its place, its id, its parameters. */
export function read(hash) {
  const [where, params = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const [place = '', id = ''] = where.split('/').map(decoded);
  return { place, id, params: new URLSearchParams(params) };
}

/** A hand-written address may be no proper one. */
function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

export function to(place, id, params = {}) {
  const query = new URLSearchParams(Object.entries(params).filter(([, value]) => value !== '' && value !== null && value !== undefined));
  const tail = query.toString();
  return `#/${place}${id ? `/${encodeURIComponent(id)}` : ''}${tail ? `?${tail}` : ''}`;
}

export const go = (address) => {
  location.hash = address;
};

/** Changes the address without going anywhere. */
export const note = (address) => history.replaceState({ depth }, '', address);

/** Whether what is shown was shown before. */
export const returned = () => wentBack;

/** Goes somewhere in the place of what is shown: the way back leads to what was before. */
export function instead(address) {
  note(address);
  arrive();
}

/** Back to the view before, with all that was chosen there; without one, to an address. */
export function back(otherwise) {
  if (depth > 0) history.back();
  else go(otherwise);
}

/** Shows the view of the address now and after each change; a view ends by its signal. */
export function start(show) {
  arrive = () => {
    if (!/^#(\/|$)/.test(location.hash || '#')) return;
    const at = history.state?.depth ?? (depth ?? -1) + 1;
    wentBack = at < depth;
    depth = at;
    history.replaceState({ depth }, '');
    leave.abort();
    leave = new AbortController();
    show(read(location.hash), leave.signal);
  };
  addEventListener('hashchange', arrive);
  arrive();
  return arrive;
}

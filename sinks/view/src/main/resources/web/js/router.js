// Addresses behind the hash, so that any static server serves them: #/streams/yard?label=motion
let leave = new AbortController();

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
export const note = (address) => history.replaceState(null, '', address);

/** Shows the view of the address now and after each change; a view ends by its signal. */
export function start(show) {
  const arrive = () => {
    if (!/^#(\/|$)/.test(location.hash || '#')) return;
    leave.abort();
    leave = new AbortController();
    show(read(location.hash), leave.signal);
  };
  addEventListener('hashchange', arrive);
  arrive();
  return arrive;
}

// Starts the page: words, frame, keys, the feed, and the view of the address.
import { announce, el, every, plain, replace } from './dom.js';
import { follow, open } from './feed.js';
import { frame, mark } from './frame.js';
import { listen } from './keys.js';
import { problem } from './parts.js';
import { returned, start } from './router.js';
import { admitted, back, signIn } from './session.js';
import { speak, t } from './text.js';
import { ago } from './times.js';

const VIEWS = {
  '': 'wall', streams: 'timeline', events: 'event', moment: 'moment', search: 'search', ask: 'ask',
  subscriptions: 'subscriptions', health: 'health',
};

const main = document.getElementById('main');
let first = true;
let refused = false;
let opened = null; // the event that was shown last

/** Back from an event: to its row in the list. */
function comeBack(event) {
  const row = event && returned() && main.querySelector(`a[data-event="${CSS.escape(event)}"]`);
  if (row && !document.activeElement?.matches('input, textarea')) row.focus();
}

async function show(route, signal) {
  const name = VIEWS[route.place] ?? 'wall';
  mark(route.place);
  main.setAttribute('aria-busy', 'true');
  refused = false;
  const before = opened;
  opened = route.place === 'events' ? route.id : null;
  try {
    const view = await import(`./${name}.js`);
    if (signal.aborted) return;
    replace(main);
    document.title = `${name === 'timeline' ? plain(route.id) : t(`place.${name}`)} – Watchword`;
    if (!first) {
      scrollTo(0, 0);
      if (!document.activeElement?.matches('input, textarea')) main.focus();
      announce(document.title);
    }
    first = false;
    await view.show(main, route, signal);
    if (!signal.aborted) comeBack(before);
  } catch (problemMet) {
    if (signal.aborted) return;
    refused = true;
    main.append(problem(problemMet));
  }
  if (!signal.aborted) main.removeAttribute('aria-busy');
}

await speak();
let again = () => {};
const rebuild = () => {
  frame(async (code) => {
    await speak(code);
    rebuild();
    again();
  });
};

const mayLook = () => admitted().catch(() => true); // a server that is away is said elsewhere

/** Starts over where the server no longer knows who looks. */
async function check() {
  if (!(await mayLook())) location.reload();
}

function begin() {
  back();
  open();
  rebuild();
  listen();
  again = start(show);
}

follow({
  refused: check,
  resync: () => refused && again(),
  event: (event) => event.severity === 'alert' && announce(`${plain(event.streamId)}: ${plain(event.caption)}`),
});
every(10_000, new AbortController().signal, () => {
  for (const time of document.querySelectorAll('time[data-ago]')) time.textContent = ago(new Date(Number(time.dataset.ago)));
});
if (await mayLook()) begin();
else signIn(main, () => location.reload());

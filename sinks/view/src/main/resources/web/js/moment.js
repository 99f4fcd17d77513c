// A span of a stream, as answers name it: opens the event that covers it best.
import * as api from './api.js';
import { el, replace } from './dom.js';
import { missing, oneLanguage, waiting } from './parts.js';
import { instead, to } from './router.js';
import { t } from './text.js';
import { mediaTime } from './times.js';

export const momentOf = (streamId, span) =>
  to('moment', streamId, { from: span.startUs, to: span.endUs, at: span.startUnixUs ? Math.round(span.startUnixUs / 1000) : '' });

export async function show(main, route, signal) {
  const startUs = Number(route.params.get('from'));
  const endUs = Number(route.params.get('to'));
  const startsMs = route.params.has('at') ? Number(route.params.get('at')) : null;
  main.append(waiting());
  const events = await api.eventsAbout(route.id, { startUs, endUs, startsMs }, signal);
  const covered = (event) => Math.min(endUs, event.endUs) - Math.max(startUs, event.startUs);
  const worth = (event) => covered(event) * (event.labels.includes('calm') ? 0.4 : 1); // what is asked for lies beside it
  const best = oneLanguage(events).sort((a, b) => worth(b) - worth(a))[0];
  if (signal.aborted) return;
  if (best) {
    instead(to('events', best.eventId, { t: Math.max(startUs, best.startUs) }));
    return;
  }
  replace(main, missing(t('moment.none'), t('moment.noneHow', { from: mediaTime(startUs), to: mediaTime(endUs) }),
    el('a', { class: 'button', href: to('streams', route.id), data: { back: '' } }, t('moment.stream'))));
}

// What stands around every view: the places, search, the feed's state, theme and language.
import { el, replace } from './dom.js';
import { feedState, follow } from './feed.js';
import { icon } from './icons.js';
import { showKeys } from './keys.js';
import { badge } from './parts.js';
import { go, read, to } from './router.js';
import { principal, signOut } from './session.js';
import { language, languages, t } from './text.js';

const PLACES = [['', 'wall', 'wall'], ['search', 'search', 'search'], ['ask', 'ask', 'ask'],
  ['subscriptions', 'subscriptions', 'bell'], ['health', 'health', 'health']];
const UNDER = { streams: '', events: '', moment: '' };
const FEED = { live: ['good', 'live'], connecting: ['wait', 'wait'], reconnecting: ['warn', 'retry'], away: ['bad', 'bad'] };

let following = new AbortController();

function links() {
  return PLACES.map(([place, name, picture]) =>
    el('a', { href: to(place), data: { place } }, icon(picture), el('span', {}, t(`place.${name}`))));
}

/** Says which place is shown. */
export function mark(place) {
  const at = UNDER[place] ?? place;
  for (const link of document.querySelectorAll('a[data-place]')) {
    if (link.dataset.place === at) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
}

function feedBadge() {
  const holder = el('span', { class: 'feed-state', role: 'status', id: 'feed' });
  const draw = (state) => {
    replace(holder, badge(...FEED[state], t(`feed.${state}`)));
    holder.dataset.state = state;
  };
  follow({ state: draw }, following.signal);
  draw(feedState());
  return holder;
}

function themeButton() {
  const root = document.documentElement;
  const button = el('button', { class: 'bare', type: 'button', id: 'theme', 'aria-label': t('theme.change'), title: t('theme.change') });
  const draw = () => replace(button, icon(root.dataset.theme === 'dark' ? 'sun' : 'moon'));
  button.addEventListener('click', () => {
    root.dataset.theme = root.dataset.theme === 'dark' ? 'light' : 'dark';
    localStorage.setItem('theme', root.dataset.theme);
    dispatchEvent(new Event('themechange'));
    draw();
  });
  draw();
  return button;
}

function languageButton(spoken) {
  const other = languages().find((code) => code !== language());
  return el('button', {
    class: 'bare', type: 'button', id: 'language', lang: other, 'aria-label': `${other.toUpperCase()} – ${t('language.other')}`, title: t('language.other'),
    on: { click: () => spoken(other) },
  }, other.toUpperCase());
}

function leaveButton() {
  const words = t('session.signOut', { who: principal() });
  return el('button', { class: 'bare', type: 'button', id: 'sign-out', 'aria-label': words, title: words, on: { click: signOut } }, icon('leave'));
}

function finder() {
  const { place, params } = read(location.hash);
  const input = el('input', {
    type: 'search', id: 'find', name: 'q', placeholder: t('find.words'), 'aria-label': t('find.words'), title: `${t('find.words')} (/)`, maxlength: 1000,
    autocomplete: 'off', value: place === 'search' ? params.get('q') ?? '' : '',
  });
  const sent = (happened) => {
    happened.preventDefault();
    input.blur();
    go(to('search', '', { q: input.value.trim() }));
  };
  return el('form', { class: 'find', role: 'search', on: { submit: sent } }, icon('search'), input);
}

/** Builds the frame; `spoken` is called with another language. */
export function frame(spoken) {
  following.abort();
  following = new AbortController();
  document.getElementById('skip').textContent = t('skip');
  replace(document.getElementById('top'),
    el('div', { class: 'top-in' },
      el('a', { class: 'brand', href: to('') , 'aria-label': 'Watchword' }, el('img', { src: 'icon.svg', alt: '' }), el('span', {}, 'Watchword')),
      el('nav', { class: 'places', 'aria-label': t('place.all') }, links()),
      finder(), feedBadge(),
      el('button', { class: 'bare keys-button', type: 'button', 'aria-label': t('keys.title'), title: `${t('keys.title')} (?)`, on: { click: showKeys } }, icon('keys')),
      themeButton(), languageButton(spoken), principal() && leaveButton()));
  const tabs = document.getElementById('tabs');
  tabs.setAttribute('aria-label', t('place.all'));
  replace(tabs, links());
}

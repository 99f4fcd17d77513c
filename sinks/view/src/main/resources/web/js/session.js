// Who looks: signing in where the server asks for it, and out again.
import * as api from './api.js';
import { el, plain, replace } from './dom.js';
import { field, problem } from './parts.js';
import { knows, t } from './text.js';

let current = { required: false, principal: null, provider: null };

export const principal = () => current.principal;

/** Asks the server who looks; whether the page may be shown. */
export async function admitted() {
  current = await api.session();
  return !current.required || current.principal !== null;
}

/** Why nobody was let in who came back from the provider; its address no longer says so afterwards. */
function whyNot() {
  const why = new URLSearchParams(location.search).get('refused');
  if (why === null) return null;
  history.replaceState(null, '', location.pathname + location.hash);
  const key = `session.not.${why}`;
  return problem(new Error(t(knows(key) ? key : 'session.not.not_verified', { name: current.provider?.name ?? '' })));
}

/** Goes to where somebody was before they went to the provider. */
export function back() {
  if (location.search) history.replaceState(null, '', location.pathname + location.hash);
  const place = sessionStorage.getItem('back');
  sessionStorage.removeItem('back');
  if (place?.startsWith('#/') && !location.hash) history.replaceState(null, '', location.pathname + place);
}

function providerLink({ name, start }) {
  const leave = () => sessionStorage.setItem('back', location.hash);
  return el('a', { class: 'button first', id: 'provider', href: start, on: { click: leave } }, t('session.at', { name: plain(name) }));
}

/** Shows a form in place of everything; `done` is called when the server knows who looks. */
export function signIn(main, done) {
  const token = el('input', { type: 'password', name: 'token', required: true, autocomplete: 'current-password', spellcheck: 'false', id: 'token', maxlength: 8192 });
  const answer = el('div', {});
  const { provider } = current;
  const button = el('button', { class: provider ? null : 'first', type: 'submit' }, t(provider ? 'session.byToken' : 'session.signIn'));
  const sent = async (happened) => {
    happened.preventDefault();
    button.disabled = true;
    replace(answer);
    try {
      current = await api.signIn(token.value.trim());
      done();
    } catch (refused) {
      replace(answer, problem(refused.status === 401 ? new Error(t('session.refused')) : refused));
      token.select();
    }
    button.disabled = false;
  };
  const link = provider && providerLink(provider);
  replace(main, el('form', { class: 'card pad form sign-in', id: 'sign-in', on: { submit: sent } },
    el('h1', {}, t('session.signIn')), whyNot(), link,
    field(t('session.token'), token, t('session.tokenHow')), answer, el('div', { class: 'row' }, button)));
  (link || token).focus();
}

export async function signOut() {
  await api.signOut();
  location.reload();
}

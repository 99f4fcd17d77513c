// Who looks: signing in where the server asks for it, and out again.
import * as api from './api.js';
import { el, replace } from './dom.js';
import { field, problem } from './parts.js';
import { t } from './text.js';

let current = { required: false, principal: null };

export const principal = () => current.principal;

/** Asks the server who looks; whether the page may be shown. */
export async function admitted() {
  current = await api.session();
  return !current.required || current.principal !== null;
}

/** Shows a form in place of everything; `done` is called when the server knows who looks. */
export function signIn(main, done) {
  const token = el('input', { type: 'password', name: 'token', required: true, autocomplete: 'current-password', spellcheck: 'false', id: 'token', maxlength: 8192 });
  const answer = el('div', {});
  const button = el('button', { class: 'first', type: 'submit' }, t('session.signIn'));
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
  replace(main, el('form', { class: 'card pad form sign-in', id: 'sign-in', on: { submit: sent } },
    el('h1', {}, t('session.signIn')), field(t('session.token'), token, t('session.tokenHow')), answer, el('div', { class: 'row' }, button)));
  token.focus();
}

export async function signOut() {
  await api.signOut();
  location.reload();
}

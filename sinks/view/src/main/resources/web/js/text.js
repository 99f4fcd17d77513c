// The page's own words, in the viewer's language.
const LANGUAGES = ['en', 'ru'];
let words = {};
let chosen = 'en';
let plurals = new Intl.PluralRules('en');

export const language = () => chosen;
export const languages = () => LANGUAGES;

function wanted() {
  const kept = localStorage.getItem('language');
  const asked = [kept, ...navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase())];
  return asked.find((code) => LANGUAGES.includes(code)) ?? 'en';
}

/** Reads the words of a language and keeps the choice; without one, of the browser's. */
export async function speak(code) {
  if (code) localStorage.setItem('language', code);
  chosen = wanted();
  words = (await import(`./text/${chosen}.js`)).default;
  plurals = new Intl.PluralRules(chosen);
  document.documentElement.lang = chosen;
}

/** The words of a key. `{name}` is filled in; where there are plural forms, `n` chooses. */
export function t(key, given = {}) {
  const entry = words[key];
  if (entry === undefined) throw new Error(`no words for ${key}`);
  const form = typeof entry === 'string' ? entry : entry[plurals.select(given.n)] ?? entry.other;
  return form.replace(/\{(\w+)\}/g, (whole, name) => (name === 'n' ? number(given.n) : given[name] ?? whole));
}

/** Whether there are words for a key that came from the server. */
export const knows = (key) => words[key] !== undefined;

export function number(value, digits = 0) {
  return new Intl.NumberFormat(chosen, { maximumFractionDigits: digits, minimumFractionDigits: digits }).format(value);
}

// Builds elements. A string only ever becomes text: there is no way here to give markup.

/** An element; `on` holds listeners, `data` a dataset, everything else is an attribute. */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === 'on') for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
    else if (name === 'data') Object.assign(node.dataset, value);
    else if (name === 'value' || name === 'checked' || name === 'disabled') node[name] = value;
    else node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** Words that somebody else wrote: what would break out of their line is shown as a mark. */
export function said(text, tag = 'bdi') {
  return el(tag, { class: 'said', dir: 'auto' }, plain(text));
}

const BREAKS_OUT = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069\ufeff]/gu;

/** Control characters and changes of direction become U+FFFD, line breaks a space. */
export function plain(text) {
  return String(text ?? '').replace(/[\t\r\n]+/g, ' ').replace(BREAKS_OUT, '\ufffd');
}

export function replace(node, ...children) {
  node.replaceChildren(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** Puts `text` before screen readers. */
export function announce(text) {
  document.getElementById('said').textContent = text;
}

/** Calls once `ms` have passed without another call. */
export function calmed(ms, call) {
  let timer = 0;
  return (...given) => {
    clearTimeout(timer);
    timer = setTimeout(() => call(...given), ms);
  };
}

/** Calls every `ms` while the page is seen and `signal` is not aborted. */
export function every(ms, signal, call) {
  const timer = setInterval(() => {
    if (!document.hidden) call();
  }, ms);
  signal.addEventListener('abort', () => clearInterval(timer));
}

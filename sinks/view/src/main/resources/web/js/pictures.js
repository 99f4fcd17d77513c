// Latest pictures of streams, fetched when seen, and only when they changed.
import { pictureOf } from './api.js';
import { every } from './dom.js';

const REFRESH_MS = 4000;
const AT_ONCE = 4;

/** Keeps the pictures of a wall; each image is told which stream it shows. */
export class Pictures {
  #seen = new Set();
  #tags = new Map();
  #queue = [];
  #running = 0;
  #signal;
  #watcher;

  constructor(signal) {
    this.#signal = signal;
    this.#watcher = new IntersectionObserver((changes) => changes.forEach((change) => this.#saw(change)), { rootMargin: '120px' });
    every(REFRESH_MS, signal, () => this.#seen.forEach((image) => this.refresh(image)));
    signal.addEventListener('abort', () => {
      this.#watcher.disconnect();
      this.#tags.forEach(({ url }) => URL.revokeObjectURL(url));
    });
  }

  watch(image) {
    this.#watcher.observe(image.parentElement);
  }

  #saw({ target, isIntersecting }) {
    const image = target.querySelector('img');
    if (!isIntersecting) return this.#seen.delete(image);
    this.#seen.add(image);
    return this.refresh(image);
  }

  refresh(image) {
    if (!this.#seen.has(image) || this.#queue.includes(image)) return;
    this.#queue.push(image);
    this.#next();
  }

  async #next() {
    if (this.#running >= AT_ONCE || !this.#queue.length) return;
    this.#running += 1;
    const image = this.#queue.shift();
    try {
      await this.#fetch(image);
    } catch {
      // The next round asks again; until then the last picture stays.
    }
    this.#running -= 1;
    this.#next();
  }

  async #fetch(image) {
    const held = this.#tags.get(image);
    const headers = held?.tag ? { 'If-None-Match': held.tag } : {};
    const response = await fetch(pictureOf(image.dataset.stream), { headers, cache: 'no-store', signal: this.#signal });
    if (response.status !== 200) return;
    const url = URL.createObjectURL(await response.blob());
    image.src = url;
    image.hidden = false;
    if (held) URL.revokeObjectURL(held.url);
    this.#tags.set(image, { url, tag: response.headers.get('ETag') });
  }
}

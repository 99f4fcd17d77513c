// A question to a stream; the answer comes window by window, and its spans open the clip there.
import * as api from './api.js';
import { announce, el, replace, said } from './dom.js';
import { choice, confidence, empty, field, problem } from './parts.js';
import { momentOf } from './moment.js';
import { number, t } from './text.js';
import { clock, duration, mediaTime, moment } from './times.js';

const MINUTES = { tenMinutes: 10, hour: 60, day: 1440 };

/** An answer that begins with the verdict itself. */
const SAYS_SO = /^(yes|no|да|нет)(?!\p{L})/iu;

/** A span as a link to its clip. */
function spanLink(streamId, span) {
  const start = span.startUnixUs ? new Date(span.startUnixUs / 1000) : null;
  const end = span.endUnixUs ? new Date(span.endUnixUs / 1000) : null;
  const words = start && end ? `${moment(start)} – ${clock(end)}` : `${mediaTime(span.startUs)} – ${mediaTime(span.endUs)}`;
  return el('a', { class: 'link', href: momentOf(streamId, span), data: { span: span.startUs } }, words);
}

const spanLinks = (streamId, spans) => el('div', { class: 'spans' }, spans.map((span) => spanLink(streamId, span)));

/** One question and its answer, filled as it comes. */
class Exchange {
  constructor(streamId, question) {
    this.streamId = streamId;
    this.seen = 0;
    this.text = el('div', { class: 'text' });
    this.progress = el('p', { class: 'quiet small', role: 'status' }, t('ask.looking'));
    this.meter = el('i', {});
    this.meterBox = el('div', { class: 'meter', 'aria-hidden': 'true' }, this.meter);
    this.windows = el('ul', { class: 'windows' });
    this.details = el('details', { open: true, hidden: true }, el('summary', {}, t('ask.windows')), this.windows);
    this.node = el('article', { class: 'card pad answer' }, el('p', { class: 'asked' }, said(question)), this.text, this.meterBox, this.progress, this.details);
  }

  line(line) {
    if (line.kind === 'plan') this.planned(line.plan);
    else if (line.kind === 'window') this.found(line.window);
    else if (line.kind === 'answer') this.answered(line.answer);
    else if (line.kind === 'error') this.failed(new Error(line.error.message));
  }

  planned(plan) {
    this.total = plan.askedWindows;
    this.told();
  }

  told() {
    this.progress.textContent = this.total ? t('ask.progress', { seen: number(this.seen), total: number(this.total) }) : t('ask.looking');
    if (this.total) this.meter.style.width = `${Math.min(100, (100 * this.seen) / this.total)}%`;
  }

  found(finding) {
    this.seen += 1;
    this.told();
    this.details.hidden = false;
    this.windows.prepend(el('li', { class: finding.fits === false ? 'quiet' : '' }, spanLink(this.streamId, finding), said(finding.text, 'span'), confidence(finding.confidence)));
  }

  answered(answer) {
    this.spans = answer.spans;
    this.meterBox.remove();
    this.details.open = false;
    const groups = answer.answers ?? [];
    const word = SAYS_SO.test(answer.answer) ? null : { yes: t('ask.yes'), no: t('ask.no'), unanswered: t('ask.unanswered') }[answer.verdict];
    replace(this.text, word && el('b', {}, word, ' '), answer.answer && said(answer.answer, 'span'), ' ', answer.verdict !== 'unanswered' && confidence(answer.confidence));
    const rest = groups.length > 1 || (groups.length === 1 && groups[0].text !== answer.answer) ? groups : [];
    if (rest.length) this.text.after(el('ul', { class: 'stack' }, rest.map((group) => el('li', {}, said(group.text, 'span'), ' ', confidence(group.confidence), spanLinks(this.streamId, group.spans)))));
    else if (answer.spans.length) this.text.after(spanLinks(this.streamId, answer.spans));
    const looked = answer.lookedAt;
    this.progress.textContent = looked ? t('ask.looked', { windows: number(looked.askedWindows), stored: duration(looked.storedUs) }) : '';
    announce(`${word ?? ''} ${answer.answer ?? ''}`);
  }

  failed(refused) {
    this.meterBox.remove();
    this.progress.textContent = '';
    replace(this.text, problem(refused));
  }
}

function range(params, changed) {
  const own = params.has('from');
  const preset = choice([['', t('ask.all')], ...Object.keys(MINUTES).map((name) => [name, t(`ask.${name}`)]), ['own', t('ask.own')]], own ? 'own' : '', { change: () => draw() });
  const from = el('input', { value: params.get('from') ?? '', placeholder: '14:03:10', autocomplete: 'off' });
  const to = el('input', { value: params.get('to') ?? '', placeholder: '14:05:00', autocomplete: 'off' });
  const fields = el('div', { class: 'filters' }, field(t('filter.from'), from), field(t('filter.to'), to), el('p', { class: 'quiet small' }, t('ask.ownHow')));
  const draw = () => {
    fields.hidden = preset.value !== 'own';
    changed();
  };
  fields.hidden = !own;
  return {
    preset, fields,
    values() {
      if (preset.value === 'own') return { ...(from.value && { from: from.value.trim() }), ...(to.value && { to: to.value.trim() }) };
      if (!preset.value) return {};
      return { from: new Date(Date.now() - MINUTES[preset.value] * 60_000).toISOString() };
    },
  };
}

export async function show(main, route, signal) {
  const streams = await api.streams(signal);
  if (!streams.length) {
    main.append(el('h1', {}, t('place.ask')), empty(t('wall.empty'), t('ask.noStreams'), el('a', { class: 'button', href: '#/' }, t('place.wall'))));
    return;
  }
  let last = null;
  let asking = null;
  const log = el('div', { class: 'stack', role: 'log', id: 'answers', 'aria-label': t('ask.answers') });
  const stream = choice(streams.map((one) => [one.streamId, one.streamId]), route.params.get('stream') ?? streams[0].streamId, { change: () => { last = null; } });
  const span = range(route.params, () => { last = null; });
  const question = el('textarea', { id: 'question', maxlength: 1000, required: true, placeholder: t('ask.example'), 'aria-label': t('ask.question') });
  const send = el('button', { class: 'first', type: 'submit' }, t('ask.send'));
  const stop = el('button', { type: 'button', hidden: true, on: { click: () => asking?.abort() } }, t('ask.stop'));
  const follow = el('p', { class: 'quiet small', hidden: true }, t('ask.followUp'));
  const form = el('form', { class: 'card pad form', on: { submit: asked } },
    el('div', { class: 'filters' }, field(t('fact.stream'), stream), field(t('ask.span'), span.preset)), span.fields,
    question, el('div', { class: 'row' }, send, stop, follow));
  question.addEventListener('keydown', (pressed) => {
    if (pressed.key !== 'Enter' || pressed.shiftKey || pressed.isComposing) return;
    pressed.preventDefault();
    form.requestSubmit();
  });
  signal.addEventListener('abort', () => asking?.abort());
  main.append(el('div', { class: 'head' }, el('h1', {}, t('place.ask'))), el('div', { class: 'halves' }, form, log));
  replace(log, empty(t('ask.start'), t('ask.startHow')));
  if (matchMedia('(hover: hover)').matches) question.focus();

  async function asked(happened) {
    happened.preventDefault();
    const words = question.value.trim();
    if (!words || asking) return;
    asking = new AbortController();
    const exchange = new Exchange(stream.value, words);
    if (!log.querySelector('article')) replace(log);
    log.prepend(exchange.node);
    question.value = '';
    send.disabled = true;
    stop.hidden = false;
    try {
      const body = { stream: stream.value, question: words, ...span.values(), after: last?.spans ?? [] };
      await api.ask(body, asking.signal, (line) => exchange.line(line));
      if (exchange.spans) last = exchange;
    } catch (refused) {
      exchange.failed(asking.signal.aborted ? new Error(t('ask.stopped')) : refused);
    }
    asking = null;
    send.disabled = false;
    stop.hidden = true;
    follow.hidden = !last?.spans?.length;
  }
}

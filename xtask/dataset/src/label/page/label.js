'use strict';
// One picture after the other. Those that follow are loaded and decoded while one is looked at, and
// labels are saved while the next is: nobody waits for either.

const AHEAD = 10; // pictures that are there before they are wanted
const BEHIND = 30; // pictures that can be gone back to
const SIGN_OF_LIFE = 30_000; // ms; the server gives away what a silent page holds

const find = (id) => document.getElementById(id);
const say = (text) => (find('said').textContent = text);

let session = '';
let kinds = [];
let cards = []; // those seen, the one before us, those to come
const passedOver = new Set();
let at = 0;
let chosen = new Set();
let editor = null;
let opening = null; // the editor that waits for what it needs from the server
let zoomed = false;
let pointer = { x: 0.5, y: 0.5 };
let filling = null;
let unsaved = 0;
let saves = Promise.resolve();

// --- the server ---------------------------------------------------------------------------------

class Refusal extends Error {
  constructor(status, body) {
    super(body?.message ?? `the server answers ${status}`);
    this.status = status;
    this.now = body?.now;
  }
}

async function ask(method, path, { body, seen } = {}) {
  const headers = { 'X-Session': session };
  if (seen) headers['If-Match'] = `"${seen}"`;
  const isFile = body instanceof Blob;
  if (body && !isFile) headers['Content-Type'] = 'application/json';
  const answer = await fetch(`api/${path}`, { method, headers, body: isFile || !body ? body : JSON.stringify(body) });
  if (answer.status === 204) return null;
  const isJson = answer.headers.get('Content-Type')?.startsWith('application/json');
  if (!answer.ok) throw new Refusal(answer.status, isJson ? await answer.json() : null);
  return isJson ? answer.json() : answer.blob();
}

// Saves one thing after the other, and again while the server cannot be reached.
function save(one, work) {
  unsaved++;
  if (one) one.unsaved++;
  showSaving();
  const done = saves.then(async () => {
    for (let wait = 500; ; wait = Math.min(2 * wait, 8000)) {
      try {
        return await work();
      } catch (error) {
        const isPassing = !(error instanceof Refusal) || error.status >= 500;
        if (!isPassing) throw error;
        notice(`Not saved yet, trying again: ${error.message}. Leave this page open.`);
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
    }
  });
  saves = done.then(() => notice(''), () => {}).finally(() => {
    unsaved--;
    if (one) one.unsaved--;
    showSaving();
  });
  return done;
}

function showSaving() {
  const saving = find('saving');
  saving.textContent = unsaved === 0 ? 'All saved' : `Saving ${unsaved}…`;
  saving.classList.toggle('late', unsaved > 3);
}

window.addEventListener('beforeunload', (event) => {
  if (unsaved > 0 || editor?.isTouched) event.preventDefault();
});

// --- pictures -----------------------------------------------------------------------------------

// `done` is what people are through with, `unsaved` what the server does not know of yet.
function card(picture) {
  return { picture, image: null, done: false, unsaved: 0 };
}

// What the server must not hand out again.
const heldIds = () => cards.filter((one) => !one.done || one.unsaved > 0).map((one) => one.picture.id);

function preload(one) {
  if (one.image) return;
  one.image = new Image();
  one.image.alt = `Picture ${one.picture.name}`;
  one.image.draggable = false;
  one.image.src = `pictures/${one.picture.id}`;
  // What cannot be decoded is told when it is shown.
  one.image.decode().catch(() => {});
}

// Asks for what is missing before us, and renews what is held: nobody gathers what others could label.
// At the `end`, all that was passed over may come again.
function fill(end = false) {
  filling ??= (async () => {
    // The server would hand out again at once what it is not told to be passed over.
    const passed = cards.slice(0, end ? at : Math.max(0, at - BEHIND)).filter((one) => !one.done && one.unsaved === 0);
    for (const one of passed) {
      one.done = true;
      passedOver.add(one.picture.id);
    }
    try {
      const before = new Set(heldIds());
      const body = {
        count: Math.max(0, AHEAD - (cards.length - at)),
        holding: [...before],
        passed: passed.map((one) => one.picture.id),
      };
      const { pictures, counts } = await ask('POST', 'next', { body });
      take(pictures, new Set([...before, ...heldIds()]));
      showCounts(counts);
      trim();
    } catch (error) {
      for (const one of passed) one.done = false;
      throw error;
    } finally {
      filling = null;
    }
  })();
  return filling;
}

// Puts pictures last. One that was passed over and comes again is not behind us any more.
function take(pictures, held) {
  for (const picture of pictures) {
    if (held.has(picture.id)) continue;
    const was = cards.findIndex((one) => one.picture.id === picture.id);
    if (was >= 0 && was === at) {
      cards[at].done = false;
      continue;
    }
    if (was >= 0) cards.splice(was, 1);
    if (was >= 0 && was < at) at--;
    cards.push(card(picture));
  }
}

// What the server was not told of yet stays.
function trim() {
  let gone = Math.max(0, at - BEHIND);
  while (cards.slice(0, gone).some((one) => !one.done || one.unsaved > 0)) gone--;
  cards.splice(0, gone);
  at -= gone;
  cards.slice(at, at + AHEAD).forEach(preload);
}

// Keeps what this page has before it, and takes up what others let go of.
async function signOfLife() {
  const wasEmpty = !cards[at];
  await fill(wasEmpty).catch(() => {});
  if (wasEmpty) render();
}

async function show(index) {
  leaveMask();
  at = Math.min(Math.max(index, 0), cards.length);
  chosen = new Set(cards[at]?.picture.kinds);
  zoomed = false;
  render();
  if (cards.length - at <= AHEAD / 2) {
    const wasEmpty = at >= cards.length;
    try {
      await fill();
    } catch (error) {
      notice(`No further pictures: ${error.message}`);
    }
    if (wasEmpty) {
      // What was passed over comes last, when everything else is saved.
      if (at >= cards.length) {
        await saves;
        await fill(true).catch(() => {});
        if (passedOver.has(cards[at]?.picture.id)) notice('What was passed over comes again');
      }
      chosen = new Set(cards[at]?.picture.kinds);
      render();
    }
  }
}

const forward = () => show(at + 1);

// Puts a picture before us again. Whoever draws is not taken from that, and gets it next.
function comeBack(one) {
  const was = cards.indexOf(one);
  if (was >= 0 && was === at) return;
  if (was >= 0) cards.splice(was, 1);
  if (was >= 0 && was < at) at--;
  if (isDrawing()) {
    cards.splice(at + 1, 0, one);
  } else {
    cards.splice(at, 0, one);
    show(at);
  }
}

// --- what people do -----------------------------------------------------------------------------

function give(label, given) {
  const one = cards[at];
  if (!one || isDrawing()) return;
  one.done = true;
  const body = { label, kinds: given };
  save(one, () => ask('PUT', `pictures/${one.picture.id}/label`, { body, seen: one.picture.revision })).then(
    (changed) => update(one, changed),
    (error) => refused(one, error),
  );
  say(given.length ? `${label}: ${given.join(', ')}` : label);
  forward();
}

function update(one, { picture, counts }) {
  one.picture = picture;
  showCounts(counts);
  if (cards[at] === one) render();
}

function refused(one, error) {
  one.done = false;
  if (error.now) {
    update(one, error.now);
    const { label, name } = one.picture;
    notice(`Somebody else has ${label ? `labelled ${name} as ${label}` : `changed ${name}`} meanwhile. Yours was not saved; it comes again.`);
  } else {
    notice(`${one.picture.name} was not saved: ${error.message}`);
  }
  comeBack(one);
}

async function undo() {
  if (editor) {
    if (!editor.undo()) notice('Nothing more to undo in this mask');
    return;
  }
  try {
    const changed = await save(null, () => ask('POST', 'undo'));
    let one = cards.findLast((one) => one.picture.id === changed.picture.id);
    const isHere = Boolean(one);
    one ??= card(changed.picture);
    one.done = false;
    update(one, changed);
    say(`Undone: ${changed.picture.name}`);
    notice('');
    if (isHere && !isDrawing()) await show(cards.indexOf(one));
    else comeBack(one);
  } catch (error) {
    notice(error.now ? `${error.now.picture.name}: ${error.message}; that stays` : error.message);
  }
}

function skip() {
  const one = cards[at];
  if (!one || isDrawing()) return;
  one.done = true;
  passedOver.add(one.picture.id);
  save(one, () => ask('POST', `pictures/${one.picture.id}/skip`)).catch((error) => notice(error.message));
  say('Skipped');
  forward();
}

function choose(kind, alone) {
  if (!kind || opening) return;
  if (editor) {
    stay();
    if (!kind.color) {
      // What is painted without one would be sound.
      notice(`${kind.name} has no colour: there are 20`);
      return;
    }
    editor.kind = kinds.indexOf(kind) + 1;
    editor.erasing = false;
    renderControls();
  } else if (alone) {
    give('anomalous', [kind.name]);
  } else {
    if (!chosen.delete(kind.name)) chosen.add(kind.name);
    renderControls();
    say(`Chosen: ${[...chosen].join(', ') || 'none'}`);
  }
}

// --- masks --------------------------------------------------------------------------------------

// Between the key and the editor nothing may be labelled: the digits mean kinds to draw already.
const isDrawing = () => Boolean(editor || opening);

async function drawMask() {
  const one = cards[at];
  if (!one || isDrawing()) return;
  const mine = (opening = {});
  try {
    // What was given to this picture before is part of what is drawn on.
    while (one.unsaved > 0) await saves;
    const { width, height, id, hasMask } = one.picture;
    const drawn = hasMask ? await ask('GET', `pictures/${id}/mask`) : null;
    // After the mask, so that each kind in it is known, whoever has added it.
    ({ kinds } = await ask('GET', 'state'));
    const colors = () => kinds.map((kind) => kind.color);
    const before = drawn && (await readMask(drawn, width, height, colors()));
    // Left, or moved on, meanwhile.
    if (opening !== mine) return;
    if (kinds.length === 0) {
      notice('A mask says which kind of anomaly is where: add a kind first (K)');
      return;
    }
    editor = new MaskEditor(find('frame').firstElementChild, width, height, colors(), before);
    const first = kinds.findIndex((kind) => kind.color && chosen.has(kind.name));
    editor.kind = Math.max(0, first) + 1;
  } catch (error) {
    if (opening === mine) notice(`The mask of ${one.picture.name} cannot be drawn now: ${error.message}`);
  } finally {
    if (opening === mine) opening = null;
    renderControls();
  }
}

async function keepMask() {
  const one = cards[at];
  if (editor.isSaving) return;
  const { isEmpty } = editor;
  if (isEmpty && !one.picture.hasMask) {
    notice('Nothing is drawn: draw, or leave (Esc) and label it with N or A');
    return;
  }
  editor.isSaving = true;
  const png = await editor.toPng();
  if (!png) {
    editor.isSaving = false;
    notice('This browser cannot write the mask: it is not saved');
    return;
  }
  one.done = true;
  save(one, () => ask('PUT', `pictures/${one.picture.id}/mask`, { body: png, seen: one.picture.revision })).then(
    (changed) => update(one, changed),
    (error) => refused(one, error),
  );
  say(isEmpty ? 'Mask taken away' : 'Mask saved');
  forward();
}

// What was drawn is gone for good without being saved: that takes a second press.
function leave() {
  if (editor?.isSaving) return;
  if (editor?.isTouched && !editor.isLeaving) {
    editor.isLeaving = true;
    renderControls();
    return;
  }
  leaveMask();
  render();
}

// Whoever does something else does not leave.
function stay() {
  if (!editor?.isLeaving) return;
  editor.isLeaving = false;
  renderControls();
}

function leaveMask() {
  editor?.remove();
  editor = null;
  opening = null;
}

// --- kinds and sight ----------------------------------------------------------------------------

async function addKind(name) {
  try {
    kinds = await ask('POST', 'kinds', { body: { name } });
    editor?.know(kinds.map((kind) => kind.color));
    renderControls();
    notice('');
  } catch (error) {
    notice(error.message);
  }
}

function zoom() {
  zoomed = !zoomed;
  fit();
  renderControls();
}

// --- what is seen -------------------------------------------------------------------------------

function notice(text) {
  find('notice').textContent = text;
  find('notice').hidden = !text;
}

function showCounts({ pictures, normal, anomalous }) {
  const part = (number) => `${(100 * number) / Math.max(1, pictures)}%`;
  find('bar-normal').style.width = part(normal);
  find('bar-anomalous').style.width = part(anomalous);
  const bar = find('bar');
  bar.setAttribute('aria-valuemax', pictures);
  bar.setAttribute('aria-valuenow', normal + anomalous);
  find('counts').textContent = `${normal + anomalous} of ${pictures}`;
  find('counts').title = `${normal} normal, ${anomalous} anomalous`;
}

function render() {
  const one = cards[at];
  const frame = find('frame');
  const caption = find('caption');
  const verdict = find('verdict');
  if (!one) {
    const end = document.createElement('p');
    end.className = 'end';
    end.textContent = filling ? 'Loading…' : 'No picture is left here. What others have before them comes when they leave it.';
    frame.replaceChildren(end);
    caption.textContent = '';
    verdict.hidden = true;
    renderControls();
    return;
  }
  preload(one);
  one.image.onerror = () => notice(`${one.picture.name} cannot be shown`);
  if (frame.querySelector('img') !== one.image) {
    const holder = document.createElement('div');
    holder.className = 'fit';
    holder.append(one.image);
    frame.replaceChildren(holder);
  }
  fit();
  const { name, belongsTo, width, height, label, hasMask } = one.picture;
  const strong = document.createElement('b');
  strong.textContent = name;
  caption.replaceChildren(strong, ` · ${[...belongsTo, `${width} × ${height}`].join(' · ')}`);
  verdict.hidden = !label;
  verdict.className = label ?? '';
  const what = one.picture.kinds.length ? `: ${one.picture.kinds.join(', ')}` : '';
  verdict.textContent = label ? `${label}${what}${hasMask ? ', with a mask' : ''}` : '';
  renderControls();
}

function renderControls() {
  find('kinds').replaceChildren(...kinds.map((kind, index) => {
    const item = document.createElement('li');
    const button = document.createElement('button');
    button.type = 'button';
    button.setAttribute('aria-pressed', editor ? editor.kind === index + 1 && !editor.erasing : chosen.has(kind.name));
    button.append(key(index < 9 ? index + 1 : '·'), swatch(kind.color), text('name', kind.name), text('chosen', '✓'));
    // A click chooses, as Shift and the digit do: what a label needs is one press more.
    button.addEventListener('click', () => choose(kind, false));
    item.append(button);
    return item;
  }));
  find('brush').hidden = !editor;
  find('leaving').hidden = !editor?.isLeaving;
  for (const name of ['labels', 'moves']) {
    for (const button of find(name).querySelectorAll('button')) {
      const isStill = ['undo', 'zoom', 'mask'].includes(button.dataset.do);
      button.disabled = (Boolean(editor) && !isStill) || (!cards[at] && !['undo', 'back'].includes(button.dataset.do));
    }
  }
  press('zoom', zoomed);
  press('mask', Boolean(editor));
  press('erase', Boolean(editor?.erasing));
}

function press(name, on) {
  document.querySelector(`[data-do=${name}]`).setAttribute('aria-pressed', on);
}

function key(name) {
  const element = document.createElement('kbd');
  element.textContent = name;
  return element;
}

function text(name, content) {
  const element = document.createElement('span');
  element.className = name;
  element.textContent = content;
  return element;
}

function swatch(color) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 10 10');
  svg.setAttribute('aria-hidden', 'true');
  const circle = document.createElementNS(svg.namespaceURI, 'circle');
  for (const [name, value] of Object.entries({ cx: 5, cy: 5, r: 5, fill: color ?? 'none' })) circle.setAttribute(name, value);
  svg.append(circle);
  return svg;
}

// The picture fills the frame; zoomed, a pixel of it is one of the screen, or three times as large.
function fit() {
  const holder = find('frame').querySelector('.fit');
  const one = cards[at];
  if (!holder || !one) return;
  const frame = find('frame');
  const margin = 24;
  const whole = Math.min((frame.clientWidth - margin) / one.picture.width, (frame.clientHeight - margin) / one.picture.height);
  const scale = zoomed ? Math.max(1, 3 * whole) : Math.min(whole, 4);
  holder.style.width = `${one.picture.width * scale}px`;
  holder.style.height = `${one.picture.height * scale}px`;
  if (zoomed) {
    frame.scrollLeft = holder.offsetWidth * pointer.x - frame.clientWidth / 2;
    frame.scrollTop = holder.offsetHeight * pointer.y - frame.clientHeight / 2;
  }
}

new ResizeObserver(fit).observe(find('frame'));
find('frame').addEventListener('pointermove', (event) => {
  const box = find('frame').querySelector('.fit')?.getBoundingClientRect();
  if (box) pointer = { x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height };
});

// --- keys and buttons ---------------------------------------------------------------------------

const actions = {
  normal: () => give('normal', []),
  anomalous: () => give('anomalous', [...chosen]),
  undo,
  skip,
  back: () => show(at - 1),
  forward,
  zoom,
  mask: () => (isDrawing() ? leave() : drawMask()),
  smaller: () => editor?.resize(0.8),
  larger: () => editor?.resize(1.25),
  erase: () => { if (editor) editor.erasing = !editor.erasing; renderControls(); },
  clear: () => editor?.clear(),
  keep: () => editor && keepMask(),
  leave,
};

function act(name) {
  const isLeaving = ['mask', 'leave'].includes(name);
  if (opening && !isLeaving) return;
  if (!isLeaving) stay();
  actions[name]();
}

const keys = { n: 'normal', a: 'anomalous', u: 'undo', s: 'skip', z: 'zoom', m: 'mask', ArrowLeft: 'back', ArrowRight: 'forward' };
const brushKeys = { u: 'undo', z: 'zoom', m: 'mask', '[': 'smaller', ']': 'larger', e: 'erase', c: 'clear', Enter: 'keep', Escape: 'leave' };
const nudges = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

document.addEventListener('keydown', (event) => {
  const isTyping = event.target instanceof HTMLInputElement;
  if (isTyping && event.key === 'Escape') event.target.blur();
  if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
  // Whoever has reached a button by Tab presses that.
  const isOnButton = event.target instanceof HTMLButtonElement && [' ', 'Enter'].includes(event.key);
  if (isOnButton) return;
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1];
  if (digit) {
    if (!event.repeat) choose(kinds[digit - 1], !event.shiftKey);
  } else if (event.key.toLowerCase() === 'k') {
    find('kind-name').focus();
  } else if (editor && event.key in nudges) {
    stay();
    editor.nudge(...nudges[event.key]);
  } else if (editor && event.key === ' ') {
    stay();
    editor.dab();
  } else {
    const name = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const action = (isDrawing() ? brushKeys : keys)[name];
    if (!action) return;
    // A key held down would label pictures that nobody has seen.
    const mayRepeat = ['back', 'forward', 'smaller', 'larger'].includes(action);
    if (!event.repeat || mayRepeat) act(action);
  }
  event.preventDefault();
});

for (const button of document.querySelectorAll('[data-do]')) {
  button.addEventListener('click', () => act(button.dataset.do));
}
find('frame').addEventListener('pointerdown', stay);

find('new-kind').addEventListener('submit', (event) => {
  event.preventDefault();
  const field = find('kind-name');
  addKind(field.value);
  field.value = '';
  field.blur();
});

// --- beginning ----------------------------------------------------------------------------------

// A tab keeps its session when it is loaded again, and with it what may be undone. A tab that was
// duplicated has the other's name, which is taken.
async function nameSession() {
  const known = sessionStorage.getItem('session');
  const hold = (name, options) =>
    new Promise((resolve) => {
      navigator.locks
        .request(`session ${name}`, options, () => {
          resolve(true);
          return new Promise(() => {});
        })
        .catch(() => resolve(false));
    });
  if (known && (await hold(known, { signal: AbortSignal.timeout(1000) }))) return known;
  const fresh = crypto.randomUUID();
  sessionStorage.setItem('session', fresh);
  await hold(fresh, {});
  return fresh;
}

async function begin() {
  session = await nameSession();
  const state = await ask('GET', 'state');
  kinds = state.kinds;
  find('dataset').textContent = state.dataset;
  document.title = `Label ${state.dataset}`;
  showCounts(state.counts);
  showSaving();
  await show(0);
  setInterval(signOfLife, SIGN_OF_LIFE);
}

begin().catch((error) => notice(`The page cannot begin: ${error.message}`));

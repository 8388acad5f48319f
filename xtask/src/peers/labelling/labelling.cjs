'use strict';
// `draw FOLDER COUNT` makes pictures; `label BROWSER FOLDER ADDRESS` labels them in a browser, and
// tells what it did as JSON; `pass BROWSER FOLDER ADDRESS DRAWN` goes through all of them without
// labelling any, and does what can go wrong with a mask.

const { deflateSync, crc32 } = require('node:zlib');
const { mkdirSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

const [, , verb, ...words] = process.argv;

// --- pictures -----------------------------------------------------------------------------------

function png(width, height, rows) {
  const chunk = (type, data) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body) >>> 0);
    return Buffer.concat([length, body, sum]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(rows, { level: 1 })), chunk('IEND', Buffer.alloc(0))]);
}

// A panel of cells on a rail, each picture with its own tilt, light and spots.
function panel(seed) {
  let state = (seed + 1) * 2654435761;
  const random = () => {
    state = (Math.imul(state ^ (state >>> 15), 2246822519) + 0x9e3779b9) >>> 0;
    return state / 2 ** 32;
  };
  const [width, height, pitch, tilt, light] = [640, 480, 50 + 30 * random(), random() - 0.5, 0.7 + 0.5 * random()];
  const spots = Array.from({ length: 4 + Math.floor(5 * random()) }, () => [width * random(), height * random(), 15 + 60 * random(), random()]);
  // A filter byte, then three for each pixel.
  const rows = Buffer.alloc(height * (1 + 3 * width));
  let at = 0;
  for (let y = 0; y < height; y++) {
    at++;
    for (let x = 0; x < width; x++) {
      const onLine = Math.abs((x + tilt * y) % pitch) < 3 || Math.abs((y - tilt * x) % (pitch * 1.2)) < 3;
      let shade = light;
      for (const [left, top, radius, dark] of spots) {
        if ((x - left) * (x - left) + (y - top) * (y - top) < radius * radius) shade *= 0.4 + dark;
      }
      rows[at++] = Math.min(255, shade * (onLine ? 150 : 30 + x / 20));
      rows[at++] = Math.min(255, shade * (onLine ? 160 : 50 + y / 15));
      rows[at++] = Math.min(255, shade * (onLine ? 170 : 110 + (x + y) / 30));
    }
  }
  return png(width, height, rows);
}

function draw(folder, count) {
  mkdirSync(folder, { recursive: true });
  for (let at = 0; at < Number(count); at++) writeFileSync(join(folder, `panel-${at}.png`), panel(at));
}

// --- the browser --------------------------------------------------------------------------------

const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const PICTURES = 70;

// The browser of the package. It takes the libraries along that it needs when it is told that it is where
// it was made for; its flags for there are left out, which put all tabs into one process.
async function packaged() {
  process.env.AWS_EXECUTION_ENV ??= 'AWS_Lambda_nodejs22.x';
  const fonts = join(__dirname, 'fonts.conf');
  const folder = join(__dirname, 'node_modules', 'dejavu-fonts-ttf', 'ttf');
  writeFileSync(fonts, `<fontconfig><dir>${folder}</dir><cachedir>${join(__dirname, 'fonts-cache')}</cachedir></fontconfig>\n`);
  process.env.FONTCONFIG_FILE = fonts;
  const { default: browser } = await import('@sparticuz/chromium');
  return browser.executablePath();
}

async function launch(browser, folder) {
  const { chromium } = require('playwright-core');
  const program = browser === 'packaged' ? await packaged() : await which(browser);
  return chromium.launchPersistentContext(join(folder, 'profile'), {
    executablePath: program,
    args: FLAGS,
    headless: true,
    viewport: { width: 1280, height: 800 },
  });
}

// Tells what a page asks of other places, and its errors.
function watch(page, address, complaints) {
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(address) && !url.startsWith('blob:')) complaints.push(`asks for ${url}`);
  });
  page.on('pageerror', (error) => complaints.push(`fails: ${error.message}`));
  page.on('console', (message) => {
    // The answers that are made here are told there as well.
    const isOurs = message.text().includes('status of 418');
    if (message.type() === 'error' && !isOurs) complaints.push(`says: ${message.text()}`);
  });
  return page;
}

const shown = (page) => page.locator('#caption b').textContent();
const isLoaded = (page) =>
  page.waitForFunction(() => {
    const image = document.querySelector('#frame img');
    return image && image.complete && image.naturalWidth > 0;
  });
const saved = (page) => page.waitForFunction(() => document.getElementById('saving').textContent === 'All saved');

async function label(browser, folder, address) {
  const complaints = [];
  const screenshots = [];
  const pressed = {};
  const times = [];
  const open = await launch(browser, folder);
  const watched = (page) => watch(page, address, complaints);
  const shoot = async (page, name) => {
    const path = join(folder, `${name}.png`);
    await page.screenshot({ path });
    screenshots.push(path);
  };
  // Presses a key and waits until the next picture is there; gives the name of the one before.
  const press = async (page, key, said) => {
    const name = await shown(page);
    const start = performance.now();
    await page.keyboard.press(key);
    await page.waitForFunction((before) => document.querySelector('#caption b')?.textContent !== before, name);
    times.push(performance.now() - start);
    pressed[name] = said;
    return name;
  };

  const page = watched(open.pages()[0] ?? (await open.newPage()));
  await page.goto(address);
  await isLoaded(page);
  await shoot(page, 'light');

  // The first pictures as fast as the page takes them.
  const keys = [['n', ['normal']], ['1', ['scratch']], ['2', ['dent']], ['a', []]];
  const start = performance.now();
  let count = 0;
  for (; count < 20; count++) await press(page, ...keys[count % keys.length]);
  await saved(page);
  const labelsAMinute = (60_000 * count) / (performance.now() - start);

  // Two kinds at once.
  await page.keyboard.press('Shift+1');
  await page.keyboard.press('Shift+2');
  await press(page, 'a', ['dent', 'scratch']);

  // A wrong label, taken back and given again.
  const wrong = await press(page, 'n', ['normal']);
  await page.keyboard.press('u');
  await page.waitForFunction((name) => document.querySelector('#caption b')?.textContent === name, wrong);
  await press(page, '2', ['dent']);
  await saved(page);

  // Loaded again in the middle: what was undone before can be undone still.
  const last = await press(page, '1', ['scratch']);
  await saved(page);
  await page.reload();
  await isLoaded(page);
  await page.keyboard.press('u');
  await page.waitForFunction((name) => document.querySelector('#caption b')?.textContent === name, last);
  await press(page, 'n', ['normal']);

  // Back to a label, changed.
  const before = await shown(page);
  await page.keyboard.press('ArrowLeft');
  await page.waitForFunction((name) => document.querySelector('#caption b')?.textContent !== name, before);
  if (!(await page.locator('#verdict').isVisible())) complaints.push('a label that was gone back to is not shown');
  await page.keyboard.press('ArrowRight');
  await page.waitForFunction((name) => document.querySelector('#caption b')?.textContent === name, before);

  // A mask, by the pointer and by keys.
  await isLoaded(page);
  const drawn = await shown(page);
  await page.keyboard.press('m');
  const box = await page.locator('#frame canvas').boundingBox();
  const at = (x, y) => [box.x + x * box.width, box.y + y * box.height];
  await page.mouse.move(...at(0.3, 0.4));
  await page.mouse.down();
  await page.mouse.move(...at(0.45, 0.55), { steps: 12 });
  await page.mouse.move(...at(0.6, 0.5), { steps: 12 });
  await page.mouse.up();
  await page.keyboard.press('2');
  await page.mouse.move(...at(0.7, 0.3));
  await page.keyboard.press(' ');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press(' ');
  await shoot(page, 'mask');
  await press(page, 'Enter', ['dent', 'scratch']);
  await saved(page);

  // A second tab has other pictures.
  const other = watched(await open.newPage());
  await other.setViewportSize({ width: 800, height: 600 });
  await other.emulateMedia({ colorScheme: 'dark' });
  await other.goto(address);
  await isLoaded(other);
  if ((await shown(other)) === (await shown(page))) complaints.push('two tabs have the same picture before them');
  await other.keyboard.press('s');
  const end = (tab) => tab.locator('#frame .end').isVisible();
  await shoot(other, 'dark-800');
  const left = async (tab) => Number((await tab.locator('#counts').textContent()).split(' ')[0]) < PICTURES;
  for (let turn = 0; turn < 200 && Object.keys(pressed).length < PICTURES; turn++) {
    const tab = turn % 2 === 0 ? other : page;
    await saved(tab);
    if (await end(tab)) {
      // What the other tab holds is not shown here.
      if (!(await left(tab))) break;
      continue;
    }
    const name = await shown(tab);
    await tab.keyboard.press('n');
    pressed[name] = ['normal'];
    await tab.waitForFunction((name) => document.querySelector('#caption b')?.textContent !== name, name);
  }
  await saved(page);
  await saved(other);
  await shoot(page, 'end');
  await open.close();

  times.sort((one, other) => one - other);
  const result = {
    pressed,
    drawn,
    labelsAMinute,
    medianMilliseconds: times[Math.floor(times.length / 2)],
    mostMilliseconds: times.at(-1),
    screenshots,
    complaints,
  };
  console.log(JSON.stringify(result));
}

async function pass(browser, folder, address, drawn) {
  const complaints = [];
  const open = await launch(browser, folder);
  const must = (holds, otherwise) => holds || complaints.push(otherwise);
  const right = async (tab) => {
    const name = await shown(tab);
    await tab.keyboard.press('ArrowRight');
    await tab.waitForFunction((before) => {
      const now = document.querySelector('#caption b');
      return now && now.textContent !== before;
    }, name);
    return shown(tab);
  };
  const notice = (tab, text) => tab.waitForFunction((text) => document.getElementById('notice').textContent.includes(text), text);
  const isOpen = (tab) => tab.locator('#frame canvas').isVisible();
  const isAsked = (tab) => tab.locator('#leaving').isVisible();
  const painted = (tab) =>
    tab.locator('#frame canvas').evaluate((canvas) => {
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      return data.filter((value, at) => at % 4 === 3 && value > 0).length;
    });
  const mask = async (tab) => {
    await tab.keyboard.press('m');
    await tab.locator('#frame canvas').waitFor();
  };

  // A tab that nobody touches for ten minutes, and what it says every half minute.
  const idle = watch(open.pages()[0] ?? (await open.newPage()), address, complaints);
  await idle.clock.install();
  await idle.goto(address);
  await isLoaded(idle);
  for (let turn = 0; turn < 20; turn++) {
    const said = idle.waitForRequest((request) => request.url().endsWith('/api/next'));
    await idle.clock.fastForward(30_000);
    const held = (await said).postDataJSON().holding.length;
    await idle.waitForFunction(() => filling === null);
    must(held <= 10, `a tab that nobody touches holds ${held} pictures`);
  }

  // To the right, past all that the idle one leaves.
  const page = watch(await open.newPage(), address, complaints);
  await page.goto(address);
  await isLoaded(page);
  const seen = new Set([await shown(page)]);
  for (let name = await right(page); !seen.has(name); name = await right(page)) seen.add(name);
  must(seen.size === PICTURES - 10, `going right shows ${seen.size} of ${PICTURES - 10} pictures`);
  await notice(page, 'passed over comes again');
  const again = new Set([await shown(page)]);
  while (again.size < seen.size) {
    const name = await right(page);
    if (again.has(name)) break;
    again.add(name);
  }
  must(again.size === seen.size, `${again.size} of ${seen.size} pictures that were passed over come again`);
  // The server has handed out others after this one.
  await right(page);

  // A label that is refused while the next picture is drawn on already. The server's word is made up.
  const label = '**/label';
  let answer;
  const asked = new Promise((resolve) => (answer = resolve));
  const refusal = { status: 418, contentType: 'application/json', body: '{"message":"no"}' };
  await page.route(label, async (route) => {
    await asked;
    await route.fulfill(refusal);
  });
  while (await page.locator('#verdict').textContent().then((text) => text.includes('mask'))) await right(page);
  const first = await shown(page);
  await page.keyboard.press('n');
  await page.waitForFunction((before) => document.querySelector('#caption b')?.textContent !== before, first);
  const second = await shown(page);
  await mask(page);
  await page.keyboard.press(' ');
  const before = await painted(page);
  answer();
  await notice(page, `${first} was not saved`);
  must((await shown(page)) === second && (await isOpen(page)), 'who draws is taken from it by a refusal');
  must(before > 0 && (await painted(page)) === before, 'a refusal takes away what was drawn');
  await page.unroute(label);

  // What was drawn is left by a second press only, and by loading the page after a question.
  const question = page.waitForEvent('dialog');
  await page.evaluate(() => void setTimeout(() => location.reload()));
  await (await question).dismiss();
  for (const [key, other] of [['m', 'e'], ['Escape', 'Escape']]) {
    await page.keyboard.press(key);
    must((await isOpen(page)) && (await isAsked(page)), `${key} leaves what was drawn at once`);
    await page.keyboard.press(other);
    must(!(await isAsked(page)), `${other} does not answer`);
  }
  must(!(await isOpen(page)), 'a second press does not leave');
  must((await right(page)) === first, 'what was refused does not come next');

  // Nothing is drawn.
  if (await page.locator('#verdict').textContent().then((text) => text.includes('mask'))) await right(page);
  await mask(page);
  await page.keyboard.press('Enter');
  await notice(page, 'Nothing is drawn');
  must(await isOpen(page), 'a mask with nothing in it is left');
  await page.keyboard.press('Escape');
  must(!(await isOpen(page)), 'a mask with nothing in it is not left');

  // A kind that another tab has taken in can be drawn with.
  await idle.locator('#kind-name').fill('crack');
  await idle.locator('#kind-name').press('Enter');
  await idle.locator('#kinds .name', { hasText: 'crack' }).waitFor();
  await mask(page);
  await page.locator('#kinds .name', { hasText: 'crack' }).waitFor();
  await page.keyboard.press('3');
  await page.keyboard.press(' ');
  must((await painted(page)) > 0, 'a kind of another tab paints nothing');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');

  // A mask that does not come, or has a colour of no kind, is not drawn on.
  const tab = seen.has(drawn) ? page : idle;
  for (let turn = 0; (await shown(tab)) !== drawn && turn < 2 * PICTURES; turn++) await right(tab);
  const size = await tab.locator('#frame img').evaluate((image) => [image.naturalWidth, image.naturalHeight]);
  const row = Buffer.concat([Buffer.from([0]), Buffer.alloc(3 * size[0], 7)]);
  const unknown = png(...size, Buffer.concat(Array(size[1]).fill(row)));
  for (const wrong of [refusal, { status: 200, contentType: 'image/png', body: unknown }]) {
    await tab.route('**/mask', (route) => route.fulfill(wrong));
    await tab.keyboard.press('m');
    await notice(tab, `The mask of ${drawn} cannot be drawn now`);
    await tab.keyboard.press('Enter');
    must(!(await isOpen(tab)) && (await shown(tab)) === drawn, 'a mask that is not known is drawn on');
    await tab.evaluate(() => (document.getElementById('notice').textContent = ''));
    await tab.unroute('**/mask');
  }
  await mask(tab);
  must((await painted(tab)) > 0, 'a mask that was saved is not shown');
  await open.close();
  console.log(JSON.stringify({ passed: seen.size, complaints }));
}

async function which(name) {
  const { access } = require('node:fs/promises');
  for (const folder of process.env.PATH.split(':')) {
    const path = join(folder, name);
    if (await access(path).then(() => true, () => false)) return path;
  }
  throw new Error(`there is no ${name}`);
}

const run = { draw, label, pass }[verb];
Promise.resolve(run(...words)).catch((error) => {
  console.error(error);
  process.exit(1);
});

'use strict';
// A mask over a picture: every pixel has the number of a kind, or 0 for sound. It is painted without
// soft edges, since each colour of the mask that is saved means something.

const SEEN_THROUGH = 150;
const STROKES_KEPT = 20;

const rgb = (color) => color && [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16));

function sheet(width, height, draw) {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  draw(context);
  return context;
}

// The numbers of the kinds in a mask that was saved. What is not known would be saved as sound: a
// colour of no kind is an error.
async function readMask(blob, width, height, colors) {
  const bitmap = await createImageBitmap(blob, { premultiplyAlpha: 'none', colorSpaceConversion: 'none' });
  const { data } = sheet(width, height, (context) => context.drawImage(bitmap, 0, 0)).getImageData(0, 0, width, height);
  const numbers = new Map(colors.map((color, at) => [String(rgb(color)), at + 1]));
  numbers.set('255,255,255', 0);
  const kinds = new Uint8Array(width * height);
  for (let pixel = 0; pixel < kinds.length; pixel++) {
    const color = `${data[4 * pixel]},${data[4 * pixel + 1]},${data[4 * pixel + 2]}`;
    const number = numbers.get(color);
    if (number === undefined) throw new Error(`rgb(${color}) in it is the colour of no kind`);
    kinds[pixel] = number;
  }
  return kinds;
}

// `colors` are the kinds' colours, as #rrggbb; null for a kind that has none. `kinds` is the mask
// that was there before.
class MaskEditor {
  constructor(holder, width, height, colors, kinds) {
    this.width = width;
    this.height = height;
    this.know(colors);
    this.kinds = kinds ?? new Uint8Array(width * height);
    this.strokes = [];
    this.stroke = null;
    this.changes = 0; // strokes that were not undone, those that cannot be any more as well
    this.kind = 1;
    this.erasing = false;
    this.radius = Math.max(2, Math.round(Math.min(width, height) / 40));
    this.at = { x: width / 2, y: height / 2 };

    this.canvas = document.createElement('canvas');
    this.canvas.width = width;
    this.canvas.height = height;
    this.canvas.setAttribute('role', 'img');
    this.canvas.setAttribute('aria-label', 'Mask: arrow keys move the brush, Space paints');
    this.cursor = document.createElement('div');
    this.cursor.className = 'cursor';
    holder.append(this.canvas, this.cursor);
    this.context = this.canvas.getContext('2d');

    this.canvas.addEventListener('pointerdown', (event) => {
      if (event.button !== 0) return;
      this.canvas.setPointerCapture(event.pointerId);
      this.begin();
      this.paintTo(this.place(event), true);
    });
    this.canvas.addEventListener('pointermove', (event) => {
      // All the places that the pointer passed since the last frame: a fast line stays a line.
      const passed = event.getCoalescedEvents?.() ?? [];
      for (const each of passed.length ? passed : [event]) this.moveTo(this.place(each));
    });
    for (const end of ['pointerup', 'pointercancel']) {
      this.canvas.addEventListener(end, () => this.end());
    }
    this.show({ left: 0, top: 0, right: width, bottom: height });
    this.showCursor();
  }

  // Kinds may be added while somebody draws.
  know(colors) {
    this.colors = colors.map(rgb);
  }

  // Whether something would be lost.
  get isTouched() {
    return this.changes > 0 || this.stroke !== null;
  }

  get isEmpty() {
    return !this.kinds.some((kind) => this.colors[kind - 1]);
  }

  remove() {
    this.canvas.remove();
    this.cursor.remove();
  }

  place(event) {
    const box = this.canvas.getBoundingClientRect();
    return {
      x: ((event.clientX - box.left) / box.width) * this.width,
      y: ((event.clientY - box.top) / box.height) * this.height,
    };
  }

  moveTo(to) {
    if (this.stroke) this.paintTo(to, false);
    this.at = to;
    this.showCursor();
  }

  // By keyboard: `x` and `y` are in brushes.
  nudge(x, y) {
    const within = (value, most) => Math.min(Math.max(value, 0), most);
    this.moveTo({
      x: within(this.at.x + x * this.radius, this.width),
      y: within(this.at.y + y * this.radius, this.height),
    });
  }

  dab() {
    this.begin();
    this.paintTo(this.at, true);
    this.end();
  }

  resize(factor) {
    const most = Math.min(this.width, this.height) / 4;
    this.radius = Math.round(Math.min(Math.max(this.radius * factor, 1), most));
    this.showCursor();
  }

  showCursor() {
    const percent = (value, of) => `${(100 * value) / of}%`;
    Object.assign(this.cursor.style, {
      left: percent(this.at.x - this.radius, this.width),
      top: percent(this.at.y - this.radius, this.height),
      width: percent(2 * this.radius, this.width),
      height: percent(2 * this.radius, this.height),
    });
  }

  begin() {
    this.stroke = { before: this.kinds.slice(), box: null };
  }

  // Keeps of the stroke what was where it went.
  end() {
    if (!this.stroke) return;
    const { before, box } = this.stroke;
    this.stroke = null;
    if (!box) return;
    const width = box.right - box.left;
    const kept = new Uint8Array(width * (box.bottom - box.top));
    for (let y = box.top; y < box.bottom; y++) {
      const start = y * this.width + box.left;
      kept.set(before.subarray(start, start + width), (y - box.top) * width);
    }
    this.strokes.push({ box, kept });
    this.changes++;
    if (this.strokes.length > STROKES_KEPT) this.strokes.shift();
  }

  undo() {
    const stroke = this.strokes.pop();
    if (!stroke) return false;
    this.changes--;
    const { box, kept } = stroke;
    const width = box.right - box.left;
    for (let y = box.top; y < box.bottom; y++) {
      const row = kept.subarray((y - box.top) * width, (y - box.top + 1) * width);
      this.kinds.set(row, y * this.width + box.left);
    }
    this.show(box);
    return true;
  }

  clear() {
    this.begin();
    this.stroke.box = { left: 0, top: 0, right: this.width, bottom: this.height };
    this.kinds.fill(0);
    this.show(this.stroke.box);
    this.end();
  }

  paintTo(to, isStart) {
    const from = isStart ? to : this.at;
    const length = Math.hypot(to.x - from.x, to.y - from.y);
    const steps = Math.max(1, Math.ceil(length / Math.max(1, this.radius / 3)));
    for (let step = isStart ? steps : 1; step <= steps; step++) {
      const part = step / steps;
      this.disc(from.x + (to.x - from.x) * part, from.y + (to.y - from.y) * part);
    }
    const reach = this.radius + 1;
    const box = {
      left: Math.max(0, Math.floor(Math.min(from.x, to.x) - reach)),
      top: Math.max(0, Math.floor(Math.min(from.y, to.y) - reach)),
      right: Math.min(this.width, Math.ceil(Math.max(from.x, to.x) + reach)),
      bottom: Math.min(this.height, Math.ceil(Math.max(from.y, to.y) + reach)),
    };
    if (box.left >= box.right || box.top >= box.bottom) return;
    const all = this.stroke.box;
    this.stroke.box = all
      ? {
          left: Math.min(all.left, box.left),
          top: Math.min(all.top, box.top),
          right: Math.max(all.right, box.right),
          bottom: Math.max(all.bottom, box.bottom),
        }
      : box;
    this.show(box);
    this.at = to;
  }

  disc(x, y) {
    const kind = this.erasing ? 0 : this.kind;
    const first = Math.max(0, Math.ceil(y - this.radius - 0.5));
    const last = Math.min(this.height - 1, Math.floor(y + this.radius - 0.5));
    for (let row = first; row <= last; row++) {
      const half = Math.sqrt(Math.max(0, this.radius ** 2 - (row + 0.5 - y) ** 2));
      const left = Math.max(0, Math.ceil(x - half - 0.5));
      const right = Math.min(this.width, Math.floor(x + half + 0.5));
      if (left < right) this.kinds.fill(kind, row * this.width + left, row * this.width + right);
    }
  }

  show({ left, top, right, bottom }) {
    const image = this.context.createImageData(right - left, bottom - top);
    let at = 0;
    for (let y = top; y < bottom; y++) {
      for (let x = left; x < right; x++, at += 4) {
        const color = this.colors[this.kinds[y * this.width + x] - 1];
        if (!color) continue;
        image.data.set(color, at);
        image.data[at + 3] = SEEN_THROUGH;
      }
    }
    this.context.putImageData(image, left, top);
  }

  // The mask as PNG: white is sound.
  toPng() {
    const image = new ImageData(this.width, this.height);
    image.data.fill(255);
    for (let pixel = 0; pixel < this.kinds.length; pixel++) {
      const color = this.colors[this.kinds[pixel] - 1];
      if (color) image.data.set(color, 4 * pixel);
    }
    const canvas = sheet(this.width, this.height, (context) => context.putImageData(image, 0, 0)).canvas;
    return new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
  }
}

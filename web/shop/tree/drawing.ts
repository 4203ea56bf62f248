// The drawing above the form: a tree and a leaf in the proportions typed so far, with the focused dimension marked.
// It knows the names of the bonsai contract; a model without them has no drawing.
import type { Contract } from '../contract.ts';
import { drawn, element } from '../element.ts';
import type { Wording } from '../language.ts';
import { plainNumber } from '../language.ts';
import { at, clamp } from './geometry.ts';
import { drawLeaf, type LeafMarks } from './leaf.ts';
import { across, frameFor, ruler, scaleBar, upright } from './marks.ts';
import { between, ordinary, plain, type Character, type Foliage, type Proportions } from './proportions.ts';
import { drawTree, type TreeMarks } from './tree.ts';

const needed = ['leaf_length', 'leaf_width', 'branch_thickness', 'height'];
// Which part of the drawing a field without a dimension speaks of.
const parts: Record<string, string> = {
  seasonal_color_index: 'foliage', bark_texture: 'trunk', age: 'trunk', root_system: 'roots', aerial_roots: 'roots',
  foliage: 'leaf', needles_per_bundle: 'leaf', leaf_arrangement: 'leaf',
};
const bySpecies: Record<string, Character> = {
  juniper: { foliage: 'scale', needlesPerBundle: 1, aerialRoots: false },
  ficus: { foliage: 'simple', needlesPerBundle: 1, aerialRoots: true },
  pine: { foliage: 'needle', needlesPerBundle: 2, aerialRoots: false },
  maple: { foliage: 'lobed', needlesPerBundle: 1, aerialRoots: false },
};

export function canDraw(contract: Contract): boolean {
  return needed.every((name) => contract.features.some((feature) => feature.name === name));
}

export interface Seen {
  values: Record<string, string>;
  species: string | null; // the leading candidate, when the answer is sure enough to name one
}

function numberOf(text: string | undefined, low: number, high: number): number | null {
  const value = Number(plainNumber(text ?? ''));
  return (text ?? '').trim() === '' || !Number.isFinite(value) ? null : clamp(value, low, high);
}

function proportionsOf(values: Seen['values']): Proportions {
  const trunk = numberOf(values['branch_thickness'], 0.1, 2000);
  return {
    height: numberOf(values['height'], 0.5, 570) ?? ordinary.height,
    trunk: trunk === null ? ordinary.trunk : trunk / 10,
    leafLength: numberOf(values['leaf_length'], 0.01, 100) ?? ordinary.leafLength,
    leafWidth: numberOf(values['leaf_width'], 0.005, 100) ?? ordinary.leafWidth,
    redness: numberOf(values['seasonal_color_index'], 0, 10) ?? ordinary.redness,
    roughness: numberOf(values['bark_texture'], 0, 10) ?? ordinary.roughness,
  };
}

// What was seen on the tree itself goes before what its species usually is.
function characterOf(seen: Seen): Character {
  const species = (seen.species === null ? undefined : bySpecies[seen.species]) ?? plain;
  const foliage = ['needle', 'scale', 'simple', 'lobed'].find((kind) => kind === seen.values['foliage']) as Foliage | undefined;
  const aerial = seen.values['aerial_roots'];
  return {
    foliage: foliage ?? species.foliage,
    needlesPerBundle: Number(seen.values['needles_per_bundle'] || species.needlesPerBundle),
    aerialRoots: aerial === 'yes' || seen.values['root_system'] === 'aerial' || (species.aerialRoots && aerial !== 'no'),
  };
}

export class Drawing {
  readonly root: HTMLElement;
  private readonly svg: SVGSVGElement;
  private seen: Seen = { values: {}, species: null };
  private shown: Proportions = ordinary;
  private focused: string | null = null;
  private frame = 0;

  constructor(private readonly contract: Contract, private readonly wording: Wording) {
    this.svg = drawn('svg', { role: 'img', 'aria-label': wording.say('drawing') });
    this.root = element('div', { class: 'drawing' }, this.svg);
    new ResizeObserver(() => this.paint()).observe(this.root);
  }

  show(seen: Seen): void {
    this.seen = seen;
    const [from, to] = [this.shown, proportionsOf(seen.values)];
    cancelAnimationFrame(this.frame);
    const start = performance.now();
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches || document.hidden;
    const step = (now: number): void => {
      const share = calm ? 1 : clamp((now - start) / 180, 0, 1);
      this.shown = between(from, to, 1 - (1 - share) ** 3);
      this.paint();
      if (share < 1) this.frame = requestAnimationFrame(step);
    };
    step(start);
  }

  focus(name: string | null): void {
    this.focused = name;
    this.paint();
  }

  private paint(): void {
    const { clientWidth: width, clientHeight: height } = this.root;
    if (width === 0 || height === 0) return;
    this.svg.setAttribute('viewBox', `0 0 ${width} ${height}`);
    const narrow = width < 480;
    const character = characterOf(this.seen);

    const soilY = height - (narrow ? 34 : 44);
    const topY = narrow ? 12 : 18;
    const frame = frameFor(this.shown.height);
    const treeX = width * (narrow ? 0.41 : 0.37);
    const scale = (soilY - topY) / frame;
    const tree = drawTree(this.shown, character, { soil: at(treeX, soilY), scale });

    const leafX = width * (narrow ? 0.83 : 0.8);
    const room = { length: height - (narrow ? 66 : 88), width: width * (narrow ? 0.2 : 0.22) };
    const leafScale = Math.min(room.length / this.shown.leafLength, room.width / this.shown.leafWidth);
    const [length, wide] = [this.shown.leafLength * leafScale, this.shown.leafWidth * leafScale];
    const foot = at(leafX, height / 2 + length / 2 - (narrow ? 6 : 10));
    const leaf = drawLeaf(foot, length, wide, character);
    const number = (value: number): string => this.wording.number(value);
    const bar = scaleBar(leafX, height - 22, leafScale, room.width, number);

    this.svg.replaceChildren(
      ruler(narrow ? 30 : 40, soilY, topY, frame, number), tree.root, leaf.root, bar, ...this.mark(tree.marks, leaf.marks, { width, height, treeX, scale }));
    this.svg.style.setProperty('--autumn', `${Math.round(this.shown.redness * 10)}%`);
    const guessed = (name: string): boolean => numberOf(this.seen.values[name], 0, 1e9) === null;
    tree.root.classList.toggle('is-guess', guessed('height') && guessed('branch_thickness'));
    leaf.root.classList.toggle('is-guess', guessed('leaf_length') && guessed('leaf_width'));
    const [onTree, onLeaf] = [['height', 'branch_thickness'], ['leaf_length', 'leaf_width']].map((names) => narrow && names.includes(this.focused ?? ''));
    leaf.root.classList.toggle('is-aside', onTree);
    bar.classList.toggle('is-aside', onTree);
    tree.root.classList.toggle('is-aside', onLeaf);
    const part = parts[this.focused ?? ''];
    if (part !== undefined) this.svg.querySelector(`.${part}`)?.classList.add('is-marked');
  }

  private mark(tree: TreeMarks, leaf: LeafMarks, space: { width: number; height: number; treeX: number; scale: number }): SVGElement[] {
    const room = { top: 16, bottom: space.height - 12 };
    const soil = at(space.treeX, space.height - (space.width < 480 ? 34 : 44));
    switch (this.focused) {
      case 'height':
        return [upright(soil, tree.apex, Math.min(space.width * 0.64, space.treeX + this.shown.height * space.scale * 0.56 + 14), this.label('height', 'drawing.height'), 'right', room)];
      case 'branch_thickness':
        return [across(tree.trunkLeft, tree.trunkRight, tree.trunkLeft.y, this.label('branch_thickness', 'drawing.trunk'), false)];
      case 'leaf_length':
        return [upright(leaf.bottom, leaf.top, leaf.left.x - 14, this.label('leaf_length', 'drawing.length'), 'left', room)];
      case 'leaf_width':
        return [across(leaf.left, leaf.right, leaf.left.y, this.label('leaf_width', 'drawing.width'), true)];
      default:
        return [];
    }
  }

  private label(name: string, key: 'drawing.height' | 'drawing.trunk' | 'drawing.length' | 'drawing.width'): string {
    const value = numberOf(this.seen.values[name], -1e9, 1e9);
    const unit = this.contract.features.find((feature) => feature.name === name)?.unit ?? '';
    return value === null ? this.wording.say(key) : `${this.wording.number(value)} ${unit}`.trim();
  }
}

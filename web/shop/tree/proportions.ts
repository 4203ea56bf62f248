// What the drawing knows of a tree: sizes in centimetres and what kind of foliage it carries.
export type Foliage = 'needle' | 'scale' | 'simple' | 'lobed';

export interface Proportions {
  height: number;
  trunk: number; // diameter just above the roots
  leafLength: number;
  leafWidth: number;
  redness: number; // 0 green to 10 red
  roughness: number; // 0 smooth to 10 deep plates
}

export interface Character {
  foliage: Foliage;
  needlesPerBundle: number;
  aerialRoots: boolean;
}

// A small tree of ordinary proportions, drawn as long as nothing is typed.
export const ordinary: Proportions = { height: 24, trunk: 2.6, leafLength: 3.4, leafWidth: 1.9, redness: 0, roughness: 3 };
export const plain: Character = { foliage: 'simple', needlesPerBundle: 2, aerialRoots: false };

export function between(from: Proportions, to: Proportions, share: number): Proportions {
  const made = { ...to };
  for (const key of Object.keys(made) as (keyof Proportions)[]) made[key] = from[key] + (to[key] - from[key]) * share;
  return made;
}

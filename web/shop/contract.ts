// The shapes that the engine speaks in: contract, record, faults (INTERFACES "Contract", shared/fault/fault.h).
export type LocalText = Record<string, string>;

export interface Feature {
  name: string;
  kind: 'numeric' | 'ordinal' | 'categorical';
  unit?: string;
  min?: number;
  max?: number;
  step?: number;
  typical?: [number, number];
  categories?: string[];
  category_labels?: Record<string, LocalText>;
  required: boolean;
  label?: LocalText;
  help?: LocalText;
}

export interface TargetClass {
  name: string;
  label?: LocalText;
}

export interface Contract {
  name: string;
  version: number;
  title?: LocalText;
  features: Feature[];
  target: { name: string; classes: TargetClass[] };
}

export interface Fault {
  code: string;
  field: string;
  value: string;
  expected: string;
}

export type Failure = { ok: false; faults: Fault[]; count: number };
export type Opened = { ok: true; contract: Contract; record: Record<string, unknown> };
export type Checked = { ok: true; row: (number | null)[]; unusual: Fault[] };

export const certainties = ['unsure', 'possible', 'likely', 'very_likely'] as const;
export type Certainty = (typeof certainties)[number];

export interface Answer {
  best: number;
  certainty: Certainty;
  probabilities: number[];
}

// What stands behind an answer; a model that does not know a part leaves it out.
export interface Reasons {
  prediction_set?: string[];
  novelty?: { unlike_training: boolean };
  next_measurements?: { feature: string; bits: number }[];
  explanation?: { contributions: Record<string, Record<string, number>> };
}

export function categoriesOf(feature: Feature): { name: string; label: LocalText | undefined }[] {
  return (feature.categories ?? []).map((name) => ({ name, label: feature.category_labels?.[name] }));
}

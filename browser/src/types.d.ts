// The shapes of what Python sends, as hhlab/scope makes them, and of what Jupyter hands to a widget.

export type Limits = [low: number, high: number];

export interface Axis {
  title: string;
  unit: string;
  log: boolean;
  /** Whether only whole numbers stand on it. */
  whole?: boolean;
  /** What is shown at least. */
  least: Limits | null;
  /** The least and the greatest number on it, or null where there is none. */
  found: Limits | null;
  /** What it shows: the least range where that holds every number, else a wider one. */
  limits: Limits;
  /** The same without a least range. */
  tight: Limits;
}

export interface Series {
  label: string;
  colour: string;
  style: "line" | "dash" | "faint" | "dots" | "mark";
  /** Numbers of arrays of the frame. */
  x: number;
  y: number;
  /** Whether x never falls, as time. */
  rising?: boolean;
}

export interface Panel {
  key: string;
  kind: "plot" | "profile" | "shape";
  x: Axis;
  y: Axis;
  series: Series[];
  /** Panels of one group share x. */
  group?: string;
  /** What the series of a family differ by. */
  by?: string;
}

export interface ProfilePanel extends Panel {
  kind: "profile";
  t: Axis;
  /** The moment that the words tell, in ms. */
  at: number;
  /** Colours from the lowest potential to the highest. */
  ramp: string[];
  /** The number of the array of times. */
  times: number;
}

export interface ShapePanel extends Panel {
  kind: "shape";
  /** The moment that the words tell, in ms. */
  at: number;
  /** Colours from the lowest potential to the highest. */
  ramp: string[];
  /** The number of the array of cylinders: x, y, z, diameter of one end, then of the other. */
  pieces: number;
  /** The number of the array that says which segment each cylinder belongs to. */
  of: number;
  /** The number of the array of times. */
  times: number;
  /** The number of the array of potentials: those of every segment, moment after moment. */
  v: number;
  /** Of the segments. */
  names: string[];
  marks: [label: string, x: number, y: number, z: number][];
}

/** The values of the controls' models, by the id of the model. */
export type Seen = Record<string, unknown>;

export interface Frame {
  panels: (Panel | ProfilePanel)[];
  arrays: Float32Array[];
  /** Of a frame that NEURON gave on this page: the same in double precision. */
  exact?: Float64Array[];
  /** Of a frame that was packed: what the numbers of each array are multiples of, 0 where of nothing. */
  steps?: number[];
  words: string;
  derived: [name: string, value: string][];
  values: Record<string, number | string>;
  seen: Seen;
  /** The stop of the slider whose run this is; the kernel's own answer has none. */
  place?: number;
  /** The number of the family that it is from. */
  family?: number | null;
}

/** The model of a widget, of which `Traits` are those that this code reads. */
export interface Model<Traits> {
  get<Name extends keyof Traits & string>(name: Name): Traits[Name];
  send(content: object): void;
  on(event: string, act: Listener): void;
  off(event: string, act: Listener): void;
  widget_manager: { get_model(id: string): Promise<Model<Record<string, unknown>>> };
}

/** What an event brings depends on its name, and each listener says what it takes. */
export type Listener = (...brought: never[]) => void;

export interface ScopeTraits {
  frame: DataView;
  kept: DataView[];
  kept_as: Kept[];
  error: string;
  tools: {
    controls?: boolean;
    presets?: string[];
    kept?: number;
    script?: boolean;
    picture?: boolean;
    lecture?: string;
    /** Whether this explorer can be saved as a page of its own. */
    page?: boolean;
    /** Whether an address can carry the values. */
    link?: boolean;
  };
  watched: Watched[];
  handles: Handle[];
  /** On a page without a kernel: what is said while a picture is awaited. */
  late?: string;
}

/** A mark of a picture that a hand can drag, by its label. */
export interface Handle {
  label: string;
}

/** How a kept run is shown. */
export interface Kept {
  colour: string;
  /** What a student has called it. */
  name?: string;
}

export interface CardTraits {
  text: string;
  kind: string;
  boxes: string[];
}

export interface DownloadTraits {
  file: string;
  content: string;
}

export interface HeardTraits {
  frame: DataView;
}

export interface PictureTraits {
  value: DataView;
  words: string;
}

/** A control that the live view follows. */
export interface Watched {
  name: string;
  /** As it stands beside the control: with the unit in brackets. */
  title: string;
  id: string;
  trait: string;
  slider: boolean;
  /** Whether the slider's way is the exponent of ten. */
  log: boolean;
  /** How far along its way two values may be apart and still be one stop. */
  within: number;
  /** What share of its way a step is. */
  share: number;
}

export interface Control extends Watched {
  model: Model<Record<string, unknown>>;
}

/** A message of the kernel about the family of a slider. */
export interface FamilyMessage {
  family: number;
  name?: string | null;
  seen?: Seen;
  places?: number[];
  complete?: boolean;
}

/** A message of the kernel that answers a button. */
export interface Answer {
  file?: string;
  kind?: string;
  script?: string;
  /** An address that carries the values. */
  link?: string;
  /** Whether to begin, or to end, the sound of what is shown. */
  sound?: boolean;
  /** The label of a point that the kernel has moved. */
  moved?: string;
}

export interface Look {
  dark: boolean;
  ink: string;
  font: string;
  paper: string;
  grid: string;
  alpha: number;
  width: number;
  /** Lengths in pixels of the dashes of a line that is not dashed by itself. */
  dash?: number[];
  colour(colour: string): string;
}

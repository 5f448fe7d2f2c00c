// The shapes of an explorer's file, as hhlab/live/page makes it.

import type { Frame } from "./types";

export interface PageControl {
  name: string;
  /** With the unit in brackets. */
  title: string;
  tooltip: string;
  kind: "slider" | "choice" | "check" | "many";
  /** The stop where it stands first: of a choice the number of the option, of many a bit for each. */
  place: number;
  /** Of a slider: the number where it stands first, which may lie between two stops. */
  value?: number;
  /** Of a slider: the numbers of its stops. */
  stops?: number[];
  /** Of a slider: what its box takes. */
  low?: number;
  high?: number;
  whole?: boolean;
  /** Of a choice: what stands in the list. */
  options?: string[];
  /** And what it stands for, where that is a number, a text or a flag. */
  means?: (number | string | boolean | null)[];
  /** The file of its pictures. */
  family: string | null;
}

export interface PageData {
  format: number;
  /** Of the function. */
  name: string;
  controls: PageControl[];
  /** By name: what each control becomes, as a place, or a number where it is a slider. */
  presets: [name: string, Record<string, number>][];
  /** Of kept traces. */
  colours: string[];
  /** By the label of a mark: the two sliders that it moves. */
  handles: Record<string, [string, string]>;
  /** The first picture, packed; the presets' are in the file of `firsts`. */
  first: string;
  firsts: string | null;
  script: string | null;
  /** The script of what NEURON in the page makes, for each choice from the lists: names of sliders stand for numbers. */
  scripts: { when: Record<string, number | string | boolean>; pieces: (string | [name: string])[] }[];
  /** How NEURON in the page makes the run, or null. */
  described: object | null;
}

/** Where the controls stand. */
export interface PageState {
  /** Of each: its stop. */
  places: Record<string, number>;
  /** Of each: what the function is given, as far as a page can hold it. */
  values: Record<string, number | string | boolean | null | (number | string | boolean | null)[]>;
  /** The preset that was pressed last, if nothing has moved since. */
  preset: string | null;
  /** The one control that has moved from where it stood first; "" where none has, null where several have. */
  moved: string | null;
}

/** What a source gives for a state. */
export interface PageRun {
  /** What went wrong, or "". */
  error: string;
  /** With `error` there is none. */
  frame?: Frame;
  /** Lines that replace those of the first script, by their number; without it the script is none, or has slots. */
  script?: Record<string, string>;
  /** What stands below the picture: HTML, or a PNG in base64 with words for who cannot see it. */
  below?: (string | { png: string; words: string })[];
}

/** What makes pictures for a page. */
export interface PageSource {
  /** Whether all controls move at once. */
  free: boolean;
  /** A hand or the keyboard has come to a control. */
  prepare(name: string): void;
  /** Null: there is none for this state. What has become out of date meanwhile may stay without an answer. */
  run(state: PageState): Promise<PageRun | null>;
}

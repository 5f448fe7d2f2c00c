// The live view as Jupyter finds it: what Python's hhlab.live.scope.Scope shows. May import everything here.

import "uplot/dist/uPlot.min.css";
import "./explorer.css";
import "./scope.css";
/** @import { Model, ScopeTraits } from "./types" */
import { View } from "./view.js";

export default {
  /** @param {{ model: Model<ScopeTraits>, el: HTMLElement }} widget */
  render({ model, el }) {
    const view = new View(model, el);
    return () => view.forget();
  },
};

// The welcome page's first picture comes by itself: its cell runs when the page is opened and it has never run, or
// nothing has run in this kernel. Only this very text is run; what a student writes in its place waits for the student.
// JupyterLab loads an extension as a module that a bundler made: two functions, written here by hand.
(() => {
  const NAME = 'hhlab-first-picture';
  const PAGE = '00_welcome.ipynb';
  const FIRST = `import hhlab


def run(amp=0.1):
    current = hhlab.CurrentClamp(amp=amp, delay=10, dur=70)
    return hhlab.simulate(clamp=current, tstop=100, record=("v", "i_stim"))


hhlab.explore(run, amp=(-0.05, 0.3, 0.001))`;

  async function hasRunNothing(kernel) {
    const asked = kernel.requestExecute({ code: '', silent: true, store_history: false });
    return (await asked.done).content.execution_count === 0;
  }

  async function showFirstPicture(panel, run) {
    await Promise.all([panel.context.ready, panel.sessionContext.ready]);
    const cell = panel.content.widgets.find((one) => one.model.type === 'code');
    const kernel = panel.sessionContext.session?.kernel;
    if (cell?.model.sharedModel.getSource() !== FIRST || !kernel) return;
    const isDue = cell.model.executionCount === null || (await hasRunNothing(kernel));
    if (isDue && !panel.isDisposed) await run(panel.content, [cell], panel.sessionContext);
  }

  function plugin({ INotebookTracker, NotebookActions }) {
    return {
      id: `${NAME}:plugin`,
      description: 'Runs the first cell of the welcome page when it is opened.',
      autoStart: true,
      requires: [INotebookTracker],
      activate(_app, notebooks) {
        notebooks.widgetAdded.connect((_, panel) => {
          if (panel.context.path.split('/').pop() === PAGE) {
            // a kernel that ends meanwhile shows no picture; the page says what to press
            showFirstPicture(panel, NotebookActions.runCells).catch(() => {});
          }
        });
      },
    };
  }

  let shared = {};
  window._JUPYTERLAB = window._JUPYTERLAB ?? {};
  window._JUPYTERLAB[NAME] = {
    init(scope) {
      shared = scope;
    },
    async get() {
      // a page without notebooks, such as the playground, has no such module
      const [notebook] = Object.values(shared['@jupyterlab/notebook'] ?? {});
      const plugins = notebook ? [plugin((await notebook.get())())] : [];
      return () => ({ __esModule: true, default: plugins });
    },
  };
})();

// A stored picture has words for who cannot see it: the lab's own renderer of images leaves out what its metadata
// say. One with words is one of ours, and turns dark with the page.
// JupyterLab loads an extension as a module that a bundler made: two functions, written here by hand.
(() => {
  const NAME = 'hhlab-pictures';
  const PNG = 'image/png';

  function describe(node, model) {
    const words = model.metadata?.[PNG]?.alt;
    const image = node.querySelector('img');
    if (!image || typeof words !== 'string') return;
    image.alt = words;
    image.classList.add('hhlab-picture');
  }

  function plugin({ IRenderMimeRegistry, RenderedImage }) {
    return {
      id: `${NAME}:plugin`,
      description: 'Gives stored pictures their words.',
      autoStart: true,
      requires: [IRenderMimeRegistry],
      activate(_app, registry) {
        const usual = registry.getFactory(PNG);
        registry.addFactory(
          {
            safe: true,
            mimeTypes: [PNG],
            createRenderer(options) {
              const made = usual ? usual.createRenderer(options) : new RenderedImage(options);
              const draw = made.renderModel.bind(made);
              made.renderModel = async (model) => {
                await draw(model);
                describe(made.node, model);
              };
              return made;
            },
          },
          registry.getRank(PNG),
        );
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
      const [rendermime] = Object.values(shared['@jupyterlab/rendermime'] ?? {});
      const plugins = rendermime ? [plugin((await rendermime.get())())] : [];
      return () => ({ __esModule: true, default: plugins });
    },
  };
})();

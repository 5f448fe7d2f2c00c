// Colours for MOD files in JupyterLab's editor: a mode of CodeMirror, which JupyterLab has and shares.
// JupyterLab loads an extension as a module that a bundler made: two functions, written here by hand.
(() => {
  const NAME = 'hhlab-mod';
  const BLOCKS =
    'NEURON UNITS PARAMETER CONSTANT ASSIGNED STATE INITIAL BREAKPOINT DERIVATIVE KINETIC LINEAR NONLINEAR ' +
    'PROCEDURE FUNCTION NET_RECEIVE BEFORE AFTER CONSTRUCTOR DESTRUCTOR INDEPENDENT FUNCTION_TABLE';
  const WORDS =
    'TITLE SUFFIX POINT_PROCESS ARTIFICIAL_CELL USEION READ WRITE VALENCE NONSPECIFIC_CURRENT RANGE GLOBAL ' +
    'POINTER BBCOREPOINTER ELECTRODE_CURRENT THREADSAFE RANDOM EXTERNAL SOLVE METHOD STEADYSTATE TABLE DEPEND ' +
    'FROM TO WITH LOCAL UNITSON UNITSOFF CONSERVE INCLUDE WATCH FOR_NETCONS if else while';
  const NAMED = new Set(BLOCKS.split(' '));
  const KEYWORDS = new Set(WORDS.split(' '));
  const GIVEN = new Set('v t dt celsius diam area cnexp derivimplicit sparse euler'.split(' '));
  // in these what stands in brackets is a unit
  const DECLARED = new Set('UNITS PARAMETER CONSTANT ASSIGNED STATE'.split(' '));

  // A tokenizer as CodeMirror's StreamLanguage asks for it; `state` is what it knows from before.
  const mode = {
    name: 'nmodl',
    startState: () => ({ until: '', head: '', block: '', depth: 0 }),
    token(stream, state) {
      if (state.until) {
        if (stream.skipTo(state.until)) {
          stream.match(state.until);
          state.until = '';
        } else stream.skipToEnd();
        return 'comment';
      }
      if (stream.eatSpace()) return null;
      if (stream.match(/^[:?].*/)) return 'comment';
      if (stream.match(/^(COMMENT|VERBATIM)\b/)) {
        state.until = `END${stream.current()}`;
        return 'comment';
      }
      if (stream.match(/^TITLE\b.*/)) return 'comment';
      if (stream.match(/^"[^"]*"?/)) return 'string';
      if (stream.match(/^(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?/)) return 'number';
      if (stream.match(/^[A-Za-z_]\w*/)) return word(stream.current(), stream, state);
      if (DECLARED.has(state.block) && stream.match(/^\([^)]*\)/)) return 'string';
      return sign(stream.next(), state);
    },
    languageData: { commentTokens: { line: ':', block: { open: 'COMMENT', close: 'ENDCOMMENT' } } },
  };

  function word(found, stream, state) {
    if (NAMED.has(found)) {
      state.head = found;
      return 'keyword';
    }
    if (KEYWORDS.has(found)) return 'keyword';
    if (GIVEN.has(found)) return 'atom';
    return stream.match(/^\s*\(/, false) && !DECLARED.has(state.block) ? 'variableName.function' : 'variableName';
  }

  function sign(found, state) {
    if (found === '{') {
      if (!state.depth) state.block = state.head;
      state.depth += 1;
    } else if (found === '}') {
      state.depth = Math.max(0, state.depth - 1);
      if (!state.depth) state.block = '';
    }
    return /[-+*/^=<>!&|~']/.test(found) ? 'operator' : 'punctuation';
  }

  let shared = {};

  async function borrowed(name) {
    const [version] = Object.keys(shared[name] ?? {});
    if (!version) throw new Error(`JupyterLab shares no ${name}`);
    return (await shared[name][version].get())();
  }

  async function plugin() {
    const { IEditorLanguageRegistry } = await borrowed('@jupyterlab/codemirror');
    return {
      id: `${NAME}:plugin`,
      description: 'Colours for MOD files.',
      autoStart: true,
      optional: [IEditorLanguageRegistry],
      activate(app, languages) {
        languages?.addLanguage({
          name: 'NMODL',
          displayName: 'MOD file',
          mime: 'text/x-nmodl',
          extensions: ['mod'],
          async load() {
            const { LanguageSupport, StreamLanguage } = await borrowed('@codemirror/language');
            return new LanguageSupport(StreamLanguage.define(mode));
          },
        });
      },
    };
  }

  window._JUPYTERLAB = window._JUPYTERLAB ?? {};
  window._JUPYTERLAB[NAME] = {
    mode,
    init(scope) {
      shared = scope;
    },
    get: async () => {
      const found = await plugin();
      return () => ({ __esModule: true, default: found });
    },
  };
})();

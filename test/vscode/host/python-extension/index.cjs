// What the Python extension exports, as far as Tandem uses it. The tests `choose`: with nothing chosen it answers as that
// does where it knows no interpreter.

/** @type {{ path: string, below: string } | undefined} */
let chosen;

exports.activate = () => ({
  /** @param {{ path: string, below: string } | undefined} choice an interpreter, for what is below a directory */
  choose(choice) {
    chosen = choice;
  },
  environments: {
    /** @param {{ fsPath: string } | undefined} resource */
    getActiveEnvironmentPath(resource) {
      const isMeant = chosen !== undefined && resource?.fsPath.startsWith(chosen.below);
      const path = isMeant ? chosen.path : 'python';
      return { id: isMeant ? path : 'DEFAULT_PYTHON', path };
    },
  },
});

// Where the packages lead to that are made of this repository. It is not in package.json: only a release knows it.

/**
 * As it is told, or as the environment of a GitHub workflow tells it.
 * @param {string | undefined} told its address
 * @param {NodeJS.ProcessEnv} env
 * @returns {string | undefined}
 */
export function repositoryOf(told, { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: project }) {
  const known = told ?? (server && project ? `${server}/${project}` : undefined);
  return known?.replace(/(\.git)?\/?$/, '');
}

/**
 * The fields of a manifest that name it.
 * @param {string | undefined} repository
 */
export const addressesIn = (repository) =>
  repository === undefined
    ? {}
    : {
        repository: { type: 'git', url: `${repository}.git` },
        bugs: { url: `${repository}/issues` },
        homepage: `${repository}#readme`,
      };

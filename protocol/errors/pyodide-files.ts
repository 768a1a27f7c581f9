import { define } from './define.ts';

const BY_HAND =
  'set "pyodide" in the launch configuration ("tandem.pyodide" in VS Code, TANDEM_PYODIDE in the environment) to that file, to the address of a mirror, or to a directory that it was unpacked in';

/** Where Pyodide, in which Python programs run in-process, comes from, and its packages. */
export const pyodideFileErrors = {
  pyodideMissing: define('pyodide.missing', (path: string, problem: string) => ({
    message: `Pyodide cannot be loaded from "${path}": it ${problem}.`,
    hint: 'Set "pyodide" to the unpacked npm package "pyodide", its tarball, or the address of that; or remove the setting.',
    audience: 'user',
  })),
  pyodideUnreachable: define('pyodide.unreachable', (address: string, reason: string) => ({
    message: `Python for programs that run in-process could not be fetched from ${address}: ${reason}.`,
    hint: `It is needed once. Where the network is closed, get that file by other means and ${BY_HAND}. A proxy is found in HTTPS_PROXY, or in VS Code's settings. Without "inProcess" the program runs in a Python of this machine.`,
    audience: 'user',
  })),
  pyodideWrong: define('pyodide.wrong', (tarball: string, version: string) => ({
    message: `What was found at ${tarball} is not Pyodide ${version}: its checksum is another one. Nothing of it was used.`,
    hint: `It may have been cut off or exchanged on the way: try again. If it stays so, get the tarball of pyodide@${version} from npm, and ${BY_HAND}.`,
    audience: 'user',
  })),
  pyodideCacheUnusable: define('pyodide.cacheUnusable', (directory: string, problem: string) => ({
    message: `Python for programs that run in-process cannot be kept in "${directory}": ${problem}.`,
    hint: 'Make room there, and see that only you may write to it ("chmod go-w"); or set XDG_CACHE_HOME, on Windows LOCALAPPDATA, to a directory of yours.',
    audience: 'user',
  })),
  pyodideNotLoaded: define('pyodide.notLoaded', (reason: string) => ({
    message: `Python could not be loaded into this process: ${reason}.`,
    hint: 'Remove "inProcess" to run the program in a Python of this machine.',
    audience: 'user',
  })),
  pyodideUnknown: define('pyodide.unknown', () => ({
    message:
      'There is no Pyodide beside Tandem, and a Tandem that was not built does not know which one to fetch.',
    hint: 'Install its npm packages ("npm ci"), or build it ("npm run build").',
    audience: 'user',
  })),
  pyodidePackagesOff: define('pyodide.packagesOff', (name: string) => ({
    message: `The package "${name}" is not on this machine, and "pyodidePackages": false says that nothing is fetched.`,
    hint: 'Remove the setting, or set it to a directory that has the package.',
    audience: 'user',
  })),
  pyodidePackageMissing: define(
    'pyodide.packageMissing',
    (name: string, directory: string, file: string) => ({
      message: `The package "${name}" is not in "${directory}", where "pyodidePackages" says that packages are.`,
      hint: `Put "${file}" there, which is in Pyodide's distribution, or remove the setting.`,
      audience: 'user',
    }),
  ),
  pyodidePackageUnreachable: define(
    'pyodide.packageUnreachable',
    (name: string, address: string, reason: string) => ({
      message: `The package "${name}" could not be fetched from ${address}: ${reason}.`,
      hint: 'It is needed once. Where the network is closed, set "pyodidePackages" to a directory of Pyodide\'s packages, or to a mirror; or run the program in a Python of this machine, without "inProcess".',
      audience: 'user',
    }),
  ),
  pyodidePackageWrong: define('pyodide.packageWrong', (name: string, address: string) => ({
    message: `What was found at ${address} is not the package "${name}" of this Pyodide: its checksum is another one. It was not used.`,
    hint: 'It may have been cut off or exchanged on the way: try again.',
    audience: 'user',
  })),
} as const;

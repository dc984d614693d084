// Installs what the tests' hosts are made of, where that may be done. Before any suite: two that install at once are in
// each other's way, and a product that has looked for a program in vain takes a while to look again.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Where each lies on Debian, and the package that has it. */
const TOOLS = [
  ['/usr/bin/ssh', 'openssh-client'],
  ['/usr/sbin/sshd', 'openssh-server'],
  ['/usr/bin/rsync', 'rsync'],
];
/** Somebody else may be installing something. */
const LOCK_SECONDS = 300;
const INSTALL_MS = 10 * 60_000;

/** Elsewhere than on Debian as root it does nothing: a test that lacks one says so. */
export function installTestTools() {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
  const missing = TOOLS.filter(([file = '']) => !existsSync(file)).map(([, name]) => name);
  if (missing.length === 0) return;
  console.log(`Installing ${missing.join(', ')} for the tests…`);
  const install = `apt-get -o DPkg::Lock::Timeout=${LOCK_SECONDS} install -y -q --no-install-recommends ${missing.join(' ')}`;
  try {
    execFileSync('sh', ['-c', `${install} || { apt-get update -q && ${install}; }`], {
      stdio: 'ignore',
      timeout: INSTALL_MS,
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  } catch {
    console.error(`They could not be installed: install ${missing.join(', ')} by hand if a test asks for it.`);
  }
}

// Says in a sentence what is missing on this machine before anything else is tried.
import { spawnSync } from 'node:child_process';

const OLDEST_NODE = [20, 9];
/** What the tests' tools ask for. */
const OLDEST_NODE_FOR_TESTS = [20, 19];
const OLDEST_GIT = [2, 30];

/**
 * Throws an Error with a sentence for people.
 * @param {{ isForTests: boolean }} purpose
 */
export function checkTools({ isForTests } = { isForTests: false }) {
  const oldestNode = isForTests ? OLDEST_NODE_FOR_TESTS : OLDEST_NODE;
  if (isOlder(process.versions.node, oldestNode)) {
    throw new Error(
      `This is Node ${process.versions.node}; Freshet${isForTests ? "'s tests need" : ' needs'} ` +
        `${oldestNode.join('.')} or newer (https://nodejs.org).`,
    );
  }
  const git = spawnSync('git', ['--version'], { encoding: 'utf8' });
  if (git.error || git.status !== 0) {
    throw new Error('git was not found. Install it (for example: apt-get install git), then start again.');
  }
  const version = /\d+\.\d+/.exec(git.stdout)?.[0] ?? '0.0';
  if (isOlder(version, OLDEST_GIT)) {
    throw new Error(`This is git ${version}; Freshet needs ${OLDEST_GIT.join('.')} or newer.`);
  }
}

/**
 * @param {string} version
 * @param {number[]} oldest
 */
function isOlder(version, oldest) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = oldest;
  return major < oldestMajor || (major === oldestMajor && minor < oldestMinor);
}

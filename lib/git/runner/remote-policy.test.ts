import { describe, expect, it } from 'vitest';
import { AppError } from '@/lib/errors';
import { specialAddress } from '@/lib/net/address-rules';
import { normaliseRemoteUrl, type RemotePolicy, type ValidatedRemote, validateRemote } from './remote-policy';
import { runRemoteGit } from './run-remote';

const publicHost: RemotePolicy = { allowedHosts: [], resolve: async () => ['93.184.215.14'], dataDir: '/tmp/data' };
const resolving = (...addresses: string[]): RemotePolicy => ({ ...publicHost, resolve: async () => addresses });

async function refusal(url: string, policy: RemotePolicy = publicHost): Promise<AppError> {
  const error = await validateRemote(url, policy).then(
    (remote) => expect.fail(`${JSON.stringify(url)} was taken as ${remote.url}`),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(AppError);
  expect(error).toMatchObject({ code: 'invalid', kind: 'policy', retryable: false });
  return error as AppError;
}

describe('addresses that are taken', () => {
  it.each([
    ['https://example.com/org/repo.git', 'https://example.com/org/repo.git', 'https', 'example.com', 443],
    [' https://EXAMPLE.com./org/repo/ ', 'https://example.com/org/repo', 'https', 'example.com', 443],
    ['https://example.com:443/r', 'https://example.com/r', 'https', 'example.com', 443],
    ['http://example.com:8080/r', 'http://example.com:8080/r', 'http', 'example.com', 8080],
    ['https://bücher.example/r', 'https://xn--bcher-kva.example/r', 'https', 'xn--bcher-kva.example', 443],
    ['https://example.com/a/../b', 'https://example.com/b', 'https', 'example.com', 443],
    ['https://example.com/-dash/repo', 'https://example.com/-dash/repo', 'https', 'example.com', 443],
    ['ssh://git@example.com/org/repo.git', 'ssh://git@example.com/org/repo.git', 'ssh', 'example.com', 22],
    ['ssh://example.com:2222/repo', 'ssh://git@example.com:2222/repo', 'ssh', 'example.com', 2222],
    ['git@example.com:org/repo.git', 'git@example.com:org/repo.git', 'ssh', 'example.com', 22],
    ['git@[2606:4700::1111]:org/repo', 'git@[2606:4700::1111]:org/repo', 'ssh', '2606:4700::1111', 22],
    ['https://[2606:4700::1111]/r', 'https://[2606:4700::1111]/r', 'https', '2606:4700::1111', 443],
  ])('%s', async (url, spelled, protocol, host, port) => {
    expect(normaliseRemoteUrl(url)).toBe(spelled);
    expect(normaliseRemoteUrl(spelled)).toBe(spelled);
    expect(await validateRemote(url, publicHost)).toMatchObject({ url: spelled, protocol, host, port });
  });
});

describe('addresses that git would take for something else', () => {
  it.each([
    'ext::sh -c touch% /tmp/owned',
    'ext::sh',
    'https::ext::sh',
    'fd::17',
    'file:///etc/passwd',
    'FILE:///etc',
    '/srv/repos/x.git',
    './x.git',
    '../x.git',
    'C:\\repos\\x',
    'git://example.com/r',
    'ftp://example.com/r',
    'rsync://example.com/r',
    'javascript:alert(1)',
    'example.com/org/repo',
    '',
    '   ',
    '--upload-pack=touch /tmp/owned',
    '-oProxyCommand=touch',
    'https://-oProxyCommand=x/r',
    'ssh://-oProxyCommand=touch/x',
    'ssh://git@-oProxyCommand=touch/x',
    'ssh://-l@example.com/x',
    '-git@example.com:x',
    'git@-example.com:x',
    'git@example.com:-x',
    'git@example.com:/-x',
    'ssh://git@example.com/-x',
    'git@example.com::x',
    'https://example.com/r\nhttps://example.org/r',
    'https://example.com/r\n',
    '\nhttps://example.com/r',
    'https://exam\tple.com/r',
    'https://example.com/r\0',
    'https://example.com/%0ahost=evil',
    'https://example.com/%00',
    'https://example.com/a b',
    'https://example.com/\u202f\u2028',
    'https://user@example.com/r',
    'https://user:secret@example.com/r',
    'https://:@example.com/r',
    'https://@example.com/r',
    'https://example.com@evil.example/r',
    'https://example.com\\@evil.example/r',
    'ssh://git:secret@example.com/r',
    'ssh://git@example.com:0/r',
    'ssh://git@example.com:99999/r',
    'ssh://git@exa$(id)mple.com/r',
    'https://example.com/r?x=1',
    'https://example.com/r#x',
    'https://example.com',
    'https://example.com/',
    'https:///r',
    'https://exa mple.com/r',
    'https://example.com:port/r',
    `https://example.com/${'a'.repeat(2100)}`,
    'https://[fe80::1%25eth0]/r',
  ])('%j is refused', async (url) => {
    await refusal(url);
  });

  it('a folder is called one, and what may be meant as one is told how to be given', async () => {
    expect((await refusal('/srv/repos/x.git')).message).toMatch(/a folder, not an address/);
    expect((await refusal('./x.git')).message).toMatch(/full path, beginning with a slash/);
  });
});

describe('addresses that lead inside', () => {
  it.each([
    'http://127.0.0.1/r',
    'http://localhost/r',
    'http://2130706433/r',
    'http://0x7f000001/r',
    'http://0x7f.1/r',
    'http://0177.0.0.1/r',
    'http://127.1/r',
    'http://0/r',
    'http://0.0.0.0/r',
    'http://①②⑦.⓪.⓪.①/r',
    'http://127.0.0.1./r',
    'http://[::1]/r',
    'http://[::]/r',
    'http://[0:0:0:0:0:0:0:1]/r',
    'http://[::ffff:127.0.0.1]/r',
    'http://[::ffff:7f00:1]/r',
    'http://[::127.0.0.1]/r',
    'http://[64:ff9b::7f00:1]/r',
    'http://[64:ff9b::169.254.169.254]/r',
    'http://[2002:7f00:1::]/r',
    'http://[fe80::1]/r',
    'http://[fc00::1]/r',
    'http://[fd00:ec2::254]/r',
    'http://[ff02::1]/r',
    'http://10.1.2.3/r',
    'http://172.16.0.1/r',
    'http://172.31.255.255/r',
    'http://192.168.1.1/r',
    'http://100.64.0.1/r',
    'http://100.100.100.200/r',
    'http://168.63.129.16/r',
    'http://169.254.169.254/latest/meta-data',
    'http://2852039166/latest',
    'http://192.0.2.1/r',
    'http://198.18.0.1/r',
    'http://224.0.0.1/r',
    'http://255.255.255.255/r',
    'ssh://git@127.0.0.1/r',
    'ssh://git@2130706433/r',
    'ssh://git@0x7f.1/r',
    'git@127.0.0.1:r',
    'git@[::1]:r',
    'git@localhost:r',
    'git@0177.1:r',
  ])('%s is refused', async (url) => {
    const policy = { ...publicHost, resolve: async (host: string) => (host === 'localhost' ? ['127.0.0.1'] : []) };
    expect((await refusal(url, policy)).message).toContain('FRESHET_ALLOWED_HOSTS');
  });

  it.each(['127.0.0.1', '169.254.169.254', '::1', '::ffff:10.0.0.1', 'fe80::1', '10.0.0.8', '0.0.0.0', 'fd12::1'])(
    'a name that resolves to %s is refused, also beside a public address',
    async (address) => {
      const error = await refusal('https://rebound.example/r', resolving(address));
      expect(error.message).toContain(address);
      await refusal('https://rebound.example/r', resolving('93.184.215.14', address));
      await refusal('ssh://git@rebound.example/r', resolving(address));
      await refusal('git@rebound.example:r', resolving(address));
    },
  );

  it('tells public addresses from special ones', () => {
    for (const address of [
      '1.1.1.1',
      '93.184.215.14',
      '172.32.0.1',
      '2606:4700::1111',
      '::ffff:1.1.1.1',
      '64:ff9b::101:101',
    ]) {
      expect(specialAddress(address), address).toBeNull();
    }
    expect(specialAddress('fe80::1%eth0')).not.toBeNull();
  });
});

describe('what an operator lists', () => {
  it.each([
    ['git.internal', 'https://git.internal/r'],
    ['GIT.internal', 'https://git.internal:8443/r'],
    ['git.internal:8443', 'https://git.internal:8443/r'],
    ['10.0.0.7', 'https://git.internal/r'],
    ['10.0.0.7:443', 'https://git.internal/r'],
    ['10.0.0.0/8', 'https://git.internal/r'],
    ['10.0.0.0/8', 'http://10.9.9.9/r'],
    ['10.0.0.0/8', 'http://[::ffff:10.9.9.9]/r'],
    ['::1', 'http://[::1]/r'],
    ['[::1]:8080', 'http://[::1]:8080/r'],
    ['fd00::/8', 'http://[fd00::5]/r'],
    ['127.0.0.1:3001', 'http://127.0.0.1:3001/r'],
  ])('%s lets %s in', async (entry, url) => {
    const remote = await validateRemote(url, { ...resolving('10.0.0.7'), allowedHosts: ['other.example', entry] });
    expect(remote.isListed).toBe(true);
  });

  it.each([
    ['git.internal:8443', 'https://git.internal/r'],
    ['git.internal', 'https://sub.git.internal/r'],
    ['10.0.0.8', 'https://git.internal/r'],
    ['10.0.0.7:80', 'https://git.internal/r'],
    ['10.1.0.0/16', 'https://git.internal/r'],
    ['127.0.0.1:3001', 'http://127.0.0.1:3002/r'],
  ])('%s does not let %s in', async (entry, url) => {
    await refusal(url, { ...resolving('10.0.0.7'), allowedHosts: [entry] });
  });

  it.each(['10.0.0.0/33', '10.0.0.0/x', 'host name', 'http://host', 'fd00::/129', '[host]:1', '/8'])(
    'the entry %j stops with a sentence that names it',
    async (entry) => {
      const error = await refusal('https://example.com/r', { ...publicHost, allowedHosts: [entry] });
      expect(error.message).toContain(entry);
    },
  );
});

describe('a validated remote', () => {
  it('carries the addresses that were checked, IPv4 first, and cannot be changed or made by hand', async () => {
    const remote = await validateRemote('https://example.com/r', resolving('2606:4700::1111', '1.1.1.1'));
    expect(remote.address).toBe('1.1.1.1');
    expect(remote.addresses).toEqual(['1.1.1.1', '2606:4700::1111']);
    expect(() => Object.assign(remote, { url: 'file:///etc' })).toThrow();
    const forged = { ...remote, url: 'ext::sh -c id' } as unknown as ValidatedRemote;
    await expect(runRemoteGit(forged, { verb: 'ls-remote' }, { gitDir: null, timeoutMs: 1000 })).rejects.toThrow(
      'without having been checked',
    );
  });

  it('says when the name cannot be found, and that it may be worth another try', async () => {
    const failing: RemotePolicy = { allowedHosts: [], resolve: () => Promise.reject(new Error('ENOTFOUND')) };
    await expect(validateRemote('https://nowhere.example/r', failing)).rejects.toMatchObject({
      code: 'upstream',
      kind: 'network',
      retryable: true,
    });
    await expect(validateRemote('https://nowhere.example/r', resolving())).rejects.toMatchObject({ kind: 'network' });
    await expect(validateRemote('https://nowhere.example/r', resolving('not-an-address'))).rejects.toMatchObject({
      kind: 'network',
    });
  });

  it('does without ssh where there is no folder for known hosts', async () => {
    await refusal('git@example.com:r', { allowedHosts: [], resolve: async () => ['1.1.1.1'] });
  });
});

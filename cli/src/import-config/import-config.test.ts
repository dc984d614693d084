import { describe, expect, it } from 'vitest';
import { CliError } from '../errors';
import { type Known, makePlan } from './plan';
import { readOldConfig } from './read-config';

const FULL = `
repository:
  main_repo_path: /srv/git/config/
  branch: main
  vm_repo_paths:
    - deploy@web1.example.com:/srv/site
    - ssh://ops@web2.example.com:2222/srv/my%20site
    - { name: db, host: 10.0.0.5, user: root, path: /etc/app, port: "22" }
    - /mnt/vm4/site
    - rsync://web5/module
    - web6:relative/path
  push_targets:
    - git@github.com:acme/config.git
    - origin
    - { name: lab, url: "https://gitlab.example.com/acme/config.git", branch: main }
    - https://user:secret@git.example.com/x.git
  rsync_excludes: [".git", "*.log", "/build/", "*.log"]
  fallback_to_local: yes
  force: true
  exclude_dot_git: true
  colour: blue
secret_scanning:
  enabled: true
  block_on_secrets: true
  config_path: .gitleaks.toml
logging: { level: debug }
`;
const NOTHING: Known = { repos: [], targets: [], deliveries: [], mirrors: [] };
const WANTED = { org: 'ops', user: 'me', mode: 'in_place' as const, group: null };

describe('readOldConfig', () => {
  it('reads all that it says, and tells what is made of nothing', () => {
    const old = readOldConfig(FULL, 'config.yml');
    expect(old).toMatchObject({
      mainPath: '/srv/git/config/',
      branch: 'main',
      excludes: ['.git', '*.log', '/build/'],
      fallbackToLocal: true,
      blockOnSecrets: true,
      secretConfig: '.gitleaks.toml',
      hosts: [
        { name: 'web1.example.com', user: 'deploy', host: 'web1.example.com', port: 22, path: '/srv/site' },
        { name: 'web2.example.com', user: 'ops', host: 'web2.example.com', port: 2222, path: '/srv/my site' },
        { name: 'db', user: 'root', host: '10.0.0.5', port: 22, path: '/etc/app' },
      ],
      pushTargets: [
        { url: 'git@github.com:acme/config.git', refs: null },
        { url: 'https://gitlab.example.com/acme/config.git', refs: ['refs/heads/main'] },
      ],
    });
    const told = old.leftOut.join('\n');
    for (const part of [
      '/mnt/vm4/site',
      'daemon of rsync',
      'relative/path',
      'origin',
      'password',
      '--force',
      'colour',
      'logging',
    ]) {
      expect(told).toContain(part);
    }
    expect(told).not.toContain('secret@');
  });

  it('repeats no password, and breaks at no address', () => {
    const old = readOldConfig(
      [
        'main_repo_path: /r',
        'vm_repo_paths: [{ user: u, password: hunter2 }, "u:hunter2@web1:/srv", [hunter2], "ssh://u@web2/%zz"]',
        'push_targets: [{ password: hunter2 }, "ftp://u:hunter2@x/y", "HTTPS://u:hunter2@x/y", "ssh://u:hunter2@x/y"]',
      ].join('\n'),
      'x',
    );
    expect([old.hosts, old.pushTargets]).toEqual([[], []]);
    expect(old.leftOut).toHaveLength(8);
    expect(old.leftOut.join('\n')).not.toContain('hunter2');
    expect(old.leftOut.join('\n')).toContain('…@web1:/srv');
  });

  it.each([
    ['main_repo_path: /r\nvm_repo_paths: { web1: "a@b:/c" }', [{ name: 'web1', host: 'b', path: '/c' }]],
    ['repository: { main_repo_path: /r, vm_repo_paths: a@b:/c }', [{ name: 'b', host: 'b', path: '/c' }]],
    ['sync:\n  vms:\n    web1: { host: u@b, repo_path: /c }', [{ name: 'web1', user: 'u', host: 'b' }]],
    ['repository: { vm_repo_paths: ["u@[2001:db8::1]:/c"] }', [{ host: '2001:db8::1', path: '/c' }]],
  ])('takes another shape: %j', (text, hosts) => {
    expect(readOldConfig(text, 'x').hosts).toMatchObject(hosts);
  });

  it('is off where it was off', () => {
    const off = (scanning: string) =>
      readOldConfig(`main_repo_path: /r\nsecret_scanning: ${scanning}`, 'x').blockOnSecrets;
    expect([
      off('false'),
      off('{ enabled: no }'),
      off('{ block_on_secrets: false, enabled: true }'),
      off('{ enabled: true }'),
    ]).toEqual([false, false, false, true]);
  });

  it.each(['', '[]', 'a: [', 'just text', 'x: 1', 'a: &a [x]\nb: [*a, *a]'])('refuses %j in a sentence', (text) => {
    expect(() => readOldConfig(text, 'config.yml')).toThrow(CliError);
  });

  it('is not blown up by aliases', () => {
    const lines = Array.from({ length: 30 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}, *a${i}, *a${i}]`);
    expect(() => readOldConfig(['a0: &a0 x', ...lines].join('\n'), 'x')).toThrow(CliError);
  });
});

describe('makePlan', () => {
  it('makes what is missing', () => {
    const plan = makePlan(readOldConfig(FULL, 'x'), NOTHING, WANTED);
    expect(plan).toMatchObject({
      org: 'ops',
      repo: { id: null, name: 'config', path: '/srv/git/config' },
      targets: [
        { id: null, body: { address: 'deploy@web1.example.com:22', path: '/srv/site', mode: 'in_place' } },
        {},
        {},
      ],
      delivery: {
        isThere: false,
        body: {
          ref: 'main',
          excludes: ['*.log', '/build/'],
          exclude_dot_git: true,
          fallback_to_local: true,
          block_on_secrets: true,
          config_path: '.gitleaks.toml',
        },
      },
      mirrors: [{ isThere: false }, { isThere: false }],
    });
  });

  it('leaves what is there, and asks for an organisation where none is known', () => {
    const old = readOldConfig('main_repo_path: /r\nvm_repo_paths: [b:/c]\npush_targets: [git@x.example:a/b.git]', 'x');
    expect(makePlan(old, NOTHING, { ...WANTED, org: null })).toBeNull();
    const known: Known = {
      repos: [{ id: 'R', org: 'Ops', name: 'r', path: '/r' }],
      targets: [{ id: 'T', org: 'Ops', name: 'old', address: 'me@b:22', path: '/c' }],
      deliveries: [{ id: 'D', repo: { id: 'R', org: 'Ops', name: 'r' }, target_ids: ['T'] }],
      mirrors: ['git@x.example:a/b.git'],
    };
    expect(makePlan(old, known, { ...WANTED, org: null })).toMatchObject({
      org: 'Ops',
      repo: { id: 'R' },
      targets: [{ id: 'T', body: { name: 'old' } }],
      delivery: { isThere: true },
      mirrors: [{ isThere: true }],
    });
  });

  it('takes no scanner’s configuration from outside the repository', () => {
    const old = readOldConfig(
      'main_repo_path: /r\nvm_repo_paths: [a@b:/c]\nsecret_scanning: { config_path: /etc/gitleaks.toml }',
      'x',
    );
    const plan = makePlan(old, NOTHING, WANTED);
    expect(plan?.delivery?.body).not.toHaveProperty('config_path');
    expect(plan?.leftOut.join()).toContain('/etc/gitleaks.toml');
  });
});

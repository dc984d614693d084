import { expect, it } from 'vitest';
import { checkedConfig } from './gitleaks-config';

const checked = (text: string) => checkedConfig({ path: '.gitleaks.toml', text });

it('passes on what a configuration says, patterns included', () => {
  const text = `title = "ours"\n[extend]\nuseDefault = true\ndisabledRules = ["a"]\n[[rules]]\nid = "x"\npath = '''a\\.b'''\nregex = '''(?i)x\\s"{2}'''\nentropy = 3.5\n[allowlist]\npaths = ['''.*''']\n`;
  const again = checked(text);
  expect(again).toContain('useDefault = true');
  expect(checked(again)).toBe(again);
  expect(again).toMatch(/regex = "\(\?i\)x\\\\s\\"\{2\}"/);
});

it.each([
  '[extend]\npath = "/etc/passwd"',
  '[Extend]\nPATH = "../x.toml"',
  'extend.path = "x"',
  '"extend.path" = "x"',
  '[extend]\nurl = "http://169.254.169.254/"',
  'extend = "x"',
  '[["extend"]]\npath = "x"',
])('refuses one that leads elsewhere: %s', (text) => {
  expect(() => checked(text)).toThrow('extends another file or address');
});

it('refuses what is none, and does not quote it', () => {
  expect(() => checked('secret = "abc')).toThrow('is no TOML that Freshet can read');
});

import { describe, expect, it } from 'vitest';
import { definesAt, mayEndBefore } from './defines';

/** The name stands in brackets: [name]. */
function defines(line: string): boolean {
  const [before, rest] = line.split('⟦') as [string, string];
  return definesAt(before, rest.slice(rest.indexOf('⟧') + 1));
}

describe('definesAt', () => {
  it.each([
    'pub fn ⟦spawn⟧<T>(future: T) -> JoinHandle<T::Output>',
    '    pub(crate) async fn ⟦spawn⟧(&self) {',
    'export function ⟦parseQuery⟧(input: string): ParsedQuery {',
    'export const ⟦parseQuery⟧ = (input) => {',
    'export default class ⟦Parser⟧ extends Base {',
    'func (s *Server) ⟦Serve⟧(l net.Listener) error {',
    'func ⟦main⟧() {',
    'type ⟦Server⟧ struct {',
    'def ⟦load⟧(self):',
    '    async def ⟦load⟧(self):',
    'class ⟦Loader⟧:',
    'static int ⟦getAclError⟧(const char *name) {',
    'void ⟦initServer⟧(void)',
    'struct client *⟦createClient⟧(connection *conn) {',
    'int Redis::Client::⟦read⟧(int fd)',
    '#define ⟦MAX_SIZE⟧ 10',
    '# define ⟦MAX_SIZE⟧ 10',
    '  public static void ⟦main⟧(String[] args) {',
    '  async ⟦fetchAll⟧(ids) {',
    '⟦LIMIT⟧ = 10',
    '⟦timeout⟧: int = 5',
    'exports.⟦read⟧ = function () {',
    '(defun ⟦my-fun⟧ (x)',
    'CREATE TABLE IF NOT EXISTS ⟦users⟧ (',
    'variable "⟦region⟧" {',
    'typedef ⟦word⟧ other;',
    'macro_rules! ⟦join⟧ {',
  ])('%s', (line) => {
    expect(defines(line)).toBe(true);
    const before = line.slice(0, line.indexOf('⟦'));
    expect(before === '' || mayEndBefore(before.charCodeAt(before.length - 1))).toBe(true);
  });

  it.each([
    '/// Like ⟦spawn⟧, but blocking.',
    ' * class ⟦Parser⟧ is the one',
    '  return ⟦spawn⟧(future);',
    '    let handle = ⟦spawn⟧(async {',
    '  if (⟦isReady⟧(x)) {',
    'use tokio::task::⟦spawn⟧;',
    'import { ⟦parseQuery⟧ } from "@/lib/search/query/parse";',
    '    ⟦parseQuery⟧(input);',
    'int ⟦prototype⟧(void);',
    'else ⟦run⟧(x) {',
    'we take the class ⟦spawn⟧ to be',
    'x == ⟦y⟧',
    '⟦x⟧ == y',
    '⟦x⟧ => y',
    '# define the ⟦word⟧',
  ])('not %s', (line) => {
    expect(defines(line)).toBe(false);
  });

  it('comes to an end on lines made to hurt', () => {
    const hostile = [
      'a '.repeat(100),
      'pub('.repeat(50),
      'a<'.repeat(100),
      `static ${'*&'.repeat(90)}`,
      'func ('.repeat(30),
      'x::'.repeat(60),
      'const '.repeat(33),
    ];
    for (const before of hostile) {
      for (const after of hostile) expect(definesAt(`${before}(`, `(${after}`)).toBe(false);
    }
  });
});

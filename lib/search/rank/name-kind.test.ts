import { expect, it } from 'vitest';
import { type NameKind, nameKind } from './name-kind';

it.each<[string, NameKind]>([
  ['export class ⟦Parser⟧ extends Base {', 'type'],
  ['type ⟦Server⟧ struct {', 'type'],
  ['pub(crate) enum ⟦Kind⟧ {', 'type'],
  ['typedef struct ⟦node⟧ {', 'type'],
  ['func (s *Server) ⟦Serve⟧(l net.Listener) error {', 'function'],
  ['pub fn ⟦spawn⟧<T>(future: T) {', 'function'],
  ['static int ⟦probe⟧(struct device *dev)', 'function'],
  ['  ⟦render⟧(props) {', 'function'],
  ['def ⟦load⟧(self):', 'function'],
  ['export const ⟦parse⟧ = async (input) => {', 'function'],
  ['export const ⟦LIMIT⟧ = 10;', 'value'],
  ['⟦limit⟧ = 10', 'value'],
  ['let mut ⟦count⟧ = list.len();', 'value'],
  ['var ⟦ErrGone⟧ = errors.New("gone")', 'value'],
])('%s: %s', (line, kind) => {
  const [before = '', rest = ''] = line.split('⟦');
  expect(nameKind(before, rest.slice(rest.indexOf('⟧') + 1))).toBe(kind);
});

// A TextMate theme whose "colours" are our class names: small HTML, both themes from one pass, no inline styles.
import type { ThemeRegistrationRaw } from 'shiki';

const RULES: Record<string, string[]> = {
  'c-comment': ['comment', 'punctuation.definition.comment', 'string.quoted.docstring'],
  'c-keyword': ['keyword', 'storage', 'variable.language', 'punctuation.definition.keyword'],
  'c-string': ['string', 'punctuation.definition.string', 'markup.inserted', 'markup.inline.raw', 'markup.fenced_code'],
  'c-constant': ['constant', 'support.constant', 'variable.other.enummember', 'string.regexp', 'markup.changed'],
  'c-function': ['entity.name.function', 'support.function', 'meta.function-call.generic', 'markup.heading'],
  'c-type': [
    'entity.name.type',
    'entity.name.class',
    'entity.other.inherited-class',
    'support.type',
    'support.class',
    'entity.name.namespace',
    'markup.underline.link',
  ],
  'c-tag': ['entity.name.tag', 'support.type.property-name.json', 'support.type.property-name'],
  'c-attribute': ['entity.other.attribute-name', 'meta.decorator', 'entity.name.function.decorator', 'meta.attribute'],
  'c-plain': ['string source', 'meta.template.expression', 'keyword.operator', 'punctuation.section.embedded'],
};

export const theme: ThemeRegistrationRaw = {
  name: 'freshet',
  fg: 'c-plain',
  bg: 'c-page',
  settings: Object.entries(RULES).map(([foreground, scope]) => ({ scope, settings: { foreground } })),
};

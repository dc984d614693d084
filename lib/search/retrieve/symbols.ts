// The one place that says in SQL which files define a symbol.
import { type SQL, sql } from 'drizzle-orm';
import { definitionLexeme, quoteLexeme } from '@/lib/text/tokenize';
import { toLexeme } from './words';

/** The condition on `blobs b` that a text defines `name`, answered by the word index. */
export function definesSymbol(name: string): SQL {
  const lexeme = definitionLexeme(toLexeme(name));
  return sql`(b.tsv @@ ${quoteLexeme(lexeme)}::tsquery or b.more_words @> array[${lexeme}]::text[])`;
}

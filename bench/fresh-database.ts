// An empty database of its own on a native server.
import postgres from 'postgres';

/** Makes it on the server of `url` and returns its address. */
export async function freshDatabase(url: string): Promise<string> {
  const name = `freshet_bench_${Date.now()}`;
  const sql = postgres(url, { max: 1 });
  await sql`create database ${sql(name)}`;
  await sql.end();
  const fresh = new URL(url);
  fresh.pathname = `/${name}`;
  return fresh.href;
}

// Deliveries and their hosts, by the names that people call them.
import { CliError, EXIT } from '../errors';
import { type Api, answer, type Schemas } from './client';
import { allOf, eachOf } from './pages';
import { findRepo, isUuid, nameOf } from './repos';

export type Delivery = Schemas['Delivery'];
export type DeliveryHost = Schemas['DeliveryHost'];

export async function listDeliveries(
  api: Api,
  filter: { repo?: string; org?: string; group?: string } = {},
): Promise<Delivery[]> {
  return await allOf(
    eachOf(async (cursor) => {
      const query = { ...filter, limit: 100, ...(cursor === undefined ? {} : { cursor }) };
      const page = await answer(api, api.client.GET('/api/v1/deliveries', { params: { query } }));
      return { items: page.items, next: page.next_cursor };
    }),
  );
}

/**
 * The deliveries that are meant: one by its id, or all of a repository. Throws CliError (not found) if there is none.
 */
export async function findDeliveries(api: Api, text: string): Promise<Delivery[]> {
  if (isUuid(text)) {
    const params = { path: { id: text } };
    const { data, error, response } = await api.client.GET('/api/v1/deliveries/{id}', { params });
    if (response.status !== 404)
      return [await answer(api, Promise.resolve({ ...(data ? { data } : {}), error, response }))];
  }
  const repo = await findRepo(api, text);
  const found = await listDeliveries(api, { repo: repo.id });
  if (found.length > 0) return found;
  throw new CliError(EXIT.notFound, `${nameOf(repo)} is delivered nowhere, or not for you to see.`);
}

/** Whether a host is called so: by its name, in any case, or by its id. */
const isCalled = ({ target_id: id, name: own }: DeliveryHost, name: string): boolean =>
  id === name || own.toLowerCase() === name.toLowerCase();

/** The hosts of these names or ids; all if none is named. */
export function namedHosts({ hosts }: Delivery, names: readonly string[]): DeliveryHost[] {
  return hosts.filter((host) => names.length === 0 || names.some((name) => isCalled(host, name)));
}

/** Throws CliError (not found) for a name that none of these deliveries has among its hosts. */
export function requireHosts(deliveries: readonly Delivery[], names: readonly string[]): void {
  const hosts = deliveries.flatMap((delivery) => delivery.hosts);
  for (const name of names) {
    if (hosts.some((host) => isCalled(host, name))) continue;
    const known = [...new Set(hosts.map((host) => host.name))].join(', ') || 'none';
    throw new CliError(EXIT.notFound, `${name} is not among the hosts that are meant: ${known}.`);
  }
}

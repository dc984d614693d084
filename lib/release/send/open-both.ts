// The staged tree and the connection to the host at once: neither needs the other, and each takes a while.

interface Closable {
  close(): Promise<void>;
}

/** Both, open. Throws what the first of them to fail threw, once the other is closed. */
export async function openBoth<Tree extends Closable, Host extends Closable>(
  tree: Promise<Tree>,
  host: Promise<Host>,
): Promise<[Tree, Host]> {
  try {
    return await Promise.all([tree, host]);
  } catch (error) {
    const settled = await Promise.allSettled<Closable>([tree, host]);
    await Promise.all(settled.map((one) => (one.status === 'fulfilled' ? one.value.close() : undefined)));
    throw error;
  }
}

// What the hosts send, as far as it is read: which repository it is about, and which refs moved.
import { z } from 'zod';

/** A field that is not as expected counts as missing: a host may add or leave out fields. */
const text = z.string().max(4096).nullish().catch(null);
const link = z.object({ href: text }).nullish().catch(null);
const object = <T extends z.core.$ZodLooseShape>(shape: T) => z.object(shape).nullish().catch(null);

/** GitHub, Gitea and Forgejo. */
export const hubPayload = z.object({
  ref: text,
  ref_type: text,
  created: z.boolean().nullish().catch(null),
  deleted: z.boolean().nullish().catch(null),
  before: text,
  after: text,
  repository: object({ clone_url: text, ssh_url: text, html_url: text, git_url: text }),
});

export const gitlabPayload = z.object({
  object_kind: text,
  event_name: text,
  before: text,
  after: text,
  project: object({ git_http_url: text, git_ssh_url: text, http_url: text, ssh_url: text, web_url: text }),
  repository: object({ git_http_url: text, git_ssh_url: text, url: text, homepage: text }),
});

const cloudRef = object({ type: text });
const serverChange = object({ type: text, ref: object({ type: text }) });

/** Bitbucket Cloud (`push`) and Server (`changes`). */
export const bitbucketPayload = z.object({
  push: object({ changes: z.array(object({ old: cloudRef, new: cloudRef })).catch([]) }),
  changes: z.array(serverChange).nullish().catch(null),
  repository: object({
    slug: text,
    project: object({ key: text }),
    links: object({ html: link, clone: z.array(link).nullish().catch(null) }),
  }),
});

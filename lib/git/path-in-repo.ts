// The path of a file within a repository, as people type it.
import { z } from 'zod';
import { isDangerousPath } from './dangerous-name';

const MESSAGE = 'needs the path of a file in the repository, from its root, such as config/gitleaks.toml';

/** From the root, without a slash at either end; nothing that leads out of it, or into what git keeps beside it. */
export const pathInRepoSchema = z
  .string()
  .trim()
  .min(1)
  .max(1024)
  .refine((path) => !/\p{Cc}/u.test(path) && !isDangerousPath(path), MESSAGE);

// Made by `npm run cli:types` from the OpenAPI document.
export interface paths {
    "/api/v1/repos": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List repositories */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    /** @description next_cursor of the page before. */
                    cursor?: string;
                    /** @description Parts of organisation, name or source, in any case. */
                    q?: string;
                    org?: string;
                    /** @description Only those that this connection keeps in step. */
                    connection?: string;
                    /** @description 1: only those that fail or are held back. */
                    failing?: "0" | "1";
                    /** @description name: by organisation and name, the default. attention: those that fail first. updated: what was indexed last first. checked: what was not checked for longest first. added: the newest first. size: the largest first. */
                    sort?: "name" | "attention" | "updated" | "checked" | "added" | "size";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page, by organisation and name unless sorted otherwise. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            repos: components["schemas"]["Repo"][];
                            next_cursor: string | null;
                        };
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Add a repository and start its first sync, or make an empty one to push to */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewRepo"];
                };
            };
            responses: {
                /** @description It was added. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Repo"];
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or taken. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Over a limit. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/repos/sync": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start a sync of several repositories
         * @description Of those that ids name, or of all that an organisation has. One that cannot be synced has an outcome that says why; an organisation without any repository that the caller may see is a 404.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["SyncMany"];
                };
            };
            responses: {
                /** @description One outcome per repository. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            outcomes: components["schemas"]["SyncOutcome"][];
                        };
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Over a limit. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/repos/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a repository */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The repository. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Repo"];
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /**
         * Delete a repository, also while it syncs
         * @description It is invisible from then on, lies in the bin for FRESHET_BIN_DAYS days and is then removed for good. With purge it is removed at once, also out of the bin.
         */
        delete: {
            parameters: {
                query?: {
                    /** @description true: for good, also what lies in the bin already. */
                    purge?: "true" | "false";
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description It is gone. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Change a repository */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["RepoChanges"];
                };
            };
            responses: {
                /** @description As it is now. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Repo"];
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or taken. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Over a limit. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/repos/{id}/sync": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start a sync
         * @description Answers with the repository as soon as the run has started, or with ?wait= when it has ended. A failed sync leaves what is searchable as it was and shows in status and error.
         */
        post: {
            parameters: {
                query?: {
                    /** @description Seconds to wait for the run to end before answering. */
                    wait?: number;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The repository. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Repo"];
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or taken. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/repos/{id}/sync": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start a sync
         * @description Answers with the repository as soon as the run has started, or with ?wait= when it has ended. A failed sync leaves what is searchable as it was and shows in status and error.
         */
        post: {
            parameters: {
                query?: {
                    /** @description Seconds to wait for the run to end before answering. */
                    wait?: number;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The repository. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Repo"];
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or taken. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/repos/{id}/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List runs, the newest first */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    /** @description next_cursor of the page before. */
                    cursor?: string;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            runs: components["schemas"]["Run"][];
                            next_cursor: string | null;
                        };
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/repos/{id}/branches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List branches, the default one first */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    /** @description next_cursor of the page before. */
                    cursor?: string;
                    /** @description A part of the name, in any case. */
                    q?: string;
                    /** @description Default: name. The default branch always comes first. */
                    sort?: "name" | "updated";
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            branches: components["schemas"]["Branch"][];
                            next_cursor: string | null;
                        };
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/repos/{id}/tags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List tags, the newest version first */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    /** @description next_cursor of the page before. */
                    cursor?: string;
                    /** @description A part of the name, in any case. */
                    q?: string;
                    /** @description Default: version, the newest first. */
                    sort?: "version" | "name" | "updated";
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["Tag"][];
                            next_cursor: string | null;
                        };
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/repos/{id}/commits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List commits of the default branch, of another branch or tag, or of a commit's history
         * @description With a filter a page may have fewer commits than asked for, or none, though more follow: next_cursor goes on looking.
         */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    /** @description next_cursor of the page before. */
                    cursor?: string;
                    /** @description Branch or tag, a branch first; refs/heads/… and refs/tags/… say which. Default: the default branch as indexed. */
                    ref?: string;
                    /** @description Full commit id: its history instead of the default branch; of one on no branch or tag, what none of them has. */
                    commit?: string;
                    /** @description Only commits that touch this file or folder. */
                    path?: string;
                    /** @description A part of the name or e-mail address, in any case. */
                    author?: string;
                    /** @description A part of the message, in any case, or how the id begins. */
                    q?: string;
                    /** @description Committed then or later; a date or a date with a time. */
                    since?: string;
                    /** @description Committed before; of a date without a time, that day included. */
                    until?: string;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            commits: components["schemas"]["Commit"][];
                            next_cursor: string | null;
                        };
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/repos/{id}/contributors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List who wrote the default branch's commits, those with the most first
         * @description People are who the .mailmap of the repository says.
         */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Some of them, and how many there are. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["Contributor"][];
                            total: number;
                        };
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/repos/{id}/rewrites": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what upstream took away by rewriting its history, as long as it is kept
         * @description For those who may inspect the repository: for others there is nothing here.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The newest first. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            rewrites: components["schemas"]["Rewrite"][];
                        };
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/repos/{id}/rewrites/{rewriteId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Forget what upstream took away before its time is over
         * @description Nothing names these commits from then on, and a run starts that throws away their objects and what the index holds of them beside.
         */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                    rewriteId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description It is forgotten. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or taken. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/repos/{id}/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Confirm what upstream lost and follow it
         * @description held_back says what waits: an upstream that turned to nothing, or, with holds_back_losses, lost most of its files.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Confirmation"];
                };
            };
            responses: {
                /** @description As it is now. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Repo"];
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or taken. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Over a limit. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/repos/{id}/migrate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Move a repository to another source
         * @description Answers as soon as the run that does it has started, or with ?wait= when it has ended. Until then url is the old one, migration names the other, and what is searchable stays. A move that fails leaves everything as it was and says why in error: such as a source that has no commit in common with what is here, without force.
         */
        post: {
            parameters: {
                query?: {
                    /** @description Seconds to wait for the run to end before answering. */
                    wait?: number;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["MigrateRepo"];
                };
            };
            responses: {
                /** @description As it is now. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Repo"];
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or taken. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Over a limit. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A host that was named cannot be found. */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/repos/{id}/deepen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Fetch more of a repository’s history
         * @description Of one that was added with a depth. Starts a run, or has one follow the run under way.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["DeepenRepo"];
                };
            };
            responses: {
                /** @description As it is now. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Repo"];
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or taken. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Over a limit. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/repos/bin": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what lies in the bin, the newest first
         * @description Of that, what the caller may delete.
         */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    /** @description next_cursor of the page before. */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["BinnedRepo"][];
                            next_cursor: string | null;
                        };
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/repos/{id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take a repository out of the bin
         * @description It is what it was, under the name that it had: a 409 if another one has that by now.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description As it is now. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Repo"];
                    };
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or taken. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/repos/{id}/archive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Archive a repository
         * @description It stays as it is and searchable; it is not synced, and takes no pushes. A run under way ends.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description As it is now. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Repo"];
                    };
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or taken. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/repos/{id}/unarchive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a repository out of the archive, and sync it */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description As it is now. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Repo"];
                    };
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or taken. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/repos/{id}/rename": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rename a repository
         * @description Its old names lead to it, for pages and for git, until another repository takes them.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["RenameRepo"];
                };
            };
            responses: {
                /** @description As it is now. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Repo"];
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or taken. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Over a limit. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/repos/{id}/transfer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Move a repository to another organisation
         * @description Its old name leads to it. People it was shared with keep what they have; members of the old organisation, and tokens that are narrowed to that, lose it.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["TransferRepo"];
                };
            };
            responses: {
                /** @description As it is now. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Repo"];
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or taken. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Over a limit. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/repos/{id}/convert": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a clone of a mirror, or a mirror of a clone
         * @description The next run does it, which starts at once; until it is done convert_to names the kind.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ConvertRepo"];
                };
            };
            responses: {
                /** @description As it is now. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Repo"];
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or taken. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Over a limit. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/repos/{id}/tree": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a folder at a commit */
        get: {
            parameters: {
                query?: {
                    /** @description Branch or tag, a branch first; refs/heads/… and refs/tags/… say which. Default: the default branch as indexed. */
                    ref?: string;
                    /** @description Full commit id, instead of a ref. */
                    commit?: string;
                    /** @description Folder; default: the root. */
                    path?: string;
                    limit?: number;
                    /** @description next_cursor of the page before. */
                    cursor?: string;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Its entries in git's order. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Tree"];
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The copy on this server is missing or damaged; a sync brings it back. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/repos/{id}/blob": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a file at a commit */
        get: {
            parameters: {
                query: {
                    /** @description Branch or tag, a branch first; refs/heads/… and refs/tags/… say which. Default: the default branch as indexed. */
                    ref?: string;
                    /** @description Full commit id, instead of a ref. */
                    commit?: string;
                    path: string;
                    /** @description 1: the bytes alone, never as a type that a browser runs. */
                    raw?: "0" | "1";
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The file; its bytes with raw=1, or if Accept asks for text/plain or octet-stream first. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Blob"];
                        "text/plain": string;
                        "application/octet-stream": string;
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Over a limit. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The copy on this server is missing or damaged; a sync brings it back. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add many repositories at once
         * @description Each row for itself: what is wrong with one is said of that one, and the others are added. What is here already stays as it is, so the same import may be made again, also after it was cut off.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewImport"];
                };
            };
            responses: {
                /** @description What came of it. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Imported"];
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or taken. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Over a limit. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the connections of the organisations that one manages */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description All of them. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["Connection"][];
                            next_cursor: null;
                        };
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Connect an organisation, group or user of a code host
         * @description Nothing is added yet: look at the preview, then ask for a sync. From then on it is kept in step.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewConnection"];
                };
            };
            responses: {
                /** @description It is made. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Connection"];
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or taken. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Over a limit. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A host that was named cannot be found. */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read one */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The connection. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Connection"];
                    };
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Remove one; its repositories stay */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description It is removed. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /**
         * Change one
         * @description Another credential is also that of its repositories, as far as they had the old one.
         */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ConnectionChanges"];
                };
            };
            responses: {
                /** @description As it is now. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Connection"];
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Over a limit. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/connections/{id}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** See what a sync would change, without changing anything */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What the host has and what would change here. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ConnectionPreview"];
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too much at once, or too many attempts; Retry-After says when to come back. */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A host that was named cannot be found. */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{id}/sync": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Bring its repositories in step with the host */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The run that does it; its end is in the list of runs. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ConnectionRun"];
                    };
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or taken. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{id}/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List its syncs, the newest first, with what each changed */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The newest. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["ConnectionRun"][];
                            next_cursor: null;
                        };
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/repos/{id}/push-mirrors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List where a repository is pushed on to, for those who manage it */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description All of them, the oldest first. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["PushMirror"][];
                            next_cursor: null;
                        };
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Push a repository on to another place
         * @description Its branches and tags are pushed there by force: at once, after each sync that brought something, at an interval, or when somebody asks. The address is checked like that of a source. Its own source, and circles, are refused.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewPushMirror"];
                };
            };
            responses: {
                /** @description It was added. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PushMirror"];
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or taken. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Over a limit. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A host that was named cannot be found. */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/repos/{id}/push-mirrors/{mirrorId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove a push mirror; what was pushed stays there */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                    mirrorId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description It is gone. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Change a push mirror */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                    mirrorId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PushMirrorChanges"];
                };
            };
            responses: {
                /** @description As it is now. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PushMirror"];
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Over a limit. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/repos/{id}/push-mirrors/{mirrorId}/push": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Push now
         * @description 409 while a push is under way: another one follows it.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                    mirrorId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The push has begun. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PushMirror"];
                    };
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or taken. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what is delivered where
         * @description The newest first; those of repositories whose deliveries the caller may see.
         */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    /** @description next_cursor of the page before. */
                    cursor?: string;
                    /** @description Those of this repository, by its id. */
                    repo?: string;
                    /** @description Those of this organisation’s repositories, by its slug. */
                    org?: string;
                    /** @description Those that go to this group. */
                    group?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["Delivery"][];
                            next_cursor: string | null;
                        };
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Deliver a repository to hosts
         * @description Targets are of the repository’s own organisation, named one by one or by their group, and each is in one delivery at most. Nothing is sent until a run of it is asked for.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewDelivery"];
                };
            };
            responses: {
                /** @description It was added. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Delivery"];
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or taken. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Over a limit. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deliveries/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a delivery */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The delivery and its hosts. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Delivery"];
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Forget a delivery; what is on the hosts stays there */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description It is gone. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /**
         * Change a delivery
         * @description A run under way goes on as it began.
         */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["DeliveryChanges"];
                };
            };
            responses: {
                /** @description As it is now. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Delivery"];
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or taken. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Over a limit. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/deliveries/{id}/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Deliver now
         * @description The repository is synced first. 409 while a run is under way: another follows it, if all hosts were asked for. A run that waits for upstream is replaced.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["RunDelivery"];
                };
            };
            responses: {
                /** @description The run. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DeliveryRun"];
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or taken. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Over a limit. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deliveries/{id}/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the runs of a delivery, the newest first, without their logs */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    /** @description next_cursor of the page before. */
                    cursor?: string;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["DeliveryRun"][];
                            next_cursor: string | null;
                        };
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deliveries/{id}/releases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the releases that its hosts keep */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Of all its hosts, the newest first. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["DeliveryRelease"][];
                            next_cursor: null;
                        };
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deliveries/{id}/rollback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make an earlier release live on one host
         * @description By its record here, with one rename there. Where files are changed in place, its commit is delivered again.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["RollBack"];
                };
            };
            responses: {
                /** @description The run. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DeliveryRun"];
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or taken. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Over a limit. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/delivery-runs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a delivery run, with each host and its log */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The run. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DeliveryRun"];
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/delivery-runs/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel a delivery run that has not ended
         * @description Hosts that have it by then keep it; all others stay as they were. One that has ended is a 409.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The run, cancelled. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DeliveryRun"];
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or taken. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/delivery-runs/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow a delivery run
         * @description Server-sent events whose data is a DeliveryRun with the end of each log: `progress` for every change, then `end`; `gone` if it was deleted. After the end, Last-Event-ID is answered 204.
         */
        get: {
            parameters: {
                query?: never;
                header?: {
                    "last-event-id"?: string;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The events. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/event-stream": string;
                    };
                };
                /** @description Nothing follows any more. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/board": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List every host of every delivery with how it stands
         * @description The worst first; of repositories whose deliveries the caller may see. counts are of all that fit but for the state.
         */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    /** @description next_cursor of the page before. */
                    cursor?: string;
                    /** @description Of this organisation’s repositories, by its slug. */
                    org?: string;
                    /** @description Hosts of this group. */
                    group?: string;
                    /** @description How they stand. differs: everything but in_sync. */
                    state?: "never" | "in_sync" | "behind" | "ahead" | "diverged" | "changed" | "interrupted" | "foreign" | "unreachable" | "unknown" | "differs";
                    /** @description Parts of repository, host or its address, in any case. */
                    q?: string;
                    /** @description Of this repository, by its id. */
                    repo?: string;
                    delivery?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Board"];
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deliveries/{id}/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Verify the hosts of a delivery
         * @description Reads .sync_rev back from each host over ssh, side by side, and compares it with what the branch or tag has here. Nothing is written there. deep compares the files themselves as well. Answers within a minute, deep within ten: a host that was not looked at by then is unknown.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["VerifyDelivery"];
                };
            };
            responses: {
                /** @description How they stand. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Verification"];
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Over a limit. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deliveries/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Verify the hosts of many deliveries
         * @description Those that are named, or all of a group, an organisation or a repository. A hundred hosts are looked at while the caller waits; the other deliveries are pending and are checked next, as are deep checks.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["VerifyDeliveries"];
                };
            };
            responses: {
                /** @description How they stand. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Verifications"];
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Over a limit. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/repos/{id}/secrets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Which secrets were found in a repository, for members of its organisation
         * @description The newest scan of all its files, or another one, with what it found: rule, file and line, and never the secret.
         */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    /** @description next_cursor of the page before. */
                    cursor?: string;
                    /** @description The id of another scan than the newest of all files. */
                    scan?: string;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The scan and its findings. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Secrets"];
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Say whether every sync looks for secrets, and by which configuration */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        scans_every_sync?: boolean;
                        config_path?: string | null;
                    };
                };
            };
            responses: {
                /** @description As it is now. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SecretSettings"];
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Over a limit. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/repos/{id}/secrets/scan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Look for secrets in the default branch now
         * @description 409 while there is no commit yet. The scan goes on by itself; `is_scanning` tells when it has ended.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The scan was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SecretScanRequest"];
                    };
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or taken. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/repos/{id}/secrets/exceptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say of a finding that it is no secret, and why
         * @description From then on what has this fingerprint blocks no delivery of this repository.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        fingerprint: string;
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description It is an exception. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SecretException"];
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or taken. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Over a limit. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/repos/{id}/secrets/exceptions/{exceptionId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Withdraw an exception: what has its fingerprint blocks deliveries again */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                    exceptionId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description It is withdrawn. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List organisations
         * @description Those that the caller has a role in, and those with a repository that the caller may see.
         */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    /** @description next_cursor of the page before. */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page, by slug. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["Org"][];
                            next_cursor: string | null;
                        };
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Make an organisation, and be its owner */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewOrg"];
                };
            };
            responses: {
                /** @description It was made. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Org"];
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or taken. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Over a limit. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{slug}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an organisation */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    slug: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The organisation. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Org"];
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Delete an organisation that has no repositories, for its owners */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    slug: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description It is gone. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or taken. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Change an organisation, for its admins */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    slug: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["OrgChanges"];
                };
            };
            responses: {
                /** @description As it is now. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Org"];
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Over a limit. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/orgs/{slug}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List who has a role of their own in an organisation, for its people */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    /** @description next_cursor of the page before. */
                    cursor?: string;
                };
                header?: never;
                path: {
                    slug: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page, by e-mail. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["OrgMember"][];
                            next_cursor: string | null;
                        };
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Add somebody to an organisation by e-mail address, for its admins */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    slug: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewMember"];
                };
            };
            responses: {
                /** @description They were added. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["OrgMember"];
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or taken. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Over a limit. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{slug}/members/{personId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Give somebody a role, for admins; owners are made and changed by owners */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    slug: string;
                    personId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["MemberRole"];
                };
            };
            responses: {
                /** @description As it is now. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["OrgMember"];
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or taken. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Over a limit. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        /** Take somebody’s role away, or give up one’s own; the last owner’s stays */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    slug: string;
                    personId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description It is gone. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or taken. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/repos/{id}/shares": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the people that a repository is shared with, for those who may share it */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    /** @description next_cursor of the page before. */
                    cursor?: string;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page, by e-mail. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["RepoShare"][];
                            next_cursor: string | null;
                        };
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Share a repository with somebody by e-mail address */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewShare"];
                };
            };
            responses: {
                /** @description It is shared. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RepoShare"];
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or taken. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Over a limit. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/repos/{id}/shares/{personId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Say what a repository is shared with somebody for */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                    personId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ShareKind"];
                };
            };
            responses: {
                /** @description As it is now. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RepoShare"];
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or taken. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Over a limit. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        /** Take back what a repository was shared with somebody for */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                    personId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description It is gone. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the runs of all repositories, the newest first */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    /** @description next_cursor of the page before. */
                    cursor?: string;
                    /** @description open: not ended. waiting: for the next attempt. notable: all but those that found nothing new. Default: all. */
                    status?: "queued" | "running" | "succeeded" | "unchanged" | "failed" | "cancelled" | "open" | "waiting" | "notable";
                    trigger?: "manual" | "api" | "webhook" | "schedule" | "watch" | "initial" | "repair" | "push";
                    /** @description Id, or organisation and name: acme/rivers. */
                    repo?: string;
                    org?: string;
                    error_kind?: "auth" | "not_found" | "network" | "timeout" | "too_large" | "corrupt" | "disk" | "policy" | "internal";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["RunOfRepo"][];
                            next_cursor: string | null;
                        };
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try again what failed for one reason
         * @description Starts a run of every repository whose last one failed so, or waits for its next attempt: at most 200 at once, and remaining says how many are left.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["RetryFailed"];
                };
            };
            responses: {
                /** @description One outcome per repository. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            outcomes: components["schemas"]["SyncOutcome"][];
                            remaining: number;
                        };
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Over a limit. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a run */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The run. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Run"];
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel a run that has not ended
         * @description Also one that waits for its turn or its next attempt. What is searchable stays, and what was asked for meanwhile is still done. A run that has ended is a 409.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The run, cancelled. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Run"];
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or taken. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try a run that did not work once more
         * @description A run that worked, or that is under way, is a 409.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The new run. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Run"];
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or taken. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow a run
         * @description Server-sent events whose data is a Run: `progress` for every step forward, then `end`; `gone` if the repository was deleted. Last-Event-ID continues after the event of that id; after the end it is answered 204.
         */
        get: {
            parameters: {
                query?: never;
                header?: {
                    "last-event-id"?: string;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The events. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/event-stream": string;
                    };
                };
                /** @description Nothing follows any more. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/search/marker": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether there is something new to find
         * @description The marker, also as ETag, is another one as soon as anything that the caller may see became searchable. Send it as If-None-Match and nothing new answers 304.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The marker. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SearchableMarker"];
                    };
                };
                /** @description Nothing new. */
                304: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Search code
         * @description Words, "phrases", literals, /patterns/, AND OR NOT and parentheses, repo:, file:, lang: and other filters. Visitors search what is public.
         */
        get: {
            parameters: {
                query?: {
                    /** @description No text is refused; the notice says what was odd. */
                    q?: string;
                    /** @description Default 20. */
                    limit?: number;
                    /** @description next_cursor of the page before. */
                    cursor?: string;
                    /** @description Only files with this content (blob_id of a result), each by itself. */
                    copies_of?: string;
                    /** @description folded: files that hold the same are one result, which says where else they are. */
                    copies?: "each" | "folded";
                    /** @description alternatives: a facet also counts what its own filter, repo: or lang:, leaves out. */
                    facets?: "found" | "alternatives";
                    repo_id?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The best matches first. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SearchResponse"];
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too much at once, or too many attempts; Retry-After says when to come back. */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/suggest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Complete what is being typed
         * @description How the part of a query at the cursor may go on: filters, their values, and names of repositories, branches, languages, files and definitions that the caller may see. What else the query says of repositories narrows it.
         */
        get: {
            parameters: {
                query: {
                    /** @description The query as far as it is typed. */
                    q: string;
                    /** @description Where the cursor is: UTF-16 offset into q. Its end unless said. */
                    at?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The likeliest first. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Suggestions"];
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too much at once, or too many attempts; Retry-After says when to come back. */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/symbols": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Find where a name is defined or referred to
         * @description Over all repositories that the caller may see. With repo and path of the file that you stand in, what is near comes first: the file itself, what it imports, its repository. Each answer says how it is known.
         */
        get: {
            parameters: {
                query: {
                    /** @description The whole name in any case, the case as typed first. With * and ? a pattern: `parse*`. */
                    name: string;
                    /** @description Only what is defined, or referred to, in this way. */
                    kind?: "call" | "class" | "constant" | "constructor" | "enum" | "enum_member" | "field" | "function" | "implementation" | "import" | "interface" | "macro" | "method" | "module" | "namespace" | "object" | "other" | "property" | "prototype" | "struct" | "trait" | "type" | "union" | "variable";
                    role?: "definition" | "reference";
                    /** @description org/name: looks there alone; with path it is where you stand, and all are looked at. */
                    repo?: string;
                    /** @description The file that you stand in: what is near it, and what it imports, comes first. */
                    path?: string;
                    /** @description The line that you stand in, from 1. */
                    line?: number;
                    limit?: number;
                    /** @description next_cursor of the page before. */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The best first. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SymbolsResponse"];
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too much at once, or too many attempts; Retry-After says when to come back. */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/search/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every match
         * @description Lines of JSON, each a SearchStreamEvent: a `file` for each that matches with all its matches, `progress`, and `end` last, which says whether these are all. A stream without `end` broke off. It goes as fast as it is read.
         */
        get: {
            parameters: {
                query: {
                    /** @description As of a search; count: and timeout: bound it. */
                    q: string;
                    repo_id?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The matches. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/x-ndjson": components["schemas"]["SearchStreamEvent"];
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too much at once, or too many attempts; Retry-After says when to come back. */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How fresh everything is, what needs attention, and how runs went */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description At this moment. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Status"];
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the server is up */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description It is. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Health"];
                    };
                };
                /** @description Not yet, or its database fails. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Health"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OpenAPI 3.1. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            [key: string]: unknown;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/inngest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** For an Inngest server, which signs what it sends */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description As the Inngest SDK answers. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        /** For an Inngest server, which signs what it sends */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description As the Inngest SDK answers. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        /** For an Inngest server, which signs what it sends */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description As the Inngest SDK answers. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who the caller is, and how one signs in here */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description person is null for visitors. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            person: components["schemas"]["Person"] | null;
                            accounts: boolean;
                            read_only: boolean;
                            providers: {
                                id: string;
                                name: string;
                            }[];
                        };
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change one’s own password; all other sessions end */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ChangePassword"];
                };
            };
            responses: {
                /** @description It is changed. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Over a limit. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too much at once, or too many attempts; Retry-After says when to come back. */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List one’s own sessions, the one that asks first */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description All of them. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            sessions: components["schemas"]["Session"][];
                        };
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** End one’s own sessions: all others, or all */
        delete: {
            parameters: {
                query?: {
                    /** @description others: all but the one that asks. */
                    which?: "others" | "all";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description They have ended. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End one of one’s own sessions */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description It has ended. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make the first administrator, by the link printed at the first start */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Setup"];
                };
            };
            responses: {
                /** @description Made and signed in. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Person"];
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Over a limit. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List accounts and open invites, for administrators */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description All of them. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            people: components["schemas"]["Person"][];
                            invites: components["schemas"]["Invite"][];
                        };
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Delete an account; its sessions end */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description It is gone. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or taken. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Change or disable an account; disabling ends its sessions */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PersonChanges"];
                };
            };
            responses: {
                /** @description As it is now. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Person"];
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or taken. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Over a limit. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/people/{id}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End all sessions of a person, for administrators */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description They have ended. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invites": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Invite somebody */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewInvite"];
                };
            };
            responses: {
                /** @description The link is shown this once; it works for seven days. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            invite: components["schemas"]["Invite"];
                            /** Format: uri */
                            link: string;
                        };
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or taken. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Over a limit. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invites/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Withdraw an invite */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description It is withdrawn. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invites/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make the account that an invite offers */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["AcceptInvite"];
                };
            };
            responses: {
                /** @description Made and signed in. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Person"];
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or taken. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Over a limit. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/{nextauth}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Sign in and out
         * @description As next-auth defines it: csrf, providers, session, signin, signout, callback.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    nextauth: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description As next-auth answers. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description On to the next page. */
                302: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        /**
         * Sign in and out
         * @description As next-auth defines it: csrf, providers, session, signin, signout, callback.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    nextauth: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description As next-auth answers. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description On to the next page. */
                302: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List one’s own tokens, and those of organisations that one manages */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description All of them. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["Token"][];
                            next_cursor: null;
                        };
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Make a token
         * @description A token goes into Authorization: Bearer, and over git into the password. It is never good for more than whose it is. By a token, none can be made that is good for more or for longer, and it ends with the one that made it.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewToken"];
                };
            };
            responses: {
                /** @description It is shown this once. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** Format: uuid */
                            id: string;
                            name: string;
                            /**
                             * @description Whose it is.
                             * @enum {string}
                             */
                            kind: "personal" | "organisation";
                            /** @description How it ends. */
                            hint: string;
                            scopes: ("read" | "sync" | "write" | "admin")[];
                            /** @description The organisation that it is for; null: all of its owner’s. */
                            org: string | null;
                            /** @description The repositories that it is for; null: no limit. */
                            repo_ids: string[] | null;
                            /** Format: date-time */
                            created_at: string;
                            expires_at: string | null;
                            /** @description To within a minute. */
                            last_used_at: string | null;
                            /** @description A network: 203.0.113.7/32, 2001:db8:1:2::/64. */
                            last_used_from: string | null;
                            /** @example frs_… */
                            token: string;
                        };
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Over a limit. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tokens/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read how a token stands
         * @description current is the one by which it is asked.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description All but the token itself. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Token"];
                    };
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /**
         * Revoke a token, and with it those that were made by it
         * @description A token may always revoke itself: current is the one by which it is asked.
         */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description It is revoked. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the audit log, the newest first, for administrators
         * @description With Accept: application/x-ndjson, or format=ndjson, everything that the filter leaves comes as one line of JSON for each entry.
         */
        get: {
            parameters: {
                query?: {
                    /** @description A time, or a day (UTC): entries from then on. */
                    since?: string;
                    /** @description A time, or a day (UTC): entries before it. */
                    until?: string;
                    /** @description An id of a person, organisation or token, an e-mail address, or a kind of actor. */
                    actor?: string;
                    /** @description A verb such as repo.add, or all of a kind: repo. */
                    verb?: string;
                    /** @description The id or the name of what was changed. */
                    subject?: string;
                    /** @description Default 100. */
                    limit?: number;
                    /** @description next_cursor of the page before. */
                    cursor?: string;
                    /** @description ndjson: all of it, one line for each entry. */
                    format?: "json" | "ndjson";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page, or all of it. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["AuditEntry"][];
                            next_cursor: string | null;
                        };
                        "application/x-ndjson": components["schemas"]["AuditEntry"];
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/credentials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List stored credentials, without their secrets
         * @description Those of organisations that the caller is an admin or owner of.
         */
        get: {
            parameters: {
                query?: {
                    /** @description Those of this organisation alone. */
                    org?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description All of them. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["Credential"][];
                            next_cursor: null;
                        };
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Store a credential, or have an ssh key made
         * @description Repositories of the organisation sign in with it at their source (credential_id). A secret is never shown again.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewCredential"];
                };
            };
            responses: {
                /** @description Of a key that was made, with its public half. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Credential"];
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or taken. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Over a limit. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/credentials/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a stored credential, without its secret */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description All but the secret. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Credential"];
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Delete a credential that nothing uses */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description It is gone. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or taken. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /**
         * Rename a credential, or replace its secret
         * @description Whatever uses it signs in with the new secret from then on.
         */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["CredentialChanges"];
                };
            };
            responses: {
                /** @description As it is now. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Credential"];
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or taken. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Over a limit. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/host-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the ssh hosts that are known, for administrators
         * @description Those first that show another key than they are known by. Nothing is fetched from such a host.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description All of them. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["HostKey"][];
                            next_cursor: null;
                        };
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/host-keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Forget an ssh host
         * @description It is pinned anew to the first key that it shows.
         */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description It is forgotten. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/host-keys/{id}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Accept the key that an ssh host shows now */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["AcceptHostKey"];
                };
            };
            responses: {
                /** @description As it is known now. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["HostKey"];
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or taken. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Over a limit. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/targets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List targets, without their private keys
         * @description Those of organisations that the caller is a member of.
         */
        get: {
            parameters: {
                query?: {
                    /** @description Those of this organisation alone. */
                    org?: string;
                    /** @description Those of this group alone, in any case. */
                    group?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description All of them. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["Target"][];
                            next_cursor: null;
                        };
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Add a target
         * @description Nothing is sent there before somebody delivers. Its public key has to be let in on the host (authorized_keys).
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewTarget"];
                };
            };
            responses: {
                /** @description With its public key. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Target"];
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or taken. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Over a limit. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/targets/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a target, without its private key */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description All but the private key. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Target"];
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /**
         * Delete a target
         * @description What lies on the host stays there. Refused while a delivery works on it.
         */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description It is gone. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or taken. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /**
         * Change a target, or replace its key
         * @description Where something was delivered, the host, the path and the mode stay as they are.
         */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["TargetChanges"];
                };
            };
            responses: {
                /** @description As it is now. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Target"];
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or taken. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Over a limit. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/targets/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try a target, short of delivering
         * @description What is missing there is in findings. It may take half a minute.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description With what was found. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Target"];
                    };
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/targets/{id}/host-key": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Accept the ssh host key that a target’s host shows now, for administrators
         * @description The host is known by it from then on, for every target and repository there.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["AcceptHostKey"];
                };
            };
            responses: {
                /** @description As it is known now. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Target"];
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or taken. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Over a limit. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/{host}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tell of a push, as a code host does
         * @description Signed with the secret of the host, over the body as it is sent. Whatever is signed gets the same answer, whether or not there is such a repository.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description GitHub: sha256= and the HMAC-SHA256 in hex. */
                    "x-hub-signature-256"?: string;
                    /** @description Gitea: the HMAC-SHA256 in hex. */
                    "x-gitea-signature"?: string;
                    /** @description Forgejo: as Gitea. */
                    "x-forgejo-signature"?: string;
                    /** @description Bitbucket: sha256= and the HMAC-SHA256 in hex. */
                    "x-hub-signature"?: string;
                    /** @description GitLab: the secret itself. */
                    "x-gitlab-token"?: string;
                };
                path: {
                    host: "github" | "gitlab" | "gitea" | "bitbucket";
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                    "application/x-www-form-urlencoded": {
                        payload: string;
                    };
                };
            };
            responses: {
                /** @description Taken in. */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": Record<string, never>;
                    };
                };
                /** @description The signature or the secret is missing or wrong, or none is set. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Over a limit. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the webhooks of every host, for administrators */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description All hosts. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            webhooks: components["schemas"]["Webhook"][];
                        };
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{host}/secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make the secret that a host signs with */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    host: "github" | "gitlab" | "gitea" | "bitbucket";
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Shown this once; the one before is worth nothing any more. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            secret: string;
                        };
                    };
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** Take a host’s secret away; its webhooks are refused */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    host: "github" | "gitlab" | "gitea" | "bitbucket";
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description It is gone. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List where notifications go, for administrators */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description All of them. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            targets: components["schemas"]["NotificationTarget"][];
                        };
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Add a webhook or an e-mail address that is told when a repository fails, recovers or goes stale
         * @description A webhook gets JSON: text (Slack, Mattermost), content (Discord) and events, signed in Freshet-Signature (sha256= and the HMAC-SHA256 of the body in hex). One message holds all that happened at a moment; one that is sent again has the same Freshet-Delivery.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewNotificationTarget"];
                };
            };
            responses: {
                /** @description It was added; the secret is shown this once. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            target: components["schemas"]["NotificationTarget"];
                            secret: string | null;
                        };
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or taken. */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Over a limit. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A host that was named cannot be found. */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notifications/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove where notifications go */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description It is gone. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notifications/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a test at once */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What came of it, also if it failed. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["NotificationTest"];
                    };
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing, or the caller may not see it. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/storage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What repositories take on the disk, for administrators */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description By organisation, and what belongs to none. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Storage"];
                    };
                };
                /** @description The request is not valid, or cannot work here; the detail says what to do. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Nobody is signed in, or the token does not work. */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The caller may see it but not do this; a token without the scope; a read-only server; or a request from another site. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        NewRepo: {
            /** @description https, http or ssh; without credentials. A folder is given as path. Without either, an empty repository is made that is hosted here and takes pushes: it needs org and name. */
            url?: string;
            /**
             * @description What kind of host the source lies on. It decides which short forms an address may have (owner/name) and how a token signs in. Default: what the name of the host says.
             * @enum {string}
             */
            source_type?: "github" | "gitlab" | "gitea" | "bitbucket" | "custom";
            /** @description Folder of a local repository, under FRESHET_LOCAL_ROOTS. It is only ever read. */
            path?: string;
            /** @description Default: the last but one part of the URL. It is made if there is none, and you are its owner. */
            org?: string;
            /** @description If the organisation is made: everybody who has an account is a member of it. Default: no, but for the first one. */
            org_is_open?: boolean;
            /** @description Default: the last part of the URL. */
            name?: string;
            /** @description Add it although its source is here already; it needs a name of its own. */
            again?: boolean;
            /**
             * @description Of a url: mirror, the default, or clone, whose files are also checked out on the server.
             * @enum {string}
             */
            kind?: "mirror" | "clone" | "hosted" | "local";
            description?: string;
            /** @description For one hosted here; false also keeps its default branch checked out. Default: true. */
            is_bare?: boolean;
            /** @description For one hosted here. Default: main. */
            default_branch?: string;
            /** @description For one hosted here: its default branch may be forced and deleted. Default: false. */
            allows_forced_pushes?: boolean;
            is_public?: boolean;
            /** @description For a private source. Stored encrypted, never shown. */
            token?: string;
            /**
             * Format: uuid
             * @description A stored credential of the organisation, in place of a token.
             */
            credential_id?: string;
            /** @description How many commits back from each branch are fetched. Tags are then left out. */
            depth?: number;
            /** @description Which branches are fetched beside the default one, for very large sources: names, or with one *. Tags are then left out. */
            branch_patterns?: string[];
            branches?: string[];
            sync_interval_seconds?: (0 | number) | null;
            holds_back_losses?: boolean;
        };
        SyncMany: {
            ids?: string[];
            org?: string;
        };
        RepoChanges: {
            org?: string;
            name?: string;
            /** @description Without a new token, another host drops the old one. */
            url?: string;
            /**
             * @description What kind of host the source lies on. It decides which short forms an address may have (owner/name) and how a token signs in. Default: what the name of the host says.
             * @enum {string}
             */
            source_type?: "github" | "gitlab" | "gitea" | "bitbucket" | "custom";
            /** @description Another folder for a local repository. */
            path?: string;
            /** @description Take the new url or path although another repository here has that source. */
            again?: boolean;
            /** @description null removes it. It is never shown again. */
            token?: string | null;
            /** @description A stored credential of its organisation, in place of a token. null: none. */
            credential_id?: string | null;
            description?: string;
            /** @description Of a repository hosted here; it has to have it. */
            default_branch?: string;
            /** @description Of a repository hosted here. */
            allows_forced_pushes?: boolean;
            is_public?: boolean;
            branch_patterns?: string[] | null;
            /** @description null: the default branch alone. */
            branches?: string[] | null;
            sync_interval_seconds?: (0 | number) | null;
            holds_back_losses?: boolean;
        };
        Confirmation: {
            /** @description held_back.commit, as it was shown. */
            commit: string;
        };
        MigrateRepo: {
            /** @description Where it is from now on, as url of a new repository. */
            source_url: string;
            /**
             * @description What kind of host the source lies on. It decides which short forms an address may have (owner/name) and how a token signs in. Default: what the name of the host says.
             * @enum {string}
             */
            source_type?: "github" | "gitlab" | "gitea" | "bitbucket" | "custom";
            /** @description For the other source. Default: the stored one if the host is the same, else none. */
            token?: string | null;
            /** @description A stored credential of its organisation, in place of a token. Default: as for the token. */
            credential_id?: string | null;
            /** @description Clone anew beside what is served and put it in its place once it is ready, whatever its history is. Without it, a source that has no commit in common with what is here is refused. */
            force?: boolean;
            /** @description Take the source although another repository here has it. */
            again?: boolean;
        };
        DeepenRepo: {
            /** @description How many commits back from each branch are fetched. Tags are then left out. */
            depth?: number;
            /**
             * @description All of it, in place of a depth.
             * @constant
             */
            full?: true;
        };
        RenameRepo: {
            name: string;
        };
        TransferRepo: {
            /** @description It is there, and you may add repositories to it. */
            org: string;
        };
        ConvertRepo: {
            /**
             * @description What it has already: a conversion under way is given up.
             * @enum {string}
             */
            kind: "mirror" | "clone";
        };
        NewImport: {
            /**
             * @description repos.json: the file of that name of a repo-search installation. urls: addresses, one a line; what follows a # is a comment. folder: the path of a folder under FRESHET_LOCAL_ROOTS; every repository in it is added.
             * @enum {string}
             */
            format: "repos.json" | "urls" | "folder";
            content: string;
            /** @description The organisation of all that is added. Default: what each name or address says. Made if there is none. */
            org?: string;
        };
        NewConnection: {
            /** @description Its name or address: github.com, https://git.example.org. */
            host: string;
            /** @enum {string} */
            source_type: "github" | "gitlab" | "gitea" | "bitbucket";
            /** @description An organisation, a user, a workspace or project; a group with its parents (acme/water). */
            owner: string;
            /** @description Where its repositories go; made if there is none. Default: as the owner is called. */
            org?: string;
            /** @description A stored credential of the organisation (a token, or a password) by which the host is asked, and by which its repositories are fetched. null: none. */
            credential_id?: string | null;
            /** @description Names below the owner, in any case; * stands for any characters, ? for one. None: all of them. */
            include?: string[];
            /** @description Likewise; what both name is left out. */
            exclude?: string[];
            /** @description Take forks as well. Default: no. */
            forks?: boolean;
            /** @description Take what is archived there as well. Default: no. */
            archived?: boolean;
            /** @description Between syncs with the host. Default: 3600; 0 only when asked. */
            sync_interval_seconds?: 0 | number;
            /** @description How long what vanished there stays in step here before it is archived. Default: 24. */
            grace_hours?: number;
        };
        ConnectionChanges: {
            /** @description A stored credential of the organisation (a token, or a password) by which the host is asked, and by which its repositories are fetched. null: none. */
            credential_id?: string | null;
            /** @description Names below the owner, in any case; * stands for any characters, ? for one. None: all of them. */
            include?: string[];
            /** @description Likewise; what both name is left out. */
            exclude?: string[];
            /** @description Take forks as well. Default: no. */
            forks?: boolean;
            /** @description Take what is archived there as well. Default: no. */
            archived?: boolean;
            /** @description Between syncs with the host. Default: 3600; 0 only when asked. */
            sync_interval_seconds?: 0 | number;
            /** @description How long what vanished there stays in step here before it is archived. Default: 24. */
            grace_hours?: number;
        };
        NewPushMirror: {
            /** @description https, http or ssh; without credentials in it. */
            url: string;
            /**
             * @description What kind of host the source lies on. It decides which short forms an address may have (owner/name) and how a token signs in. Default: what the name of the host says.
             * @enum {string}
             */
            source_type?: "github" | "gitlab" | "gitea" | "bitbucket" | "custom";
            /** @description A stored credential of the organisation; null: none. */
            credential_id?: string | null;
            /** @description Full names or patterns with one star; null: all branches and tags. */
            refs?: string[] | null;
            /** @description Delete there what these names had and is gone here. Default: yes. */
            prune?: boolean;
            /** @description Seconds between pushes by the clock; null: none. */
            interval?: number | null;
            /** @description Push after each sync that brought something. Default: yes. */
            after_sync?: boolean;
        };
        PushMirrorChanges: {
            /** @description On another host it signs in with nothing, unless a credential is given along. What was pushed stays. */
            url?: string;
            /**
             * @description What kind of host the source lies on. It decides which short forms an address may have (owner/name) and how a token signs in. Default: what the name of the host says.
             * @enum {string}
             */
            source_type?: "github" | "gitlab" | "gitea" | "bitbucket" | "custom";
            /** @description A stored credential of the organisation; null: none. */
            credential_id?: string | null;
            /** @description Full names or patterns with one star; null: all branches and tags. */
            refs?: string[] | null;
            /** @description Delete there what these names had and is gone here. Default: yes. */
            prune?: boolean;
            /** @description Seconds between pushes by the clock; null: none. */
            interval?: number | null;
            /** @description Push after each sync that brought something. Default: yes. */
            after_sync?: boolean;
        };
        NewDelivery: {
            /** Format: uuid */
            repo_id: string;
            /** @description Targets of the repository’s organisation. A target is in one delivery at most. */
            target_ids?: string[];
            /** @description All enabled targets of this group, whenever a run begins, instead of target_ids; null: none. */
            group?: string | null;
            /** @description Branch or tag, a branch first; null: the default branch. */
            ref?: string | null;
            /** @description Only what is below it, as its root; null: everything. */
            subfolder?: string | null;
            /** @description Patterns as rsync reads them. */
            excludes?: string[];
            /** @description Leave what is called .git on the hosts alone; nothing of that name is ever sent. Default: yes. */
            exclude_dot_git?: boolean;
            /** @description What is gone here is gone on the hosts as well. Default: yes. */
            delete?: boolean;
            /** @description user, user:group or :group; null: whoever signs in there. */
            owner?: string | null;
            /** @description Modes as rsync’s --chmod reads them; null: as in git. */
            modes?: string | null;
            /** @description A shell command for each host once the new tree is live. Only administrators may set it. */
            hook?: string | null;
            /** @description false: no run of it begins. Default: true. */
            is_enabled?: boolean;
            /** @description A run after each sync that brought something. Default: no. */
            after_sync?: boolean;
            /** @description If upstream is away, deliver the last good state and say so. Off, the run waits for the next sync that works. Default: no. */
            fallback_to_local?: boolean;
            /** @description Send nothing while secrets are found in it, or cannot be looked for. Default: yes. */
            block_on_secrets?: boolean;
            /** @description Also look through the commits that are new since the last delivery. Default: no. */
            scans_commits?: boolean;
            /** @description A gitleaks configuration in the repository; null: .gitleaks.toml, if it has one. */
            config_path?: string | null;
            /** @description Deliver again to hosts that differ from what they should have. Default: no. */
            repair?: boolean;
            /** @description Seconds between checks of the hosts; null: only when asked. */
            verify_interval_seconds?: number | null;
        };
        /** @description target_ids takes it out of its group; a group takes the place of single targets. */
        DeliveryChanges: {
            /** @description Targets of the repository’s organisation. A target is in one delivery at most. */
            target_ids?: string[];
            /** @description All enabled targets of this group, whenever a run begins, instead of target_ids; null: none. */
            group?: string | null;
            /** @description Branch or tag, a branch first; null: the default branch. */
            ref?: string | null;
            /** @description Only what is below it, as its root; null: everything. */
            subfolder?: string | null;
            /** @description Patterns as rsync reads them. */
            excludes?: string[];
            /** @description Leave what is called .git on the hosts alone; nothing of that name is ever sent. Default: yes. */
            exclude_dot_git?: boolean;
            /** @description What is gone here is gone on the hosts as well. Default: yes. */
            delete?: boolean;
            /** @description user, user:group or :group; null: whoever signs in there. */
            owner?: string | null;
            /** @description Modes as rsync’s --chmod reads them; null: as in git. */
            modes?: string | null;
            /** @description A shell command for each host once the new tree is live. Only administrators may set it. */
            hook?: string | null;
            /** @description false: no run of it begins. Default: true. */
            is_enabled?: boolean;
            /** @description A run after each sync that brought something. Default: no. */
            after_sync?: boolean;
            /** @description If upstream is away, deliver the last good state and say so. Off, the run waits for the next sync that works. Default: no. */
            fallback_to_local?: boolean;
            /** @description Send nothing while secrets are found in it, or cannot be looked for. Default: yes. */
            block_on_secrets?: boolean;
            /** @description Also look through the commits that are new since the last delivery. Default: no. */
            scans_commits?: boolean;
            /** @description A gitleaks configuration in the repository; null: .gitleaks.toml, if it has one. */
            config_path?: string | null;
            /** @description Deliver again to hosts that differ from what they should have. Default: no. */
            repair?: boolean;
            /** @description Seconds between checks of the hosts; null: only when asked. */
            verify_interval_seconds?: number | null;
        };
        RunDelivery: {
            /** @description Only these hosts of it. Default: all. */
            target_ids?: string[];
            /** @description Send again what is already there. Default: no. */
            force?: boolean;
        };
        RollBack: {
            /** Format: uuid */
            target_id: string;
            /** @description The name of a release that is kept there. Default: the one before the live one. */
            release?: string;
        };
        VerifyDelivery: {
            /** @description Compare the files themselves as well, and name those that differ. Default: no. */
            deep?: boolean;
            /** @description Only these hosts of it. Default: all that are enabled. */
            target_ids?: string[];
        };
        /** @description Without ids, group, org and repo: all that the caller may deliver. */
        VerifyDeliveries: {
            /** @description Of deliveries. */
            ids?: string[];
            /** @description Only hosts of this group. */
            group?: string;
            /** @description Only repositories of this organisation, by its slug. */
            org?: string;
            /**
             * Format: uuid
             * @description Only this repository, by its id.
             */
            repo?: string;
            /** @description Compare the files themselves as well. Default: no. */
            deep?: boolean;
        };
        NewOrg: {
            /** @description How addresses name it; unique whatever the case. It does not change. */
            slug: string;
            /** @description What people call it. Default: the slug. */
            name?: string;
            description?: string;
            /** @description Default: no, but for the first organisation of a server. */
            is_open?: boolean;
        };
        OrgChanges: {
            /** @description null: the slug. */
            name?: string | null;
            description?: string;
            /** @description Everybody who has an account is a member of it. */
            is_open?: boolean;
            /** @description What its repositories may take on the disk; null: what the server says for all (FRESHET_ORG_QUOTA_BYTES). For administrators of the server. */
            quota_bytes?: number | null;
        };
        NewMember: {
            /** @description Of somebody who has an account here. */
            email: string;
            /** @enum {string} */
            role: "viewer" | "member" | "admin" | "owner";
        };
        MemberRole: {
            /** @enum {string} */
            role: "viewer" | "member" | "admin" | "owner";
        };
        NewShare: {
            /** @description Of somebody who has an account here. */
            email: string;
            /** @enum {string} */
            can: "read" | "write";
        };
        ShareKind: {
            /** @enum {string} */
            can: "read" | "write";
        };
        RetryFailed: {
            /** @enum {string} */
            error_kind: "auth" | "not_found" | "network" | "timeout" | "too_large" | "corrupt" | "disk" | "policy" | "internal";
            org?: string;
        };
        ChangePassword: {
            current_password: string;
            new_password: string;
        };
        Setup: {
            token: string;
            /** @description Compared without regard to case. */
            email: string;
            name?: string;
            password: string;
        };
        PersonChanges: {
            name?: string | null;
            is_admin?: boolean;
            is_disabled?: boolean;
        };
        NewInvite: {
            /** @description Compared without regard to case. */
            email: string;
            is_admin?: boolean;
            /** @description Organisations that they are to be in, and as what. */
            orgs?: {
                slug: string;
                /** @enum {string} */
                role: "viewer" | "member" | "admin" | "owner";
            }[];
        };
        AcceptInvite: {
            token: string;
            name?: string;
            password: string;
        };
        NewToken: {
            /** @description What it is for. */
            name: string;
            /** @description read: see; sync: ask for syncs; write: add and change repositories, push; admin: manage. All may read. */
            scopes: ("read" | "sync" | "write" | "admin")[];
            /**
             * @description Whose it is: yours, and never good for more than you are; or the organisation’s.
             * @default personal
             * @enum {string}
             */
            kind?: "personal" | "organisation";
            /** @description The name of the one organisation that it is for. */
            org?: string;
            /** @description The repositories that it is for. */
            repo_ids?: string[];
            /** @description Default: never. */
            expires_at?: string | null;
        };
        NewCredential: {
            /** @description The organisation whose repositories may use it. */
            org: string;
            /** @description What people know it by: no two of an organisation have the same, in any case. */
            name: string;
            /**
             * @description An ssh_key is made here: answered is its public half, and the private one is never handed out.
             * @enum {string}
             */
            kind: "token" | "password" | "ssh_key";
            /** @description For kind token. Stored encrypted, never shown. */
            token?: string;
            /** @description For kind password: the user name that it goes with. */
            user?: string;
            /** @description For kind password. Stored encrypted, never shown. */
            password?: string;
        };
        CredentialChanges: {
            /** @description What people know it by: no two of an organisation have the same, in any case. */
            name?: string;
            /** @description For kind token. Stored encrypted, never shown. */
            token?: string;
            /** @description For kind password: the user name that it goes with. */
            user?: string;
            /** @description For kind password. Stored encrypted, never shown. */
            password?: string;
            /**
             * @description For kind ssh_key: make a new key. The old one is gone at once.
             * @constant
             */
            new_key?: true;
        };
        AcceptHostKey: {
            /** @description Of the key that is meant, as it was shown: SHA256:… */
            fingerprint: string;
        };
        NewTarget: {
            /** @description The organisation whose repositories may go there. */
            org: string;
            /** @description What people know it by: no two of an organisation have the same, in any case. */
            name: string;
            /**
             * @description user@host or user@host:port.
             * @example deploy@web1.example.com
             */
            address: string;
            /**
             * @description The live path on the host.
             * @example /srv/site
             */
            path: string;
            /** @default null */
            group?: string | null;
            /**
             * @description releases: a folder for each delivery beside the live path, which is a link to the live one. in_place: the files of the live folder itself are changed, for software that does not follow links.
             * @default releases
             * @enum {string}
             */
            mode?: "releases" | "in_place";
            /**
             * @description Releases that stay on the host: the live one, and those that can be rolled back to.
             * @default 5
             */
            keep?: number;
            /** @default true */
            is_enabled?: boolean;
            /** @description A key of your own: ed25519, without a passphrase. Without it one is made here. Never shown. */
            private_key?: string;
        };
        TargetChanges: {
            /** @description What people know it by: no two of an organisation have the same, in any case. */
            name?: string;
            /**
             * @description user@host or user@host:port.
             * @example deploy@web1.example.com
             */
            address?: string;
            path?: string;
            group?: string | null;
            /**
             * @description releases: a folder for each delivery beside the live path, which is a link to the live one. in_place: the files of the live folder itself are changed, for software that does not follow links.
             * @enum {string}
             */
            mode?: "releases" | "in_place";
            /** @description Releases that stay on the host: the live one, and those that can be rolled back to. */
            keep?: number;
            is_enabled?: boolean;
            /** @description An ed25519 key without a passphrase, in the format of OpenSSH or PKCS #8. Stored encrypted, never shown. */
            private_key?: string;
            /**
             * @description Make a new key. The old one is gone at once.
             * @constant
             */
            new_key?: true;
        };
        NewNotificationTarget: {
            /** @constant */
            kind: "webhook";
            /** @description Stored encrypted and never shown. */
            url: string;
            /** @description Tells addresses on one host apart: the rest of an address is not shown. */
            name?: string;
        } | {
            /** @constant */
            kind: "email";
            /** @description Compared without regard to case. */
            address: string;
            /** @description Tells addresses on one host apart: the rest of an address is not shown. */
            name?: string;
        };
        Repo: {
            /** Format: uuid */
            id: string;
            org: string;
            name: string;
            description: string;
            /** @description Source address without credentials; null for local ones and those hosted here. */
            url: string | null;
            /** @description What kind of host the source lies on; null for what has no address. */
            source_type: ("github" | "gitlab" | "gitea" | "bitbucket" | "custom") | null;
            /** @description Folder of a local repository, for those who may inspect it; null for all others. */
            path: string | null;
            /** @enum {string} */
            kind: "mirror" | "clone" | "hosted" | "local";
            /** @enum {string} */
            status: "pending" | "initializing" | "cloning" | "indexing" | "embedding" | "ready" | "error" | "archived";
            /**
             * @description How it stands, in one word, as the status page counts it: fresh, stale, failing, held_back, preparing (being read for the first time), or unfollowed (archived). Who may not inspect it sees what is held back as failing.
             * @enum {string}
             */
            standing: "unfollowed" | "held_back" | "failing" | "preparing" | "stale" | "fresh";
            /** @description What went wrong last, in plain words; null when nothing did. */
            error: string | null;
            error_kind: ("auth" | "not_found" | "network" | "timeout" | "too_large" | "corrupt" | "disk" | "policy" | "internal") | null;
            error_at: string | null;
            /** @description Tip of the default branch in the mirror. */
            head_commit: string | null;
            default_branch: string | null;
            /** @description Branches that are to be searchable; null: the default branch alone. */
            branches: string[] | null;
            /** @description Less than the whole history is here: commits and contributors are counted as far as it goes. */
            shallow: boolean;
            /** @description How many commits back from each branch are fetched; null: all. */
            depth: number | null;
            /** @description Which branches are fetched beside the default one; null: all, and all tags. */
            branch_patterns: string[] | null;
            /** @description Those of them that upstream has not. */
            missing_branches: string[];
            /** Format: date-time */
            added_at: string;
            indexed_at: string | null;
            /** @description When upstream last answered. */
            checked_at: string | null;
            file_count: number;
            size_bytes: number;
            /** @description What its copy, with all its history, took on the disk when a sync last ended. */
            disk_bytes: number;
            is_public: boolean;
            /** @description False for a clone, and for one hosted here, whose default branch is also checked out. */
            is_bare: boolean;
            /** @description Pushes to one hosted here may force and delete its default branch. Other branches they always may. */
            allows_forced_pushes: boolean;
            /** @description A token of its own for the source is stored. It is never shown. */
            has_token: boolean;
            /** @description It signs in with a stored credential of its organisation. */
            has_credential: boolean;
            /** @description The stored credential that it signs in with, for those who may manage it. */
            credential_id: string | null;
            /** @description Between checks; null follows how often upstream moves, 0 never checks by itself. */
            sync_interval_seconds: number | null;
            /** @description When the schedule asks upstream next. */
            next_check_at: string | null;
            /** @description Upstream has not answered for more than twice the interval. */
            is_stale: boolean;
            /** @description Runs that failed since one last worked. */
            failure_count: number;
            failing_since: string | null;
            /** @description An upstream that loses most of its files is held back until somebody confirms it; one that turns to nothing always is. */
            holds_back_losses: boolean;
            /** @description What waits to be confirmed; the commit is "empty" if upstream has none. null for those who may not inspect it. */
            held_back: {
                commit: string;
                reason: string;
            } | null;
            /** @description The other source that it is being moved to; url is the old one until that has worked. null if there is none, and for those who may not inspect it. */
            migration: {
                url: string;
                /** @enum {string} */
                source_type: "github" | "gitlab" | "gitea" | "bitbucket" | "custom";
                is_forced: boolean;
            } | null;
            /** @description The kind that its next run makes of it; null if it stays what it is. */
            convert_to: ("mirror" | "clone" | "hosted" | "local") | null;
            /** @description The run that holds this repository now. */
            active_run_id: string | null;
            /** @description What the caller may do to it beside reading: inspect what upstream took away, sync, push, manage its settings, share it, delete it. */
            you_may: ("inspect" | "sync" | "push" | "manage" | "share" | "delete")[];
        };
        /** @description An error as RFC 9457 describes it. */
        Problem: {
            /** @constant */
            type: "about:blank";
            title: string;
            status: number;
            /** @description What happened, why, and what to do, in plain words. */
            detail: string;
            /** @enum {string} */
            code: "invalid" | "unauthenticated" | "forbidden" | "not_found" | "conflict" | "limit" | "internal" | "upstream";
            /** @description Worth trying again without anybody changing anything. */
            retryable: boolean;
            /** @description Set if the problem is a repository’s. */
            kind?: string;
            /**
             * Format: uuid
             * @description The repository that has the name, or the source, already.
             */
            repo_id?: string;
        };
        SyncOutcome: {
            repo_id: string;
            /** @enum {string} */
            outcome: "started" | "refused";
            run_id: string | null;
            /** @description Why it was refused: not_found, conflict, invalid … */
            code: string | null;
            detail: string | null;
        };
        Run: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            repo_id: string;
            /** @enum {string} */
            trigger: "manual" | "api" | "webhook" | "schedule" | "watch" | "initial" | "repair" | "push";
            /** @description Name or e-mail; null for Freshet, and for those who may not inspect the repository. */
            requested_by: string | null;
            /** @enum {string} */
            status: "queued" | "running" | "succeeded" | "unchanged" | "failed" | "cancelled";
            stage: ("fetch" | "reset" | "plan" | "index" | "publish" | "embed") | null;
            /** @description Within the stage; total is null while it is unknown. */
            progress: {
                done: number;
                total: number | null;
                unit: string | null;
            };
            commits_synced: number;
            files_added: number;
            files_changed: number;
            files_removed: number;
            files_skipped: number;
            bytes_indexed: number;
            chunks_embedded: number;
            chunks_reused: number;
            /** @description null for those who may not inspect the repository: it may have been taken away since. */
            old_head: string | null;
            /** @description null for them, like old_head. */
            new_head: string | null;
            attempts: number;
            error: string | null;
            error_kind: ("auth" | "not_found" | "network" | "timeout" | "too_large" | "corrupt" | "disk" | "policy" | "internal") | null;
            /** @description What to know of a run that worked, such as a force push; null for them. */
            note: string | null;
            /** @description Start and end of each stage in milliseconds since the epoch, where it was last begun; end is null while it runs and where it broke off. */
            stage_times: {
                [key: string]: [
                    number,
                    number | null
                ];
            };
            /** @description What each attempt did and how it ended, the first first; empty until a stage begins. */
            attempt_history: components["schemas"]["Attempt"][];
            /** Format: date-time */
            created_at: string;
            started_at: string | null;
            /** @description When the new tree became visible. */
            published_at: string | null;
            ended_at: string | null;
        };
        Attempt: {
            /** @description The first is 1. */
            number: number;
            /** @description Of this attempt alone, in milliseconds since the epoch. A stage that is done is not begun again by the next attempt. End is null while a stage runs, and where it failed or was cut off. */
            stage_times: {
                [key: string]: [
                    number,
                    number | null
                ];
            };
            /**
             * @description cut_off: Freshet was stopped meanwhile, or the run was cancelled.
             * @enum {string}
             */
            outcome: "running" | "succeeded" | "failed" | "cut_off";
            error: string | null;
            error_kind: ("auth" | "not_found" | "network" | "timeout" | "too_large" | "corrupt" | "disk" | "policy" | "internal") | null;
            /** @description What git said last if it failed, without secrets; null if it said nothing, and for those who may not inspect the repository. */
            details: string | null;
            /** @description Null while it runs, and if nobody saw it end. */
            ended_at: string | null;
            /** @description When the next attempt is due, or was; null if none was to follow. */
            next_at: string | null;
            /** @description From its end to the next attempt; null if none has begun or its end is not known. */
            waited_ms: number | null;
        };
        Branch: {
            name: string;
            commit: string;
            is_default: boolean;
            /** @description The commit that search shows; null: not searchable. */
            indexed_commit: string | null;
            /**
             * Format: date-time
             * @description When it was seen to move.
             */
            updated_at: string;
            /** @description Of its last commit, as subject and committed_at. */
            author_name: string | null;
            subject: string | null;
            committed_at: string | null;
        };
        Tag: {
            name: string;
            /** @description The commit that it stands for; null for anything else. */
            commit: string | null;
            /** @description What the ref names: the tag object of an annotated tag. */
            object: string;
            is_annotated: boolean;
            /** @description Of the tag's message, else of the commit's. */
            subject: string | null;
            tagger_name: string | null;
            /** @description As the tag says, else when the commit was made. */
            tagged_at: string | null;
        };
        Commit: {
            sha: string;
            parents: string[];
            author_name: string;
            author_email: string;
            /** Format: date-time */
            authored_at: string;
            /** Format: date-time */
            committed_at: string;
            committer_name: string;
            committer_email: string;
            subject: string;
            /** @description The message after its first paragraph; at most 4,000 characters. */
            body: string;
        };
        Contributor: {
            name: string;
            email: string;
            commits: number;
            /** Format: date-time */
            first_at: string;
            /** Format: date-time */
            last_at: string;
        };
        Rewrite: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            run_id: string;
            branch: string;
            /** @description Still here: its tree, files and commits can be read by this id. */
            old_commit: string;
            /** @description null if the branch was deleted. */
            new_commit: string | null;
            lost_commits: number;
            /** Format: date-time */
            at: string;
            /** Format: date-time */
            kept_until: string;
        };
        BinnedRepo: {
            /** Format: uuid */
            id: string;
            org: string;
            name: string;
            /** @enum {string} */
            kind: "mirror" | "clone" | "hosted" | "local";
            file_count: number;
            size_bytes: number;
            /** Format: date-time */
            deleted_at: string;
            /** @description The e-mail address of whoever deleted it, if it was a person. */
            deleted_by: string | null;
            /**
             * Format: date-time
             * @description From then on it is removed for good.
             */
            purged_after: string;
        };
        Tree: {
            /** Format: uuid */
            repo_id: string;
            ref: string | null;
            commit: string;
            path: string;
            entries: components["schemas"]["TreeEntry"][];
            next_cursor: string | null;
        };
        TreeEntry: {
            name: string;
            /** @description UTF-8; other bytes are written as \xNN. */
            path: string;
            /** @enum {string} */
            type: "dir" | "file" | "link" | "submodule";
            /** @description git's mode, its octal digits as a number: 100644. */
            mode: number;
            sha: string;
            size_bytes: number | null;
        };
        Blob: {
            /** Format: uuid */
            repo_id: string;
            ref: string | null;
            commit: string;
            path: string;
            sha: string;
            mode: number;
            size_bytes: number;
            language: string | null;
            is_binary: boolean;
            /** @description Above the limit of this answer: content is null. */
            is_too_large: boolean;
            /** @description The text; null for binary and for too large files. */
            content: string | null;
        };
        Imported: {
            created: number;
            /** @description Were here under their id, with another name or source. */
            updated: number;
            /** @description Were here already, just so. */
            unchanged: number;
            skipped: {
                /** @description Which line, entry or repository of the content, from 1. */
                row: number;
                id?: string;
                name?: string;
                /** @description As it was given, without credentials; a folder for a local one. */
                url?: string;
                reason: string;
            }[];
        };
        Connection: {
            /** Format: uuid */
            id: string;
            /** @description Where its repositories go. */
            org: string;
            host: string;
            /** @enum {string} */
            source_type: "github" | "gitlab" | "gitea" | "bitbucket";
            owner: string;
            credential_id: string | null;
            include: string[];
            exclude: string[];
            forks: boolean;
            archived: boolean;
            sync_interval_seconds: number;
            grace_hours: number;
            /** @description Repositories here that it keeps in step. */
            repo_count: number;
            /** @description Those of them that are missing there. */
            missing_count: number;
            /** Format: date-time */
            created_at: string;
            /** @description When the host was last listed to the end. */
            synced_at: string | null;
            /** @description null until somebody asked for the first sync. */
            next_sync_at: string | null;
            active_run_id: string | null;
            /** @description Why the last sync failed; null if it did not. */
            error: string | null;
            error_kind: ("auth" | "not_found" | "network" | "timeout" | "too_large" | "corrupt" | "disk" | "policy" | "internal") | null;
        };
        ConnectionPreview: {
            /** @description Repositories that the host lists. */
            listed: number;
            /** @description Those of them that the connection does not take. */
            left_out: number;
            changes: {
                /** @enum {string} */
                kind: "added" | "adopted" | "renamed" | "published" | "hidden" | "missing" | "archived" | "returned" | "skipped";
                /** @description Below the owner, as the host has it. */
                path: string;
                repo_id: string | null;
                /** @description What it was called before, or why. */
                detail: string | null;
            }[];
            /** @description Why nothing is taken for vanished; null if the list is whole. */
            note: string | null;
        };
        ConnectionRun: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            connection_id: string;
            /** @enum {string} */
            trigger: "manual" | "api" | "schedule";
            /** @enum {string} */
            status: "queued" | "running" | "succeeded" | "unchanged" | "failed" | "cancelled";
            listed: number;
            changes: {
                /** @enum {string} */
                kind: "added" | "adopted" | "renamed" | "published" | "hidden" | "missing" | "archived" | "returned" | "skipped";
                /** @description Below the owner, as the host has it. */
                path: string;
                repo_id: string | null;
                /** @description What it was called before, or why. */
                detail: string | null;
            }[];
            note: string | null;
            error: string | null;
            error_kind: ("auth" | "not_found" | "network" | "timeout" | "too_large" | "corrupt" | "disk" | "policy" | "internal") | null;
            /** Format: date-time */
            created_at: string;
            started_at: string | null;
            ended_at: string | null;
        };
        PushMirror: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            repo_id: string;
            url: string;
            credential_id: string | null;
            refs: string[] | null;
            prune: boolean;
            interval: number | null;
            after_sync: boolean;
            /**
             * @description never: nothing was pushed yet; queued, pushing; ok: the last push worked; error: it did not.
             * @enum {string}
             */
            status: "never" | "queued" | "pushing" | "ok" | "error";
            /** @description Of the push under way, or of the last one. */
            attempts: number;
            /** @description Objects written. */
            progress: {
                done: number;
                total: number;
            } | null;
            /** @description What went wrong last, in plain words. */
            error: string | null;
            error_kind: ("auth" | "not_found" | "network" | "timeout" | "too_large" | "corrupt" | "disk" | "policy" | "internal") | null;
            /** @description What git said last, without secrets. */
            details: string | null;
            /** @description When it is tried again; null if it is not. */
            next_attempt_at: string | null;
            /** @description When the clock asks for the next push. */
            next_push_at: string | null;
            /** @description Refs that the last push made, moved or deleted there. */
            refs_moved: number;
            /** @description When the remote last had all that was to be there. */
            pushed_at: string | null;
            /** Format: date-time */
            created_at: string;
        };
        Delivery: {
            /** Format: uuid */
            id: string;
            repo: {
                /** Format: uuid */
                id: string;
                org: string;
                name: string;
            };
            /** @description Branch or tag; null: the default branch. */
            ref: string | null;
            subfolder: string | null;
            /** @description Of all its hosts, those of its group included. */
            target_ids: string[];
            group: string | null;
            excludes: string[];
            exclude_dot_git: boolean;
            delete: boolean;
            owner: string | null;
            modes: string | null;
            hook: string | null;
            is_enabled: boolean;
            after_sync: boolean;
            fallback_to_local: boolean;
            block_on_secrets: boolean;
            scans_commits: boolean;
            config_path: string | null;
            repair: boolean;
            verify_interval_seconds: number | null;
            /** @description The run under way. */
            active_run_id: string | null;
            /** @description The newest, also one under way. partial: some of its hosts got it and some did not. */
            last_run: {
                /** Format: uuid */
                id: string;
                /** @enum {string} */
                status: "queued" | "waiting" | "running" | "delivered" | "unchanged" | "partial" | "failed" | "blocked" | "cancelled";
                ended_at: string | null;
            } | null;
            hosts: components["schemas"]["DeliveryHost"][];
            /** @description What the caller may do to it beside reading. */
            you_may: ("deliver" | "manage")[];
            /** Format: date-time */
            created_at: string;
        };
        DeliveryHost: {
            /** Format: uuid */
            target_id: string;
            name: string;
            /** @description user@host:port */
            address: string;
            path: string;
            group: string | null;
            is_enabled: boolean;
            /**
             * @description As the last delivery or check saw it.
             * @enum {string}
             */
            state: "never" | "in_sync" | "behind" | "ahead" | "diverged" | "changed" | "interrupted" | "foreign" | "unreachable" | "unknown";
            /** @description What was last made live there from here. */
            commit: string | null;
            delivered_at: string | null;
            verified_at: string | null;
            /** @description Commits that it lacks, if it is behind. */
            behind_by: number | null;
            state_text: string | null;
        };
        DeliveryRun: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            delivery_id: string;
            repo: {
                /** Format: uuid */
                id: string;
                org: string;
                name: string;
            };
            /** @enum {string} */
            trigger: "manual" | "api" | "sync" | "repair" | "rollback";
            /** @description Name or e-mail; null for Freshet. */
            requested_by: string | null;
            /**
             * @description waiting: for upstream to come back; unchanged: all hosts had it; partial: some of the hosts have it, some do not; blocked: secrets were found, or could not be looked for.
             * @enum {string}
             */
            status: "queued" | "waiting" | "running" | "delivered" | "unchanged" | "partial" | "failed" | "blocked" | "cancelled";
            force: boolean;
            ref: string | null;
            commit: string | null;
            digest: string | null;
            file_count: number | null;
            size_bytes: number | null;
            /** @description Names that are not sent, such as links that lead out of the tree; the first hundred. */
            left_out: string[] | null;
            /** @description Upstream was away, so this is the last good state; and why. */
            fallback_reason: string | null;
            error: string | null;
            error_kind: ("auth" | "not_found" | "network" | "timeout" | "too_large" | "corrupt" | "disk" | "policy" | "internal") | null;
            /** Format: date-time */
            created_at: string;
            started_at: string | null;
            ended_at: string | null;
            /** @description One for each host, from its beginning on. */
            outcomes: components["schemas"]["DeliveryOutcome"][];
        };
        /** @description One run on one host. */
        DeliveryOutcome: {
            target: {
                /** Format: uuid */
                id: string;
                name: string;
                address: string;
                group: string | null;
            };
            /** @enum {string} */
            status: "queued" | "sending" | "switching" | "delivered" | "unchanged" | "failed" | "cancelled";
            attempts: number;
            /** @description When it is tried again; null if it is not. */
            next_attempt_at: string | null;
            /** @description Bytes of content on their way. */
            progress_done: number;
            progress_total: number | null;
            files_sent: number;
            /** @description Everything that went over the wire, both ways. */
            bytes_on_wire: number;
            error: string | null;
            error_kind: ("auth" | "not_found" | "network" | "timeout" | "too_large" | "corrupt" | "disk" | "policy" | "internal") | null;
            /** @description Line by line, without secrets. The events of a run have its end alone, lists leave it out (null). */
            log: string | null;
            started_at: string | null;
            ended_at: string | null;
        };
        DeliveryRelease: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            target_id: string;
            /** @description The run that last made it live; null once that is forgotten. */
            run_id: string | null;
            name: string;
            /** @enum {string} */
            state: "live" | "kept";
            ref: string | null;
            commit: string;
            digest: string;
            /** Format: date-time */
            created_at: string;
            /** @description When it last became live. */
            live_at: string | null;
        };
        Board: {
            items: components["schemas"]["BoardItem"][];
            /** @description Hosts by how they stand, whatever state was asked for. */
            counts: {
                [key: string]: number;
            };
            next_cursor: string | null;
        };
        BoardItem: {
            /** Format: uuid */
            delivery_id: string;
            repo: {
                /** Format: uuid */
                id: string;
                org: string;
                name: string;
            };
            /** @description Branch or tag; null: the default branch. */
            ref: string | null;
            target: {
                /** Format: uuid */
                id: string;
                name: string;
                /** @description user@host:port */
                address: string;
                path: string;
                group: string | null;
                is_enabled: boolean;
            };
            /**
             * @description As the last check or delivery saw it. One that was in sync is behind as soon as its branch or tag moves here; by how much is counted by the next check.
             * @enum {string}
             */
            state: "never" | "in_sync" | "behind" | "ahead" | "diverged" | "changed" | "interrupted" | "foreign" | "unreachable" | "unknown";
            state_text: string | null;
            behind_by: number | null;
            /** @description The commit that it said it has. */
            seen_commit: string | null;
            /** @description The commit that its branch or tag has here now. */
            wanted_commit: string | null;
            /** @description Files that differed, if the files were compared. */
            changed_count: number | null;
            /** @description When the repository’s own source answered last. */
            upstream_checked_at: string | null;
            delivered_at: string | null;
            verified_at: string | null;
            /** @description When it last was what it should be. */
            in_sync_at: string | null;
            differs_since: string | null;
            /** @description The delivery is switched on. */
            is_enabled: boolean;
            active_run_id: string | null;
            /** @description Of the delivery. partial: some of its hosts got it and some did not. */
            last_run: {
                /** Format: uuid */
                id: string;
                /** @enum {string} */
                status: "queued" | "waiting" | "running" | "delivered" | "unchanged" | "partial" | "failed" | "blocked" | "cancelled";
                ended_at: string | null;
            } | null;
            you_may: "deliver"[];
        };
        Verification: {
            /** Format: uuid */
            delivery_id: string;
            hosts: components["schemas"]["VerifiedHost"][];
            /** @description All of these hosts are, and there is at least one. */
            in_sync: boolean;
        };
        VerifiedHost: {
            target: {
                /** Format: uuid */
                id: string;
                name: string;
                /** @description user@host:port */
                address: string;
            };
            /**
             * @description never: nothing was delivered. in_sync: it has what its branch or tag has now. behind, ahead, diverged: another commit. changed: by hand. interrupted: in the middle of a delivery in place. foreign: of another repository, or written by something else. unreachable: it could not be looked at. unknown: not looked at, for the reason given.
             * @enum {string}
             */
            state: "never" | "in_sync" | "behind" | "ahead" | "diverged" | "changed" | "interrupted" | "foreign" | "unreachable" | "unknown";
            /** @description Commits that it lacks. */
            behind_by: number | null;
            /** @description Commits that it has beside those of its branch or tag. */
            ahead_by: number | null;
            /** @description The commit that it says it has. */
            seen_commit: string | null;
            /** @description The commit that it should have. */
            commit: string | null;
            state_text: string | null;
            /** @description The first hundred that differ; null unless the files were compared, now or before. */
            changed_files: string[] | null;
            changed_count: number | null;
            verified_at: string | null;
        };
        Verifications: {
            items: components["schemas"]["Verification"][];
            /** @description Deliveries that are too many to wait for: their hosts are checked next, and the board shows how they stand. */
            pending: string[];
            /** @description All hosts were looked at, and are in sync. */
            in_sync: boolean;
        };
        Secrets: {
            scans_every_sync: boolean;
            config_path: string | null;
            /** @description The newest whole scan that worked found a secret in the default branch that is no exception. */
            is_marked: boolean;
            /** @description A scan was asked for and has not ended. */
            is_scanning: boolean;
            scanner: {
                name: string;
                version: string;
                problem: string | null;
            };
            /** @description The one that was asked for, else the newest of all files. */
            scan: components["schemas"]["SecretScan"] | null;
            findings: components["schemas"]["SecretFinding"][];
            next_cursor: string | null;
            /** @description The newest twenty, of deliveries too. */
            scans: components["schemas"]["SecretScan"][];
            exceptions: components["schemas"]["SecretException"][];
            /** @description What the caller may do beside looking: scan now; settings and exceptions. */
            you_may: ("scan" | "manage")[];
        };
        SecretScan: {
            /** Format: uuid */
            id: string;
            commit: string;
            /** @description For a scan of commits: only those that this one does not reach were looked at. */
            since_commit: string | null;
            /**
             * @description The files of a commit, or what the commits before it brought, also if it is gone again.
             * @enum {string}
             */
            scope: "tree" | "commits";
            subfolder: string | null;
            /** @description gitleaks or secretlint. */
            scanner: string;
            scanner_version: string;
            /** @description The configuration for gitleaks that the repository brings. gitleaks obeys it, whatever it allows; secretlint does not read it. */
            config_path: string | null;
            /**
             * @description clean: nothing, or nothing but exceptions. found: at least one that is no exception. failed: it could not be looked to the end, which is never taken for clean.
             * @enum {string}
             */
            status: "clean" | "found" | "failed";
            error: string | null;
            /** @description Exceptions included. */
            found_count: number;
            /** @description Those that are no exception. */
            open_count: number;
            /** @description Those whose result was known already included. */
            files_scanned: number;
            /** Format: date-time */
            started_at: string;
            /** Format: date-time */
            ended_at: string;
        };
        /** @description Where a secret stands. What it is is kept nowhere. */
        SecretFinding: {
            /** @description The same secret, by the same rule, in the same path has the same one in every scan. */
            fingerprint: string;
            rule: string;
            title: string;
            path: string;
            /** @description null for binary files. */
            line: number | null;
            /** @description For a scan of commits: the one that brought it. */
            commit: string | null;
            /**
             * Format: date-time
             * @description When a scan first found it.
             */
            found_at: string;
            is_excepted: boolean;
        };
        SecretException: {
            /** Format: uuid */
            id: string;
            fingerprint: string;
            rule: string;
            path: string;
            reason: string;
            /** @description An account's address; null if it is gone. */
            created_by: string | null;
            /** Format: date-time */
            created_at: string;
        };
        SecretSettings: {
            scans_every_sync: boolean;
            config_path: string | null;
        };
        SecretScanRequest: {
            commit: string;
            /** @constant */
            is_scanning: true;
        };
        Org: {
            /** Format: uuid */
            id: string;
            /** @description For protocols that need an integer; never changes. */
            number: number;
            /** @description How addresses name it: {slug}/{repository}. */
            slug: string;
            /** @description What people call it; the slug if nobody said. */
            name: string;
            description: string;
            /** @description Everybody who has an account is a member of it. */
            is_open: boolean;
            /** @description Of those that the caller may see. */
            repo_count: number;
            /** @description What all its repositories take on the disk; null for those who may not see who is in it. */
            disk_bytes: number | null;
            /** @description What they may take, if that is not what the server says for all; null likewise, and if it is. */
            quota_bytes: number | null;
            your_role: ("viewer" | "member" | "admin" | "owner") | null;
            you_may: ("see_members" | "add_repositories" | "manage" | "use_credentials" | "manage_credentials" | "see_targets" | "manage_targets" | "own")[];
            /** Format: date-time */
            created_at: string;
        };
        OrgMember: {
            /** Format: uuid */
            person_id: string;
            name: string | null;
            email: string;
            /** @enum {string} */
            role: "viewer" | "member" | "admin" | "owner";
            /** Format: date-time */
            added_at: string;
        };
        RepoShare: {
            /** Format: uuid */
            person_id: string;
            name: string | null;
            email: string;
            /**
             * @description write: what a member of its organisation may do.
             * @enum {string}
             */
            can: "read" | "write";
            /** Format: date-time */
            shared_at: string;
        };
        RunOfRepo: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            repo_id: string;
            /** @enum {string} */
            trigger: "manual" | "api" | "webhook" | "schedule" | "watch" | "initial" | "repair" | "push";
            /** @description Name or e-mail; null for Freshet, and for those who may not inspect the repository. */
            requested_by: string | null;
            /** @enum {string} */
            status: "queued" | "running" | "succeeded" | "unchanged" | "failed" | "cancelled";
            stage: ("fetch" | "reset" | "plan" | "index" | "publish" | "embed") | null;
            /** @description Within the stage; total is null while it is unknown. */
            progress: {
                done: number;
                total: number | null;
                unit: string | null;
            };
            commits_synced: number;
            files_added: number;
            files_changed: number;
            files_removed: number;
            files_skipped: number;
            bytes_indexed: number;
            chunks_embedded: number;
            chunks_reused: number;
            /** @description null for those who may not inspect the repository: it may have been taken away since. */
            old_head: string | null;
            /** @description null for them, like old_head. */
            new_head: string | null;
            attempts: number;
            error: string | null;
            error_kind: ("auth" | "not_found" | "network" | "timeout" | "too_large" | "corrupt" | "disk" | "policy" | "internal") | null;
            /** @description What to know of a run that worked, such as a force push; null for them. */
            note: string | null;
            /** @description Start and end of each stage in milliseconds since the epoch, where it was last begun; end is null while it runs and where it broke off. */
            stage_times: {
                [key: string]: [
                    number,
                    number | null
                ];
            };
            /** @description What each attempt did and how it ended, the first first; empty until a stage begins. */
            attempt_history: components["schemas"]["Attempt"][];
            /** Format: date-time */
            created_at: string;
            started_at: string | null;
            /** @description When the new tree became visible. */
            published_at: string | null;
            ended_at: string | null;
            /** @description Its organisation and name: acme/rivers. */
            repo: string;
        };
        SearchableMarker: {
            /** @description Another one each time, and the same for as long as nothing moves. */
            marker: string;
        };
        SearchResponse: {
            results: components["schemas"]["SearchResult"][];
            /** @description Files found, copies among them. */
            count: number;
            /** @description False: count is a lower bound. */
            exact: boolean;
            took_ms: number;
            next_cursor: string | null;
            facets: {
                repos: {
                    value: string;
                    count: number;
                }[];
                languages: {
                    value: string;
                    count: number;
                }[];
            };
            /** @description Help, or what of the query was ignored. */
            notice: string | null;
            /** @description The same, sentence by sentence. */
            notices: components["schemas"]["SearchNote"][];
        };
        SearchResult: {
            /**
             * @description Not file if select: asks for something else.
             * @enum {string}
             */
            kind: "file" | "directory" | "repo";
            /** @description org/name */
            repo: string;
            repo_id: string;
            path: string;
            ref: string;
            language: string | null;
            /** @description git’s id of what the file holds. */
            blob_id: string | null;
            /** @description The commit that the match was read from. */
            commit: string;
            indexed_at: string;
            /** @description When upstream last answered. */
            checked_at: string | null;
            /**
             * @description How its repository stands, as in the repository itself.
             * @enum {string}
             */
            standing: "unfollowed" | "held_back" | "failing" | "preparing" | "stale" | "fresh";
            /** @description Upstream has not answered for more than twice the interval. */
            is_stale: boolean;
            score: number;
            matches: components["schemas"]["SearchMatch"][];
            match_count: number;
            /** @description With copies=folded: other files that were found and hold the same, byte for byte; the first of them. */
            also_in: {
                repo: string;
                repo_id: string;
                path: string;
                ref: string;
                commit: string;
            }[];
            /** @description How many there are of those; count counts them, too. */
            also_in_count: number;
        };
        SearchMatch: {
            /** @description From 1. */
            line: number;
            text: string;
            /** @description UTF-16 offsets into text: start, end. */
            ranges: [
                number,
                number
            ][];
        };
        SearchNote: {
            message: string;
            /** @description Of the part of q that it is about: UTF-16 offset. */
            start?: number;
            end?: number;
            /** @description A whole query that says what may have been meant. */
            suggestion?: string;
        };
        Suggestions: {
            /** @description Of the part of q that is completed: UTF-16 offset. */
            start: number;
            end: number;
            /** @description The likeliest first; none if nothing fits. */
            suggestions: components["schemas"]["Suggestion"][];
        };
        Suggestion: {
            /** @enum {string} */
            kind: "filter" | "value" | "repo" | "path" | "language" | "branch" | "org" | "symbol";
            /** @description What is offered, as people read it. */
            text: string;
            /** @description What it is for, if that is not plain. */
            detail: string | null;
            /** @description What to write between start and end. */
            insert: string;
        };
        SymbolsResponse: {
            items: components["schemas"]["Symbol"][];
            next_cursor: string | null;
            /** @description False if there may be more than were looked at. */
            exact: boolean;
        };
        Symbol: {
            name: string;
            /**
             * @description What is defined, or in which way it is referred to.
             * @enum {string}
             */
            kind: "call" | "class" | "constant" | "constructor" | "enum" | "enum_member" | "field" | "function" | "implementation" | "import" | "interface" | "macro" | "method" | "module" | "namespace" | "object" | "other" | "property" | "prototype" | "struct" | "trait" | "type" | "union" | "variable";
            /** @enum {string} */
            role: "definition" | "reference";
            /** @description The names of what a definition stands in, joined by dots. */
            scope: string | null;
            /** @description org/name */
            repo: string;
            /** Format: uuid */
            repo_id: string;
            ref: string;
            /** @description The commit that it was read from. */
            commit: string;
            path: string;
            language: string | null;
            /** @description From 1: where the name stands. */
            line: number;
            /** @description UTF-16 offset of the name in its line. */
            column: number;
            end_column: number;
            /** @description The last line of what is defined; of a reference its own. */
            end_line: number;
            /** @description A definition that is seen outside of its file, by its own words. */
            is_public: boolean;
            /**
             * @description syntactic: known by the grammar of its language. search: found as a word, in a file whose syntax is not known, or of a name that the syntax knows nowhere.
             * @enum {string}
             */
            label: "syntactic" | "search";
        };
        /** @description One line of a stream of matches. */
        SearchStreamEvent: {
            /** @constant */
            kind: "file";
            /** @description org/name */
            repo: string;
            repo_id: string;
            ref: string;
            path: string;
            language: string | null;
            /** @description The commit that the matches were read from. */
            commit: string;
            /** @description Every line with a match, in order. */
            matches: {
                /** @description From 1. */
                line: number;
                /** @description The line; of a long one the pieces around its matches. */
                text: string;
                /** @description UTF-16 offsets into text: start, end. */
                ranges: [
                    number,
                    number
                ][];
            }[];
            /** @description Matches in the file. */
            match_count: number;
        } | {
            /** @constant */
            kind: "progress";
            /** @description Contents looked at so far. */
            looked_at: number;
            /** @description Contents that may match, by the indexes. */
            to_look_at: number;
            files: number;
            matches: number;
        } | {
            /** @constant */
            kind: "end";
            files: number;
            matches: number;
            /** @description True: these are all. */
            exact: boolean;
            /** @description Why they are not, or may not be. */
            reason: string | null;
            notices: {
                message: string;
                start?: number;
                end?: number;
                suggestion?: string;
            }[];
            /** @description Of work, not of waiting for the reader. */
            took_ms: number;
        };
        Status: {
            freshness: components["schemas"]["Freshness"];
            /** @description The ten that need attention most. */
            worst: components["schemas"]["WorstRepo"][];
            runs: {
                by_hour: components["schemas"]["RunsAt"][];
                by_day: components["schemas"]["RunsAt"][];
            };
            request_to_searchable: components["schemas"]["SearchableTime"];
        };
        Freshness: {
            /** @description Those that have an upstream, without archived ones. */
            repositories: number;
            /** @description Checked as often as they should be, and well. */
            fresh: number;
            /** @description Being read for the first time. */
            preparing: number;
            /** @description Failing, stale or held back. */
            needing_attention: number;
            /** @description The last attempt failed; those that are held back are among them. */
            failing: number;
            /** @description Of the failing: upstream refuses the token, or wants one. */
            auth_errors: number;
            /** @description Of the failing: upstream lost most of its files and waits for a person. */
            held_back: number;
            /** @description Upstream has not answered for more than twice the interval; those that fail are not among them. */
            stale: number;
            /** @description Since when what is shown is known to be what upstream has: when it answered last, or when it began to fail. Each counted once. Null: longer than all. */
            checked: {
                within_seconds: number | null;
                count: number;
            }[];
            /** @description Nothing of these is shown yet. */
            never_checked: number;
            oldest_checked_at: string | null;
        };
        WorstRepo: {
            /**
             * @description token: upstream refuses it, or wants one. mending: it fails for another reason. check: stale. confirmation: what upstream lost is held back.
             * @enum {string}
             */
            need: "token" | "mending" | "check" | "confirmation";
            /**
             * Format: date-time
             * @description When it began to fail, or when upstream answered last.
             */
            since: string;
            repo: components["schemas"]["Repo"];
        };
        RunsAt: {
            /**
             * Format: date-time
             * @description When the hour or the day began, in UTC.
             */
            at: string;
            succeeded: number;
            failed: number;
            cancelled: number;
        };
        /** @description Of runs in the last 24 hours that brought something new. */
        SearchableTime: {
            runs: number;
            median_ms: number | null;
            p95_ms: number | null;
        };
        Health: {
            /**
             * @description Of the server, not of its repositories.
             * @enum {string}
             */
            status: "ok" | "starting" | "failing";
            version: string;
            database: ("embedded" | "native") | null;
            read_only: boolean | null;
            /** @description Of those repositories that the caller may see: for people who are signed in, and of all with the bearer token of FRESHET_METRICS_TOKEN. */
            attention?: components["schemas"]["Attention"];
        };
        Attention: {
            /** @description Repositories whose last attempt failed. */
            failing: number;
            /** @description Of those: upstream refuses the token, or wants one. */
            auth_errors: number;
            /** @description The others of which upstream has not answered for more than twice the interval. */
            stale: number;
        };
        Person: {
            /** Format: uuid */
            id: string;
            email: string;
            name: string | null;
            is_admin: boolean;
            is_disabled: boolean;
            has_password: boolean;
            /** Format: date-time */
            created_at: string;
        };
        Session: {
            /** Format: uuid */
            id: string;
            /** @description The one that asks. */
            is_current: boolean;
            browser: string;
            /** @description Where it was last seen: a network, never a whole address. */
            place: string;
            /** Format: date-time */
            created_at: string;
            /**
             * Format: date-time
             * @description To within five minutes.
             */
            last_seen_at: string;
            /** Format: date-time */
            expires_at: string;
        };
        Invite: {
            id: string;
            email: string;
            is_admin: boolean;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            expires_at: string;
        };
        Token: {
            /** Format: uuid */
            id: string;
            name: string;
            /**
             * @description Whose it is.
             * @enum {string}
             */
            kind: "personal" | "organisation";
            /** @description How it ends. */
            hint: string;
            scopes: ("read" | "sync" | "write" | "admin")[];
            /** @description The organisation that it is for; null: all of its owner’s. */
            org: string | null;
            /** @description The repositories that it is for; null: no limit. */
            repo_ids: string[] | null;
            /** Format: date-time */
            created_at: string;
            expires_at: string | null;
            /** @description To within a minute. */
            last_used_at: string | null;
            /** @description A network: 203.0.113.7/32, 2001:db8:1:2::/64. */
            last_used_from: string | null;
        };
        AuditEntry: {
            /** @description Rises with time. */
            id: number;
            /** Format: date-time */
            at: string;
            actor: {
                /**
                 * @description operator: anybody on the machine while there are no accounts; system: Freshet itself.
                 * @enum {string}
                 */
                kind: "person" | "organisation" | "operator" | "system" | "visitor";
                id: string | null;
                /** @description As it was then: an e-mail address, an organisation. */
                name: string | null;
            };
            token: {
                /** Format: uuid */
                id: string;
                name: string | null;
            } | null;
            verb: string;
            subject: {
                kind: string;
                id: string | null;
                name: string | null;
            };
            org_id: string | null;
            before: {
                [key: string]: unknown;
            } | null;
            after: {
                [key: string]: unknown;
            } | null;
            /** @description A network: 203.0.113.7/32, 2001:db8:1:2::/64. */
            network: string | null;
        };
        Credential: {
            /** Format: uuid */
            id: string;
            org: string;
            name: string;
            /** @enum {string} */
            kind: "token" | "password" | "ssh_key";
            /** @description Who a password belongs to; null for the other kinds. */
            user: string | null;
            /** @description Of an ssh key that was made here: what the other side has to let in. null for the other kinds. */
            public_key: string | null;
            /** @description How many things sign in with it. It cannot be deleted while any does. */
            used_by: number;
            /** Format: date-time */
            created_at: string;
            /** @description When its secret was last replaced. */
            rotated_at: string | null;
        };
        HostKey: {
            /** @description null for a host that is known only by the keys it publishes. */
            id: string | null;
            /** @description As in known_hosts: host, or [host]:port. */
            host: string;
            /** @description The keys that it may show. */
            keys: {
                /** @example ssh-ed25519 */
                type: string;
                /** @description SHA256:…, as ssh-keygen -l says it. */
                fingerprint: string;
            }[];
            /** @description Known before the first connection, by the keys it publishes. */
            is_published: boolean;
            first_seen_at: string | null;
            /** @description When somebody last accepted another key for it. */
            accepted_at: string | null;
            /** @description Another key that it showed, which is refused until it is accepted. */
            pending: {
                /** @example ssh-ed25519 */
                type: string;
                /** @description SHA256:…, as ssh-keygen -l says it. */
                fingerprint: string;
                /** Format: date-time */
                since: string;
            } | null;
        };
        Target: {
            /** Format: uuid */
            id: string;
            org: string;
            name: string;
            /**
             * @description user@host:port
             * @example deploy@web1.example.com:22
             */
            address: string;
            /**
             * @description The live path on the host.
             * @example /srv/site
             */
            path: string;
            group: string | null;
            /**
             * @description releases: a folder for each delivery and a link to the live one; in_place: the live folder itself.
             * @enum {string}
             */
            mode: "releases" | "in_place";
            /** @description Releases that stay there, the live one among them. */
            keep: number;
            is_enabled: boolean;
            /** @description What the account on the host has to let in. */
            public_key: string;
            /** @description By which key the host is known; null before the first contact. */
            host_key: {
                /** @example ssh-ed25519 */
                type: string;
                /** @description SHA256:…, as ssh-keygen -l says it. */
                fingerprint: string;
                /** @description Another key that the host showed, which is refused until it is accepted. */
                pending: {
                    /** @example ssh-ed25519 */
                    type: string;
                    /** @description SHA256:…, as ssh-keygen -l says it. */
                    fingerprint: string;
                    /** Format: date-time */
                    since: string;
                } | null;
            } | null;
            /** @description Of the last test; null: never tested. */
            findings: components["schemas"]["TargetFinding"][] | null;
            tested_at: string | null;
            /** Format: date-time */
            created_at: string;
        };
        TargetFinding: {
            /** @enum {string} */
            what: "connection" | "shell" | "rsync" | "rights" | "disk" | "link";
            is_ok: boolean;
            /** @description What was found, and what to do where it will not do. */
            text: string;
        };
        Webhook: {
            /** @enum {string} */
            host: "github" | "gitlab" | "gitea" | "bitbucket";
            /** @description Where the host sends to, on this server. */
            path: string;
            /** @description Null: no secret is set, and all deliveries are refused. */
            secret_set_at: string | null;
            /** @description Deliveries that were refused since the last good one, for two weeks: the secret was wrong or missing, or none was set here. Null if there are none. It may be some seconds behind. */
            refused: {
                count: number;
                last_at: string;
            } | null;
            /** @description The last 20 that were signed, newest first. */
            deliveries: components["schemas"]["WebhookDelivery"][];
        };
        WebhookDelivery: {
            id: number;
            /** @description push, tag, branch_created, branch_deleted, ping, or the host’s own name of what is ignored. */
            event: string;
            /** @description The first repository that it was about; null if there is none. */
            repo: {
                id: string;
                org: string;
                name: string;
            } | null;
            /** @description How many repositories have that source. */
            repo_count: number;
            /** @description Where the host says that its repository lies, such as git.example/acme/rivers. Null if a repository here is known by that, and if it says nothing of one. */
            about: string | null;
            /**
             * @description started: a sync was. coalesced: one sync follows for several. answered: a test. ignored: nothing to sync. unknown: no such repository here. unreadable: no JSON.
             * @enum {string}
             */
            outcome: "started" | "coalesced" | "answered" | "ignored" | "unknown" | "unreadable";
            received_at: string;
        };
        NotificationTarget: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            kind: "webhook" | "email";
            /** @description What people call it; null if they gave no name. */
            name: string | null;
            /** @description Scheme and host of a webhook, the whole of an e-mail address. */
            hint: string;
            /** Format: date-time */
            created_at: string;
            /** @description Messages that have not been sent yet. */
            waiting: number;
            /** @description The newest that was tried, else the newest that waits. */
            last_delivery: components["schemas"]["NotificationDelivery"] | null;
        };
        NotificationDelivery: {
            /** @description As the Freshet-Delivery header says it. */
            id: string;
            subject: string;
            /** @enum {string} */
            status: "waiting" | "sent" | "failed";
            attempts: number;
            /** @description What came of the last attempt; null if it worked. */
            error: string | null;
            /** Format: date-time */
            created_at: string;
            /** @description Null if none follows. */
            next_attempt_at: string | null;
            sent_at: string | null;
        };
        NotificationTest: {
            /** @enum {string} */
            status: "sent" | "failed";
            /** @description What came of it, in plain words. */
            message: string;
        };
        Storage: {
            /** @description What all repositories take, as it was when a sync of each last ended. */
            disk_bytes: number;
            /** @description What they may take together (FRESHET_SERVER_QUOTA_BYTES). */
            quota_bytes: number | null;
            /** @description Free on the disk under the data folder. */
            free_bytes: number | null;
            /** @description The 200 that take most. */
            orgs: {
                slug: string;
                repo_count: number;
                disk_bytes: number;
                /** @description What holds for it: its own, or the server’s for all. */
                quota_bytes: number | null;
            }[];
            /** @description Folders below mirrors that belong to no repository, and when each is going to be removed. */
            orphans: {
                folder: string;
                /** Format: date-time */
                since: string;
                /** Format: date-time */
                removed_at: string;
            }[];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;

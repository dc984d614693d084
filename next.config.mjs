// Not TypeScript: that would be compiled, and said, at each start.

/** @type {import('next').NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  serverExternalPackages: ['postgres', 'piscina', 'pino', '@node-rs/argon2', 'web-tree-sitter', 'shiki', 'prom-client'],
  // `npm run typecheck` checks types, tests included; starting the product need not.
  typescript: { ignoreBuildErrors: true },
  // Titles wait for the page instead of being streamed in by a script: pages are readable without JavaScript.
  htmlLimitedBots: /.*/,
  headers: async () => [
    {
      source: '/:path*',
      headers: [
        { key: 'X-Content-Type-Options', value: 'nosniff' },
        { key: 'X-Frame-Options', value: 'DENY' },
        { key: 'Referrer-Policy', value: 'same-origin' },
        { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
        { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
        { key: 'Permissions-Policy', value: 'camera=(), geolocation=(), microphone=()' },
      ],
    },
  ],
};

export default config;

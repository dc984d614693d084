// How Next builds and serves Freshet. Read by builds and `npm run dev`; the server gets what the build made of it.
import type { NextConfig } from 'next';

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  serverExternalPackages: [
    'postgres',
    'piscina',
    'pino',
    '@node-rs/argon2',
    'web-tree-sitter',
    'shiki',
    'prom-client',
    '@grpc/grpc-js',
    '@grpc/proto-loader',
    '@grpc/reflection',
    'grpc-health-check',
    'protobufjs',
  ],
  // It keeps what it once read, whoever may read it later, and holds whole pictures in memory. No page of ours asks it.
  images: { unoptimized: true },
  // Nothing is rendered ahead or kept: every answer depends on who asks.
  cacheMaxMemorySize: 0,
  productionBrowserSourceMaps: false,
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

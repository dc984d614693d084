// How Next builds and serves Freshet. Read by builds and `npm run dev`; the server gets what the build made of it.
import type { NextConfig } from 'next';
import { SECURITY_HEADERS } from './app/_http/security-headers';

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
  headers: async () => [{ source: '/:path*', headers: SECURITY_HEADERS }],
};

export default config;

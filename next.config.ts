import type { NextConfig } from 'next';

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  serverExternalPackages: ['postgres', 'piscina', 'pino', '@node-rs/argon2', 'simple-git', 'web-tree-sitter', 'shiki'],
};

export default config;

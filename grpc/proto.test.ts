// What is made of the .proto, and shown of it, is what it says.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import packageJson from '@/package.json';
import { loadProto, PROTO_FILE } from './proto';

const source = readFileSync(`grpc/${PROTO_FILE}`, 'utf8');

it('stands in docs/grpc.md as it is', () => {
  expect(readFileSync('docs/grpc.md', 'utf8')).toContain(`\`\`\`proto\n${source}\`\`\``);
});

it('the types are those of the file (npm run grpc:types)', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'freshet-proto-'));
  try {
    const [, ...args] = packageJson.scripts['grpc:types'].replace('grpc/types', folder).split(' ');
    execFileSync('node_modules/.bin/proto-loader-gen-types', args);
    const filesOf = (root: string) =>
      readdirSync(root, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.ts'))
        .sort();
    expect(filesOf(folder)).toEqual(filesOf('grpc/types'));
    for (const name of filesOf(folder)) {
      expect(readFileSync(path.join('grpc/types', name), 'utf8')).toBe(readFileSync(path.join(folder, name), 'utf8'));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

it('has the messages and numbers that clients were promised', () => {
  const definition = loadProto();
  const fields = (name: string) => {
    const { type } = definition[`freshet.v1.${name}`] as {
      type: { field: { name: string; number: number; type: string }[] };
    };
    return type.field.map((field) => `${field.type.replace('TYPE_', '').toLowerCase()} ${field.name}=${field.number}`);
  };
  expect(fields('CreateRepositoryRequest')).toEqual([
    'string name=1',
    'string description=2',
    'string source_url=3',
    'string source_type=4',
    'int32 organisation_id=5',
    'bool is_public=6',
  ]);
  expect(fields('RepositoryResponse')).toEqual(['message repository=1', 'string message=2']);
  expect(fields('MigrateRepositoryRequest')).toEqual(['int32 repository_id=1', 'string source_url=2', 'bool force=3']);
  expect(fields('MigrationResponse')).toEqual([
    'int32 repository_id=1',
    'string status=2',
    'string message=3',
    'string task_id=4',
  ]);
  expect(fields('SyncRepositoryRequest')).toEqual(['int32 repository_id=1']);
  expect(fields('SyncResponse')).toEqual([
    'int32 repository_id=1',
    'string status=2',
    'int32 commits_synced=3',
    'string message=4',
    'string task_id=5',
  ]);
});

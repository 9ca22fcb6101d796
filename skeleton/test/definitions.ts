import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  Definition,
  DefinitionInput,
  parseDefinition,
} from '../lib/definition';
import { combinations } from './combinations';

/** The least that can be said about a platform. */
export const SMALLEST: DefinitionInput = {
  name: 'tiny',
  owner: 'group:default/agents-team',
  environment: 'dev',
  account: '111122223333',
  region: 'us-east-1',
  agents: [{ name: 'helper', modelId: 'amazon.nova-lite-v1:0' }],
  database: { enabled: false },
  observability: { alarmEmail: 'on-call@example.com' },
  budget: { monthlyUsd: 100 },
  costCenter: 'R&D'.replace('&', '-'),
};

/** What most teams ask for in production. */
export const TYPICAL: DefinitionInput = {
  name: 'shop',
  description: 'Agents of the shop',
  owner: 'group:default/agents-team',
  environment: 'prod',
  account: '111122223333',
  region: 'us-east-1',
  domain: {
    enabled: true,
    hostedZoneName: 'example.com',
    hostedZoneId: 'Z0123456789ABCDEFGHIJ',
    recordName: 'shop',
  },
  agents: [
    {
      name: 'assistant',
      modelId: 'us.anthropic.claude-sonnet-4-20250514-v1:0',
      memory: true,
      description: 'Talks to customers',
    },
    { name: 'orders', protocol: 'MCP', modelId: 'amazon.nova-lite-v1:0' },
  ],
  services: [
    {
      name: 'web',
      image: 'public.ecr.aws/nginx/nginx:1.29',
      port: 80,
      path: '/',
    },
  ],
  search: { enabled: true },
  knowledgeBase: { enabled: true },
  observability: { alarmEmail: 'on-call@example.com', logRetentionDays: 90 },
  budget: { monthlyUsd: 2000 },
  costCenter: 'Sales 42',
};

/** As much of everything as there can be, with the longest names. */
export const LARGEST: DefinitionInput = {
  name: 'a2345678901234567890123z',
  description:
    'Hostile "text" with ${AWS::AccountId}, {{braces}}, <tags>,\nnew lines, \u0007 bells, `ticks` and 🦊',
  owner: 'group:default/agents-team',
  environment: 'staging',
  account: '444455556666',
  region: 'ap-southeast-1',
  network: { cidr: '10.64.0.0/16', availabilityZones: 3 },
  domain: {
    enabled: true,
    hostedZoneName: 'agents.example.com',
    hostedZoneId: 'Z0123456789ABCDEFGHIJ',
    recordName:
      'a-name-that-is-as-long-as-a-certificate-takes.agents.example.com',
  },
  agents: Array.from({ length: 20 }, (_, index) => ({
    name: `${'abcdefghijklmnopqrst'[index]}-agent-with-a-long--name-01-${
      index % 2 ? '-' : 'x'
    }`.padEnd(31, '-'),
    protocol: (['HTTP', 'MCP', 'A2A'] as const)[index % 3],
    modelId:
      index % 2
        ? 'apac.amazon.nova-pro-v1:0'
        : 'anthropic.claude-3-haiku-20240307-v1:0',
    memory: index % 4 === 0,
    description: '"; rm -rf / # ${Token[1]} 🦊\n'.repeat(3),
    artifact: (index === 19 ? 'container' : 'code') as 'container' | 'code',
  })),
  services: Array.from({ length: 10 }, (_, index) => ({
    name: `service-with-a-long--name-012-${index}`,
    image: 'public.ecr.aws/nginx/nginx:1.29',
    port: 8080 + index,
    cpu: 1024,
    memoryMiB: 2048,
    desiredCount: 3,
    path: index === 0 ? '/' : `/service/${index}`,
    healthCheckPath: '/health',
  })),
  database: { enabled: true, minAcu: 1, maxAcu: 64, backupRetentionDays: 35 },
  search: { enabled: true, kind: 'domain' },
  knowledgeBase: { enabled: true },
  observability: { alarmEmail: 'on-call@example.com', logRetentionDays: 365 },
  budget: { monthlyUsd: 50000 },
  costCenter: 'Sales 42',
};

/**
 * Definitions by name, parsed: the three above, that of this repository if it has one, and combinations of all options if the
 * variable `COMBINATIONS` is set, which takes minutes.
 */
export function examples(): Record<string, Definition> {
  const own = join(process.cwd(), 'config', 'platform.json');
  return {
    smallest: parseDefinition(SMALLEST),
    typical: parseDefinition(TYPICAL),
    largest: parseDefinition(LARGEST),
    ...(existsSync(own) && {
      own: parseDefinition(JSON.parse(readFileSync(own, 'utf8'))),
    }),
    ...(process.env.COMBINATIONS &&
      Object.fromEntries(
        combinations(SMALLEST).map(({ name, definition }) => [
          name,
          definition,
        ]),
      )),
  };
}

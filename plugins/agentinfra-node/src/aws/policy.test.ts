import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const SOURCES = resolve(__dirname, '..');
const DOCUMENT = resolve(__dirname, '../../../../docs/configure-aws.md');

/** The IAM actions of the commands that the sources import from the AWS SDK. */
function calledActions(): string[] {
  const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' });
  const text = files
    .filter(file => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map(file => readFileSync(join(SOURCES, file), 'utf8'))
    .join('\n');
  const imports = text.matchAll(
    /import \{([^}]*)\} from '@aws-sdk\/client-(\w+)'/g,
  );
  return [...imports].flatMap(([, names, service]) =>
    [...names.matchAll(/\b(\w+)Command\b|\bpaginate(\w+)\b/g)].map(
      ([, command, paginated]) => `${service}:${command ?? paginated}`,
    ),
  );
}

/** The IAM actions of the first policy of the document. */
function documentedActions(): string[] {
  const [, policy] =
    /```json\n(.*?)```/s.exec(readFileSync(DOCUMENT, 'utf8')) ?? [];
  return JSON.parse(policy).Statement.flatMap(
    (statement: { Action: string | string[] }) => statement.Action,
  );
}

describe('the policy that docs/configure-aws.md gives the portal', () => {
  it('allows what the portal calls, the roles of the bootstrap, and nothing else', () => {
    const called = new Set([...calledActions(), 'sts:AssumeRole']);

    expect(documentedActions().sort()).toEqual([...called].sort());
  });
});

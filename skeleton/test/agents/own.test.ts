import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Program } from './programs';

interface OwnAgent {
  readonly name: string;
  readonly protocol?: string;
}

/** The starters, and the agents of this repository that are not one of them still. */
function agents(): string[] {
  const config = join('config', 'platform.json');
  const own: readonly OwnAgent[] = existsSync(config)
    ? JSON.parse(readFileSync(config, 'utf8')).agents
    : [];
  const changed = own.filter(({ name, protocol = 'HTTP' }) => {
    const source = (...folder: string[]) =>
      readFileSync(join(...folder, 'main.ts'), 'utf8');
    return (
      source('agents', name) !== source('starters', protocol.toLowerCase())
    );
  });
  return ['http', 'mcp', 'a2a', ...changed.map(({ name }) => name)];
}

it.each(agents())(
  'R15: the agent %s starts and says that it is well',
  async name => {
    const agent = Program.start('agent', [name, '--port', '0'], {
      AWS_REGION: 'us-east-1',
    });
    const [, url] = await agent.says(/(http:\/\/127\.0\.0\.1:\d+)/);

    const response = await fetch(`${url}/ping`);
    expect(await response.json()).toMatchObject({ status: 'Healthy' });
    expect(await agent.stop()).toBe(0);
  },
);

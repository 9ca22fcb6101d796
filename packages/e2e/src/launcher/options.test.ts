import path from 'node:path';
import { ROOT } from '../support/places';
import { run } from '../support/processes';
import { freePorts } from '../support/launcher';
import { sharedPortal } from '../support/sharedPortal';

const start = (...args: string[]) =>
  run([process.execPath, path.join(ROOT, 'scripts/start.mjs'), ...args]);

describe('The options of npm start', () => {
  it('are listed by --help', async () => {
    const { code, output } = await start('--help');
    expect(code).toBe(0);
    for (const option of ['--port', '--sandbox-port', '--state', '--aws']) {
      expect(output).toContain(option);
    }
  });

  it.each([
    [['--prot', '7008'], '--prot'],
    [['--port', 'seven'], '--port'],
    [['--port'], '--port'],
    [['--speed', '-1'], '--speed'],
    [['--state', ''], '--state'],
    [['--config', 'there-is-none.yaml'], 'there-is-none.yaml'],
    [['elsewhere'], 'elsewhere'],
  ])('refuse %j in one line that names it', async (args, named) => {
    const { code, output } = await start(...args);
    expect(code).toBe(1);
    expect(output.trim().split('\n')).toHaveLength(1);
    expect(output).toContain(named);
  });

  it('name --port when the port of the portal is taken', async () => {
    const { url } = await sharedPortal();
    const { code, output } = await start('--port', new URL(url).port);
    expect(code).toBe(1);
    expect(output.trim().split('\n')).toHaveLength(1);
    expect(output).toMatch(/taken.*--port/);
  });

  it('name --sandbox-port when the port of the sandbox is taken', async () => {
    const { sandboxUrl } = await sharedPortal();
    const [port] = await freePorts(1);
    const { code, output } = await start(
      ...['--port', String(port)],
      ...['--sandbox-port', new URL(sandboxUrl).port],
    );
    expect(code).toBe(1);
    expect(output.trim().split('\n')).toHaveLength(1);
    expect(output).toMatch(/taken.*--sandbox-port/);
  });

  it('name --state when another portal uses the folder', async () => {
    const { state } = await sharedPortal();
    const [port, sandboxPort] = await freePorts(2);
    const { code, output } = await start(
      ...['--port', String(port), '--sandbox-port', String(sandboxPort)],
      ...['--state', state],
    );
    expect(code).toBe(1);
    expect(output).toMatch(/in use.*--state/);
  });
});

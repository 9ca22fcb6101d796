import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createMockDirectory } from '@backstage/backend-test-utils';
import { gitFiles } from './gitFiles';

const disk = createMockDirectory();

beforeEach(() => {
  disk.clear();
  mkdirSync(disk.resolve('.git/objects'), { recursive: true });
});

describe('gitFiles', () => {
  it('leaves the old file when a new one is not written to its end', async () => {
    const index = disk.resolve('.git/index');
    writeFileSync(index, 'old');

    await expect(
      gitFiles(disk.path).promises.writeFile(index, interrupted()),
    ).rejects.toThrow('killed');

    expect(readFileSync(index, 'utf8')).toBe('old');
  });

  it('leaves no object at all then', async () => {
    await expect(
      gitFiles(disk.path).promises.writeFile(
        disk.resolve('.git/objects/00/8aab'),
        interrupted(),
      ),
    ).rejects.toThrow('killed');

    expect(readdirSync(disk.resolve('.git/objects/00'))).toEqual([]);
  });
});

function* interrupted() {
  yield 'half';
  throw new Error('killed');
}

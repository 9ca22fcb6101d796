import { TestDatabases } from '@backstage/backend-test-utils';
import { LeaseTable } from './LeaseTable';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
const claim = { platformId: 'shop-dev', taskId: 'task-1' };

it('gives nobody a lease that was renewed since they looked', async () => {
  const client = await databases.init('SQLITE_3');
  const database = { getClient: async () => client };
  const holder = await LeaseTable.open(database, 'holder');
  const successor = await LeaseTable.open(database, 'successor');
  await holder.take(claim, 0, undefined);
  const seen = await successor.read('shop-dev');
  expect(seen?.state).toBe('expired');

  await holder.renew(claim, 60_000);

  expect(await successor.take(claim, 60_000, seen)).toBe(false);
  expect(await successor.read('shop-dev')).toMatchObject({
    holder: 'holder',
    state: 'held',
  });
});

it('takes a lease for expired that was written before the clock was set back', async () => {
  const client = await databases.init('SQLITE_3');
  const database = { getClient: async () => client };
  const table = await LeaseTable.open(database, 'holder');
  const clock = jest.spyOn(Date, 'now');
  clock.mockReturnValue(new Date('2036-01-01').getTime());
  await table.take(claim, 15_000, undefined);
  expect((await table.read('shop-dev'))?.state).toBe('held');

  clock.mockReturnValue(new Date('2026-01-01').getTime());

  expect((await table.read('shop-dev'))?.state).toBe('expired');
  clock.mockRestore();
});
